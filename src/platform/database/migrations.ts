import type { mongo } from 'mongoose';
import type { IndexFact } from './indexes.js';
import { ensureIndexes } from './indexes.js';
import type { Lease } from './lease.js';
import { underLease } from './lease.js';
import { allMigrations } from './migrations/all.js';
import type { ValidatorFact } from './validators.js';
import { ensureValidators } from './validators.js';

/** A step from one shape of the database to the next, in `migrations/NNN-name.ts`. */
export interface Migration {
  /** 1, 2, 3, … without a gap. */
  version: number;
  name: string;
  /**
   * Goes forward only, in batches, and may be run again after it was killed anywhere: its filter finds what has still
   * the old shape. Calls `lease.confirm()` before each batch.
   */
  up(db: mongo.Db, lease: Lease): Promise<void>;
}

/** A program must not write to a database whose shape it does not know. */
export class DatabaseIsNewer extends Error {
  override name = 'DatabaseIsNewer';
}

export interface PrepareDatabase {
  indexes: readonly IndexFact[];
  validators: readonly ValidatorFact[];
  say(line: string): void;
  migrations?: readonly Migration[];
  leaseMs?: number;
}

/**
 * Before a process serves: brings the database to the shape of this program, then its validators and indexes. One process at a time;
 * others wait. What a killed one began, the next start finishes.
 *
 * @throws DatabaseIsNewer, ValidatorsRefused, IndexesRefused
 */
export async function prepareDatabase(db: mongo.Db, wanted: PrepareDatabase): Promise<void> {
  const { indexes, validators, say, migrations = allMigrations, leaseMs = 30_000 } = wanted;
  refuseGaps(migrations);
  const onWait = () => say('another process prepares the database; waiting for it');
  await underLease(db, 'prepare', { leaseMs, onWait }, async (lease) => {
    await migrate(db, migrations, lease, say);
    await lease.confirm();
    await ensureValidators(db, validators, say);
    await ensureIndexes(db, indexes, say);
  });
}

/** The shape that the database has: the version of the last finished migration, 0 when it is new. */
export async function shapeVersion(db: mongo.Db): Promise<number> {
  const shape = await shapes(db).findOne({ _id: 'shape' });
  return shape?.version ?? 0;
}

interface ShapeRow {
  _id: 'shape';
  version: number;
}

async function migrate(
  db: mongo.Db,
  migrations: readonly Migration[],
  lease: Lease,
  say: (line: string) => void,
): Promise<void> {
  const version = await shapeVersion(db);
  if (version > migrations.length) {
    throw new DatabaseIsNewer(
      `This database has shape ${version} and this program knows shapes up to ${migrations.length}: start a newer Laurel.`,
    );
  }
  for (const migration of migrations.slice(version)) {
    say(`migrating the database to shape ${migration.version}: ${migration.name}`);
    await migration.up(db, lease);
    await lease.confirm();
    await shapes(db).updateOne({ _id: 'shape' }, { $max: { version: migration.version } }, { upsert: true });
  }
}

function refuseGaps(migrations: readonly Migration[]): void {
  const wrong = migrations.find(({ version }, position) => version !== position + 1);
  if (wrong) throw new Error(`the migration ${wrong.version} ${wrong.name} is out of order`);
}

function shapes(db: mongo.Db): mongo.Collection<ShapeRow> {
  return db.collection<ShapeRow>('shape');
}

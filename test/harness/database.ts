import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../../src/platform/database/connect.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import type { EngineHold } from '../../src/platform/database/engine.js';
import { startEngine } from '../../src/platform/database/engine.js';
import type { IndexFact } from '../../src/platform/database/indexes.js';
import { ensureIndexes } from '../../src/platform/database/indexes.js';
import type { ValidatorFact } from '../../src/platform/database/validators.js';
import { ensureValidators } from '../../src/platform/database/validators.js';

export type TestDatabase = Database & Readonly<{ uri: string }>;

const server = process.env.MONGODB_URI_FOR_TESTS;
const kind = server ? 'server' : 'embedded';
/**
 * One for all test files of this process, with which it ends. The trap: it keeps the files of what was dropped, and keeps
 * them open, about a hundred for each database of ours, and may have 20,000 open: so databases are used again, and nothing is dropped that need not be.
 */
let engine: Promise<EngineHold> | undefined;
/** Those with indexes, to be used again when their test is over: making indexes takes ten times as long as emptying. */
const free = new Map<string, string[]>();

/** An empty database of its own, with these indexes and validators, on the engine of this process. */
export async function openTestDatabase(
  indexes: readonly IndexFact[] = [],
  options: Readonly<Record<string, string>> = {},
  validators: readonly ValidatorFact[] = [],
): Promise<TestDatabase> {
  const shape = [
    ...indexes.map(({ collection, name }) => `${collection}.${name}`),
    ...validators.map(({ collection }) => collection),
  ].join();
  const again = free.get(shape)?.pop();
  if (!server) engine ??= startWorkersEngine();
  const uri = new URL(server || (await engine!).uri);
  for (const [name, value] of Object.entries(options)) uri.searchParams.set(name, value);
  const database = await openDatabase({ uri: uri.href, kind, dbName: again ?? newName() });
  if (again !== undefined) await empty(database);
  await ensureValidators(database.db, validators, () => {});
  await ensureIndexes(database.db, indexes, () => {});
  return {
    ...database,
    uri: uri.href,
    async close() {
      if (shape === '') await database.db.dropDatabase();
      else free.set(shape, [...(free.get(shape) ?? []), database.db.databaseName]);
      await database.close();
    },
  };
}

const newName = () => `${process.env.LAUREL_TEST_RUN}-${randomUUID().slice(0, 13)}`;

async function empty({ db }: Database): Promise<void> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  await Promise.all(collections.map(({ name }) => db.collection(name).deleteMany()));
}

function startWorkersEngine(): Promise<EngineHold> {
  const dataDir = join(process.env.LAUREL_TEST_FOLDER!, randomUUID());
  return startEngine({ dataDir, libc: 'only-if-prepared', cacheDir: process.env.XDG_CACHE_HOME, say: console.log });
}

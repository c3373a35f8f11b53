import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import { loadedSilently } from '../../features/credentials/credential.js';
import type { Database } from './connect.js';
import { allMigrations } from './migrations/all.js';
import type { Migration } from './migrations.js';
import { prepareDatabase, shapeVersion } from './migrations.js';

let database: Database;
let said: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  said = [];
});
afterEach(() => database.close());

type Old = { _id: string } & Record<string, unknown>;

const leaseMs = 400;
const say = (line: string) => said.push(line);
const prepare = (...migrations: Migration[]) =>
  prepareDatabase(database.db, { indexes: [], validators: [], say, migrations, leaseMs });

const first: Migration = { version: 1, name: 'first', up: async () => undefined };
const plants = () => database.db.collection<{ _id: number; colour?: string; colours?: string[] }>('plants');

/** From one colour to several, ten plants at a time. */
const manyColours: Migration = {
  version: 2,
  name: 'many-colours',
  async up(_db, lease) {
    for (;;) {
      await lease.confirm();
      const batch = await plants()
        .find({ colour: { $exists: true } })
        .limit(10)
        .toArray();
      if (batch.length === 0) return;
      await plants().updateMany({ _id: { $in: batch.map(({ _id }) => _id) } }, [
        { $set: { colours: ['$colour'] } },
        { $unset: 'colour' },
      ]);
    }
  },
};

test('a new database gets the shape and the indexes of the program', async () => {
  const index = { collection: 'plants', name: 'byColour', key: { colour: 1 } } as const;
  await prepareDatabase(database.db, { indexes: [index], validators: [], say });
  expect(await shapeVersion(database.db)).toBe(allMigrations.length);
  expect(await plants().indexExists('byColour')).toBe(true);
});

test('a database of the first shape gets what the loop keeps, and keeps what it has', async () => {
  const { db } = database;
  await db.collection<Old>('certifications').insertMany([
    { _id: 'CRANE', mayNotWorkWithout: true },
    { _id: 'ITIL', mayNotWorkWithout: false },
    { _id: 'KNOWN', mayNotWorkWithout: true, approvals: 1, retakeDays: 14 },
  ]);
  for (const collection of ['credentials', 'assignments', 'people'])
    await db.collection<Old>(collection).insertOne({ _id: 'one' });
  await prepareDatabase(db, { indexes: [], validators: [], say });
  expect(await db.collection('certifications').find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 'CRANE', mayNotWorkWithout: true, approvals: 2, retakeDays: 0 },
    { _id: 'ITIL', mayNotWorkWithout: false, approvals: 1, retakeDays: 0 },
    { _id: 'KNOWN', mayNotWorkWithout: true, approvals: 1, retakeDays: 14 },
  ]);
  expect(await db.collection('credentials').findOne({})).toEqual({ _id: 'one', ...loadedSilently });
  const { proposalId, examOn, closingWhy } = (await db.collection('assignments').findOne({}))!;
  expect({ proposalId, examOn, closingWhy }).toEqual({ proposalId: null, examOn: null, closingWhy: '' });
  expect(await db.collection('people').findOne({})).toEqual({ _id: 'one', delegate: null, leave: [] });
});

test('study time that was done becomes kept; what is planned stays planned', async () => {
  const blocks = database.db.collection<Old>('trainingBlocks');
  await blocks.insertMany([
    { _id: 'one', state: 'done' },
    { _id: 'two', state: 'planned' },
    { _id: 'three', state: 'lost', lostTo: 'meeting', moves: 2 },
  ]);
  await prepareDatabase(database.db, { indexes: [], validators: [], say });
  expect(await blocks.find().toArray()).toEqual([
    { _id: 'one', state: 'kept', lostTo: null, moves: 0, planId: null },
    { _id: 'two', state: 'planned', lostTo: null, moves: 0, planId: null },
    { _id: 'three', state: 'lost', lostTo: 'meeting', moves: 2, planId: null },
  ]);
});

test('study time that was asked for before asks were kept is asked for again, and no other', async () => {
  const plans = database.db.collection<Old>('studyPlans');
  const asks = { stage: 'asked', nextAt: new Date(0), cardAt: null, asks: [] };
  await plans.insertMany([
    { _id: 'one', state: 'asked' },
    { _id: 'two', state: 'agreed' },
  ]);
  await prepareDatabase(database.db, { indexes: [], validators: [], say });
  expect(await plans.find().toArray()).toEqual([
    { _id: 'one', state: 'asked', review: asks },
    { _id: 'two', state: 'agreed', review: null },
  ]);
});

test('what a killed migration left is finished by the next start', async () => {
  await plants().insertMany(Array.from({ length: 35 }, (_, _id) => ({ _id, colour: 'red' })));
  const killed: Migration = {
    ...manyColours,
    async up(db, lease) {
      let confirmations = 0;
      const confirm = async () => {
        if (++confirmations === 3) throw new Error('killed');
        await lease.confirm();
      };
      await manyColours.up(db, { confirm });
    },
  };
  await expect(prepare(first, killed)).rejects.toThrow('killed');
  expect(await shapeVersion(database.db)).toBe(1);
  expect(await plants().countDocuments({ colour: 'red' })).toBe(15);

  await prepare(first, manyColours);
  expect(await shapeVersion(database.db)).toBe(2);
  expect(await plants().countDocuments({ colours: ['red'], colour: { $exists: false } })).toBe(35);
});

test('a finished migration is not run again', async () => {
  await prepare(first, manyColours);
  said = [];
  await prepare(first, manyColours);
  expect(said).toEqual([]);
});

test('two processes that start together migrate once, and the second one waits', async () => {
  let runs = 0;
  let secondIsWaiting: () => void = () => undefined;
  const waited = new Promise<void>((settle) => {
    secondIsWaiting = settle;
  });
  const slow: Migration = {
    version: 1,
    name: 'slow',
    async up() {
      runs += 1;
      await waited;
    },
  };
  const start = () =>
    prepareDatabase(database.db, { indexes: [], validators: [], leaseMs, say: secondIsWaitingOr, migrations: [slow] });
  const secondIsWaitingOr = (line: string) => {
    if (line.startsWith('another process')) secondIsWaiting();
  };
  await Promise.all([start(), start()]);
  expect(runs).toBe(1);
});

test('a migration that takes longer than its lease keeps it', async () => {
  const leaseEnd = async (db: Database['db']) => {
    const lease = await db.collection<{ _id: string; until: Date }>('leases').findOne({ _id: 'prepare' });
    return Number(lease?.until);
  };
  const long: Migration = {
    ...first,
    async up(db) {
      const atFirst = await leaseEnd(db);
      await vi.waitFor(async () => expect(await leaseEnd(db)).toBeGreaterThan(atFirst + leaseMs), { timeout: 10_000 });
    },
  };
  await prepare(long);
  expect(await shapeVersion(database.db)).toBe(1);
});

test('the lease of a killed process is taken over when it has run out', async () => {
  const killed = { _id: 'prepare', holder: 'killed', until: new Date('2020-01-01T00:00:00Z') };
  await database.db.collection<typeof killed>('leases').insertOne(killed);
  await prepare(first);
  expect(await shapeVersion(database.db)).toBe(1);
});

test('a process that lost its lease does not write the shape', async () => {
  const robbed: Migration = {
    ...first,
    async up(db) {
      await db.collection<{ _id: string }>('leases').updateOne({ _id: 'prepare' }, { $set: { holder: 'other' } });
    },
  };
  await expect(prepare(robbed)).rejects.toThrow('the lease prepare was lost');
  expect(await shapeVersion(database.db)).toBe(0);
});

test('a newer database refuses an older program', async () => {
  await prepare(first, manyColours);
  await expect(prepare(first)).rejects.toThrow(
    'This database has shape 2 and this program knows shapes up to 1: start a newer Laurel.',
  );
});

test('a gap in the versions is refused before anything runs', async () => {
  await expect(prepare(manyColours)).rejects.toThrow('out of order');
  expect(await shapeVersion(database.db)).toBe(0);
});

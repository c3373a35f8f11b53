import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import { setClock } from '../clock.js';
import { createLogger } from '../logging.js';
import { outboxIndexes } from '../slack/outbox.js';
import type { Database } from './connect.js';
import { databaseNow } from './connect.js';
import type { Stateful, Stored } from './facts.js';
import { bornSilently, bornWith, changedWith, onceFor, pendingFactsIndex } from './facts.js';
import { ensureIndexes } from './indexes.js';
import { productionLengths } from './lengths.js';
import type { Reaction, ReactionRow } from './reactions.js';
import { createReactions, reactionIndexes } from './reactions.js';
import { createRelay } from './relay.js';
import { createRetention, retentionIndexes } from './retention.js';

type Plant = Stateful & { height: number };

const at = new Date('2026-12-01T09:00:00Z');
const cause = { at, by: 'per_gardener' };
const watered = { type: 'plant.watered' } as const;
const lengths = { ...productionLengths, reactionLeaseMs: 2_000, reactionBackoffMs: 1 };

let database: Database;
const logged: string[] = [];
const log = createLogger('info', (line) => logged.push(line));

beforeAll(async () => {
  database = await openTestDatabase();
  const indexes = [pendingFactsIndex('plants'), pendingFactsIndex('trees'), ...reactionIndexes, ...retentionIndexes];
  await ensureIndexes(database.db, [...indexes, ...outboxIndexes], () => {});
});
afterAll(() => database.close());
afterEach(async () => {
  logged.length = 0;
  for (const name of ['plants', 'trees', 'audit', 'reactions', 'outbox'])
    await database.db.collection(name).deleteMany({});
});

const plants = (name: 'plants' | 'trees' = 'plants') => database.db.collection<Plant>(name);
const audit = () => database.db.collection<Stored & { _id: string }>('audit').find().sort({ _id: 1 }).toArray();
const rows = () => database.db.collection<ReactionRow>('reactions').find().sort({ _id: 1 }).toArray();
const pendingOf = async (id: string) => (await plants().findOne({ _id: id }))?.pendingFacts.map((fact) => fact.id);

const relay = (reactionsTo: (fact: Stored) => readonly string[] = () => ['grow', 'tell']) =>
  createRelay({ db: database.db, sources: ['plants', 'trees'], reactionsTo });
const reactions = (table: Record<string, Reaction>, changed: Partial<typeof lengths> = {}) =>
  createReactions({ db: database.db, table, lengths: { ...lengths, ...changed }, log });

const plant = (id: string, name: 'plants' | 'trees' = 'plants') =>
  plants(name).insertOne({ _id: id, height: 0, ...bornWith(id, { type: 'plant.sown' }, cause) });

async function water(id: string, version: number): Promise<number> {
  const { modifiedCount } = await plants().updateOne(
    { _id: id, version },
    { $set: { height: version + 1 }, ...changedWith({ _id: id, version }, watered, cause) },
  );
  return modifiedCount;
}

/** Runs until nothing waits any more. */
async function runAll(which: ReturnType<typeof reactions>): Promise<void> {
  while ((await rows()).some(({ state }) => state === 'waiting')) await which.run();
}

describe('a change', () => {
  test('is one update that carries its fact, named by document and version', async () => {
    await plant('p1');
    expect(await water('p1', 0)).toBe(1);
    expect(await plants().findOne({ _id: 'p1' })).toMatchObject({
      height: 1,
      version: 1,
      pendingFacts: [
        { id: 'p1:0', type: 'plant.sown', about: 'p1', at, by: 'per_gardener' },
        { id: 'p1:1', type: 'plant.watered', about: 'p1' },
      ],
    });
  });

  test('that expects an older version changes nothing and tells nothing', async () => {
    await plant('p1');
    const done = await Promise.all([water('p1', 0), water('p1', 0), water('p1', 0)]);
    expect(done.toSorted()).toEqual([0, 0, 1]);
    expect(await pendingOf('p1')).toEqual(['p1:0', 'p1:1']);
  });

  test('can be made in silence', async () => {
    await plants().insertOne({ _id: 'p2', height: 0, ...bornSilently });
    expect(await relay().run()).toBe(0);
  });
});

describe('the relay', () => {
  test('writes each fact into the audit and one row for each reaction, then takes it off the document', async () => {
    await plant('p1');
    await water('p1', 0);
    await plant('t1', 'trees');
    expect(await relay().run()).toBe(3);
    expect((await audit()).map(({ _id, type }) => `${_id} ${type}`)).toEqual([
      'p1:0 plant.sown',
      'p1:1 plant.watered',
      't1:0 plant.sown',
    ]);
    expect((await rows()).map(({ _id }) => _id)).toEqual([
      'p1:0|grow',
      'p1:0|tell',
      'p1:1|grow',
      'p1:1|tell',
      't1:0|grow',
      't1:0|tell',
    ]);
    expect(await pendingOf('p1')).toEqual([]);
    expect(await relay().run()).toBe(0);
  });

  test('leaves a fact alone that falls while it runs', async () => {
    await plant('p1');
    let falls: Promise<unknown> | undefined;
    await relay(() => {
      falls ??= water('p1', 0);
      return ['grow'];
    }).run();
    await falls;
    await relay().run();
    expect((await audit()).map(({ _id }) => _id)).toEqual(['p1:0', 'p1:1']);
  });

  test('is the same run once, twice, or by four processes at once', async () => {
    for (let n = 0; n < 40; n += 1) await plant(`p${n}`);
    await Promise.all([relay().run(), relay().run(), relay().run(), relay().run()]);
    expect(await audit()).toHaveLength(40);
    expect(await rows()).toHaveLength(80);
    expect(await relay().run()).toBe(0);
  });

  // Each prefix of its writes is what a kill would leave behind.
  test.each([
    ['after the audit', ['audit']],
    ['after the reactions', ['audit', 'reactions']],
  ])('repeats harmlessly what was done before a kill %s', async (_, done) => {
    await plant('p1');
    const { pendingFacts } = (await plants().findOne({ _id: 'p1' }))!;
    await relay().run();
    await plants().updateOne({ _id: 'p1' }, { $set: { pendingFacts } });
    if (!done.includes('reactions')) await database.db.collection('reactions').deleteMany({});
    expect(await relay().run()).toBe(1);
    expect(await audit()).toHaveLength(1);
    expect(await rows()).toHaveLength(2);
    expect(await pendingOf('p1')).toEqual([]);
  });

  test('does not wake a reaction that is done', async () => {
    await plant('p1');
    const { pendingFacts } = (await plants().findOne({ _id: 'p1' }))!;
    await relay(() => ['grow']).run();
    let grown = 0;
    const grow = async () => {
      grown += 1;
    };
    await reactions({ grow }).run();
    await plants().updateOne({ _id: 'p1' }, { $set: { pendingFacts } });
    await relay(() => ['grow']).run();
    await reactions({ grow }).run();
    expect(grown).toBe(1);
  });
});

describe('a reaction', () => {
  test('runs once for its fact, though two processes look at once', async () => {
    for (let n = 0; n < 20; n += 1) await plant(`p${n}`);
    await relay(() => ['grow']).run();
    const ran: string[] = [];
    const table = { grow: async (fact: Stored) => void ran.push(fact.about) };
    await Promise.all([reactions(table).run(), reactions(table).run(), reactions(table).run()]);
    expect(ran.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `p${n}`).toSorted());
    expect((await rows()).every(({ state, tries }) => state === 'done' && tries === 1)).toBe(true);
  });

  test('that fails is tried again, is dead after the tenth time, and delays nobody', async () => {
    await plant('p1');
    await plant('p2');
    await relay(() => ['grow']).run();
    let tries = 0;
    const which = reactions({
      async grow(fact) {
        if (fact.about !== 'p1') return;
        tries += 1;
        throw new Error('no rain');
      },
    });
    await which.run();
    expect((await rows()).find(({ fact }) => fact.about === 'p2')?.state).toBe('done');
    await runAll(which);
    expect(tries).toBe(10);
    expect((await rows()).map(({ state }) => state)).toEqual(['dead', 'done']);
    expect(await which.countDead()).toBe(1);
    expect(logged.at(-1)).toContain('reaction is dead');
  });

  test('waits longer each time', async () => {
    await plant('p1');
    await relay(() => ['grow']).run();
    const pauses: number[] = [];
    const which = reactions(
      {
        async grow() {
          throw new Error('no rain');
        },
      },
      { reactionBackoffMs: 60_000 },
    );
    for (let n = 0; n < 3; n += 1) {
      await which.run();
      const [row] = await rows();
      pauses.push(Math.round((row!.dueAt.getTime() - (await databaseNow(database.db)).getTime()) / 60_000));
      await database.db.collection('reactions').updateOne({}, { $set: { dueAt: new Date(0) } });
    }
    expect(pauses).toEqual([2, 4, 8]);
  });

  test('that nobody knows is dead in the end, too, and named', async () => {
    await plant('p1');
    await relay(() => ['unheard of']).run();
    await runAll(reactions({}));
    expect((await rows()).map(({ state }) => state)).toEqual(['dead']);
  });

  test('whose process was killed is run again when its lease is over, and only then', async () => {
    await plant('p1');
    await relay(() => ['grow']).run();
    const never = reactions({ grow: () => new Promise(() => {}) });
    void never.run();
    while ((await rows())[0]?.state !== 'claimed');
    let grown = 0;
    const next = reactions({
      grow: async () => {
        grown += 1;
      },
    });
    expect(await next.freeExpired()).toBe(0);
    await next.run();
    expect(grown).toBe(0);
    await database.db.collection('reactions').updateOne({}, [{ $set: { leaseUntil: '$$NOW' } }]);
    expect(await next.freeExpired()).toBe(1);
    await next.run();
    expect(grown).toBe(1);
    expect((await rows())[0]).toMatchObject({ state: 'done', tries: 2, fence: 2 });
  });

  test('that takes longer than its lease is not begun elsewhere', async () => {
    await plant('p1');
    await relay(() => ['grow']).run();
    let end: () => void = () => {};
    const long = reactions(
      {
        grow: () =>
          new Promise((resolve) => {
            end = resolve;
          }),
      },
      { reactionLeaseMs: 600 },
    );
    const running = long.run();
    while ((await rows())[0]?.state !== 'claimed');
    const firstLease = (await rows())[0]!.leaseUntil!.getTime();
    while ((await databaseNow(database.db)).getTime() <= firstLease);
    expect(await long.freeExpired()).toBe(0);
    end();
    await running;
    expect((await rows())[0]).toMatchObject({ state: 'done', tries: 1, fence: 1 });
  });

  test('that ends its process each time is dead at the tenth time', async () => {
    await plant('p1');
    await relay(() => ['grow']).run();
    await database.db
      .collection('reactions')
      .updateOne({}, [{ $set: { state: 'claimed', tries: 10, leaseUntil: '$$NOW' } }]);
    expect(await reactions({}).freeExpired()).toBe(1);
    expect((await rows())[0]?.state).toBe('dead');
  });

  test('that comes back after another took it over cannot write', async () => {
    await plant('p1');
    await relay(() => ['grow']).run();
    let fail: (error: Error) => void = () => {};
    const slow = reactions({
      grow: () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    });
    const running = slow.run();
    while ((await rows())[0]?.state !== 'claimed');
    await database.db.collection('reactions').updateOne({}, [{ $set: { leaseUntil: '$$NOW' } }]);
    const next = reactions({ grow: async () => {} });
    await next.freeExpired();
    await next.run();
    fail(new Error('too late'));
    await running;
    expect((await rows())[0]?.state).toBe('done');
  });

  test('that changes a document does so once for its fact, and an old fact not again among fifty newer ones', async () => {
    await plants().insertOne({ _id: 'p1', height: 0, ...bornSilently });
    const grow = async (factId: string) => {
      const { filter, push } = onceFor(factId);
      const { modifiedCount } = await plants().updateOne(
        { _id: 'p1', ...filter },
        { $inc: { height: 1 }, $push: push },
      );
      return modifiedCount;
    };
    const done = await Promise.all([grow('x:1'), grow('x:1'), grow('x:1')]);
    expect(done.toSorted()).toEqual([0, 0, 1]);
    for (let n = 2; n <= 50; n += 1) await grow(`x:${n}`);
    expect(await grow('x:1')).toBe(0);
    expect(await plants().findOne({ _id: 'p1' })).toMatchObject({ height: 50 });
    await grow('x:51');
    expect((await plants().findOne({ _id: 'p1' }))?.appliedFacts).toHaveLength(50);
  });
});

describe('retention', () => {
  const clock = setClock(at);
  const daysAgo = (days: number) => new Date(at.getTime() - days * 86_400_000);

  test('deletes what is old and has ended, and nothing else', async () => {
    const row = (_id: string, state: string, days: number, more: object = {}) => ({
      _id,
      state,
      holding: false,
      endedAt: daysAgo(days),
      ...more,
    });
    await database.db
      .collection<{ _id: string }>('outbox')
      .insertMany([
        row('old sent', 'sent', 91),
        row('old dropped', 'dropped', 91),
        row('young sent', 'sent', 89),
        row('old, not settled', 'sent', 91, { holding: true }),
        row('old, nobody looked at it', 'needs-review', 91),
        row('for a person to look at', 'needs-review', 89),
        { _id: 'still to be sent', state: 'pending', holding: false, notBefore: daysAgo(400) } as { _id: string },
        { _id: 'still unknown', state: 'unknown', holding: true, notBefore: daysAgo(400) } as { _id: string },
      ]);
    await database.db
      .collection<{ _id: string }>('audit')
      .insertMany([
        { _id: 'old', at: daysAgo(7 * 365 + 1) } as { _id: string },
        { _id: 'young', at: daysAgo(7 * 365 - 1) } as { _id: string },
      ]);
    // Reactions are kept by lease time, which the set clock of a test does not move.
    const now = (await databaseNow(database.db)).getTime();
    const reaction = (_id: string, state: string, days: number) => ({
      _id,
      state,
      dueAt: new Date(now - days * 86_400_000),
      ...(state === 'done' ? { doneAt: new Date(now - days * 86_400_000) } : {}),
    });
    await database.db
      .collection<{ _id: string }>('reactions')
      .insertMany([
        reaction('old done', 'done', 31),
        reaction('young done', 'done', 29),
        reaction('old dead', 'dead', 400),
        reaction('old waiting', 'waiting', 400),
      ]);
    const retention = createRetention({ db: database.db, clock });
    expect(await retention.run(() => true)).toBe(5);
    const left = async (name: string) =>
      (await database.db.collection(name).find().toArray()).map(({ _id }) => `${_id}`);
    expect((await left('outbox')).toSorted()).toEqual([
      'for a person to look at',
      'old, not settled',
      'still to be sent',
      'still unknown',
      'young sent',
    ]);
    expect(await left('audit')).toEqual(['young']);
    expect((await left('reactions')).toSorted()).toEqual(['old dead', 'old waiting', 'young done']);
    expect(await retention.run(() => true)).toBe(0);
  });
});

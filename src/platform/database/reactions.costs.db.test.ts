import { afterAll, beforeAll, test } from 'vitest';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { createLogger } from '../logging.js';
import type { Stored } from './facts.js';
import { pendingFactsIndex } from './facts.js';
import { ensureIndexes } from './indexes.js';
import { productionLengths } from './lengths.js';
import type { ReactionRow, Reactions } from './reactions.js';
import { createReactions, reactionIndexes } from './reactions.js';
import { createRelay } from './relay.js';

const now = new Date('2026-12-01T09:00:00Z');
const longAgo = new Date('2000-01-01T00:00:00Z');
const farOff = new Date('2100-01-01T00:00:00Z');

let database: WatchedDatabase;
let reactions: Reactions;

beforeAll(async () => {
  database = await openWatchedDatabase();
  await fill(database, 'reactions', reactionRows());
  await fill(database, 'plants', plants());
  await ensureIndexes(database.db, [...reactionIndexes, pendingFactsIndex('plants')], () => {});
  const log = createLogger('info', () => {});
  reactions = createReactions({ db: database.db, table: { grow: async () => {} }, lengths: productionLengths, log });
}, 120_000);
afterAll(() => database.close());

const many = <Row>(count: number, row: (n: number) => Row) => Array.from({ length: count }, (_, n) => row(n));

let made = 0;
function rows(count: number, fields: Pick<ReactionRow, 'state'> & Partial<ReactionRow>): ReactionRow[] {
  return many(count, () => {
    made += 1;
    const fact = aFact(made);
    return { _id: `${fact.id}|grow`, reaction: 'grow', fact, tries: 1, fence: 1, dueAt: longAgo, ...fields };
  });
}

const aFact = (n: number): Stored => ({ id: `p${n}:0`, type: 'plant.watered', about: `p${n}`, at: now, by: 'test' });

/** 50,000 reactions, most of them done; ten are due, ten leases are over, ten were done long ago, five are dead. */
function reactionRows(): ReactionRow[] {
  return [
    ...rows(10, { state: 'waiting' }),
    ...rows(4_990, { state: 'waiting', dueAt: farOff }),
    ...rows(10, { state: 'claimed', leaseUntil: longAgo }),
    ...rows(1_990, { state: 'claimed', leaseUntil: farOff }),
    ...rows(5, { state: 'dead' }),
    ...rows(10, { state: 'done', doneAt: longAgo }),
    ...rows(42_985, { state: 'done', doneAt: farOff }),
  ];
}

/** 50,000 documents that explain themselves, three of which were changed just now. */
const plants = () => many(50_000, (n) => ({ _id: `p${n}`, pendingFacts: n < 3 ? [aFact(n)] : [] }));

test('the relay reads only the documents that have something to tell', async () => {
  const relay = createRelay({ db: database.db, sources: ['plants'], reactionsTo: () => [] });
  const [find] = await database.costOf(() => relay.run());
  expectCost([find!], 'pendingFacts', 3);
  expectCost(await database.costOf(() => relay.run()), 'pendingFacts', 0);
});

test('leases that are over are found by their index', async () => {
  expectCost(await database.costOf(() => reactions.freeExpired()), 'lease', 10);
  expectCost(await database.costOf(() => reactions.freeExpired()), 'lease', 0);
});

test('a claim reads the one it takes, and nothing when none is due', async () => {
  const costs = await database.costOf(() => reactions.run());
  expectCost(
    costs.filter(({ command }) => command === 'findAndModify'),
    'claim',
    1,
  );
  expectCost(await database.costOf(() => reactions.run()), 'claim', 0);
});

test('dead reactions are counted by their index', async () => {
  expectCost(await database.costOf(() => reactions.countDead()), 'dead', 5);
});

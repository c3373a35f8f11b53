import { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { ensureIndexes } from './indexes.js';
import type { Ledger } from './ledger.js';
import { createLedger, ledgerIndexes } from './ledger.js';

const postings = 100_000;
const people = 20_000;
const at = new Date('2026-11-02T09:00:00Z');

let database: WatchedDatabase;
let ledger: Ledger;

/** 100,000 postings of ten points each to 20,000 people, in turn. All are taken from one account. */
beforeAll(async () => {
  database = await openWatchedDatabase();
  const long = mongo.Long.fromNumber;
  const chain = Array.from({ length: postings }, (_, n) => ({
    _id: `points|cre_${n}`,
    book: 'points',
    seq: long(n + 1),
    at,
    by: 'reward',
    entries: [
      { account: 'issued', amount: long(-10), balance: long(-10 * (n + 1)) },
      { account: `person:${n % people}`, amount: long(10), balance: long(10 * (Math.floor(n / people) + 1)) },
    ],
  }));
  await fill(database, 'ledger', chain);
  await ensureIndexes(database.db, ledgerIndexes, () => {});
  ledger = createLedger({ db: database.db, limitedKinds: ['person'] });
}, 120_000);
afterAll(() => database.close());

test('a balance is read from one posting, be it of an account that every posting touches', async () => {
  expectCost(await database.costOf(() => ledger.balanceOf('points', 'issued')), 'account', 1);
  expectCost(await database.costOf(() => ledger.balanceOf('points', 'person:7')), 'account', 1);
  expectCost(await database.costOf(() => ledger.balanceOf('points', 'person:nobody')), 'account', 0);
  expect(await ledger.balanceOf('points', 'person:7')).toBe(50);
});

test('posting reads the head, the key, and one posting for each account', async () => {
  const entries = [
    { account: 'issued', amount: -10 },
    { account: 'person:7', amount: 10 },
  ];
  const post = () => ledger.post({ book: 'points', key: 'points|cre_new', at, by: 'reward', entries });
  const [head, key, ...accounts] = await database.costOf(post);
  expectCost([head!], 'chain', 1);
  // Explained when it stands.
  expectCost([key!], '_id_', 1);
  expect(accounts).toHaveLength(2);
  expectCost(accounts, 'account', 1);
  expect(await database.costOf(post)).toHaveLength(4);
});

test('a page of postings is read as it stands', async () => {
  expectCost(
    await database.costOf(() => ledger.postings('points', { after: postings - 500, limit: 100 })),
    'chain',
    100,
  );
});

test('the books are found by their names alone', async () => {
  const [cost] = await database.costOf(() => ledger.books());
  expect(cost).toMatchObject({ indexes: ['chain'], docsExamined: 0 });
  expect(cost!.keysExamined).toBeLessThanOrEqual(5);
});

test('a whole chain of 100,000 is verified', async () => {
  const { postings: walked, fault } = await ledger.verify('points');
  expect(fault).toBeUndefined();
  expect(walked).toBeGreaterThanOrEqual(postings);
}, 60_000);

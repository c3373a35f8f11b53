import { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Book } from '../../shared/money.js';
import type { Database } from './connect.js';
import type { NewPosting, Posting } from './ledger/posting.js';
import type { Ledger } from './ledger.js';
import { createLedger, ledgerIndexes, ledgerValidator } from './ledger.js';

const at = new Date('2026-11-02T09:00:00Z');
const eur = 'EUR' as Book;
const budget = 'budget:2026-Q4';
const reserved = 'reserved:2026-Q4';

let database: Database;
let ledger: Ledger;
beforeAll(async () => {
  database = await openTestDatabase(ledgerIndexes, {}, [ledgerValidator]);
});
beforeEach(async () => {
  await stored().deleteMany();
  ledger = createLedger({ db: database.db, limitedKinds: ['budget', 'reserved'] });
});
afterAll(() => database.close());

const stored = () => database.db.collection<Posting>('ledger');

/** Moves an amount from one account to another. */
const move = (key: string, from: string, to: string, amount: number, book = eur): NewPosting => ({
  book,
  key,
  at,
  by: 'per_ana',
  entries: [
    { account: from, amount: -amount },
    { account: to, amount },
  ],
});
const fund = (amount: number) => ledger.post(move('fund|2026-Q4', 'funds', budget, amount));
const reserve = (key: string, amount: number) => ledger.post(move(key, budget, reserved, amount));

describe('a posting', () => {
  test('says what each account holds after it, and is read back as it was posted', async () => {
    await fund(200_000);
    const answer = await reserve('reserve|rew_1', 50_000);
    const posting = {
      _id: 'reserve|rew_1',
      book: 'EUR',
      seq: 2,
      at,
      by: 'per_ana',
      entries: [
        { account: budget, amount: -50_000, balance: 150_000 },
        { account: reserved, amount: 50_000, balance: 50_000 },
      ],
    };
    expect(answer).toEqual({ kind: 'posted', posting });
    expect(await ledger.postings(eur, { after: 1, limit: 10 })).toEqual([posting]);
    expect(await ledger.balanceOf(eur, budget)).toBe(150_000);
    expect(await ledger.balanceOf(eur, 'paid')).toBe(0);
  });

  test('keeps the largest amounts to the last cent', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    await fund(most);
    await reserve('reserve|all', most - 1);
    expect(await ledger.balanceOf(eur, budget)).toBe(1);
    expect(await ledger.balanceOf(eur, 'funds')).toBe(-most);
    expect(await ledger.verify(eur)).toEqual({ book: 'EUR', postings: 2 });
    expect((await stored().distinct('entries.amount')).every(Number.isSafeInteger)).toBe(true);
  });

  test('belongs to one book: points have an order and balances of their own', async () => {
    await fund(500);
    await ledger.post(move('points|cre_1', 'issued', 'person:per_ana', 200, 'points'));
    expect(await ledger.balanceOf('points', 'person:per_ana')).toBe(200);
    expect(await ledger.balanceOf(eur, 'person:per_ana')).toBe(0);
    expect(await ledger.books()).toEqual(['EUR', 'points']);
    expect((await stored().find().toArray()).map(({ seq }) => seq)).toEqual([1, 1]);
  });

  test('that no book could take is a bug, and nothing is written', async () => {
    const unbalanced = { ...move('k', budget, reserved, 5), entries: [{ account: budget, amount: 5 }] };
    await expect(ledger.post(unbalanced)).rejects.toThrow();
    await expect(ledger.post(move('k', budget, reserved, 0.5))).rejects.toThrow();
    await expect(ledger.post(move('k', budget, reserved, Number.MAX_SAFE_INTEGER + 1))).rejects.toThrow();
    expect(await stored().countDocuments()).toBe(0);
  });
});

describe('a budget', () => {
  test('can be spent to the last cent and no further; the refusal says how much is missing and writes nothing', async () => {
    await fund(1_000);
    expect(await reserve('reserve|rew_1', 1_001)).toEqual({
      kind: 'refused',
      code: 'overdrawn',
      account: budget,
      missing: 1,
    });
    expect(await stored().countDocuments()).toBe(1);
    expect(await reserve('reserve|rew_2', 1_000)).toMatchObject({ kind: 'posted' });
    expect(await ledger.balanceOf(eur, budget)).toBe(0);
  });

  test('that was refused can be asked again under the same key when there is more', async () => {
    await fund(1_000);
    await reserve('reserve|rew_1', 1_500);
    await ledger.post(move('fund|more', 'funds', budget, 500));
    expect(await reserve('reserve|rew_1', 1_500)).toMatchObject({ kind: 'posted' });
  });

  test('is not touched by what is not limited: where money comes from may be below zero', async () => {
    expect(await fund(1_000)).toMatchObject({ kind: 'posted' });
    expect(await ledger.balanceOf(eur, 'funds')).toBe(-1_000);
  });

  test('is limited by the kind of its account, not by a name that begins like it', async () => {
    const answer = await ledger.post(move('k', 'budgets:x', reserved, 5));
    expect(answer).toMatchObject({ kind: 'posted' });
    expect(await ledger.post(move('l', 'budget', reserved, 5))).toMatchObject({ kind: 'refused', account: 'budget' });
  });
});

describe('a key', () => {
  test('posts once: again it is answered with the posting that stands, even when the budget is spent', async () => {
    await fund(1_000);
    const first = await reserve('reserve|rew_1', 1_000);
    const later = {
      ...move('reserve|rew_1', budget, reserved, 1_000),
      at: new Date('2026-11-03T09:00:00Z'),
      by: 'sweep',
    };
    expect(await ledger.post(later)).toEqual({ ...first, kind: 'already-posted' });
    expect(await ledger.verify(eur)).toEqual({ book: 'EUR', postings: 2 });
  });

  test('that stands for something else is a bug, in whichever book', async () => {
    await fund(1_000);
    await expect(fund(2_000)).rejects.toThrow('another posting stands under the key fund|2026-Q4');
    await expect(ledger.post(move('fund|2026-Q4', 'funds', budget, 1_000, 'points'))).rejects.toThrow(
      'another posting',
    );
    expect(await stored().countDocuments()).toBe(1);
  });

  test('that is refused as a bug keeps nobody waiting who posts after it', async () => {
    await fund(1_000);
    const bug = fund(2_000);
    const other = reserve('reserve|rew_1', 1_000);
    await expect(bug).rejects.toThrow('another posting');
    expect(await other).toMatchObject({ kind: 'posted' });
  });

  test('asked by many at once posts once', async () => {
    await fund(1_000);
    const processes = Array.from({ length: 4 }, () => createLedger({ db: database.db, limitedKinds: ['budget'] }));
    const presses = [...processes, ...processes].map(({ post }) =>
      post(move('reserve|rew_1', budget, reserved, 1_000)),
    );
    const answers = await Promise.all(presses);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual([...Array(7).fill('already-posted'), 'posted']);
  });
});

test('postings are handed out in their order, page by page', async () => {
  await fund(1_000);
  for (const n of [1, 2, 3]) await reserve(`reserve|rew_${n}`, n);
  const page = await ledger.postings(eur, { after: 0, limit: 3 });
  expect(page.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(await ledger.postings(eur, { after: page.at(-1)!.seq, limit: 3 })).toMatchObject([{ _id: 'reserve|rew_3' }]);
  expect(await ledger.postings(eur, { after: 4, limit: 3 })).toEqual([]);
});

describe('the database itself', () => {
  const long = (number: number) => mongo.Long.fromNumber(number);
  const entry = (account: string, amount: unknown) => ({ account, amount, balance: amount });
  const five = long(5);
  const minusFive = long(-5);
  const whole = {
    _id: 'raw',
    book: 'EUR',
    seq: long(1),
    at,
    by: 'a shell',
    entries: [entry('a', five), entry('b', minusFive)],
  };

  test('takes a whole posting from whoever writes it', async () => {
    await database.db.collection('ledger').insertOne(whole as never);
    expect(await stored().countDocuments()).toBe(1);
  });

  test.each([
    ['entries that do not sum to zero', { entries: [entry('a', five), entry('b', long(-4))] }],
    ['a single entry', { entries: [entry('a', five)] }],
    ['an account twice', { entries: [entry('a', five), entry('a', minusFive)] }],
    ['amounts that say nothing', { entries: [entry('a', long(0)), entry('b', long(0))] }],
    ['fractions', { entries: [entry('a', 0.5), entry('b', -0.5)] }],
    ['numbers that are not stored as whole ones', { entries: [entry('a', 5), entry('b', -5)] }],
    [
      'decimals',
      { entries: [entry('a', mongo.Decimal128.fromString('5')), entry('b', mongo.Decimal128.fromString('-5'))] },
    ],
    ['an entry without its balance', { entries: [{ account: 'a', amount: five }, entry('b', minusFive)] }],
    ['no place in the chain', { seq: long(0) }],
    ['nobody who did it', { by: '' }],
    ['what a posting does not have', { note: 'for Ana' }],
  ])('refuses %s', async (_, fields) => {
    const raw = database.db.collection('ledger').insertOne({ ...whole, ...fields } as never);
    await expect(raw).rejects.toThrow('Document failed validation');
  });

  test('refuses to make a posting wrong that was right', async () => {
    await fund(1_000);
    const wrong = stored().updateOne({ seq: 1 }, { $inc: { 'entries.0.amount': long(1) as never } });
    await expect(wrong).rejects.toThrow('Document failed validation');
  });

  test('refuses a second posting for a place, and a second one under a key', async () => {
    await database.db.collection('ledger').insertOne(whole as never);
    await expect(database.db.collection('ledger').insertOne({ ...whole, _id: 'other' } as never)).rejects.toThrow(
      'chain',
    );
    await expect(database.db.collection('ledger').insertOne({ ...whole, seq: long(2) } as never)).rejects.toThrow(
      '_id_',
    );
  });
});

describe('verifying', () => {
  beforeEach(async () => {
    await fund(1_000);
    for (const n of [1, 2, 3]) await reserve(`reserve|rew_${n}`, 100);
  });

  test('finds nothing in a whole chain, nor in a book that has none', async () => {
    expect(await ledger.verify(eur)).toEqual({ book: 'EUR', postings: 4 });
    expect(await ledger.verify('points')).toEqual({ book: 'points', postings: 0 });
  });

  test('names the first posting that is gone', async () => {
    await stored().deleteOne({ seq: 3 });
    expect(await ledger.verify(eur)).toEqual({ book: 'EUR', postings: 2, fault: { kind: 'gap', seq: 3 } });
  });

  test('names the account whose balance somebody changed', async () => {
    await stored().updateOne({ seq: 2 }, { $inc: { 'entries.1.balance': mongo.Long.fromNumber(1) as never } });
    expect(await ledger.verify(eur)).toMatchObject({ fault: { kind: 'wrong-balance', seq: 2, account: reserved } });
  });

  test('names what was written around the validator', async () => {
    await stored().updateOne(
      { seq: 4 },
      { $inc: { 'entries.0.amount': mongo.Long.fromNumber(1) as never } },
      { bypassDocumentValidation: true },
    );
    expect(await ledger.verify(eur)).toMatchObject({ fault: { kind: 'unbalanced', seq: 4 } });
  });

  test('names the account that was drawn below zero by whoever did not know its limit', async () => {
    const careless = createLedger({ db: database.db, limitedKinds: [] });
    await careless.post(move('reserve|careless', budget, reserved, 5_000));
    expect(await ledger.verify(eur)).toMatchObject({ fault: { kind: 'overdrawn', seq: 5, account: budget } });
  });
});

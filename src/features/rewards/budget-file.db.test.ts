import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { Currency } from '../../shared/money.js';
import { Budget } from './budget.js';

/* 1 October 2026, 06:00 in UTC. The company pays rewards in euros. */

let files: Files;
beforeEach(async () => {
  files = await startFiles();
});
afterEach(() => files.stop());

const header = 'period,currency,amount';
const load = (...lines: string[]) => files.load('budgets', [header, ...lines]);
const stored = async () =>
  (await files.stores.budgets.all()).map(({ _id, amount }) => [_id, amount]).toSorted() as [string, number][];

/** As if so much were set aside. */
async function spend(amount: number): Promise<void> {
  const [from, to] = ['budget:2026-Q4', 'reserved:2026-Q4'] as const;
  const move = (key: string, source: string, target: string, minor: number) =>
    files.ledger.post({
      book: 'EUR' as Currency,
      key,
      at: files.clock.now(),
      by: 'test',
      entries: [
        { account: source, amount: -minor },
        { account: target, amount: minor },
      ],
    });
  await move('fund', 'source:2026-Q4', from, 100_000);
  await move('spend', from, to, amount);
}

const problems = async (...lines: string[]) =>
  (await load(...lines)).rows.flatMap((row) =>
    row.kind === 'bad' ? row.problems.map(({ column, reason }) => `${row.line} ${column} ${reason}`) : [],
  );

describe('a good file', () => {
  test('is kept row by row, each with its fact, and loading it again changes nothing', async () => {
    const lines = ['2026-Q4,EUR,"1,000.50"', '2027,EUR,5000', '2026-Q4,points,300'];
    expect((await load(...lines)).report).toMatchObject({ outcome: 'applied', counts: { create: 3 } });
    for (const budget of await files.stores.budgets.all()) expect(Budget.parse(budget)).toEqual(budget);
    expect(await stored()).toEqual([
      ['budget:EUR|2026-Q4', 100_050],
      ['budget:EUR|2027', 500_000],
      ['budget:points|2026-Q4', 300],
    ]);
    const before = await files.everything();
    expect((await load(...lines)).report).toMatchObject({ outcome: 'already-so', counts: { same: 3 } });
    expect(await files.everything()).toEqual(before);
  });

  test('changes a budget in the middle of its period, and the ledger is told by how much', async () => {
    await load('2026-Q4,EUR,1000');
    await spend(40_000);
    await load('2026-Q4,EUR,400');
    await load('2026-Q4,EUR,3000');
    expect((await files.factsOf('budgets')).map((fact) => fact)).toMatchObject([
      { type: 'budget.added', was: 0, amount: 100_000 },
      { type: 'budget.changed', was: 100_000, amount: 40_000 },
      { type: 'budget.changed', was: 40_000, amount: 300_000 },
    ]);
  });
});

describe('refused, with the line and the reason, is', () => {
  test('an amount that is negative, huge, or has more decimals than its currency', async () => {
    expect(
      await problems('2026-Q4,EUR,-5', '2027-Q1,EUR,10000000000', '2027-Q2,EUR,0.001', '2027-Q3,points,1.5'),
    ).toEqual([
      '2 amount must be an amount such as 1,250.00 or 1250',
      '3 amount is too large',
      '4 amount has more than 2 decimals',
      '5 amount must be a whole number of points',
    ]);
    expect(await stored()).toEqual([]);
  });

  test('a currency in which no rewards are paid, and a period that is none', async () => {
    expect(await problems('2026-Q4,USD,5', '2026-Q5,EUR,5', '2026-Q4,euros,5')).toEqual([
      '2 currency is not one in which you pay rewards (REWARD_CURRENCIES): these are points and EUR',
      '3 period must be a year or a quarter such as 2026 or 2026-Q4',
      '4 currency is neither points nor a currency such as EUR',
    ]);
  });

  test('a period that is over, and one that has days of another one with a budget', async () => {
    await load('2026-Q4,EUR,1000');
    expect(await problems('2026-Q3,EUR,5', '2026,EUR,5', '2027,points,5', '2027-Q1,points,5')).toEqual([
      '2 period is over, so its budget stays as it was',
      '3 period has days of 2026-Q4, which has a budget: keep years or quarters',
      '4 period has days of 2027-Q1, which has a budget: keep years or quarters',
      '5 period has days of 2027, which has a budget: keep years or quarters',
    ]);
  });

  test('less than what is reserved or granted of it already', async () => {
    await load('2026-Q4,EUR,1000');
    await spend(40_000);
    expect(await problems('2026-Q4,EUR,399.99')).toEqual([
      '2 amount is less than the €400 that is reserved or granted of it',
    ]);
    expect(await stored()).toEqual([['budget:EUR|2026-Q4', 100_000]]);
  });
});

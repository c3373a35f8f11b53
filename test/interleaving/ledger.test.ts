import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewPosting, Posting } from '../../src/platform/database/ledger/posting.js';
import type { Answer, Ledger } from '../../src/platform/database/ledger.js';
import { createLedger, ledgerIndexes, ledgerValidator } from '../../src/platform/database/ledger.js';
import type { Book } from '../../src/shared/money.js';
import type { TestDatabase } from '../harness/database.js';
import { openTestDatabase } from '../harness/database.js';
import { putUpGates } from '../harness/gates.js';
import { complaintsAbout } from '../model/ledger.js';
import { allAtOnce, seeded } from './turns.js';

/*
 * Eight post into one book at once, one write at a time, in an order that a seed chooses; some die right after a write,
 * before they hear of it, and another one does their work again. What is left is judged by a reader that knows nothing of
 * the ledger's code. LAUREL_INTERLEAVINGS=2000 runs as many.
 */
const { LAUREL_INTERLEAVINGS: numRuns = 20 } = process.env;
const book = 'EUR' as Book;
const at = new Date('2026-11-02T09:00:00Z');
const limitedKinds = ['budget', 'reserved'];
const limited = ['budget:a', 'budget:b', 'reserved'];
const funds = 1_000;

let gates: ReturnType<typeof putUpGates>;
let database: TestDatabase;
let ledger: Ledger;
beforeAll(async () => {
  gates = putUpGates();
  database = await openTestDatabase(ledgerIndexes, {}, [ledgerValidator]);
  ledger = createLedger({ db: database.db, limitedKinds });
});
beforeEach(begin);
afterAll(async () => {
  await database.close();
  gates.takeDown();
});

const stored = () => database.db.collection<Posting>('ledger');
const chain = () => stored().find().sort({ seq: 1 }).toArray();

async function begin(): Promise<void> {
  await stored().deleteMany();
  for (const to of ['budget:a', 'budget:b']) await ledger.post(move(`fund|${to}`, 'funds', to, funds));
}

const move = (key: string, from: string, to: string, amount: number): NewPosting => ({
  book,
  key,
  at,
  by: 'test',
  entries: [
    { account: from, amount: -amount },
    { account: to, amount },
  ],
});

/** Reserving, releasing, paying and giving back, of amounts that soon use up what there is. */
const wanted = fc
  .tuple(
    fc.shuffledSubarray([...limited, 'paid'], { minLength: 2, maxLength: 2 }),
    fc.integer({ min: 1, max: funds * 0.6 }),
  )
  .map(([[from, to], amount]) => ({ from: from!, to: to!, amount }));

type Answered = Readonly<{ wanted: NewPosting; answer: Answer }>;

/** Eight, each with postings of the same few keys: a second one of a key is a second press, or a second try. */
const life = fc.record({
  wants: fc.array(wanted, { minLength: 4, maxLength: 12 }),
  posters: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 }),
  deaths: fc.array(fc.option(fc.integer({ min: 1, max: 2 })), { minLength: 8, maxLength: 8 }),
  seed: fc.nat(),
});

describe('whoever posts at once, and whoever dies on the way,', () => {
  test('the chain has no gap, no key twice, and nothing limited is overdrawn', async () => {
    await fc.assert(
      fc
        .asyncProperty(life, async ({ wants, posters, deaths, seed }) => {
          const postings = wants.map(({ from, to, amount }, n) => move(`move|${n}`, from, to, amount));
          const work = posters.map((picks) => picks.map((pick) => postings[pick % postings.length]!));
          const answers: Answered[] = [];
          const postAll = async (all: readonly NewPosting[]) => {
            const { post } = createLedger({ db: database.db, limitedKinds });
            for (const wanted of all) answers.push({ wanted, answer: await post(wanted) });
          };
          const random = seeded(seed);
          const killed = await allAtOnce(
            work.map((all) => () => postAll(all)),
            { deaths, random },
          );
          for (const n of killed) await postAll(work[n]!);

          const left = await chain();
          expect(complaintsAbout(left, { answers, limited })).toEqual([]);
          expect(await ledger.verify(book)).toEqual({ book, postings: left.length });

          const standing = postings.filter(({ key }) => left.some(({ _id }) => _id === key));
          for (const one of standing) expect(await ledger.post(one)).toMatchObject({ kind: 'already-posted' });
          expect(await chain()).toEqual(left);
        })
        .beforeEach(begin),
      { numRuns: Number(numRuns) },
    );
  }, 600_000);

  test('in processes of their own, whatever is killed', async () => {
    const random = seeded(1);
    const [a, b, pot] = limited as [string, string, string];
    const ways = [
      [a, pot],
      [b, pot],
      [pot, a],
      [pot, 'paid'],
    ] as const;
    const postings = Array.from({ length: 60 }, (_, n) => {
      const [from, to] = ways[Math.floor(random() * ways.length)]!;
      return move(`move|${n}`, from, to, 1 + Math.floor(random() * 200));
    });
    const killed = await Promise.all([1, 2, 3, 4].map((seed) => startPoster(postings, seed)));
    const told = await Promise.all(killed.map(({ post }) => post(5 + Math.floor(random() * 40))));
    const successors = await Promise.all([5, 6].map((seed) => startPoster(postings, seed)));
    const answers = [...told, ...(await Promise.all(successors.map(({ post }) => post())))].flat();
    expect(answers.length).toBeGreaterThan(2 * postings.length);
    const left = await chain();
    expect(complaintsAbout(left, { answers, limited })).toEqual([]);
    expect(await ledger.verify(book)).toEqual({ book, postings: left.length });
  }, 60_000);
});

/** Another process, ready to post by two at once. `post` kills it when it has told of so many, and answers what it told. */
async function startPoster(postings: readonly NewPosting[], seed: number) {
  const { uri, kind, db } = database;
  const orders = JSON.stringify({ uri, kind, dbName: db.databaseName, limitedKinds, seed, postings });
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/harness/ledger-process.ts', orders], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return {
    async post(killedAfter = Number.POSITIVE_INFINITY): Promise<Answered[]> {
      child.stdin.write('go');
      const told: Answered[] = [];
      for await (const line of lines) {
        told.push(JSON.parse(line));
        if (told.length === killedAfter) child.kill('SIGKILL');
      }
      const [code, signal] = await ended;
      expect(signal ?? code).toBe(killedAfter < postings.length ? 'SIGKILL' : 0);
      return told;
    },
  };
}

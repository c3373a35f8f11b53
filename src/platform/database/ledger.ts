import { setTimeout as delay } from 'node:timers/promises';
import { mongo } from 'mongoose';
import type { Book } from '../../shared/money.js';
import { isDuplicateKey } from './errors.js';
import type { IndexFact } from './indexes.js';
import type { Fault, Overdrawn, Posting } from './ledger/posting.js';
import { createWalk, NewPosting, saysTheSame, weigh } from './ledger/posting.js';
import type { ValidatorFact } from './validators.js';

export const ledgerIndexes: readonly IndexFact[] = [
  {
    collection: 'ledger',
    name: 'chain',
    key: { book: 1, seq: 1 },
    options: { unique: true },
    for: 'one posting for each place, the head, and the walk from one posting to the next',
  },
  {
    collection: 'ledger',
    name: 'account',
    key: { book: 1, 'entries.account': 1, seq: -1 },
    for: 'the last posting of an account, which says its balance',
  },
];

/** Whole numbers are stored as `long`: a fraction cannot be written at all, and sums of the server are exact. */
const whole = { bsonType: 'long' } as const;
const someText = { bsonType: 'string', minLength: 1 } as const;

/** What of a posting can be told from it alone. What its neighbours must be is seen to by `post` and told by `verify`. */
export const ledgerValidator: ValidatorFact = {
  collection: 'ledger',
  validator: {
    $jsonSchema: {
      bsonType: 'object',
      required: ['_id', 'book', 'seq', 'at', 'by', 'entries'],
      additionalProperties: false,
      properties: {
        _id: someText,
        book: someText,
        seq: { ...whole, minimum: 1 },
        at: { bsonType: 'date' },
        by: someText,
        entries: {
          bsonType: 'array',
          minItems: 2,
          items: {
            bsonType: 'object',
            required: ['account', 'amount', 'balance'],
            additionalProperties: false,
            properties: { account: someText, amount: { ...whole, not: { enum: [0] } }, balance: whole },
          },
        },
      },
    },
    $expr: {
      $and: [
        { $eq: [{ $sum: '$entries.amount' }, 0] },
        { $eq: [{ $size: { $setUnion: ['$entries.account', []] } }, { $size: '$entries' }] },
      ],
    },
  },
};

export type Answer = Readonly<{ kind: 'posted' | 'already-posted'; posting: Posting }> | Overdrawn;

/** How far a chain is right, and the first thing that is not. */
export type Verdict = Readonly<{ book: Book; postings: number; fault?: Fault }>;

/** Losing every one of so many turns means that something else is wrong. */
const mostTurns = 50;
const longestPauseMs = 64;
const longestTurnMs = 5_000;

/** What was acknowledged by a majority cannot be taken back when another member becomes the primary. */
const lasting = { readConcern: { level: 'majority' } } as const;

/**
 * Sums of money and points, as chains of postings that nobody changes: one book for each currency and one for points. An
 * account is a name, such as `budget:2026-Q4`; it begins with its first posting, at zero.
 *
 * A posting says what each account it touches holds after it, so the balance of an account is its last posting, and what an
 * account held at a certain place of the chain is the same for whoever asks. `post` reads the head of the chain, weighs the
 * entries with the balances at that very place, and inserts the next place: whoever was quicker has taken it, and it is
 * all done again. So no two postings rest on the same balance, without a transaction and without a lock.
 *
 * Postings carry no facts for the relay. A posting is itself what happened, is never changed and so can give nothing away,
 * and follows from a fact that its key names; what follows from it is the business of whoever posted, by the answer.
 */
export function createLedger({
  db,
  limitedKinds,
}: {
  db: mongo.Db;
  /** Kinds of accounts that must not be drawn below zero: `budget` for all of `budget:…`. */
  limitedKinds: readonly string[];
}) {
  const ledger = db.collection<Posting>('ledger');
  const queues = new Map<Book, Promise<void>>();
  const isLimited = (account: string) => limitedKinds.includes(account.split(':', 1)[0] ?? '');

  async function headOf(book: Book): Promise<number> {
    const head = await ledger.findOne({ book }, { sort: { seq: -1 }, projection: { seq: 1 }, ...lasting });
    return head?.seq ?? 0;
  }

  /** What the account holds, or held at a place of the chain. */
  async function balanceOf(book: Book, account: string, seq?: number): Promise<number> {
    const last = await ledger.findOne(
      { book, 'entries.account': account, ...(seq !== undefined && { seq: { $lte: seq } }) },
      { sort: { seq: -1 } },
    );
    return last?.entries.find((entry) => entry.account === account)?.balance ?? 0;
  }

  /**
   * Those of one process wait for each other, so that they do not take each other's places. Nothing rests on it: one that the
   * database leaves without an answer gives up its turn.
   */
  function inTurn<Result>(book: Book, work: () => Promise<Result>): Promise<Result> {
    const turn = queues.get(book) ?? Promise.resolve();
    const result = turn.then(work);
    const ends = result.then(
      () => undefined,
      () => undefined,
    );
    queues.set(
      book,
      turn.then(() => Promise.race([ends, delay(longestTurnMs, undefined, { ref: false })])),
    );
    return result;
  }

  async function postOnce(posting: NewPosting): Promise<Answer> {
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const answer = await attempt(posting);
      if (answer !== undefined) return answer;
      await delay(Math.random() * Math.min(2 ** turn, longestPauseMs));
    }
    throw new Error(`others were quicker ${mostTurns} times to post into ${posting.book}`);
  }

  /** One attempt; undefined when somebody else was quicker. */
  async function attempt({ key, ...wanted }: NewPosting): Promise<Answer | undefined> {
    const { book, at, by } = wanted;
    const head = await headOf(book);
    const [standing, ...balances] = await Promise.all([
      ledger.findOne({ _id: key }),
      ...wanted.entries.map(async ({ account }) => [account, await balanceOf(book, account, head)] as const),
    ]);
    if (standing !== null) {
      if (!saysTheSame(standing, wanted)) throw new Error(`another posting stands under the key ${key}`);
      // Newer than the head that was read, it may not be there for good.
      return standing.seq > head ? undefined : { kind: 'already-posted', posting: standing };
    }
    const entries = weigh(wanted.entries, new Map(balances), isLimited);
    if ('kind' in entries) return entries;
    const posting = { _id: key, book, seq: head + 1, at, by, entries };
    return (await insert(posting)) ? { kind: 'posted', posting } : undefined;
  }

  /** False when the place or the key is taken: the next attempt finds out which. */
  async function insert(posting: Posting): Promise<boolean> {
    try {
      await ledger.insertOne(asStored(posting));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    /**
     * Posts once for each key, however often it is asked: the second time is answered with the posting that stands. The
     * refusal names the account for whoever knows what it is called; nothing is written then, and the same key may be
     * tried again later.
     *
     * @throws ZodError for what can never be posted, Error when another posting stands under the key: bugs of the caller.
     * Error when others were quicker fifty times; the same key may be tried again.
     */
    async post(wanted: NewPosting): Promise<Answer> {
      const posting = NewPosting.parse(wanted);
      return inTurn(posting.book, () => postOnce(posting));
    },

    /** In minor units; 0 for an account that nothing was posted to. */
    balanceOf: (book: Book, account: string) => balanceOf(book, account),

    /** In their order, from the one after `after` (0: from the first); at most `limit`. */
    postings: (book: Book, { after, limit }: { after: number; limit: number }): Promise<Posting[]> =>
      ledger
        .find({ book, seq: { $gt: after } })
        .sort({ seq: 1 })
        .limit(limit)
        .toArray(),

    books: (): Promise<Book[]> => ledger.distinct('book'),

    /** Walks the whole chain: some seconds for each 100,000 postings. */
    async verify(book: Book): Promise<Verdict> {
      const walk = createWalk(isLimited);
      for await (const posting of ledger.find({ book }).sort({ seq: 1 })) {
        const fault = walk.next(posting);
        if (fault !== undefined) return { book, postings: walk.walked(), fault };
      }
      return { book, postings: walk.walked() };
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;

/** The trap: the driver writes a number as int or, from 2^31 on, as double, so each is made a long. It reads longs as numbers. */
function asStored(posting: Posting): Posting {
  const long = (number: number) => mongo.Long.fromNumber(number) as unknown as number;
  return {
    ...posting,
    seq: long(posting.seq),
    entries: posting.entries.map(({ account, amount, balance }) => ({
      account,
      amount: long(amount),
      balance: long(balance),
    })),
  };
}

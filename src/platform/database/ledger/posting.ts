import { z } from 'zod';
import { Book } from '../../../shared/money.js';

/** What the account is for, and which: `budget:2026-Q4`, `person:per_…`, or the kind alone where there is one. */
const Account = z.string().regex(/^[a-z][a-z-]*(:\S{1,200})?$/, 'must be like budget:2026-Q4');

/**
 * A whole number of minor units that are put into the account (positive) or taken from it (negative). Not 0, which says
 * nothing. Beyond 2^53 a number is not exact, so it is refused.
 */
const Amount = z.int().refine((amount) => amount !== 0, 'must not be 0');

/** What is to be posted. What does not fit is a bug of the caller, who has read it from a person or a file before. */
export const NewPosting = z
  .object({
    book: Book,
    /** Made of facts, so that the same posting has the same key: `reserve|rew_…`. Unique over all books. */
    key: z.string().regex(/^\S{1,300}$/),
    at: z.date(),
    /** As in facts: a person's id, `import:<id>`, or the name of a sweep. */
    by: z.string().min(1).max(200),
    entries: z.array(z.object({ account: Account, amount: Amount })).min(2),
  })
  .refine(({ entries }) => sumOf(entries) === 0n, 'the entries do not sum to zero')
  .refine(
    ({ entries }) => new Set(entries.map(({ account }) => account)).size === entries.length,
    'an account stands in two entries',
  );
export type NewPosting = z.output<typeof NewPosting>;

/** What one posting moves in one account, and what the account holds after it. */
export type Entry = Readonly<{ account: string; amount: number; balance: number }>;

/** One link of the chain of a book. It never changes and is never deleted. */
export type Posting = Readonly<{
  /** The key that it was posted under. */
  _id: string;
  book: Book;
  /** 1, 2, 3, … in each book, without a gap. */
  seq: number;
  at: Date;
  by: string;
  entries: readonly Entry[];
}>;

/** Whether an account must not be drawn below zero. */
export type IsLimited = (account: string) => boolean;

/** `missing`: how many minor units more the account would have to hold. */
export type Overdrawn = Readonly<{ kind: 'refused'; code: 'overdrawn'; account: string; missing: number }>;

/**
 * The entries with what each account holds after them, or the first limited account that would be drawn below zero. One
 * that is below zero may be filled up, though not all the way.
 */
export function weigh(
  entries: readonly Pick<Entry, 'account' | 'amount'>[],
  balances: ReadonlyMap<string, number>,
  isLimited: IsLimited,
): readonly Entry[] | Overdrawn {
  const after = entries.map(({ account, amount }) => {
    const balance = (balances.get(account) ?? 0) + amount;
    if (!Number.isSafeInteger(balance)) throw new RangeError(`the balance of ${account} would not be exact any more`);
    return { account, amount, balance };
  });
  const short = after.find((entry) => isOverdrawn(entry, isLimited));
  return short ? { kind: 'refused', code: 'overdrawn', account: short.account, missing: -short.balance } : after;
}

const isOverdrawn = ({ account, amount, balance }: Entry, isLimited: IsLimited) =>
  amount < 0 && balance < 0 && isLimited(account);

/** Whether a posting that stands says what is to be posted. When and by whom it was posted may differ: that was another try. */
export const saysTheSame = (standing: Posting, wanted: Readonly<{ book: Book; entries: NewPosting['entries'] }>) =>
  standing.book === wanted.book &&
  standing.entries.length === wanted.entries.length &&
  wanted.entries.every(({ account, amount }) =>
    standing.entries.some((entry) => entry.account === account && entry.amount === amount),
  );

/** The first thing that is wrong with a chain. `seq`: of the posting, or of the one that is not there. */
export type Fault = Readonly<
  | { kind: 'gap' | 'doubled' | 'unbalanced'; seq: number }
  | { kind: 'wrong-balance' | 'overdrawn'; seq: number; account: string }
>;

/** Walks along a chain; `next` is told each posting in its order and answers what is wrong with it. */
export function createWalk(isLimited: IsLimited) {
  const balances = new Map<string, number>();
  let last = 0;
  return {
    next({ seq, entries }: Posting): Fault | undefined {
      if (seq > last + 1) return { kind: 'gap', seq: last + 1 };
      if (seq <= last) return { kind: 'doubled', seq };
      if (sumOf(entries) !== 0n) return { kind: 'unbalanced', seq };
      for (const entry of entries) {
        const { account, amount, balance } = entry;
        if ((balances.get(account) ?? 0) + amount !== balance) return { kind: 'wrong-balance', seq, account };
        if (isOverdrawn(entry, isLimited)) return { kind: 'overdrawn', seq, account };
        balances.set(account, balance);
      }
      last = seq;
      return undefined;
    },
    /** How many postings were right. */
    walked: () => last,
  };
}

/** Exact, whatever the entries hold: numbers would be rounded on the way. */
const sumOf = (entries: readonly Pick<Entry, 'amount'>[]) =>
  entries.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

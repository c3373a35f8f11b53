import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Book } from '../../../shared/money.js';
import type { Posting } from './posting.js';
import { createWalk, NewPosting, saysTheSame, weigh } from './posting.js';

const at = new Date('2026-11-02T09:00:00Z');
const reserve = {
  book: 'EUR' as Book,
  key: 'reserve|rew_1',
  at,
  by: 'per_ana',
  entries: [
    { account: 'budget:2026-Q4', amount: -50_000 },
    { account: 'reserved:2026-Q4', amount: 50_000 },
  ],
};
const [budget, reserved] = reserve.entries as [(typeof reserve.entries)[0], (typeof reserve.entries)[0]];
const isLimited = (account: string) => account.startsWith('budget:');
const whyNot = (posting: object) => NewPosting.safeParse({ ...reserve, ...posting }).error?.issues[0]?.message;

describe('what can be posted', () => {
  test('moves whole minor units between accounts, and makes none', () => {
    expect(whyNot({})).toBeUndefined();
    expect(whyNot({ entries: [budget, { ...reserved, amount: 49_999 }] })).toBe('the entries do not sum to zero');
    expect(whyNot({ entries: [budget] })).toContain('2');
    expect(
      whyNot({
        entries: [
          { ...budget, amount: 0 },
          { ...reserved, amount: 0 },
        ],
      }),
    ).toBe('must not be 0');
    expect(
      whyNot({
        entries: [
          { ...budget, amount: -0.5 },
          { ...reserved, amount: 0.5 },
        ],
      }),
    ).toContain('int');
  });

  test('holds no number that would be rounded', () => {
    const tooMuch = Number.MAX_SAFE_INTEGER + 1;
    expect(
      whyNot({
        entries: [
          { ...budget, amount: -tooMuch },
          { ...reserved, amount: tooMuch },
        ],
      }),
    ).toBeDefined();
    // As numbers these sum to zero, and truly to one.
    const most = Number.MAX_SAFE_INTEGER;
    const lost = [most, 2, -most, -1].map((amount, n) => ({ account: `a:${n}`, amount }));
    expect(whyNot({ entries: lost })).toBe('the entries do not sum to zero');
  });

  test('names each account once, a book that is known, and a key without spaces', () => {
    const twice = [budget, reserved, { ...budget, amount: -1 }, { account: 'paid', amount: 1 }];
    expect(whyNot({ entries: twice })).toBe('an account stands in two entries');
    expect(whyNot({ entries: [{ ...budget, account: 'Budget of Q4' }, reserved] })).toBe('must be like budget:2026-Q4');
    expect(whyNot({ book: 'euros' })).toBe('is neither points nor a currency such as EUR');
    expect(whyNot({ key: '' })).toBeDefined();
    expect(whyNot({ key: 'reserve it' })).toBeDefined();
  });
});

describe('weighing', () => {
  const held = (balance: number) => new Map([[budget.account, balance]]);

  test('a limited account can be drawn to zero and no further', () => {
    expect(weigh(reserve.entries, held(50_000), isLimited)).toEqual([
      { ...budget, balance: 0 },
      { ...reserved, balance: 50_000 },
    ]);
    expect(weigh(reserve.entries, held(49_900), isLimited)).toEqual({
      kind: 'refused',
      code: 'overdrawn',
      account: 'budget:2026-Q4',
      missing: 100,
    });
  });

  test('what is below zero may be filled up, though not all the way', () => {
    const fill = [
      { account: budget.account, amount: 30 },
      { account: 'funds', amount: -30 },
    ];
    expect(weigh(fill, held(-100), isLimited)).toEqual([
      { account: budget.account, amount: 30, balance: -70 },
      { account: 'funds', amount: -30, balance: -30 },
    ]);
  });

  test('a balance that would be rounded is a bug and nothing else', () => {
    expect(() => weigh([{ account: 'a', amount: 1 }], new Map([['a', Number.MAX_SAFE_INTEGER]]), isLimited)).toThrow(
      'would not be exact',
    );
  });
});

describe('a key that is posted again', () => {
  const standing = { ...reserve, _id: reserve.key, seq: 1, entries: [] as Posting['entries'] };
  const [moved] = [weigh(reserve.entries, new Map(), () => false) as Posting['entries']];

  test('says the same in any order of entries, and something else otherwise', () => {
    const posting = { ...standing, entries: moved };
    expect(saysTheSame(posting, { ...reserve, entries: [reserved, budget] })).toBe(true);
    expect(saysTheSame(posting, { ...reserve, book: 'USD' as Book })).toBe(false);
    expect(saysTheSame(posting, { ...reserve, entries: [budget, { ...reserved, account: 'paid' }] })).toBe(false);
    expect(saysTheSame(posting, { ...reserve, entries: [...reserve.entries, { account: 'x', amount: 1 }] })).toBe(
      false,
    );
  });
});

describe('a walk along a chain', () => {
  const accounts = ['budget:a', 'budget:b', 'funds', 'paid'];
  const moves = fc.array(
    fc
      .tuple(fc.shuffledSubarray(accounts, { minLength: 2, maxLength: 2 }), fc.integer({ min: 1, max: 1_000 }))
      .map(([[from, to], amount]) => [
        { account: from!, amount: -amount },
        { account: to!, amount },
      ]),
    { minLength: 1, maxLength: 30 },
  );

  /** What may be posted of these moves, as it would stand. */
  function chainOf(entriesOf: readonly (readonly { account: string; amount: number }[])[]): Posting[] {
    const balances = new Map<string, number>();
    const chain: Posting[] = [];
    for (const moved of entriesOf) {
      const entries = weigh(moved, balances, isLimited);
      if ('kind' in entries) continue;
      for (const { account, balance } of entries) balances.set(account, balance);
      const seq = chain.length + 1;
      chain.push({ _id: `key-${seq}`, book: 'EUR' as Book, seq, at, by: 'test', entries });
    }
    return chain;
  }

  function faultOf(chain: readonly Posting[]) {
    const walk = createWalk(isLimited);
    for (const posting of chain) {
      const fault = walk.next(posting);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  const places = fc.nat();

  test('finds nothing wrong with what weighing lets through', () => {
    fc.assert(
      fc.property(moves, (moved) => {
        expect(faultOf(chainOf(moved))).toBeUndefined();
      }),
    );
  });

  test('finds the first posting that is gone, but for the last ones', () => {
    fc.assert(
      fc.property(moves, places, (moved, place) => {
        const chain = chainOf(moved);
        fc.pre(chain.length > 1);
        const gone = place % (chain.length - 1);
        expect(faultOf(chain.toSpliced(gone, 1))).toEqual({ kind: 'gap', seq: gone + 1 });
      }),
    );
  });

  test('finds a posting that stands twice', () => {
    fc.assert(
      fc.property(moves, places, (moved, place) => {
        const chain = chainOf(moved);
        fc.pre(chain.length > 0);
        const twice = place % chain.length;
        const again = chain.toSpliced(twice, 0, chain[twice]!);
        expect(faultOf(again)).toEqual({ kind: 'doubled', seq: twice + 1 });
      }),
    );
  });

  test('finds any one number that was changed', () => {
    fc.assert(
      fc.property(moves, places, fc.constantFrom('amount', 'balance'), fc.integer(), (moved, place, what, by) => {
        const chain = chainOf(moved);
        fc.pre(chain.length > 0 && by !== 0);
        const at = place % chain.length;
        const { entries, ...posting } = chain[at]!;
        const [first, ...others] = entries as [Posting['entries'][0], ...Posting['entries']];
        const changed = { ...posting, entries: [{ ...first, [what]: first[what] + by }, ...others] };
        expect(faultOf(chain.with(at, changed))).toMatchObject({
          kind: what === 'amount' ? 'unbalanced' : 'wrong-balance',
          seq: at + 1,
        });
      }),
    );
  });

  test('finds a limited account that was drawn below zero', () => {
    const entries = weigh(reserve.entries, new Map(), () => false) as Posting['entries'];
    expect(faultOf([{ ...reserve, _id: reserve.key, seq: 1, entries }])).toEqual({
      kind: 'overdrawn',
      seq: 1,
      account: 'budget:2026-Q4',
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aGrant } from '../../../test/builders/grant.js';
import { aPerson } from '../../../test/builders/person.js';
import { aRewardRule, euros } from '../../../test/builders/reward.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import type { AccountKind } from './accounts.js';
import type { Period } from './budget.js';
import type { Grant } from './grant.js';
import {
  approvalsNeeded,
  approversOf,
  barredFrom,
  chargeOf,
  earnedOf,
  keepsRaise,
  movementOf,
  nextOccasion,
  occasionOf,
  reserving,
  rewardBeside,
} from './grant-rules.js';
import { chargedPeriod, dayAfter, lastDayOf, monthsToEnd, overlap, quarterOf } from './periods.js';
import type { Occasion, Reward, RewardRule, Terms } from './reward.js';
import { lastings } from './reward.js';

const date = (text: string) => text as CalendarDate;
const period = (text: string) => text as Period;
const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays(date('2026-01-01'), days));
const raise = (minor: number, lasts: 'permanent' | 'while-held' = 'while-held'): Reward => ({
  kind: 'raise',
  monthly: euros(minor),
  lasts,
});

describe('a period', () => {
  test('of any day holds it, ends on the day before the next, and has one to twelve months left', () => {
    fc.assert(
      fc.property(day, fc.boolean(), (on, byYear) => {
        const of = byYear ? period(on.slice(0, 4)) : quarterOf(on);
        expect(lastDayOf(of) >= on).toBe(true);
        expect(dayAfter(of)).toBe(addDays(lastDayOf(of), 1));
        const months = monthsToEnd(on, of);
        expect(months).toBeGreaterThanOrEqual(1);
        expect(months).toBeLessThanOrEqual(byYear ? 12 : 3);
        expect(quarterOf(dayAfter(of))).not.toBe(quarterOf(on));
      }),
    );
  });

  test('is charged that has a budget: the quarter, or else the year, or else the quarter with nothing in it', () => {
    const on = date('2026-11-15');
    expect(chargedPeriod([period('2026-Q4'), period('2027')], on)).toBe('2026-Q4');
    expect(chargedPeriod([period('2026'), period('2025-Q4')], on)).toBe('2026');
    expect(chargedPeriod([period('2026-Q3')], on)).toBe('2026-Q4');
  });

  test('overlaps with itself, and a year with its quarters', () => {
    expect(overlap(period('2026'), period('2026-Q4'))).toBe(true);
    expect(overlap(period('2026-Q4'), period('2026'))).toBe(true);
    expect(overlap(period('2026-Q3'), period('2026-Q4'))).toBe(false);
    expect(overlap(period('2026'), period('2027-Q1'))).toBe(false);
  });
});

describe('a budget is charged with', () => {
  const on = date('2026-11-15');
  const charged = (reward: Reward) => chargeOf(reward, period('2026-Q4'), on);

  test('points and a bonus once, and a raise for each month that is left, the one that has begun counting whole', () => {
    expect(charged({ kind: 'points', points: 200 })).toEqual({ book: 'points', period: '2026-Q4', amount: 200 });
    expect(charged({ kind: 'bonus', amount: euros(500) })).toMatchObject({ book: 'EUR', amount: 500 });
    expect(charged(raise(9_000))).toMatchObject({ amount: 18_000 });
    expect(
      charged({ kind: 'percentage-raise', basisPoints: 300, aboutMonthly: euros(12_000), lasts: 'permanent' }),
    ).toMatchObject({ amount: 24_000 });
  });

  test('nothing for time off', () => {
    expect(charged({ kind: 'time-off', halfDays: 2 })).toBeNull();
  });
});

test('whatever becomes of a grant, what is moved for it ends where its state says', () => {
  type Step = Parameters<typeof movementOf>[0];
  const granted = { type: 'grant.granted' } as const;
  const exported = [granted, { type: 'grant.exported' }] as const;
  const paid = [...exported, { type: 'grant.paid' }] as const;
  const ends: [readonly Step[], account: AccountKind][] = [
    [[], 'reserved'],
    [[granted], 'granted'],
    [[{ type: 'grant.declined' }], 'budget'],
    [[{ type: 'grant.reversed', was: 'reserved' }], 'budget'],
    [[granted, { type: 'grant.reversed', was: 'granted' }], 'budget'],
    [exported, 'exported'],
    [paid, 'paid'],
    [[...exported, { type: 'grant.rejected' }], 'granted'],
    [[...exported, { type: 'grant.reversed', was: 'exported' }], 'budget'],
    [[...paid, { type: 'grant.reversed', was: 'paid' }], 'budget'],
  ];
  for (const [steps, account] of ends) {
    const held = new Map<AccountKind, number>([['budget', 1]]);
    for (const { from, to } of [reserving, ...steps.flatMap((step) => movementOf(step) ?? [])]) {
      held.set(from, (held.get(from) ?? 0) - 1);
      held.set(to, (held.get(to) ?? 0) + 1);
    }
    expect([...held].filter(([, amount]) => amount !== 0)).toEqual([[account, 1]]);
  }
  expect(movementOf({ type: 'grant.reversed', was: 'over-budget' })).toBeUndefined();
  expect(movementOf({ type: 'grant.reversed', was: 'requested' })).toBeUndefined();
});

test('without a promise the first one earned is a first, a later one a renewal, and an older one brings nothing', () => {
  const earned = (on: string) => ({ earnedOn: date(on) });
  expect(occasionOf(earned('2026-10-01'), [])).toBe('first');
  expect(occasionOf(earned('2026-10-01'), [earned('2024-10-01')])).toBe('renewal');
  expect(occasionOf(earned('2026-10-01'), [earned('2024-10-01'), earned('2026-10-02')])).toBeUndefined();
});

test('whatever somebody has earned before, they are promised what the newest one brings; revoked ones never count', () => {
  const one = fc.record({
    certificationId: fc.constantFrom('CERT-1' as CertificationId, 'CERT-2' as CertificationId),
    earnedOn: day,
    state: fc.constantFrom('verified' as const, 'superseded' as const, 'revoked' as const),
  });
  fc.assert(
    fc.property(fc.array(one), day, (all, on) => {
      const earned = earnedOf(all, 'CERT-1' as CertificationId);
      const latest = [on, ...earned.map(({ earnedOn }) => earnedOn)].toSorted().at(-1)!;
      expect(occasionOf({ earnedOn: latest }, earned)).toBe(nextOccasion(earned));
      const counts = all.some(({ certificationId, state }) => certificationId === 'CERT-1' && state !== 'revoked');
      expect(nextOccasion(earned)).toBe(counts ? 'renewal' : 'first');
    }),
  );
});

describe('a raise', () => {
  const had = (reward: Reward, fields: Partial<Grant> = {}) => [aGrant({ reward, state: 'granted', ...fields })];

  test('keeps another one away, for good or while it is held, until it was declined, taken back or has ended', () => {
    const on = date('2026-10-31');
    for (const lasts of lastings) {
      expect(keepsRaise(raise(1), had(raise(1, lasts)))).toBe(true);
      expect(keepsRaise(raise(1), had(raise(1, lasts), { state: 'declined' }))).toBe(false);
      expect(keepsRaise(raise(1), had(raise(1, lasts), { state: 'reversed' }))).toBe(false);
      expect(keepsRaise(raise(1), had(raise(1, lasts), { end: { kind: 'reversal', on } }))).toBe(false);
    }
    expect(keepsRaise(raise(1), had(raise(1), { end: { kind: 'ends', on } }))).toBe(false);
    expect(keepsRaise({ kind: 'points', points: 5 }, had(raise(1, 'permanent')))).toBe(false);
    expect(keepsRaise(raise(1), had({ kind: 'points', points: 5 }))).toBe(false);
  });

  describe('that was for as long as it is held and has ended', () => {
    const ended = (lasts: (typeof lastings)[number] = 'while-held') =>
      had(raise(6_000, lasts), { end: { kind: 'ends', on: date('2026-10-31') } });
    const row = (occasion: Occasion, terms: Terms) => aRewardRule({ occasion, terms });
    const raiseRow = (lasts: (typeof lastings)[number]) =>
      row('first', { kind: 'raise', baseMonthly: euros(7_000), lasts });
    const points = { kind: 'points', points: 200 } as const;
    const given = (earlier: readonly Grant[], ...rules: RewardRule[]) => {
      const asked = { certificationId: rules[0]!.certificationId, grade: 'G7', on: date('2027-01-12') };
      return rewardBeside(earlier, { rules, skillValues: [] }, { ...asked, occasion: 'renewal' })?.reward;
    };

    test('comes back with the certification, by the table of that day, in place of what a renewal brings', () => {
      expect(given(ended(), raiseRow('while-held'))).toEqual(raise(7_000));
      expect(given(ended(), raiseRow('while-held'), row('renewal', points))).toEqual(raise(7_000));
    });

    test('does not where it was another one, goes on, was taken back, or is given no more', () => {
      const rules = [raiseRow('while-held'), row('renewal', points)];
      expect(given([], ...rules)).toEqual(points);
      expect(given(had(raise(6_000)), ...rules)).toEqual(points);
      expect(given(had(raise(6_000), { end: { kind: 'reversal', on: date('2026-10-31') } }), ...rules)).toEqual(points);
      // It came back once, and goes on, was declined, or what was given since was something else.
      const since = (reward: Reward, fields: Partial<Grant> = {}) =>
        [...had(reward, { requestedOn: date('2026-12-01'), ...fields }), ...ended()] as const;
      expect(given(since(raise(6_000)), ...rules)).toEqual(points);
      expect(given(since(raise(6_000)), rules[0]!)).toBeUndefined();
      expect(given(since(raise(6_000), { state: 'declined' }), ...rules)).toEqual(points);
      expect(given(since(points), ...rules)).toEqual(points);
      expect(given(ended(), raiseRow('permanent'), row('renewal', points))).toEqual(points);
      expect(given(ended(), row('renewal', points))).toEqual(points);
      expect(given(ended(), row('first', points))).toBeUndefined();
    });
  });

  test('never stands beside another one of the same person, whatever becomes of each and however often it is earned', () => {
    const fate = fc.constantFrom<Partial<Grant>>(
      {},
      { state: 'declined' },
      { state: 'reversed' },
      { state: 'paid', end: { kind: 'ends', on: date('2026-10-31') } },
    );
    const earned = fc.record({ lasts: fc.constantFrom(...lastings), becomes: fate, later: fc.nat() });
    fc.assert(
      fc.property(fc.array(earned, { maxLength: 12 }), (all) => {
        const grants: Grant[] = [];
        for (const { lasts, becomes, later } of all) {
          const reward = raise(1, lasts);
          if (!keepsRaise(reward, grants)) grants.push(aGrant({ reward, state: 'granted' }));
          const which = later % grants.length;
          grants[which] = { ...grants[which]!, ...becomes };
          const paid = grants.filter(({ state, end }) => state === 'granted' && end === null);
          expect(paid.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

test('two must agree where it costs more in a year than one may approve, in its own currency', () => {
  const twoFrom = [euros(100_000)];
  expect(approvalsNeeded({ kind: 'bonus', amount: euros(100_000) }, twoFrom)).toBe(1);
  expect(approvalsNeeded({ kind: 'bonus', amount: euros(100_001) }, twoFrom)).toBe(2);
  expect(approvalsNeeded(raise(8_334), twoFrom)).toBe(2);
  expect(approvalsNeeded({ kind: 'points', points: 1_000_000 }, twoFrom)).toBe(1);
  expect(approvalsNeeded(raise(8_334), [])).toBe(1);
});

describe('who approves', () => {
  const inSlack = (fields: Partial<Person> = {}) => aPerson({ slackId: 'U0ANY', ...fields });
  const [ana, ben, cleo, olga, otto] = [inSlack(), inSlack(), inSlack(), inSlack(), inSlack()];
  const given = { personId: ana._id, approvals: [] };
  const agreed = (...people: Person[]) => ({
    personId: ana._id,
    approvals: people.map(({ _id }) => ({ by: _id, at: new Date(0) })),
  });
  const ids = (people: readonly Person[]) => people.map(({ _id }) => _id);

  test('is the nearest manager who can, then the owners', () => {
    const candidates = { above: [ben, cleo], owners: [olga, otto] };
    expect(ids(approversOf(candidates, given))).toEqual([ben._id]);
    expect(ids(approversOf({ ...candidates, above: [inSlack({ state: 'left' }), aPerson(), cleo] }, given))).toEqual([
      cleo._id,
    ]);
    expect(ids(approversOf(candidates, agreed(ben)))).toEqual([olga._id, otto._id]);
    expect(ids(approversOf({ ...candidates, above: [] }, given))).toEqual([olga._id, otto._id]);
  });

  test('is the next manager where the only owner has agreed already', () => {
    expect(ids(approversOf({ above: [ben, cleo], owners: [olga] }, agreed(olga)))).toEqual([ben._id]);
  });

  test('is never the person themselves, nor who has agreed already, whoever else there is', () => {
    const everybody = [ana, ben, cleo, olga, otto];
    const some = fc.subarray(everybody);
    fc.assert(
      fc.property(some, some, some, (above, owners, before) => {
        const about = agreed(...before);
        const approvers = approversOf({ above, owners }, about);
        expect(approvers.filter(({ _id }) => barredFrom(about).has(_id))).toEqual([]);
        expect(ids(approvers)).not.toContain(ana._id);
      }),
    );
  });
});

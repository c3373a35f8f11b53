import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import { clockTime, dateIn, weekdayOf } from '../../shared/dates.js';
import { choices, Post } from './post.js';
import type { Progress } from './rules.js';
import { countsOn, isGoalToTell, milestoneOf, nextRoundUp, sharingOf, takesPlace } from './rules.js';

const date = (text: string) => text as CalendarDate;
const today = date('2026-10-01');
const earlier = new Date('2026-09-30T09:00:00Z');
const later = new Date('2026-10-01T09:00:00Z');

describe('what is told of', () => {
  test('counts through its last day, and for ever when it never expires', () => {
    expect(countsOn({ state: 'verified', expiresOn: today }, today)).toBe(true);
    expect(countsOn({ state: 'verified', expiresOn: date('2026-09-30') }, today)).toBe(false);
    expect(countsOn({ state: 'verified', expiresOn: null }, today)).toBe(true);
  });

  test('does not count in any other state', () => {
    for (const state of ['submitted', 'declined', 'withdrawn', 'merged', 'revoked', 'superseded'] as const)
      expect(countsOn({ state, expiresOn: null }, today)).toBe(false);
  });
});

describe('a choice', () => {
  test('takes the place of an older one and never of a newer one', () => {
    expect(takesPlace({ choice: 'never', at: later }, { choice: 'yes', chosenAt: earlier })).toBe(true);
    expect(takesPlace({ choice: 'yes', at: earlier }, { choice: 'never', chosenAt: later })).toBe(false);
  });

  test('that is made already is not made again', () => {
    expect(takesPlace({ choice: 'yes', at: later }, { choice: 'yes', chosenAt: earlier })).toBe(false);
  });

  test('stands against silence, which only says that nobody is asked again', () => {
    expect(takesPlace({ choice: 'unanswered', at: later }, { choice: 'yes', chosenAt: earlier })).toBe(false);
    expect(takesPlace({ choice: 'unanswered', at: later }, { choice: 'ask', chosenAt: earlier })).toBe(true);
    expect(takesPlace({ choice: 'ask', at: later }, { choice: 'unanswered', chosenAt: earlier })).toBe(true);
  });
});

describe('a round-up', () => {
  const zones = ['UTC', 'Europe/Madrid', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Auckland'] as Zone[];

  test('comes on the next Friday at 11:00 where the channel is, within a week', () => {
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (now, zone) => {
        const at = nextRoundUp(now, zone);
        expect(weekdayOf(dateIn(at, zone))).toBe(5);
        expect(clockTime(at, zone)).toBe('11:00');
        expect(at > now).toBe(true);
        // An hour more when clocks go back in between.
        expect(at.getTime() - now.getTime()).toBeLessThanOrEqual((7 * 24 + 1) * 3_600_000);
      }),
    );
  });
});

test('the first and the fifth certification of somebody are milestones, and no renewal is', () => {
  const found = [0, 1, 2, 3, 4, 5, 6].map((earlier) => milestoneOf({ isRenewal: false, earlier }));
  expect(found).toEqual(['first', undefined, undefined, undefined, 'fifth', undefined, undefined]);
  expect(milestoneOf({ isRenewal: true, earlier: 0 })).toBeUndefined();
});

describe('that it was rewarded', () => {
  const states = fc.constantFrom(...Post.shape.state.options);
  const proposedAt = new Date('2026-10-01T09:00:00Z');
  const after = (days: number) => new Date(proposedAt.getTime() + days * 86_400_000);
  const any = fc.record({
    state: states,
    sharesReward: fc.boolean(),
    choice: fc.constantFrom(...choices, 'unanswered' as const),
    counts: fc.boolean(),
    days: fc.integer({ min: 0, max: 60 }),
  });

  test('can be shared only in a post that its person agreed to, while it is news and they want posts', () => {
    fc.assert(
      fc.property(any, ({ state, sharesReward, choice, counts, days }) => {
        const found = sharingOf({ state, sharesReward, proposedAt }, { choice, counts, now: after(days) });
        const isSaid = state === 'agreed' || state === 'posted';
        const mayBegin = isSaid && choice !== 'never' && counts && days < 30;
        expect(found === 'offered').toBe(mayBegin && !sharesReward);
        // Taken back it can be at any time.
        expect(found === 'shared').toBe(isSaid && sharesReward);
      }),
    );
  });
});

describe('how far a team is', () => {
  const now = new Date('2026-10-02T11:00:00Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const tells = (held: number, of: number, fields: Partial<Progress> = {}, said?: { held: number; at: Date }) =>
    isGoalToTell({ held, of, newestAt: daysAgo(1), ...fields }, said, now);

  test('is told when most hold it or all do, and nobody can work out who does not', () => {
    expect([tells(8, 10), tells(5, 10), tells(3, 5), tells(10, 10), tells(3, 3)]).toEqual(Array(5).fill(true));
    expect([tells(9, 10), tells(4, 5), tells(3, 4), tells(2, 2), tells(1, 1)]).toEqual(Array(5).fill(false));
    expect([tells(4, 10), tells(0, 10), tells(0, 0)]).toEqual(Array(3).fill(false));
  });

  test('is told only because somebody earned it this week: not because somebody left, was excused or was loaded', () => {
    expect([tells(8, 10, { newestAt: daysAgo(9) }), tells(10, 10, { newestAt: null })]).toEqual([false, false]);
  });

  test('is told again only when it has grown, until a year is over', () => {
    expect(tells(8, 10, {}, { held: 8, at: daysAgo(7) })).toBe(false);
    expect(tells(10, 10, {}, { held: 10, at: daysAgo(90) })).toBe(false);
    expect(tells(8, 10, {}, { held: 7, at: daysAgo(7) })).toBe(true);
    expect(tells(8, 10, {}, { held: 9, at: daysAgo(366) })).toBe(true);
  });

  test('never shows in any run of weeks that it fell, or that one is missing', () => {
    const week = fc.record({ of: fc.nat(12), held: fc.nat(12), earned: fc.boolean() });
    fc.assert(
      fc.property(fc.array(week, { maxLength: 50 }), (weeks) => {
        let said: { held: number; at: Date } | undefined;
        for (const [n, { of, held, earned }] of weeks.entries()) {
          const at = new Date(now.getTime() + n * 7 * 86_400_000);
          const progress = { of: Math.max(of, held), held, newestAt: earned ? at : null };
          if (!isGoalToTell(progress, said, at)) continue;
          expect(earned).toBe(true);
          expect(held).toBeGreaterThan(said?.held ?? 0);
          expect(progress.of - held).not.toBe(1);
          said = { held, at };
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import { clockTime, dateIn, weekdayOf } from '../../shared/dates.js';
import { countsOn, milestoneOf, nextRoundUp, takesPlace } from './rules.js';

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

import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import { countsOn, takesPlace } from './rules.js';

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

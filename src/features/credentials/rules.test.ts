import { expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import { expiryOf, outlasts, standingOf } from './rules.js';

const date = (text: string) => text as CalendarDate;
const lasting = (expiresOn: string | null) => ({ expiresOn: expiresOn === null ? null : date(expiresOn) });

test.each([
  ['2026-03-10', 12, '2027-03-10'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-03-10', null, null],
])('earned on %s and valid for %s months it counts through %s', (earnedOn, months, expiresOn) => {
  expect(expiryOf(date(earnedOn), months)).toBe(expiresOn);
});

test.each([
  ['2026-12-31', 'current'],
  ['2027-01-01', 'in-grace'],
  ['2027-01-30', 'in-grace'],
  ['2027-01-31', 'lapsed'],
])('on %s one that ended on the last day of 2026 with 30 days of grace is %s', (today, standing) => {
  expect(standingOf(lasting('2026-12-31'), 30, date(today))).toBe(standing);
});

test('without grace it lapses on the day after, and without an end never', () => {
  expect(standingOf(lasting('2026-12-31'), 0, date('2027-01-01'))).toBe('lapsed');
  expect(standingOf(lasting(null), 0, date('2999-01-01'))).toBe('current');
});

test('only what lasts longer takes the place of another', () => {
  expect(outlasts(lasting('2028-01-01'), lasting('2027-01-01'))).toBe(true);
  expect(outlasts(lasting('2027-01-01'), lasting('2027-01-01'))).toBe(false);
  expect(outlasts(lasting(null), lasting('2027-01-01'))).toBe(true);
  expect(outlasts(lasting('2027-01-01'), lasting(null))).toBe(false);
  expect(outlasts(lasting(null), lasting(null))).toBe(false);
});

import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import { attemptDay, examDateProblem, examDays, examStage } from './exam-rules.js';

const date = (text: string) => text as CalendarDate;
const today = date('2026-12-01');

test('an exam is asked about from the day after it', () => {
  expect(examStage(null, today)).toBe('none');
  expect(examStage(date('2026-12-01'), today)).toBe('ahead');
  expect(examStage(date('2026-11-30'), today)).toBe('over');
});

test('an attempt was on the day of the booked exam, unless that is still to come', () => {
  expect(attemptDay(date('2026-11-27'), today)).toBe('2026-11-27');
  expect(attemptDay(today, today)).toBe(today);
  expect(attemptDay(date('2026-12-10'), today)).toBe(today);
  expect(attemptDay(null, today)).toBe(today);
});

describe('an exam can be', () => {
  const problem = (on: string, attemptedOn: string | null, retakeDays: number) =>
    examDateProblem(date(on), examDays(attemptedOn as CalendarDate | null, { retakeDays }, today), today);

  test.each<[string, string, string | null, number, string | undefined]>([
    ['today', '2026-12-01', null, 14, undefined],
    ['not yesterday', '2026-11-30', null, 0, 'past'],
    ['two years ahead', '2028-12-01', null, 0, undefined],
    ['not later', '2028-12-02', null, 0, 'too-far'],
    ['not before the waiting period is over', '2026-12-10', '2026-11-27', 14, 'too-soon'],
    ['when it is over', '2026-12-11', '2026-11-27', 14, undefined],
    ['at once where there is none', '2026-12-01', '2026-12-01', 0, undefined],
    ['at once where it is long over', '2026-12-01', '2026-10-01', 14, undefined],
  ])('%s', (_, on, attemptedOn, retakeDays, expected) => {
    expect(problem(on, attemptedOn, retakeDays)).toBe(expected);
  });

  test('and says for how long the issuer asks to wait only while it does', () => {
    expect(examDays(date('2026-11-27'), { retakeDays: 14 }, today)).toMatchObject({ from: '2026-12-11', waitDays: 14 });
    expect(examDays(date('2026-10-27'), { retakeDays: 14 }, today)).toMatchObject({ from: today, waitDays: 0 });
  });
});

import { z } from 'zod';
import { blankOr, hundredths, oneOf, parseCells, sensibleDate, someWords, wholeNumber } from '../../shared/cells.js';
import type { Weekday } from '../../shared/dates.js';
import { TimeOfDay } from '../../shared/dates.js';
import type { Cells, Problem } from '../loading/index.js';
import type { Terms, TrainingPolicy } from './training-policy.js';
import { usualTerms } from './training-policy.js';

/** All of them must be there, so that a forgotten column takes nothing back; a blank cell is as usual. */
export const policyColumns = [
  { name: 'team', need: 'required' },
  { name: 'role', need: 'required' },
  { name: 'weekly_hours', need: 'required' },
  { name: 'longest_hours', need: 'required' },
  { name: 'days', need: 'required' },
  { name: 'between', need: 'required' },
  { name: 'notice_days', need: 'required' },
  { name: 'blackouts', need: 'required' },
  { name: 'agreed_by', need: 'required' },
  { name: 'meetings', need: 'required' },
] as const;

export const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Hours as whole minutes: `1.5` is 90. Study time is counted in quarters of an hour. */
const hours = (max: number) =>
  hundredths(0.5, max)
    .transform((hundredthsOfHours) => (hundredthsOfHours * 60) / 100)
    .refine((minutes) => minutes % 15 === 0, 'must be hours in quarters, such as 1.25 or 2');

/** `Mon Wed Fri` */
const days = z.string().transform((text, context): Weekday[] => {
  const found = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => dayNames.findIndex((name) => name.toLowerCase() === word.toLowerCase()) + 1);
  if (found.length > 0 && found.every((day) => day > 0)) return [...new Set(found as Weekday[])].toSorted();
  context.addIssue(`must be days such as "Mon Wed Fri"`);
  return z.NEVER;
});

/** `09:00-12:00` */
const between = z.string().transform((text, context): NonNullable<Terms['between']> => {
  const [from, to] = text.split('-').map((time) => TimeOfDay.safeParse(time.trim()));
  if (from?.success && to?.success && from.data < to.data && text.split('-').length === 2)
    return { from: from.data, to: to.data };
  context.addIssue('must be two times of one day such as 09:00-12:00');
  return z.NEVER;
});

const mostBlackouts = 20;

/** `2026-12-15..2026-12-31 | 2027-03-25..2027-03-31`, or single days. */
const blackouts = z.string().transform((text, context): Terms['blackouts'] => {
  const parts = text.split('|').map((part) => {
    const [from = '', until = from, ...more] = part.split('..').map((day) => day.trim());
    const period = z.object({ from: sensibleDate, until: sensibleDate }).safeParse({ from, until });
    return period.success && more.length === 0 && period.data.from <= period.data.until ? [period.data] : [];
  });
  if (parts.every((part) => part.length === 1) && parts.length <= mostBlackouts) return parts.flat();
  context.addIssue(
    `must be at most ${mostBlackouts} periods such as "2026-12-15..2026-12-31 | 2027-03-25..2027-03-31"`,
  );
  return z.NEVER;
});

const mostMeetings = 40;

/** `Mon 09:00-10:00; Tue Thu 14:00-15:00` */
const meetings = z.string().transform((text, context): Terms['meetings'] => {
  const parts = text.split(';').map((part) => {
    const [, when = '', times = ''] = /^(\D*)(.*)$/.exec(part.trim()) ?? [];
    const read = z.object({ weekdays: days, times: between }).safeParse({ weekdays: when, times });
    return read.success ? read.data.weekdays.map((weekday) => ({ weekday, ...read.data.times })) : [];
  });
  if (parts.every((part) => part.length > 0) && parts.flat().length <= mostMeetings) return parts.flat();
  context.addIssue(`must be at most ${mostMeetings} weekly times such as "Mon 09:00-10:00; Tue Thu 14:00-15:00"`);
  return z.NEVER;
});

const shape = z
  .object({
    team: someWords(100),
    role: someWords(100),
    weekly_hours: blankOr(usualTerms.weeklyMinutes, hours(40)),
    longest_hours: blankOr(usualTerms.longestMinutes, hours(8)),
    days: blankOr(usualTerms.weekdays, days),
    between: blankOr(usualTerms.between, between),
    notice_days: blankOr(usualTerms.noticeDays, wholeNumber(0, 60)),
    blackouts: blankOr(usualTerms.blackouts, blackouts),
    agreed_by: blankOr(usualTerms.agreedBy, oneOf('manager', 'policy')),
    meetings: blankOr(usualTerms.meetings, meetings),
  })
  .transform((row) => ({
    team: row.team,
    role: row.role,
    weeklyMinutes: row.weekly_hours,
    longestMinutes: row.longest_hours,
    weekdays: [...row.days],
    between: row.between,
    noticeDays: row.notice_days,
    blackouts: [...row.blackouts],
    meetings: [...row.meetings],
    agreedBy: row.agreed_by,
  }));

/** What the file says of one team or role. */
export type PolicyRow = Omit<TrainingPolicy, '_id' | 'version'>;

export const parsePolicyRow = (cells: Cells): { row: PolicyRow } | { problems: readonly Problem[] } =>
  parseCells(shape, cells);

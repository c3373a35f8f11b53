import { z } from 'zod';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays, CalendarDate as RealDate } from '../../shared/dates.js';
import type { Person } from './person.js';

export const delegateInputs = { person: 'delegate', from: 'from', until: 'until' } as const;

/** Why a stand-in cannot be chosen like this: a sentence by the name of the input. */
export type DelegateErrors = Readonly<Partial<Record<'delegate' | 'from' | 'until', string>>>;

/** Longer absences are asked about again. */
const longestDays = 366;

const Days = z.object({ from: RealDate, until: RealDate });

/** The days of a stand-in as entered in the dialog, or what is wrong with them. */
export function parseDelegateDays(
  entered: unknown,
  today: CalendarDate,
): { days: z.infer<typeof Days> } | { problems: DelegateErrors } {
  const parsed = Days.safeParse(entered);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => (path[0] === 'until' ? 'until' : 'from'));
    return { problems: Object.fromEntries(wrong.map((name) => [name, 'Please choose a day.'])) };
  }
  const { from, until } = parsed.data;
  if (until < from) return { problems: { until: 'This is before the first day. Please choose a later one.' } };
  if (until < today) return { problems: { until: 'This day has passed already. Please choose a later one.' } };
  if (from > addDays(today, longestDays))
    return { problems: { from: 'Please choose a first day within the next year.' } };
  if (until > addDays(from, longestDays)) return { problems: { until: 'Please choose at most a year.' } };
  return { days: { from, until } };
}

/** Whether somebody stands in now or will: one whose days are over says nothing any more. */
export const standsIn = (delegate: Person['delegate'], today: CalendarDate): boolean =>
  delegate !== null && delegate.until >= today;

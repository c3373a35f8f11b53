import type { CalendarDate } from '../../shared/dates.js';
import { addDays, CalendarDate as RealDate } from '../../shared/dates.js';
import type { Person } from './person.js';
import { Leave } from './person.js';

export const leaveInputs = { delegate: 'delegate', from: 'from', until: 'until' } as const;

/** Why leave cannot be taken like this: a sentence by the name of the input. */
export type LeaveErrors = Readonly<Partial<Record<keyof typeof leaveInputs, string>>>;

/** Longer absences are asked about again. */
const longestDays = 366;
/** What is over for so long explains nothing any more. */
const keptDays = 90;

/** The days of a leave as entered in the dialog, or what is wrong with them. */
export function parseLeaveDays(entered: unknown, today: CalendarDate): { days: Leave } | { problems: LeaveErrors } {
  const parsed = Leave.safeParse(entered);
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

/** The first day of a leave, as the button that ends it carries it; undefined for anything else. */
export const parseFirstDay = (text: unknown): CalendarDate | undefined => RealDate.safeParse(text).data;

/** Whether somebody stands in now or will: one whose days are over says nothing any more. */
export const standsIn = (delegate: Person['delegate'], today: CalendarDate): boolean =>
  delegate !== null && delegate.until >= today;

export const overlap = (one: Leave, other: Leave) => one.from <= other.until && other.from <= one.until;

const byFirstDay = (leave: readonly Leave[]) => leave.toSorted((a, b) => (a.from < b.from ? -1 : 1));

/** Leave that goes on or is to come, soonest first; what touches or overlaps is one. */
export function leaveAhead(leave: readonly Leave[], today: CalendarDate): Leave[] {
  const joined: Leave[] = [];
  for (const { from, until } of byFirstDay(leave)) {
    const last = joined.at(-1);
    if (last === undefined || from > addDays(last.until, 1)) joined.push({ from, until });
    else if (until > last.until) joined[joined.length - 1] = { from: last.from, until };
  }
  return joined.filter(({ until }) => until >= today);
}

/** With one more; it takes the place of those that it overlaps. What is long over is let go. */
export const withLeave = (leave: readonly Leave[], days: Leave, today: CalendarDate): Leave[] =>
  byFirstDay([...leave.filter((one) => !overlap(one, days) && !isLongOver(one, today)), days]);

/** As the file says: leave that begins on this day lasts until then, or is not taken (null). */
export const withLeaveFrom = (
  leave: readonly Leave[],
  { from, until }: Readonly<{ from: CalendarDate; until: CalendarDate | null }>,
  today: CalendarDate,
): Leave[] =>
  byFirstDay([
    ...leave.filter((one) => one.from !== from && !isLongOver(one, today)),
    ...(until === null ? [] : [{ from, until }]),
  ]);

/** Back from the leave that begins on this day: what is past of it stays. */
export function leaveEnded(leave: readonly Leave[], from: CalendarDate, today: CalendarDate): Leave[] {
  const ends = leaveAhead(leave, today).find((one) => one.from === from);
  if (ends === undefined) return [...leave];
  return leave.flatMap((one) => {
    if (!overlap(one, ends) || one.until < today) return [one];
    return one.from < today ? [{ from: one.from, until: addDays(today, -1) }] : [];
  });
}

/** Whoever stands in on some of these days does so no more. */
export const delegateWithout = (delegate: Person['delegate'], days: Leave): Person['delegate'] =>
  delegate !== null && overlap(delegate, days) ? null : delegate;

/** Whether it says nothing of any reminder any more. */
export const isLongOver = ({ until }: Pick<Leave, 'until'>, today: CalendarDate) => until < addDays(today, -keptDays);

import type { Weekday } from '../../shared/dates.js';
import { TimeOfDay } from '../../shared/dates.js';
import type { WorkingPeriod } from './person.js';

/** Monday to Friday, 09:00 to 17:00: for whom the file says nothing. */
export const usualHours: readonly WorkingPeriod[] = ([1, 2, 3, 4, 5] as const).map((day) => ({
  day,
  from: '09:00' as TimeOfDay,
  to: '17:00' as TimeOfDay,
}));

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const periodsAllowed = 28;
const example = 'Mon-Fri 09:00-13:00,15:00-19:00; Sat 10:00-14:00';
const minutesPerDay = 24 * 60;

/**
 * Reads `Mon-Fri 09:00-13:00,15:00-19:00; Sat 10:00-14:00`, also `Sun-Thu` and `Mon,Wed`. A period whose end is not after
 * its beginning runs over midnight; it belongs to the day on which it begins. Sorted by day and beginning.
 */
export function parseHours(text: string): { hours: WorkingPeriod[] } | { reason: string } {
  const hours: WorkingPeriod[] = [];
  for (const part of text.split(';').map((piece) => piece.trim())) {
    if (part === '') continue;
    const days = parseDays(/^[^\d]*/.exec(part)?.[0] ?? '');
    const periods = part
      .replace(/^[^\d]*/, '')
      .split(',')
      .map(parsePeriod);
    if (days === undefined || periods.includes(undefined)) return { reason: `must be hours such as ${example}` };
    hours.push(
      ...days.flatMap((day) => periods.flatMap((period) => (period === undefined ? [] : [{ day, ...period }]))),
    );
    if (hours.length > periodsAllowed) return { reason: `has more than ${periodsAllowed} periods a week` };
  }
  if (hours.length === 0) return { reason: `must be hours such as ${example}` };
  const sorted = hours.toSorted((a, b) => startOf(a) - startOf(b));
  return overlap(sorted) ? { reason: 'has periods that overlap' } : { hours: sorted };
}

/** The same hours as a person would write them; neighbours with the same hours become a range. */
export function writeHours(hours: readonly WorkingPeriod[]): string {
  const ranges: { first: Weekday; last: Weekday; times: string }[] = [];
  for (const day of [1, 2, 3, 4, 5, 6, 7] as const) {
    const periods = hours.filter((period) => period.day === day);
    if (periods.length === 0) continue;
    const times = periods.map(({ from, to }) => `${from}-${to}`).join(',');
    const previous = ranges.at(-1);
    if (previous?.times === times && previous.last === day - 1) previous.last = day;
    else ranges.push({ first: day, last: day, times });
  }
  return ranges
    .map(({ first, last, times }) => `${nameOf(first)}${first === last ? '' : `-${nameOf(last)}`} ${times}`)
    .join('; ');
}

const nameOf = (day: Weekday) => dayNames[day - 1];

function parseDays(text: string): Weekday[] | undefined {
  const ranges = text.split(',').map((range) => {
    const [first, last = first, ...more] = range.split('-').map((name) => dayNamed(name.trim()));
    return first === undefined || last === undefined || more.length > 0 ? undefined : daysFromTo(first, last);
  });
  return ranges.some((range) => range === undefined) ? undefined : ranges.flatMap((range) => range ?? []);
}

const dayNamed = (text: string) => {
  const index = dayNames.findIndex((name) => name.toLowerCase() === text.toLowerCase());
  return index === -1 ? undefined : ((index + 1) as Weekday);
};

/** `Sun-Thu` goes on into the next week. */
function daysFromTo(first: Weekday, last: Weekday): Weekday[] {
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, offset) => (((first - 1 + offset) % 7) + 1) as Weekday);
}

function parsePeriod(text: string): Pick<WorkingPeriod, 'from' | 'to'> | undefined {
  const [from, to, ...more] = text
    .split('-')
    .map((time) => TimeOfDay.safeParse(time.trim().replace(/^24:00$/, '00:00')));
  if (!from?.success || !to?.success || more.length > 0) return undefined;
  // Midnight to midnight is a whole day; any other period of no length is a slip.
  if (from.data === to.data && from.data !== '00:00') return undefined;
  return { from: from.data, to: to.data };
}

function overlap(sorted: readonly WorkingPeriod[]): boolean {
  return sorted.some((period, index) => {
    const next = sorted[index + 1];
    const nextStart = next === undefined ? startOf(sorted[0]!) + 7 * minutesPerDay : startOf(next);
    return endOf(period) > nextStart;
  });
}

const minutesOf = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const startOf = ({ day, from }: WorkingPeriod) => (day - 1) * minutesPerDay + minutesOf(from);
const endOf = ({ day, from, to }: WorkingPeriod) =>
  (day - 1) * minutesPerDay + minutesOf(to) + (to > from ? 0 : minutesPerDay);

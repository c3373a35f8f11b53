import { planDue, planLoaded } from '../../src/features/nudges/rules.js';
import type { Worker } from '../../src/features/people/rules.js';
import {
  currentOrNextHalfDay,
  currentOrNextShift,
  halfDayAfter,
  shiftsOn,
  workBegins,
  workingDaysOf,
} from '../../src/features/people/rules.js';
import { slots } from '../../src/features/training-time/rules.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../src/shared/dates.js';
import type { Transition, WallClock } from './wall-clock.js';
import { dateShown, firstShows, plusDays, plusMinutes, timeShown } from './wall-clock.js';

/** The working hours of every day of the week. */
export type Hours = Readonly<{ from: string; to: string }>;

/** A period of work as the clock on the wall has it. */
type Expected = Readonly<{ date: string; start: number; end: number }>;

/** Days around a transition: enough for a night shift to begin long before it and to end long after it. */
const daysAround = [-2, -1, 0, 1, 2];
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const minuteMs = 60_000;

/** Office hours, nights, around the clock, and work that begins or ends in what a clock leaves out or shows twice. */
export function hoursAround(clock: WallClock, { atMs, beforeMs, afterMs }: Transition): Hours[] {
  const leapMinutes = Math.abs(afterMs - beforeMs) / minuteMs;
  const lower = timeShown(clock, atMs - (afterMs > beforeMs ? minuteMs : leapMinutes * minuteMs));
  const first = afterMs > beforeMs ? plusMinutes(lower, 1) : lower;
  const middle = plusMinutes(first, leapMinutes / 2);
  const from = (time: string) => ({ from: time, to: plusMinutes(time, 8 * 60) });
  return [
    { from: '09:00', to: '17:00' },
    { from: '22:00', to: '06:00' },
    { from: '00:00', to: '08:00' },
    { from: '08:00', to: '08:00' },
    from(first),
    from(middle),
    { from: plusMinutes(middle, -8 * 60), to: middle },
  ];
}

/** What is wrong with how somebody lives through a transition, as sentences. */
export function complaintsAt(clock: WallClock, { atMs }: Transition, hours: Hours): string[] {
  const day = dateShown(clock, atMs);
  const dates = daysAround.map((days) => plusDays(day, days));
  const expected = dates.flatMap((date) => expectedOn(clock, date, hours));
  const worker: Worker = {
    zone: clock.zone as Zone,
    country: '',
    leave: [],
    hours: weekdays.map((weekday) => ({
      day: weekday,
      from: hours.from as TimeOfDay,
      to: hours.to as TimeOfDay,
    })),
  };
  const found = [
    ...shiftComplaints(worker, dates, expected),
    ...stepComplaints(worker, dates, expected),
    ...halfDayComplaints(worker, expected),
    ...studyComplaints(worker, dates, expected),
  ];
  return found.map((what) => `${clock.zone}, ${day}, ${hours.from} to ${hours.to}: ${what}`);
}

function expectedOn(clock: WallClock, date: string, { from, to }: Hours): Expected[] {
  const start = firstShows(clock, date, from);
  const end = firstShows(clock, to > from ? date : plusDays(date, 1), to);
  return start < end ? [{ date, start, end }] : [];
}

function shiftComplaints(worker: Worker, dates: readonly string[], expected: readonly Expected[]): string[] {
  return dates.flatMap((date) => {
    const shifts = shiftsOn(worker, date as CalendarDate).map((one) => `${span(one)}`);
    const right = expected.filter((one) => one.date === date).map(({ start, end }) => span({ start, end }));
    const begins = workBegins(worker, date as CalendarDate).getTime();
    const first = expected.find((one) => one.date === date)?.start ?? begins;
    return [
      ...(shifts.join() === right.join() ? [] : [`works ${shifts.join()} instead of ${right.join()}`]),
      ...(begins === first ? [] : [`begins ${instant(begins)} instead of ${instant(first)}`]),
    ];
  });
}

/** A step on each of the days but the outermost: each is told once, when the work of its day begins. */
function stepComplaints(worker: Worker, dates: readonly string[], expected: readonly Expected[]): string[] {
  const dueOn = dates.at(-2) as CalendarDate;
  const ladder = dates.slice(1, -1).map((_, index) => index);
  const told: string[] = [];
  const found: string[] = [];
  const subject = (now: Date) => ({
    dueOn,
    need: 'required' as const,
    ladder,
    examOn: null,
    snoozedUntil: null,
    days: workingDaysOf(worker, now),
  });
  const loadedAt = new Date(expected[0]!.start);
  for (let { nextAt } = planLoaded(subject(loadedAt)); nextAt !== null; ) {
    const now: Date = nextAt;
    const plan = planDue({ ...subject(now), now, nextAt: now, notice: 'said' });
    if (plan.nextAt !== null && plan.nextAt <= now) return [`looks at ${instant(now.getTime())} again and again`];
    if (plan.owed !== null) {
      const shift = currentOrNextShift(worker, now);
      if (shift.start > now) found.push(`hears of ${plan.owed.reason} ${instant(shift.start.getTime())}, not when due`);
      told.push(`${plan.owed.reason} ${instant(now.getTime())}`);
    }
    nextAt = plan.nextAt;
  }
  const right = expected
    .filter(({ date }) => date > dates[0]! && date < dates.at(-1)!)
    .map(({ date, start }) => `due-${(Date.parse(dueOn) - Date.parse(date)) / 86_400_000} ${instant(start)}`);
  return told.join() === right.join() ? found : [...found, `hears ${told.join()} instead of ${right.join()}`];
}

/** One after the other, each half of each day comes once, inside the hours of work. */
function halfDayComplaints(worker: Worker, expected: readonly Expected[]): string[] {
  const seen: string[] = [];
  const found: string[] = [];
  const first = expected[0]!;
  const last = expected.at(-1)!;
  let half = currentOrNextHalfDay(worker, new Date(first.start));
  while (half.start.getTime() < last.end && seen.length < 3 * expected.length) {
    seen.push(`${half.date} ${half.half}`);
    const [start, end] = [half.start.getTime(), half.end.getTime()];
    const day = expected.find(({ date }) => date === half.date);
    if (day === undefined || start >= end || start < day.start || end > day.end)
      found.push(`the ${half.half} half of ${half.date} is ${span(half)}`);
    half = halfDayAfter(worker, half.start);
  }
  const right = expected.flatMap(({ date }) => [`${date} first`, `${date} second`]);
  return seen.join() === right.join() ? found : [...found, `has ${seen.join()} instead of ${right.join()}`];
}

function studyComplaints(worker: Worker, dates: readonly string[], expected: readonly Expected[]): string[] {
  const offered = slots({
    now: new Date(expected[0]!.start),
    zone: worker.zone,
    shiftsOn: (date) => (dates.includes(date) ? shiftsOn(worker, date) : []),
    dueOn: dates.at(-1) as CalendarDate,
    minutes: 60,
    meetings: [],
    planned: [],
  });
  const outside = offered.filter(
    ({ startsAt, endsAt }) =>
      !expected.some(({ start, end }) => startsAt.getTime() >= start && endsAt.getTime() <= end),
  );
  return outside.map(({ startsAt, endsAt }) => `is to study ${span({ start: startsAt, end: endsAt })}`);
}

const instant = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const span = ({ start, end }: { start: number | Date; end: number | Date }) =>
  `${instant(Number(start))}/${instant(Number(end))}`;

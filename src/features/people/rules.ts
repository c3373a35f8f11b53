import type { CalendarDate } from '../../shared/dates.js';
import { addDays, dateIn, instantAt, weekdayOf } from '../../shared/dates.js';
import { isPublicHoliday } from './holidays.js';
import type { Person } from './person.js';

/** What decides when a person works. */
export type Worker = Pick<Person, 'zone' | 'hours' | 'country' | 'leave'>;

/** A period in which the person works, from its beginning to its end; `date` is the day on which it begins. */
export type Shift = Readonly<{ date: CalendarDate; start: Date; end: Date }>;

/** Far enough to pass any run of days off but leave; hours are never empty, so a working day always comes. */
const searchDays = 60;

/** Whether `date` is one of the days off. Asked by the thousand: whoever has none costs nothing. */
export const isOnLeave = ({ leave }: Pick<Worker, 'leave'>, date: CalendarDate): boolean =>
  leave.length > 0 && leaveOn(leave, date) !== undefined;

const leaveOn = (leave: Worker['leave'], date: CalendarDate) =>
  leave.find(({ from, until }) => from <= date && date <= until);

/** Somebody as they would work if they had no leave. */
export const withoutLeave = <Some extends Worker>(worker: Some): Some =>
  worker.leave.length === 0 ? worker : { ...worker, leave: [] };

/** The shifts that begin on `date`, in order; none on a public holiday and in leave. */
export function shiftsOn(worker: Worker, date: CalendarDate): Shift[] {
  if (isPublicHoliday(date, worker.country) || isOnLeave(worker, date)) return [];
  const weekday = weekdayOf(date);
  return worker.hours
    .filter(({ day }) => day === weekday)
    .map(({ from, to }) => ({
      date,
      start: instantAt(date, from, worker.zone),
      end: instantAt(to > from ? date : addDays(date, 1), to, worker.zone),
    }))
    .filter(({ start, end }) => start < end)
    .toSorted((a, b) => a.start.getTime() - b.start.getTime());
}

export function isWorkingDay(worker: Worker, date: CalendarDate): boolean {
  const weekday = weekdayOf(date);
  return (
    worker.hours.some(({ day }) => day === weekday) &&
    !isPublicHoliday(date, worker.country) &&
    !isOnLeave(worker, date)
  );
}

/** `date` itself when it is a working day, otherwise the last working day before it. */
export function workingDayOnOrBefore(worker: Worker, date: CalendarDate): CalendarDate {
  return searchDay(worker, date, -1);
}

/**
 * The working day on which that is told which falls on `date`: the last one on or before it, but where leave lies between,
 * the first one after the leave.
 */
export function tellingDay(worker: Worker, date: CalendarDate): CalendarDate {
  const before = workingDayOnOrBefore(worker, date);
  const isAway = worker.leave.some(({ from }) => before < from && from <= date);
  return isAway ? workingDayAfter(worker, date) : before;
}

/** All that reminders must know of somebody's working days at an instant. */
export const workingDaysOf = (worker: Worker, now: Date) => ({
  today: dateIn(now, worker.zone),
  onOrBefore: (date: CalendarDate) => workingDayOnOrBefore(worker, date),
  usually: (date: CalendarDate) => workingDayOnOrBefore({ ...worker, leave: [] }, date),
  telling: (date: CalendarDate) => tellingDay(worker, date),
  after: (date: CalendarDate) => workingDayAfter(worker, date),
  begins: (date: CalendarDate) => workBegins(worker, date),
});

export function workingDayAfter(worker: Worker, date: CalendarDate): CalendarDate {
  return searchDay(worker, addDays(date, 1), 1);
}

/** The beginning of work on a working day; the usual hour of a message. */
export function workBegins(worker: Worker, date: CalendarDate): Date {
  return shiftsOn(worker, date)[0]?.start ?? instantAt(date, worker.hours[0]!.from, worker.zone);
}

/** The shift that `now` is in, with what is left of it; otherwise the next one to begin. */
export function currentOrNextShift(worker: Worker, now: Date): Shift {
  const today = dateIn(now, worker.zone);
  // A night shift that is still going on began yesterday.
  for (let date = addDays(today, -1), tried = 0; tried <= searchDays; tried += 1) {
    const shift = shiftsOn(worker, date).find(({ end }) => end > now);
    if (shift !== undefined) return { ...shift, start: shift.start > now ? shift.start : now };
    date = date < today ? today : workingDayAfter(worker, date);
  }
  const start = workBegins(worker, addDays(today, 1));
  return { date: addDays(today, 1), start, end: new Date(start.getTime() + 3_600_000) };
}

/** A half of somebody's working day, before or after the middle of it. */
export type HalfDay = Shift & Readonly<{ half: 'first' | 'second' }>;

/** The half of a working day that `now` is in, with what is left of it; otherwise the next one to begin. */
export function currentOrNextHalfDay(worker: Worker, now: Date): HalfDay {
  const { date, start, end } = currentOrNextShift(worker, now);
  const shifts = shiftsOn(worker, date);
  const begins = shifts[0]?.start ?? start;
  const ends = new Date(Math.max(end.getTime(), ...shifts.map((shift) => shift.end.getTime())));
  const middle = new Date((begins.getTime() + ends.getTime()) / 2);
  return start < middle ? { date, half: 'first', start, end: middle } : { date, half: 'second', start, end: ends };
}

/** The first half of a working day that begins after `now`. */
export function halfDayAfter(worker: Worker, now: Date): HalfDay {
  const current = currentOrNextHalfDay(worker, now);
  return current.start > now ? current : currentOrNextHalfDay(worker, current.end);
}

/** Whether `date` is the first working day of its week (weeks begin on Monday). */
export function isFirstWorkingDayOfWeek(worker: Worker, date: CalendarDate): boolean {
  const monday = addDays(date, 1 - weekdayOf(date));
  return date === searchDay(worker, monday, 1);
}

/** Leave is passed in one step, however long it is. */
function searchDay(worker: Worker, from: CalendarDate, direction: 1 | -1): CalendarDate {
  let date = from;
  for (let tried = 0; tried <= searchDays; tried += 1) {
    if (isWorkingDay(worker, date)) return date;
    const leave = leaveOn(worker.leave, date);
    if (leave !== undefined) tried = 0;
    date = addDays(leave === undefined ? date : direction === 1 ? leave.until : leave.from, direction);
  }
  return from;
}

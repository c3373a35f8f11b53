import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../../shared/dates.js';
import { addDays, addMinutes, clockTime, dateIn, instantAt, weekdayOf } from '../../../shared/dates.js';
import type { Shift } from '../rules.js';
import { isInMeeting, overlap } from '../rules.js';
import type { Span } from '../training-block.js';
import type { Terms } from '../training-policy.js';
import { shortestMinutes } from '../training-policy.js';
import type { StudyPlan, WeeklySeries } from './study-plan.js';

/** When somebody would like to study each week. */
export type WeeklyWish = Pick<WeeklySeries, 'weekdays' | 'from' | 'minutes'>;

/** What decides when somebody can study each week. */
export type Planning = Readonly<{
  now: Date;
  zone: Zone;
  /** The shifts that begin on a day, in order; none on a day off. */
  shiftsOn(date: CalendarDate): readonly Shift[];
  /** The last day on which studying still helps. */
  lastOn: CalendarDate;
  terms: Terms;
  /** What is still to be studied, beyond what was kept and what is planned. */
  neededMinutes: number;
  /** All study time of the person that is planned, for whatever it is. */
  planned: readonly Span[];
}>;

/** Weekly study time that can be had. */
export type WeeklyPlan = Readonly<{
  series: WeeklySeries;
  /** The days of its times, soonest first; days of the series on which it cannot be are left out. */
  dates: CalendarDate[];
  /** What is still to be studied after all of them. */
  missingMinutes: number;
}>;

/** Why it cannot be had. */
export type PlanHindrance =
  | 'enough'
  | 'too-long'
  | 'too-short'
  | 'too-much'
  | 'more-than-needed'
  | 'day-not-allowed'
  | 'hours-not-allowed'
  | 'no-time'
  | 'outside-hours'
  | 'meeting'
  | 'taken';

export type Fitted = Readonly<{ kind: 'fits'; plan: WeeklyPlan } | { kind: 'cannot'; why: PlanHindrance }>;

const longestAheadDays = 365;
const mostDaysAWeek = 3;
const quarterHour = 15;
const halfHour = 30;
const dayMinutes = 24 * 60;
const startOfDay = '00:00' as TimeOfDay;
/** People arrive, and come back from lunch, before they study. */
const settlingMinutes = 60;
/** Enough days to see every kind of shift that somebody works. */
const sampleDays = 14;

/** The times of a wish that can be had: in working hours, as the policy allows, and no more than is needed. */
export const fitWeekly = (wish: WeeklyWish, planning: Planning): Fitted => fitPrepared(wish, prepared(planning));

function fitPrepared(wish: WeeklyWish, planning: Prepared): Fitted {
  const against = againstTerms(wish, planning);
  if (against !== undefined) return { kind: 'cannot', why: against };
  const times = timesOf(wish, planning);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return { kind: 'cannot', why: whyNone(wish, planning) };
  const { zone, neededMinutes } = planning;
  const used = new Set(times.map(({ date }) => weekdayOf(date)));
  return {
    kind: 'fits',
    plan: {
      series: {
        weekdays: [...used].toSorted(),
        from: wish.from,
        minutes: wish.minutes,
        zone,
        firstOn: first.date,
        untilOn: last.date,
      },
      dates: times.map(({ date }) => date),
      missingMinutes: neededMinutes - times.length * wish.minutes,
    },
  };
}

/**
 * One local time on one to three days of the week that gives as much as is needed; then on as few days, done as early, and
 * as near to an hour into the working day as can be. Where the due date leaves too little time: as much as fits.
 */
export function propose(given: Planning): Fitted {
  const planning = prepared(given);
  const { terms, neededMinutes } = planning;
  if (neededMinutes < shortestMinutes) return { kind: 'cannot', why: 'enough' };
  let best: WeeklyPlan | undefined;
  for (let days = 1; days <= mostDaysAWeek; days += 1) {
    const minutes = quarters(Math.min(terms.longestMinutes, terms.weeklyMinutes / days, neededMinutes));
    if (minutes < shortestMinutes) break;
    for (const from of startsWithin(planning, minutes)) {
      const weekdays = bestWeekdays({ from, minutes }, days, planning);
      const fitted = weekdays.length > 0 ? fitPrepared({ weekdays, from, minutes }, planning) : undefined;
      if (fitted?.kind === 'fits' && (best === undefined || isBetter(fitted.plan, best))) best = fitted.plan;
    }
  }
  return best === undefined ? { kind: 'cannot', why: whyNothing(planning) } : { kind: 'fits', plan: best };
}

/** The same with what is asked for again and again: there are hundreds of ways to be weighed. */
type Prepared = Planning & Readonly<{ minutesInWeek: ReadonlyMap<CalendarDate, number> }>;

function prepared(planning: Planning): Prepared {
  const known = new Map<CalendarDate, readonly Shift[]>();
  return {
    ...planning,
    minutesInWeek: minutesByWeek(planning),
    shiftsOn(date) {
      const shifts = known.get(date) ?? planning.shiftsOn(date);
      known.set(date, shifts);
      return shifts;
    },
  };
}

function minutesByWeek({ planned, zone }: Planning): Map<CalendarDate, number> {
  const minutes = new Map<CalendarDate, number>();
  for (const { startsAt, endsAt } of planned) {
    const week = weekOf(dateIn(startsAt, zone));
    minutes.set(week, (minutes.get(week) ?? 0) + (endsAt.getTime() - startsAt.getTime()) / 60_000);
  }
  return minutes;
}

function againstTerms(
  { weekdays, from, minutes }: WeeklyWish,
  { terms, neededMinutes }: Planning,
): PlanHindrance | undefined {
  if (neededMinutes < shortestMinutes) return 'enough';
  if (minutes < shortestMinutes) return 'too-short';
  if (minutes > terms.longestMinutes) return 'too-long';
  if (minutes * weekdays.length > terms.weeklyMinutes) return 'too-much';
  if (minutes > neededMinutes) return 'more-than-needed';
  if (!weekdays.every((day) => terms.weekdays.includes(day))) return 'day-not-allowed';
  return isBetween(from, minutes, terms) ? undefined : 'hours-not-allowed';
}

function isBetween(from: TimeOfDay, minutes: number, { between }: Terms): boolean {
  if (between === null) return true;
  return from >= between.from && minuteOfDay(from) + minutes <= minuteOfDay(between.to);
}

type Time = Readonly<{ date: CalendarDate; span: Span }>;

/** In order of days, until there is enough. No week gets more than the policy gives, whatever it is for. */
function timesOf({ weekdays, from, minutes }: WeeklyWish, planning: Prepared): Time[] {
  const { now, zone, terms, lastOn, neededMinutes, planned } = planning;
  const [firstOn, endOn] = daysOf(planning);
  const most = Math.floor(neededMinutes / minutes);
  const inWeek = new Map(planning.minutesInWeek);
  const times: Time[] = [];
  for (let date = firstOn; date <= endOn && date <= lastOn && times.length < most; date = addDays(date, 1)) {
    if (!weekdays.includes(weekdayOf(date)) || isBlackedOut(date, terms)) continue;
    const week = weekOf(date);
    const already = inWeek.get(week) ?? 0;
    if (already + minutes > terms.weeklyMinutes) continue;
    const span = spanOn(date, from, minutes, zone);
    if (span === undefined || span.startsAt <= now || !isInShift(span, date, planning)) continue;
    if (planned.some((other) => overlap(span, other)) || isInMeeting(span, terms.meetings, zone)) continue;
    inWeek.set(week, already + minutes);
    times.push({ date, span });
  }
  return times;
}

/** From the end of the notice to the last day that is planned for, whatever is due later. */
function daysOf({ now, zone, terms }: Planning): [CalendarDate, CalendarDate] {
  const today = dateIn(now, zone);
  return [addDays(today, terms.noticeDays), addDays(today, longestAheadDays)];
}

/** Whether a series is what came of this wish; days on which it cannot be had were left out. */
export const isAsWished = ({ weekdays, from, minutes }: WeeklySeries, wish: WeeklyWish): boolean =>
  weekdays.every((day) => wish.weekdays.includes(day)) && from === wish.from && minutes === wish.minutes;

/**
 * The last day on which somebody may still agree: the last of its days, as whoever agrees late gives what is left; the
 * first one, once everybody who could agree was asked in vain.
 */
export const answerableUntil = ({ series, review }: Pick<StudyPlan, 'series' | 'review'>): CalendarDate =>
  review?.nextAt === null ? series.firstOn : series.untilOn;

/** The times of a series on these days. */
export const spansOn = ({ from, minutes, zone }: WeeklySeries, dates: readonly CalendarDate[]): Span[] =>
  dates.flatMap((date) => spanOn(date, from, minutes, zone) ?? []);

/** Undefined on a day on which the clock does not show both times, one so long after the other. */
function spanOn(date: CalendarDate, from: TimeOfDay, minutes: number, zone: Zone): Span | undefined {
  const midnight = instantAt(date, startOfDay, zone);
  // Asked once a day: where the clock does not change, a time of the day is so long after midnight.
  const isPlain =
    instantAt(addDays(date, 2), startOfDay, zone).getTime() === addMinutes(midnight, 2 * dayMinutes).getTime();
  const startsAt = isPlain ? addMinutes(midnight, minuteOfDay(from)) : instantAt(date, from, zone);
  const endsAt = addMinutes(startsAt, minutes);
  if (isPlain) return { startsAt, endsAt };
  const keeps = clockTime(startsAt, zone) === from && clockTime(endsAt, zone) === timeAfter(from, minutes);
  return keeps ? { startsAt, endsAt } : undefined;
}

/** A night shift that is going on began the day before. */
const isInShift = ({ startsAt, endsAt }: Span, date: CalendarDate, { shiftsOn }: Planning) =>
  [addDays(date, -1), date].some((day) => shiftsOn(day).some(({ start, end }) => startsAt >= start && endsAt <= end));

const isBlackedOut = (date: CalendarDate, { blackouts }: Terms) =>
  blackouts.some(({ from, until }) => date >= from && date <= until);

/** A week by its Monday. */
const weekOf = (date: CalendarDate) => addDays(date, 1 - weekdayOf(date));

/** What stands in the way on every day of the wish: other study time, the working hours, or the calendar itself. */
function whyNone(wish: WeeklyWish, planning: Planning): PlanHindrance {
  const free = { ...planning, planned: [] };
  if (timesOf(wish, prepared(free)).length > 0) return 'taken';
  const unmet = { ...free, terms: { ...free.terms, meetings: [] } };
  if (timesOf(wish, prepared(unmet)).length > 0) return 'meeting';
  return timesOf(wish, prepared(alwaysAtWork(free))).length > 0 ? 'outside-hours' : 'no-time';
}

function whyNothing(planning: Planning): PlanHindrance {
  const minutes = shortestMinutes;
  const free = prepared({ ...planning, planned: [] });
  const { weekdays } = planning.terms;
  const isFree = startsWithin(free, minutes).some((from) => timesOf({ weekdays, from, minutes }, free).length > 0);
  return isFree && planning.planned.length > 0 ? 'taken' : 'no-time';
}

const alwaysAtWork = (planning: Planning): Planning => ({
  ...planning,
  shiftsOn: (date) => {
    const start = instantAt(date, startOfDay, planning.zone);
    return [{ start, end: addMinutes(start, 2 * dayMinutes) }];
  },
});

/** Times of the day at which work could be left for study, the nearest to an hour into a shift first. */
function startsWithin({ zone, shiftsOn, terms, ...planning }: Planning, minutes: number): TimeOfDay[] {
  const [firstOn, endOn] = daysOf({ zone, shiftsOn, terms, ...planning });
  // Who is away for weeks, or has yet to begin, works as they do afterwards.
  let worksFrom = firstOn;
  while (worksFrom < endOn && shiftsOn(worksFrom).length === 0) worksFrom = addDays(worksFrom, 1);
  const awkwardness = new Map<TimeOfDay, number>();
  for (let offset = -1; offset < sampleDays; offset += 1) {
    for (const { start, end } of shiftsOn(addDays(worksFrom, offset))) {
      const begins = minuteOfDay(clockTime(start, zone));
      const length = (end.getTime() - start.getTime()) / 60_000;
      const first = Math.ceil(begins / halfHour) * halfHour - begins;
      for (let into = first; into + minutes <= length; into += halfHour) {
        const from = timeAt(begins + into);
        const awkward = Math.abs(into - settlingMinutes);
        if (isBetween(from, minutes, terms)) awkwardness.set(from, Math.min(awkward, awkwardness.get(from) ?? awkward));
      }
    }
  }
  return [...awkwardness].toSorted(([, a], [, b]) => a - b).map(([from]) => from);
}

/** Those of the week on which it can be had most often, the soonest first. */
function bestWeekdays(wish: Omit<WeeklyWish, 'weekdays'>, days: number, planning: Prepared): Weekday[] {
  return planning.terms.weekdays
    .map((weekday) => ({ weekday, times: timesOf({ ...wish, weekdays: [weekday] }, planning) }))
    .filter(({ times }) => times.length > 0)
    .toSorted((a, b) => b.times.length - a.times.length || startOf(a.times) - startOf(b.times))
    .slice(0, days)
    .map(({ weekday }) => weekday)
    .toSorted();
}

const startOf = ([first]: readonly Time[]) => first?.span.startsAt.getTime() ?? 0;

/** Of two that are equally good the first one found stays: its time of the day is the better one. */
function isBetter(plan: WeeklyPlan, than: WeeklyPlan): boolean {
  if (plan.missingMinutes !== than.missingMinutes) return plan.missingMinutes < than.missingMinutes;
  if (plan.series.weekdays.length !== than.series.weekdays.length)
    return plan.series.weekdays.length < than.series.weekdays.length;
  return plan.series.untilOn < than.series.untilOn;
}

const quarters = (minutes: number) => Math.floor(minutes / quarterHour) * quarterHour;

const minuteOfDay = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function timeAt(minute: number): TimeOfDay {
  const within = minute % dayMinutes;
  return `${twoDigits(Math.floor(within / 60))}:${twoDigits(within % 60)}` as TimeOfDay;
}

const twoDigits = (n: number) => String(n).padStart(2, '0');

/** From one time of a day to a later one of the same. */
export const minutesBetween = (from: TimeOfDay, to: TimeOfDay) => minuteOfDay(to) - minuteOfDay(from);

/** What the clock shows so long after `from`. */
export const timeAfter = (from: TimeOfDay, minutes: number): TimeOfDay => timeAt(minuteOfDay(from) + minutes);

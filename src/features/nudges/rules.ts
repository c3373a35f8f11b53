import type { CalendarDate } from '../../shared/dates.js';
import { addDays, daysBetween } from '../../shared/dates.js';

/** Something that is said of an assignment, on a working day: a step of its ladder, or what its person's answer asked for. */
export type Saying = Readonly<{
  reason: string;
  on: CalendarDate;
  from: 'ladder' | 'answer';
  /** The day of a step itself, whenever it is said. */
  of?: CalendarDate;
}>;

/** What a rule must know of the person's working days. */
export type WorkingDays = Readonly<{
  onOrBefore(date: CalendarDate): CalendarDate;
  /** As `onOrBefore`, were there no leave. */
  usually(date: CalendarDate): CalendarDate;
  /** When that is told which falls on this date: as `onOrBefore`, but after a leave that lies between. */
  telling(date: CalendarDate): CalendarDate;
  after(date: CalendarDate): CalendarDate;
  /** The beginning of work on a working day. */
  begins(date: CalendarDate): Date;
  today: CalendarDate;
}>;

/** What decides when an assignment is spoken of. */
export type Subject = Readonly<{
  dueOn: CalendarDate;
  need: 'required' | 'optional';
  /** Days before the due date; negative ones come after it. */
  ladder: readonly number[];
  examOn: CalendarDate | null;
  snoozedUntil: CalendarDate | null;
  days: WorkingDays;
}>;

/**
 * All that is said of an assignment, in order, each on a day of its own. A step of the ladder that falls on a day off is
 * said on the last working day before it, and one that falls in leave on the first working day after; of steps that fall on
 * one day the tightest is said. What falls due in leave is spoken of before it begins, too.
 *
 * A booked exam silences the ladder until the working day after it, which asks how it went; what is required is silenced
 * only by an exam by its due date. A snooze silences everything until its day. Of an exam and a snooze the later one ends
 * the silence.
 */
export function sayings({ dueOn, need, ladder, examOn, snoozedUntil, days }: Subject): Saying[] {
  const steps = stepDays(dueOn, ladder, days);
  const pausedUntil = pauseOf({ dueOn, need, examOn, days });
  const asks = examOn === null ? steps : withQuestion(steps, examOn, days, pausedUntil !== null);
  if (snoozedUntil === null || (pausedUntil !== null && snoozedUntil < pausedUntil)) return asks;
  const wakes: Saying = { reason: `snooze-${snoozedUntil}`, on: snoozedUntil, from: 'answer' };
  return [wakes, ...asks.filter(({ on }) => on > snoozedUntil)];
}

/** The working day after a booked exam, until which its assignment is silent; null when the exam does not silence it. */
export const pauseOf = ({ dueOn, need, examOn, days }: Pick<Subject, 'dueOn' | 'need' | 'examOn'> & AfterDays) =>
  examOn === null || (need === 'required' && examOn > dueOn) ? null : days.after(examOn);

type AfterDays = { days: Pick<WorkingDays, 'after'> };

function withQuestion(
  steps: readonly Saying[],
  examOn: CalendarDate,
  days: Pick<WorkingDays, 'after'>,
  isPaused: boolean,
): Saying[] {
  const question: Saying = { reason: `exam-${examOn}`, on: days.after(examOn), from: 'answer' };
  const before = isPaused ? [] : steps.filter(({ on }) => on < question.on);
  return [...before, question, ...steps.filter(({ on }) => on > question.on)];
}

/** The steps of a ladder with the days on which they are said. */
export function stepDays(
  dueOn: CalendarDate,
  ladder: readonly number[],
  days: Pick<WorkingDays, 'onOrBefore' | 'telling'>,
): Saying[] {
  const ahead = ladder.toSorted((a, b) => b - a);
  const steps = ahead.map((step): Saying => {
    const of = addDays(dueOn, -step);
    return { reason: reasonOf(step), on: days.telling(of), from: 'ladder', of };
  });
  const isTooLate = steps.some(({ on }, index) => on > dueOn && ahead[index]! >= 0);
  const told = isTooLate ? withLastDay(steps, dueOn, days.onOrBefore(dueOn)) : steps;
  return told.filter(({ on }, index) => told[index + 1]?.on !== on);
}

/** The last working day before a leave in which it falls due. */
function withLastDay(steps: readonly Saying[], dueOn: CalendarDate, lastDay: CalendarDate): Saying[] {
  const away: Saying = { reason: `away-${dueOn}`, on: lastDay, from: 'ladder' };
  return [...steps.filter(({ on }) => on <= lastDay), away, ...steps.filter(({ on }) => on > lastDay)];
}

/** The latest that has come. Whether it was said already is `said`'s business. */
export const reached = (said: readonly Saying[], today: CalendarDate) => said.findLast(({ on }) => on <= today);

/** The first one still to come. */
export const nextSaying = (said: readonly Saying[], today: CalendarDate) => said.find(({ on }) => on > today);

export const reasonOf = (step: number) => (step >= 0 ? `due-${step}` : `overdue-${-step}`);

/** The reason of the notice of a new assignment. */
export const assigned = 'assigned';

export type Owed = Readonly<{ reason: string; since: CalendarDate }>;
export type Plan = Readonly<{ owed: Owed | null; nextAt: Date | null }>;

/** What a new assignment owes: the notice, which counts as the step that the day falls in. */
export const planAnnounced = (subject: Subject): Plan => ({
  owed: { reason: assigned, since: subject.days.today },
  nextAt: whenNext(sayings(subject), subject.days),
});

/** What a loaded assignment owes: no notice, only the latest that has come. */
export function planLoaded(subject: Subject): Plan {
  const said = sayings(subject);
  return { owed: owedBy(reached(said, subject.days.today), 'said'), nextAt: whenNext(said, subject.days) };
}

/**
 * What is owed when `nextAt` has come: the latest that has come. As long as the notice of a new assignment is unsaid it
 * stays what is owed, in place of a step: the first message says who asks, and why. `owed` is null when the day moved
 * (another zone, other hours): then only `nextAt` is aimed anew.
 */
export function planDue(subject: Subject & { now: Date; nextAt: Date; notice: 'said' | 'unsaid' }): Plan {
  const { days, now, nextAt, notice } = subject;
  const said = sayings(subject);
  const due = reached(said, days.today);
  if (due === undefined || days.begins(due.on) <= now)
    return { owed: owedBy(due, notice), nextAt: whenNext(said, days) };
  // In Greenland clocks leap over midnight: work of Saturday at 23:30 begins on Sunday then, and is not Sunday's.
  const before = reached(said, addDays(due.on, -1));
  const isOfTheDayBefore = before !== undefined && days.begins(before.on).getTime() === nextAt.getTime();
  return { owed: isOfTheDayBefore ? owedBy(before, notice) : null, nextAt: days.begins(due.on) };
}

/**
 * When to look again after the dates or the person's hours have changed; what is owed stays owed. The step of today comes,
 * even when its hour has passed meanwhile, unless something was told today or is owed: somebody who flies west lives
 * through its hour twice, somebody who flies east may not live through it at all. What the person asked for always comes.
 * Whatever would have come by `lastOn`, the day on which something was last said, was said with it, and does not come
 * again because leave puts it off. What leave had put off comes at once when that leave is not taken and its day has passed;
 * `before` are the days as they were with it.
 */
export function nextAtAgain(
  subject: Subject & {
    today: 'told' | 'not told';
    lastOn?: CalendarDate;
    before?: Pick<WorkingDays, 'telling'> | undefined;
  },
): Date | null {
  const { days, lastOn, before } = subject;
  const said = sayings(subject).filter(
    ({ of }) => of === undefined || lastOn === undefined || days.usually(of) > lastOn,
  );
  const today = said.find(({ on }) => on === days.today);
  const comes = today !== undefined && (subject.today === 'not told' || today.from === 'answer');
  if (comes) return days.begins(today.on);
  const wasPutOff =
    before && said.some(({ on, of }) => on < days.today && of !== undefined && before.telling(of) >= days.today);
  return wasPutOff && subject.today === 'not told' ? days.begins(workingDayFrom(days)) : whenNext(said, days);
}

const workingDayFrom = ({ today, onOrBefore, after }: WorkingDays) =>
  onOrBefore(today) === today ? today : after(today);

/** When to speak next to somebody who has just told us where they stand: not on the same day. */
export const nextAtAfterAnswer = (subject: Subject): Date | null => whenNext(sayings(subject), subject.days);

export const snoozeDays = [1, 3, 7] as const;
export type SnoozeDays = (typeof snoozeDays)[number];

/**
 * The working day on which a snoozed item speaks again: the last one on or before the day asked for, or the next one
 * when that is not after today. Undefined when that would be past the due date of a required certification.
 */
export function snoozeUntil(
  { dueOn, need, days }: { dueOn: CalendarDate; need: 'required' | 'optional'; days: WorkingDays },
  length: SnoozeDays,
): CalendarDate | undefined {
  const asked = days.onOrBefore(addDays(days.today, length));
  const until = asked > days.today ? asked : days.after(days.today);
  return need === 'required' && until > dueOn ? undefined : until;
}

/** Worst first: by harm of the lapse, then by due date. */
export const worstFirst = (a: { harm: number; dueOn: CalendarDate }, b: { harm: number; dueOn: CalendarDate }) =>
  a.harm - b.harm || a.dueOn.localeCompare(b.dueOn);

/** Required, and due by tomorrow or before the next working day, or overdue: told even to those who asked for less. */
export const isUrgent = (
  need: 'required' | 'optional',
  dueOn: CalendarDate,
  date: CalendarDate,
  days: Pick<WorkingDays, 'after'>,
) => need === 'required' && (daysBetween(date, dueOn) <= 1 || dueOn < days.after(date));

function owedBy(due: Saying | undefined, notice: 'said' | 'unsaid'): Owed | null {
  if (due === undefined) return null;
  return { reason: notice === 'unsaid' && due.from === 'ladder' ? assigned : due.reason, since: due.on };
}

function whenNext(said: readonly Saying[], days: WorkingDays): Date | null {
  const next = nextSaying(said, days.today);
  return next === undefined ? null : days.begins(next.on);
}

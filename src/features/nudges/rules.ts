import type { CalendarDate } from '../../shared/dates.js';
import { addDays, daysBetween } from '../../shared/dates.js';

/** One step of a ladder: `step` days before the due date (negative: after it), said on working day `on`. */
export type StepDay = Readonly<{ step: number; on: CalendarDate }>;

/** What a rule must know of the person's working days. */
export type WorkingDays = Readonly<{
  onOrBefore(date: CalendarDate): CalendarDate;
  after(date: CalendarDate): CalendarDate;
  /** The beginning of work on a working day. */
  begins(date: CalendarDate): Date;
  today: CalendarDate;
}>;

/** The steps of a ladder with the days on which they are said; a day off gives way to the last working day before it. */
export function stepDays(
  dueOn: CalendarDate,
  ladder: readonly number[],
  days: Pick<WorkingDays, 'onOrBefore'>,
): StepDay[] {
  return ladder.toSorted((a, b) => b - a).map((step) => ({ step, on: days.onOrBefore(addDays(dueOn, -step)) }));
}

/** The tightest step reached. Whether it was said already is `said`'s business. */
export const stepReached = (steps: readonly StepDay[], today: CalendarDate) => steps.findLast(({ on }) => on <= today);

/** The first step still to come. Steps that fall on one day are one: the tightest. */
export function nextStep(steps: readonly StepDay[], today: CalendarDate): StepDay | undefined {
  const next = steps.find(({ on }) => on > today);
  return next && steps.findLast(({ on }) => on === next.on);
}

export const reasonOf = (step: number) => (step >= 0 ? `due-${step}` : `overdue-${-step}`);

export type Owed = Readonly<{ reason: string; since: CalendarDate }>;
export type Plan = Readonly<{ owed: Owed | null; nextAt: Date | null }>;

type Subject = Readonly<{ dueOn: CalendarDate; ladder: readonly number[]; days: WorkingDays }>;

/** What a new assignment owes: the notice, which counts as the step that the day falls in. */
export function planAnnounced({ dueOn, ladder, days }: Subject): Plan {
  return {
    owed: { reason: 'assigned', since: days.today },
    nextAt: whenNext(stepDays(dueOn, ladder, days), days),
  };
}

/** What a loaded assignment owes: no notice, only the tightest step reached. */
export function planLoaded({ dueOn, ladder, days }: Subject): Plan {
  const steps = stepDays(dueOn, ladder, days);
  const reached = stepReached(steps, days.today);
  return {
    owed: reached === undefined ? null : { reason: reasonOf(reached.step), since: reached.on },
    nextAt: whenNext(steps, days),
  };
}

/**
 * What is owed when `nextAt` has come: the end of a snooze, or the tightest step reached. `owed` is null when the day
 * moved (another zone, other hours): then only `nextAt` is aimed anew.
 */
export function planDue(subject: Subject & { snoozedUntil: CalendarDate | null; now: Date }): Plan {
  const { dueOn, ladder, days, snoozedUntil, now } = subject;
  const steps = stepDays(dueOn, ladder, days);
  if (snoozedUntil !== null) {
    const wakesAt = days.begins(snoozedUntil);
    if (wakesAt > now) return { owed: null, nextAt: wakesAt };
    return { owed: { reason: `snooze-${snoozedUntil}`, since: snoozedUntil }, nextAt: whenNext(steps, days) };
  }
  const reached = stepReached(steps, days.today);
  if (reached === undefined) return { owed: null, nextAt: whenNext(steps, days) };
  const begins = days.begins(reached.on);
  if (begins > now) return { owed: null, nextAt: begins };
  return { owed: { reason: reasonOf(reached.step), since: reached.on }, nextAt: whenNext(steps, days) };
}

/**
 * When to look again after the dates or the person's hours have changed; what is owed stays owed. The step of today comes,
 * even when its hour has passed meanwhile, unless something was told today or is owed: somebody who flies west lives
 * through its hour twice, somebody who flies east may not live through it at all.
 */
export function nextAtAgain({
  dueOn,
  ladder,
  days,
  today: told,
}: Subject & { today: 'told' | 'not told' }): Date | null {
  const steps = stepDays(dueOn, ladder, days);
  const today = steps.findLast(({ on }) => on === days.today);
  return today !== undefined && told === 'not told' ? days.begins(today.on) : whenNext(steps, days);
}

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

function whenNext(steps: readonly StepDay[], days: WorkingDays): Date | null {
  const next = nextStep(steps, days.today);
  return next === undefined ? null : days.begins(next.on);
}

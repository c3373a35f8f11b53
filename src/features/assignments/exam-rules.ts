import type { CalendarDate } from '../../shared/dates.js';
import { addDays, addMonths } from '../../shared/dates.js';

/** Whether an exam is booked, and on the day after it that it is to be asked about. */
export type ExamStage = 'none' | 'ahead' | 'over';

export const examStage = (examOn: CalendarDate | null, today: CalendarDate): ExamStage =>
  examOn === null ? 'none' : examOn < today ? 'over' : 'ahead';

/** The days on which an exam can be: from today or the end of the issuer's waiting period, within two years. */
export type ExamDays = Readonly<{ from: CalendarDate; until: CalendarDate; waitDays: number }>;

export function examDays(
  attemptedOn: CalendarDate | null,
  { retakeDays }: { retakeDays: number },
  today: CalendarDate,
): ExamDays {
  const again = attemptedOn === null ? today : addDays(attemptedOn, retakeDays);
  const waits = again > today;
  return { from: waits ? again : today, until: addMonths(today, 24), waitDays: waits ? retakeDays : 0 };
}

export type ExamDateProblem = 'past' | 'too-soon' | 'too-far';

/** What is wrong with a day for an exam, if anything. */
export function examDateProblem(
  on: CalendarDate,
  { from, until }: ExamDays,
  today: CalendarDate,
): ExamDateProblem | undefined {
  if (on < today) return 'past';
  if (on < from) return 'too-soon';
  return on > until ? 'too-far' : undefined;
}

/** The day of an attempt that somebody tells of today: that of the booked exam, when it has come. */
export const attemptDay = (examOn: CalendarDate | null, today: CalendarDate): CalendarDate =>
  examOn !== null && examOn <= today ? examOn : today;

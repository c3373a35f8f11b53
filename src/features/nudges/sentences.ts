import type { CalendarDate } from '../../shared/dates.js';
import { longDate } from '../../shared/dates.js';

/** Where a due date comes from. */
export type DateOrigin = Readonly<{
  need: 'required' | 'optional';
  dueOn: CalendarDate;
  isRenewal: boolean;
  /** Whether the due date has passed. */
  isOver: boolean;
  /** The last valid day of what is to be renewed. */
  heldUntil: CalendarDate | undefined;
  askedBy: string | undefined;
  assignedOn: CalendarDate;
}>;

/** Why it is due on that date, in a sentence or two; it may hold the name of a colleague. */
export function dateReason({ isOver, isRenewal, heldUntil, askedBy, assignedOn, dueOn, need }: DateOrigin): string {
  const kind = need === 'required' ? 'It is required.' : 'It is optional.';
  if (isRenewal && heldUntil !== undefined) {
    const [holds, isToBe] = isOver ? ['You held', 'was'] : ['You hold', 'is'];
    return `${holds} it until ${longDate(heldUntil)}, so it ${isToBe} to be renewed by ${longDate(dueOn)}. ${kind}`;
  }
  const asked = askedBy === undefined ? 'You were asked' : `${askedBy} asked you`;
  return `${asked} on ${longDate(assignedOn)} to earn it by ${longDate(dueOn)}. ${kind}`;
}

/** A booked exam; `over` asks how it went. `asksOn` is set when reminders pause until that day. */
export type Exam = Readonly<{ on: CalendarDate; is: 'ahead' | 'over'; asksOn: CalendarDate | null }>;

/** The exam that is booked, and until when it is quiet; undefined when there is neither. */
export function quietLine({
  exam,
  snoozedUntil,
}: {
  exam: Exam | null;
  snoozedUntil: CalendarDate | null;
}): string | undefined {
  const quietUntil = exam?.is === 'ahead' ? exam.asksOn : null;
  const outlastsExam = snoozedUntil !== null && (quietUntil === null || snoozedUntil >= quietUntil);
  const lines = [
    ...(exam?.is === 'ahead' ? [examLine(exam, outlastsExam)] : []),
    ...(outlastsExam ? [`Snoozed: you will hear of it again on ${longDate(snoozedUntil)}.`] : []),
  ];
  return lines.length === 0 ? undefined : lines.join(' ');
}

function examLine({ on, asksOn }: Exam, isSnoozed: boolean): string {
  if (asksOn === null) return `Your exam is on ${longDate(on)}, after the due date: reminders go on.`;
  const asks = isSnoozed ? '' : ` Reminders pause; on ${longDate(asksOn)} you are asked how it went.`;
  return `Your exam is on ${longDate(on)}.${asks}`;
}

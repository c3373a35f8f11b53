import type { Assignment } from '../../features/assignments/index.js';
import type { Certification } from '../../features/catalog/index.js';
import type { Credential } from '../../features/credentials/index.js';
import { standingOf } from '../../features/credentials/index.js';
import type { Person } from '../../features/people/index.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { AssignmentId } from '../../shared/ids.js';

/** Where somebody stands with one certification, worst first. */
export const wheres = ['may-not-work', 'overdue', 'in-grace', 'due', 'in-review', 'current'] as const;
export type Where = (typeof wheres)[number];

export type Standing = Readonly<{
  person: Person;
  certification: Certification;
  where: Where;
  /** The day it is about: due on, or the last day on which it counts; null when it never expires. */
  on: CalendarDate | null;
  /** Days until then, negative once it has passed; null when there is no day. */
  daysLeft: number | null;
  /** What is asked of them and not done yet. */
  assignmentId: AssignmentId | undefined;
}>;

/** What is known of one person and one certification on a day. Holds nothing of attempts, exams or snoozes. */
export type Known = Readonly<{
  certification: Pick<Certification, 'mayNotWorkWithout' | 'graceDays'>;
  /** What is asked of them and not done yet. */
  assignment: Pick<Assignment, 'state' | 'dueOn'> | undefined;
  /** What they hold, or held longest. */
  credential: Pick<Credential, 'expiresOn'> | undefined;
  isHandedIn: boolean;
  today: CalendarDate;
}>;

/** Undefined when nobody asks for it any more and it has lapsed. */
export function whereIs({
  certification,
  assignment,
  credential,
  isHandedIn,
  today,
}: Known): Pick<Standing, 'where' | 'on'> | undefined {
  const held = credential && standingOf(credential, certification.graceDays, today);
  const isCovered = held === 'current' || held === 'in-grace';
  const expiresOn = credential?.expiresOn ?? null;
  const countsUntil = expiresOn && addDays(expiresOn, certification.graceDays);

  if (assignment === undefined) {
    if (isHandedIn) return { where: 'in-review', on: expiresOn };
    if (held === 'current') return { where: 'current', on: expiresOn };
    return held === 'in-grace' ? { where: 'in-grace', on: countsUntil } : undefined;
  }
  const isLate = assignment.state !== 'planned' && assignment.dueOn < today;
  // Somebody new to the work has until the due date; who held it and lost it has to stop at once.
  const mustStop = certification.mayNotWorkWithout && !isCovered && (held === 'lapsed' || isLate);
  if (mustStop) return { where: 'may-not-work', on: held === 'lapsed' ? countsUntil : assignment.dueOn };
  if (isHandedIn) return { where: 'in-review', on: assignment.dueOn };
  if (held === 'in-grace') return { where: 'in-grace', on: countsUntil };
  if (isLate) return { where: 'overdue', on: assignment.dueOn };
  // In review with nothing handed in: it was decided a moment ago, and the assignment has not heard of it yet.
  if (assignment.state !== 'open' && isCovered) return { where: 'current', on: expiresOn };
  return { where: 'due', on: assignment.dueOn };
}

/** Worst first; what is due soonest before what is due later, and what never expires last. */
export const worstFirst = (a: Standing, b: Standing) =>
  wheres.indexOf(a.where) - wheres.indexOf(b.where) ||
  (a.on ?? '9999').localeCompare(b.on ?? '9999') ||
  a.person.name.localeCompare(b.person.name);

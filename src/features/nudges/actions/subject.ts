import type { CalendarDate } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import type { Assignment, NudgeMemory } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Subject, WorkingDays } from '../rules.js';

/** What the rules must know of an assignment. */
export const subjectOf = (
  { dueOn, examOn, nudge }: Pick<Assignment, 'dueOn' | 'examOn'> & { nudge: Pick<NudgeMemory, 'snoozedUntil'> },
  { need, ladder }: Pick<Certification, 'need' | 'ladder'>,
  days: WorkingDays,
): Subject => ({ dueOn, need, ladder, examOn, snoozedUntil: nudge.snoozedUntil, days });

/** The day on which something was last said of it where the person is; when it was asked for, where nothing was yet. */
export function lastSaidOn(
  { nudge, assignedOn }: Pick<Assignment, 'nudge' | 'assignedOn'>,
  { zone }: Pick<Person, 'zone'>,
): CalendarDate {
  const last = nudge.said.at(-1);
  return last === undefined ? assignedOn : dateIn(last.at, zone);
}

/** Whether something was said of it on the day that it is where the person is. */
export const wasTold = ({ said }: NudgeMemory, { zone }: Person, { today }: WorkingDays) =>
  said.some(({ at }) => dateIn(at, zone) === today);

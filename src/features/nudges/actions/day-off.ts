import type { CalendarDate } from '../../../shared/dates.js';
import type { CertificationId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { WorkingDays } from '../rules.js';
import { isUrgent } from '../rules.js';
import type { Nudged } from '../store.js';
import type { NudgesDeps } from './deps.js';

type Owed = Pick<Nudged, 'certificationId' | 'dueOn'>;

export const hasUrgent = (
  items: readonly Owed[],
  certifications: Map<CertificationId, Certification>,
  date: CalendarDate,
  days: WorkingDays,
) =>
  items.some(({ certificationId, dueOn }) =>
    isUrgent(certifications.get(certificationId)?.need ?? 'optional', dueOn, date, days),
  );

/** Whether somebody who asked for one message a week is told nothing on this day: on all but the first, unless it is urgent. */
export const isDayOff = (
  person: Person,
  date: CalendarDate,
  hurry: 'urgent' | 'can wait',
  { isFirstWorkingDayOfWeek }: Pick<NudgesDeps['people'], 'isFirstWorkingDayOfWeek'>,
) => person.reminders === 'weekly' && hurry === 'can wait' && !isFirstWorkingDayOfWeek(person, date);

import type { StudyPlan } from '../../src/features/training-time/plans/study-plan.js';
import type { CalendarDate, TimeOfDay, Zone } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newAssignmentId, newPersonId, newStudyPlanId } from '../../src/shared/ids.js';

/** Fridays from 10:00 to 12:00 in Madrid, in December 2026 and January 2027, as it is proposed. */
export function aStudyPlan(fields: Partial<StudyPlan> = {}): StudyPlan {
  return {
    _id: newStudyPlanId(),
    version: 0,
    personId: newPersonId(),
    assignmentId: newAssignmentId(),
    certificationId: 'CERT-1' as CertificationId,
    state: 'proposed',
    series: {
      weekdays: [5],
      from: '10:00' as TimeOfDay,
      minutes: 120,
      zone: 'Europe/Madrid' as Zone,
      firstOn: '2026-12-04' as CalendarDate,
      untilOn: '2027-01-29' as CalendarDate,
    },
    dates: ['2026-12-04', '2026-12-11', '2027-01-29'] as CalendarDate[],
    instead: null,
    answeredBy: null,
    review: null,
    ...fields,
  };
}

import { notBegun } from '../../src/features/assignments/assignment.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newAssignmentId, newPersonId } from '../../src/shared/ids.js';

/** An open assignment, due on 31 December 2026, of which nothing was said and nothing is owed. */
export function anAssignment(fields: Partial<Assignment> = {}): Assignment {
  return {
    _id: newAssignmentId(),
    version: 0,
    personId: newPersonId(),
    certificationId: 'CERT-1' as CertificationId,
    state: 'open',
    dueOn: '2026-12-31' as CalendarDate,
    opensOn: '2026-09-01' as CalendarDate,
    renews: null,
    because: '',
    assignedBy: null,
    assignedOn: '2026-09-01' as CalendarDate,
    ...notBegun,
    nudge: { nextAt: null, owed: null, snoozedUntil: null, said: [] },
    ...fields,
  };
}

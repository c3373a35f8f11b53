import type { Invitation } from '../../src/features/training-time/calendar/invitation.js';
import { newPersonId, newTrainingBlockId } from '../../src/shared/ids.js';

/** One of which nothing is owed, and that nobody has. */
export function anInvitation(fields: Partial<Invitation> = {}): Invitation {
  return {
    _id: newTrainingBlockId(),
    personId: newPersonId(),
    sequence: 0,
    changedAt: new Date('2026-12-01T09:00:00Z'),
    state: 'told',
    invited: null,
    nextAt: null,
    tries: 0,
    why: null,
    ...fields,
  };
}

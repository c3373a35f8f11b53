import type { TrainingBlock } from '../../src/features/training-time/index.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newAssignmentId, newPersonId, newTrainingBlockId } from '../../src/shared/ids.js';

/** An hour on Tuesday 1 December 2026, 10:00 in Madrid, of which nothing was said yet. */
export function aTrainingBlock(fields: Partial<TrainingBlock> = {}): TrainingBlock {
  return {
    _id: newTrainingBlockId(),
    version: 0,
    personId: newPersonId(),
    assignmentId: newAssignmentId(),
    certificationId: 'CERT-1' as CertificationId,
    planId: null,
    startsAt: new Date('2026-12-01T09:00:00Z'),
    endsAt: new Date('2026-12-01T10:00:00Z'),
    state: 'planned',
    lostTo: null,
    moves: 0,
    nextAt: new Date('2026-12-01T08:50:00Z'),
    ...fields,
  };
}

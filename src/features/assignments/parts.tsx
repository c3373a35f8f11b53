import type { Drawn } from '../../shared/blocks.js';
import { actionId, Button } from '../../shared/blocks.js';
import type { AssignmentId } from '../../shared/ids.js';
import { writeSeen } from '../../shared/seen.js';
import type { ExamStage } from './exam-rules.js';

export const examPressed = actionId('assignments.exam');
export const failedPressed = actionId('assignments.failed');

type SeenItem = Readonly<{ id: AssignmentId; version: number }>;

/** *I have a date*, or what there is to say of the one that is booked. */
export const examButton = ({ id, version, exam }: SeenItem & { exam: ExamStage }): Drawn => (
  <Button actionId={examPressed} value={writeSeen(id, version)}>
    {examLabels[exam]}
  </Button>
);

export const failedButton = ({ id, version }: SeenItem): Drawn => (
  <Button actionId={failedPressed} value={writeSeen(id, version)}>
    It did not work out
  </Button>
);

const examLabels: Readonly<Record<ExamStage, string>> = {
  none: 'I have a date',
  ahead: 'Change my exam date',
  over: 'It was moved',
};

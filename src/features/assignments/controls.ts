import { dateIn } from '../../shared/dates.js';
import type { ReminderControls } from '../nudges/index.js';
import { examStage } from './exam-rules.js';
import { examButton, failedButton } from './parts.js';

/** What a person can say about their exam. The Home tab always offers both, as nobody asks there. */
export const examControls: ReminderControls = async ({ assignment, person, now, reason }) => {
  const { _id: id, version, state, examOn } = assignment;
  if (state !== 'open') return [];
  const exam = examStage(examOn, dateIn(now, person.zone));
  const date = examButton({ id, version, exam });
  const failed = failedButton({ id, version });
  if (exam === 'over') return [failed, date];
  return exam === 'ahead' || reason === undefined ? [date, failed] : [date];
};

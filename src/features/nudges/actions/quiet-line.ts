import type { ReminderLine } from '../item.js';
import { quietLine } from '../sentences.js';
import type { NudgesDeps } from './deps.js';
import { examOf } from './exam-of.js';

/** Until when it is quiet, and why: a booked exam, a snooze. */
export const createQuietLine =
  ({ people }: Pick<NudgesDeps, 'people'>): ReminderLine =>
  async (about) => {
    if (about.assignment.state !== 'open') return undefined;
    const exam = examOf(about, people.workingDays(about.person, about.now));
    return quietLine({ exam, snoozedUntil: about.assignment.nudge.snoozedUntil });
  };

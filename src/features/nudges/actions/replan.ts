import { dateIn } from '../../../shared/dates.js';
import type { NudgeMemory, Replan } from '../../assignments/index.js';
import type { Subject } from '../rules.js';
import { nextAtAfterAnswer, nextAtAgain, pauseOf } from '../rules.js';
import type { NudgesDeps } from './deps.js';
import { subjectOf, wasTold } from './subject.js';

/** Plans reminders anew after an answer of the person, or after the decision on what they handed in. */
export function createReplan({ people, catalog }: Pick<NudgesDeps, 'people' | 'catalog'>): Replan {
  return async (assignment, after, now) => {
    const person = await people.byId(assignment.personId);
    const certification = await catalog.byId(assignment.certificationId);
    if (person === null || certification === null) throw new Error('An assignment needs a person and a certification');
    const { nudge } = assignment;
    const subject = subjectOf(assignment, certification, people.workingDays(person, now));
    // Whoever has an exam ahead, or has just told of one, need not hear today what was owed before.
    if (after === 'attempted' || isPaused(subject))
      return { 'nudge.owed': null, 'nudge.nextAt': nextAtAfterAnswer(subject) };
    if (after === 'reopened') {
      const today = wasTold(nudge, person, subject.days) ? 'told' : 'not told';
      return { 'nudge.owed': null, 'nudge.nextAt': nextAtAgain({ ...subject, today }) };
    }
    const isStillToCome = nudge.nextAt !== null && dateIn(nudge.nextAt, person.zone) <= subject.days.today;
    return {
      'nudge.owed': asksOfOtherExam(nudge, subject) ? null : nudge.owed,
      'nudge.nextAt': nextAtAgain({ ...subject, today: isStillToCome ? 'not told' : 'told' }),
    };
  };
}

function isPaused(subject: Subject): boolean {
  const until = pauseOf(subject);
  return until !== null && subject.days.today < until;
}

const asksOfOtherExam = ({ owed }: NudgeMemory, { examOn }: Subject) =>
  owed?.reason.startsWith('exam-') && owed.reason !== `exam-${examOn}`;

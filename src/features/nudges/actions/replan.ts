import { dateIn } from '../../../shared/dates.js';
import type { Assignment, NudgeMemory, Planning } from '../../assignments/index.js';
import type { Subject } from '../rules.js';
import { nextAtAfterAnswer, nextAtAgain, pauseOf } from '../rules.js';
import type { NudgesDeps } from './deps.js';
import { subjectOf, wasTold } from './subject.js';

/** Plans reminders anew after an answer of the person, or after the decision on what they handed in. */
export function createPlanning({ people, catalog, clock }: Pick<NudgesDeps, 'people' | 'catalog' | 'clock'>): Planning {
  async function knownOf(assignment: Assignment, now: Date) {
    const person = await people.byId(assignment.personId);
    const certification = await catalog.byId(assignment.certificationId);
    if (person === null || certification === null) throw new Error('An assignment needs a person and a certification');
    return { person, subject: subjectOf(assignment, certification, people.workingDays(person, now)) };
  }

  return {
    async replan(assignment, after, now) {
      const { person, subject } = await knownOf(assignment, now);
      const { nudge } = assignment;
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
    },

    async pausedUntil(assignment) {
      const { subject } = await knownOf(assignment, clock.now());
      return pauseOf(subject);
    },
  };
}

function isPaused(subject: Subject): boolean {
  const until = pauseOf(subject);
  return until !== null && subject.days.today < until;
}

const asksOfOtherExam = ({ owed }: NudgeMemory, { examOn }: Subject) =>
  owed?.reason.startsWith('exam-') && owed.reason !== `exam-${examOn}`;

import type { CalendarDate } from '../../../shared/dates.js';
import type { Subject, TrainingTimeDeps } from '../deps.js';
import { isAhead } from '../rules.js';
import type { Span, TrainingBlock } from '../training-block.js';
import type { Planning } from './rules.js';
import { spansOn } from './rules.js';
import type { StudyPlan } from './study-plan.js';

/** All that decides when somebody can study each week, as it stands now. */
export function createPlanning({
  store,
  plans,
  policies,
  people,
}: Pick<TrainingTimeDeps, 'store' | 'plans' | 'policies' | 'people'>) {
  return async function planningOf({ assignment, certification, person }: Subject, now: Date): Promise<Planning> {
    // Plans first: one whose blocks are made meanwhile is then known by its blocks.
    const agreed = await plans.agreedOf(person._id);
    const [terms, planned, studied] = await Promise.all([
      policies.termsOf(person),
      store.plannedOf(person._id),
      store.studiedFor(assignment._id),
    ]);
    const ahead = planned.filter((block) => isAhead(block, now));
    const own = ahead.filter(({ assignmentId }) => assignmentId === assignment._id);
    return {
      now,
      zone: person.zone,
      shiftsOn: (date) => (isBeforeStart(date) ? [] : people.shiftsOn(person, date)),
      lastOn: assignment.dueOn,
      terms,
      neededMinutes: Math.max(0, Math.round(certification.studyHours * 60 - studiedMinutes(studied) - minutesOf(own))),
      // What is over counts for the hours of its week.
      planned: [...planned, ...studied, ...agreed.flatMap((plan) => blocksToCome(plan, [...planned, ...studied]))],
    };

    function isBeforeStart(date: CalendarDate): boolean {
      return person.startOn !== null && date < person.startOn;
    }
  };
}

export type PlanningOf = ReturnType<typeof createPlanning>;

/** An agreed plan has its blocks a moment later; until then its times are taken all the same. */
const blocksToCome = ({ _id, series, dates }: StudyPlan, blocks: readonly TrainingBlock[]): Span[] =>
  blocks.some(({ planId }) => planId === _id) ? [] : spansOn(series, dates);

/** What was kept in part counts half. */
export const studiedMinutes = (blocks: readonly TrainingBlock[]) =>
  minutesOf(blocks.filter(({ state }) => state === 'kept')) +
  minutesOf(blocks.filter(({ state }) => state === 'partly')) / 2;

export const minutesOf = (spans: readonly Span[]) =>
  spans.reduce((sum, { startsAt, endsAt }) => sum + (endsAt.getTime() - startsAt.getTime()) / 60_000, 0);

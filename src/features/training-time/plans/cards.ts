import { createReviewCards } from '../../../platform/reviews/cards.js';
import type { ReviewStage } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { PlanActions } from './actions.js';
import type { PlanCard } from './messages.js';
import { planCard } from './messages.js';
import type { StudyPlan } from './study-plan.js';
import type { PlanViews } from './views.js';

export const askTopic = 'training-time.plan-ask';

type Deps = Pick<TrainingTimeDeps, 'plans' | 'people' | 'outbox' | 'clock' | 'readers'> &
  Readonly<{ planActions: Pick<PlanActions, 'subjectOf'>; views: PlanViews }>;

/** The cards of weekly study time that waits for somebody to agree: each comes at once, as the first time may be near. */
export function createPlanCards({ plans, planActions, views, ...deps }: Deps) {
  async function cardOf(plan: StudyPlan, reader: Person, _now: Date, reason: ReviewStage): Promise<PlanCard> {
    const subject = await planActions.subjectOf(plan.assignmentId);
    if (subject === undefined) throw new Error('A study plan needs an assignment, a person and a certification');
    return views.card(plan, subject, reader, reason);
  }

  return createReviewCards<StudyPlan, Person, PlanCard>({
    ...deps,
    reviews: plans,
    names: { sweep: 'training-time.cards', topic: askTopic, row: 'plan-ask' },
    waiting: 'asked',
    createDrawing: () => ({ cardOf, isUrgent: async () => true }),
    // What comes at once comes alone.
    messageOf: ({ cards: [card] }) => planCard(card!),
    oldestFirst: (a, b) => a.series.firstOn.localeCompare(b.series.firstOn) || a._id.localeCompare(b._id),
  });
}

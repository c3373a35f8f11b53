import type { Topics } from '../../../platform/slack/delivery.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { StudyPlanId } from '../../../shared/ids.js';
import { readSeen } from '../../../shared/seen.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { PlanActions } from './actions.js';
import { ownPlan } from './messages.js';
import type { PlanViews } from './views.js';

export const newsTopic = 'training-time.plan-news';

type Deps = Pick<TrainingTimeDeps, 'plans' | 'outbox' | 'readers'> &
  Readonly<{ planActions: Pick<PlanActions, 'known'>; views: PlanViews }>;

/** What the person hears of the answer, or that there was none. It shows later how it stands. */
export function createPlanTopics({ plans, outbox, readers, planActions, views }: Deps): Topics {
  async function aboutOf({ subject }: Pick<Row, 'subject'>) {
    const seen = readSeen(StudyPlanId, subject);
    const found = seen === undefined ? undefined : await planActions.known(seen.id);
    return found && seen && { ...found, isAsSaid: found.plan.version === seen.version };
  }

  /** What changed between composing and sending could not mark the row yet. */
  async function said({ items }: Pick<Row, 'items'>): Promise<void> {
    for (const { id, version } of items) {
      const plan = await plans.byId(id as StudyPlanId);
      if (plan?.version !== version) await outbox.markStale(id);
    }
  }

  return {
    [newsTopic]: createNotice({
      readers,
      async draw(row) {
        const about = await aboutOf(row);
        if (about === undefined || !about.isAsSaid || about.subject.assignment.state !== 'open') return undefined;
        const { plan, subject } = about;
        const items = [{ id: plan._id, reason: plan.state, version: plan.version }];
        return { words: ownPlan(await views.own(plan, subject)), items };
      },
      async redraw(row) {
        const about = await aboutOf(row);
        return about && ownPlan(await views.own(about.plan, about.subject));
      },
      said,
    }),
  };
}

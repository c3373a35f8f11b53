import { earliest } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { TimeOfDay } from '../../../shared/dates.js';
import { addDays, instantAt, latestDateOnEarth } from '../../../shared/dates.js';
import type { TrainingTimeDeps } from '../deps.js';
import { answerableUntil } from './rules.js';
import type { StudyPlan } from './study-plan.js';
import { planFact } from './study-plan.js';

const midnight = '00:00' as TimeOfDay;
const name = 'training-time.endUnanswered';

/** Ends what nobody has agreed to in time. */
export function createPlanLapse({ plans, clock }: Pick<TrainingTimeDeps, 'plans' | 'clock'>): Sweep {
  async function end(plan: StudyPlan, now: Date): Promise<boolean> {
    const fields = { state: 'unanswered', review: null } as const;
    const fact = planFact(plan, 'study-plan.unanswered', {});
    return plans.change(plan, fields, fact, { at: now, by: `sweep:${name}` });
  }

  return {
    name,
    async run(keepsGoing) {
      const now = clock.now();
      let ended = 0;
      for await (const plan of plans.askedBefore(latestDateOnEarth(now))) {
        if (!keepsGoing()) return ended;
        if (isOverAt(plan) <= now && (await end(plan, now))) ended += 1;
      }
      return ended;
    },
    nextDueAt: async () => earliest((await plans.firstAsked()).map(isOverAt)),
  };
}

/** The midnight after the last day on which somebody may agree, on the person's own clock. */
const isOverAt = (plan: StudyPlan): Date => instantAt(addDays(answerableUntil(plan), 1), midnight, plan.series.zone);

import type { Stored } from '../../../platform/database/facts.js';
import type { NewRow } from '../../../platform/slack/outbox.js';
import type { AssignmentId, PersonId, StudyPlanId } from '../../../shared/ids.js';
import { writeSeen } from '../../../shared/seen.js';
import type { AssignmentFact } from '../../assignments/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { MakeRoom } from '../leave.js';
import { firstWord } from '../rules.js';
import type { TrainingBlock } from '../training-block.js';
import { blockIdOn, factOf } from '../training-block.js';
import { spansOn } from './rules.js';
import type { StudyPlanFact } from './study-plan.js';
import { planFact } from './study-plan.js';
import { newsTopic } from './topics.js';

type Of<Type extends StudyPlanFact['type']> = Stored<Extract<StudyPlanFact, { type: Type }>>;
type AssignmentClosed = Stored<Extract<AssignmentFact, { type: 'assignment.closed' }>>;

/** News that comes later than this helps nobody. */
const newsForDays = 28;

/** What follows from what happens to a plan. Each may run again after a crash. */
export function createPlanReactions({
  store,
  plans,
  outbox,
  people,
  makeRoom,
}: TrainingTimeDeps & { makeRoom: MakeRoom }) {
  const planOf = ({ about }: Stored) => plans.byId(about as StudyPlanId);

  async function dropAhead(plan: StudyPlanId, { id, at }: Stored): Promise<void> {
    const cause = { at, by: 'training-time.dropBlocks' };
    for (const block of await store.plannedOfPlan(plan)) {
      // Whether what is over happened can still be answered.
      if (block.endsAt <= at) continue;
      const fact = factOf(block, 'training-block.dropped', { why: 'plan-ended' as const });
      const dropped = await store.changeFor(id, block, { state: 'dropped', nextAt: null }, fact, cause);
      if (!dropped) throw new Error(`${block._id} changed while it was to be dropped`);
    }
  }

  return {
    /** Who did it themselves was answered there. */
    async tellPerson(fact: Of<'study-plan.agreed' | 'study-plan.declined' | 'study-plan.unanswered'>): Promise<void> {
      if (fact.type === 'study-plan.agreed' && (fact.how === 'by-policy' || fact.how === 'taken')) return;
      const person = await people.byId(fact.personId);
      if (person === null) return;
      const isUnasked = fact.type === 'study-plan.agreed' && fact.how === 'given';
      if (isUnasked && !(await people.isReached(person))) return;
      await outbox.put([newsFor(person._id, fact)]);
    },

    /** Whatever became of a block since, it is made once. */
    async makeBlocks(fact: Of<'study-plan.agreed'>): Promise<void> {
      const plan = await planOf(fact);
      // Run again, it may find that the plan was given up between the blocks and their end.
      if (plan?.state === 'ended') return dropAhead(plan._id, fact);
      if (plan?.state !== 'agreed') return;
      const spans = spansOn(plan.series, plan.dates);
      const births = spans.map((span, index) => {
        const { personId, assignmentId, certificationId, _id: planId } = plan;
        const about = { personId, assignmentId, certificationId };
        const nextAt = firstWord(span, fact.at);
        const block: Omit<TrainingBlock, 'version'> = {
          _id: blockIdOn(plan.dates[index]!, planId),
          ...about,
          planId,
          ...span,
          state: 'planned',
          lostTo: null,
          moves: 0,
          nextAt,
        };
        return { block, fact: factOf(about, 'training-block.planned', span) };
      });
      await store.insertAll(births, { at: fact.at, by: fact.by });
      // Given up meanwhile, or leave taken: what drops its blocks found only those that were there by then.
      const current = await planOf(fact);
      if (current?.state === 'ended') await dropAhead(plan._id, fact);
      else await makeRoom(plan.personId, fact);
    },

    dropBlocks: (fact: Of<'study-plan.ended'>): Promise<void> => dropAhead(fact.about as StudyPlanId, fact),

    /** A plan ends with its assignment, without a word. */
    async endPlan({ id, at, about }: AssignmentClosed): Promise<void> {
      const plan = await plans.livingFor(about as AssignmentId);
      if (plan === null) return;
      const fact = planFact(plan, 'study-plan.ended', { why: 'assignment-closed' as const });
      const ended = await plans.changeFor(id, plan, { state: 'ended', review: null }, fact, {
        at,
        by: 'training-time.endPlan',
      });
      if (!ended) throw new Error(`${plan._id} changed while it was to be ended`);
    },

    /** All messages that show it show it as it stands. */
    redrawPlan: ({ about }: Stored): Promise<void> => outbox.markStale(about),
  };
}

/** Once for each fact. */
const newsFor = (to: PersonId, { id, about, at }: Stored): NewRow => ({
  key: `${newsTopic}|${id}|${to}`,
  to,
  topic: newsTopic,
  subject: writeSeen(about, Number(id.split(':').at(-1))),
  notBefore: at,
  notAfter: new Date(at.getTime() + newsForDays * 86_400_000),
  priority: 2,
});

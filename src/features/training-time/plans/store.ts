import type { Connection } from 'mongoose';
import type { Cause, Stateful } from '../../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../../platform/database/facts.js';
import type { IndexFact } from '../../../platform/database/indexes.js';
import { save } from '../../../platform/database/save.js';
import { defineSchema } from '../../../platform/database/schema.js';
import type { AssignmentId, PersonId, StudyPlanId } from '../../../shared/ids.js';
import type { StudyPlan, StudyPlanFact } from './study-plan.js';

type StoredPlan = StudyPlan & Stateful;

/** Parsed before it is stored. */
const parsed = {} as never;

const plans = defineSchema<StoredPlan>({
  ...statefulPaths,
  personId: String,
  assignmentId: String,
  certificationId: String,
  state: String,
  series: parsed,
  dates: [String],
  instead: parsed,
  answeredBy: String,
});

const living = { state: { $in: ['proposed' as const, 'asked' as const, 'declined' as const, 'agreed' as const] } };

const agreed = { state: 'agreed' as const };

export const planIndexes: readonly IndexFact[] = [
  {
    collection: 'studyPlans',
    name: 'oneLiving',
    key: { assignmentId: 1 },
    options: { unique: true, partialFilterExpression: living },
  },
  {
    collection: 'studyPlans',
    name: 'agreedOfPerson',
    key: { personId: 1 },
    options: { partialFilterExpression: agreed },
  },
  pendingFactsIndex('studyPlans'),
];

const asPlan = { pendingFacts: 0, appliedFacts: 0 } as const;

/** What a change may set. */
export type PlanFields = Partial<Pick<StudyPlan, 'state' | 'series' | 'dates' | 'instead' | 'answeredBy'>>;

export function createPlanStore(connection: Connection) {
  const model = connection.model<StoredPlan>('StudyPlan', plans, 'studyPlans');

  return {
    model,
    byId: (id: StudyPlanId) => model.findById(id, asPlan).lean<StudyPlan>().exec(),

    /** The one that has not ended, if there is one. */
    livingFor: (assignmentId: AssignmentId) =>
      model
        .findOne({ assignmentId, ...living }, asPlan)
        .lean<StudyPlan>()
        .exec(),

    /** What is agreed for one person, whatever for. */
    agreedOf: (personId: PersonId) =>
      model
        .find({ personId, ...agreed }, asPlan)
        .lean<StudyPlan[]>()
        .exec(),

    /** False when this assignment has one already. */
    insert: (plan: Omit<StudyPlan, 'version'>, fact: StudyPlanFact, cause: Cause) =>
      save<StudyPlan, StudyPlanFact>(model, { kind: 'born', noun: plan, fact }, cause),

    /** Changes one as it was seen. False when it has changed meanwhile. */
    change: (was: StudyPlan, fields: PlanFields, fact: StudyPlanFact, cause: Cause) =>
      save<StudyPlan, StudyPlanFact>(
        model,
        { kind: 'changed', was, expecting: { state: was.state }, set: fields, fact },
        cause,
      ),

    /** The same for a reaction: once for each fact, however often it runs. */
    changeFor: (factId: string, was: StudyPlan, fields: PlanFields, fact: StudyPlanFact, cause: Cause) =>
      save<StudyPlan, StudyPlanFact>(
        model,
        { kind: 'changed', was, expecting: { state: was.state }, onceFor: factId, set: fields, fact },
        cause,
      ),
  };
}

export type PlanStore = ReturnType<typeof createPlanStore>;

import type { Connection } from 'mongoose';
import type { Cause, Stateful } from '../../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../../platform/database/facts.js';
import type { IndexFact } from '../../../platform/database/indexes.js';
import { createReviewSteps, reviewIndexesOf, reviewPath } from '../../../platform/database/reviews.js';
import { save } from '../../../platform/database/save.js';
import { defineSchema } from '../../../platform/database/schema.js';
import type { CalendarDate } from '../../../shared/dates.js';
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
  review: reviewPath,
});

const living = { state: { $in: ['proposed' as const, 'asked' as const, 'declined' as const, 'agreed' as const] } };

const agreed = { state: 'agreed' as const };
const asked = { state: 'asked' as const };
const allAsked = { ...asked, 'review.nextAt': { $type: 'null' as const } };

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
  {
    collection: 'studyPlans',
    name: 'askedOfPerson',
    key: { personId: 1 },
    options: { partialFilterExpression: asked },
  },
  {
    collection: 'studyPlans',
    name: 'lastDays',
    key: { 'series.untilOn': 1 },
    options: { partialFilterExpression: asked },
  },
  {
    collection: 'studyPlans',
    name: 'askedInVain',
    key: { 'series.firstOn': 1 },
    options: { partialFilterExpression: allAsked },
  },
  ...reviewIndexesOf('studyPlans', asked.state),
  pendingFactsIndex('studyPlans'),
];

const asPlan = { pendingFacts: 0, appliedFacts: 0 } as const;

const batchSize = 1_000;

/** What a change may set. */
export type PlanFields = Partial<Pick<StudyPlan, 'state' | 'series' | 'dates' | 'instead' | 'answeredBy' | 'review'>>;

export function createPlanStore(connection: Connection) {
  const model = connection.model<StoredPlan>('StudyPlan', plans, 'studyPlans');

  const firstBy = async (day: 'firstOn' | 'untilOn', filter: object): Promise<StudyPlan[]> =>
    model
      .find(filter, asPlan)
      .sort({ [`series.${day}`]: 1 })
      .limit(1)
      .lean<StudyPlan[]>()
      .exec();

  return {
    model,
    ...createReviewSteps<StudyPlan, StudyPlanFact>(model.collection, asked.state),

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

    /** What these people have asked for, and nobody has answered. */
    askedOfThese: (personIds: readonly PersonId[]) =>
      model
        .find({ personId: { $in: [...personIds] }, ...asked }, asPlan)
        .lean<StudyPlan[]>()
        .exec(),

    /** Asked for, and the last day is before this one; or the first day is, and nobody is left to be asked. */
    async *askedBefore(day: CalendarDate): AsyncGenerator<StudyPlan> {
      const before = { $lt: day };
      yield* model
        .find({ ...asked, 'series.untilOn': before }, asPlan)
        .lean<StudyPlan[]>()
        .cursor({ batchSize });
      yield* model
        .find({ ...allAsked, 'series.firstOn': before }, asPlan)
        .lean<StudyPlan[]>()
        .cursor({ batchSize });
    },

    /** Those that are the first to come into `askedBefore`. */
    firstAsked: async (): Promise<readonly StudyPlan[]> => [
      ...(await firstBy('untilOn', asked)),
      ...(await firstBy('firstOn', allAsked)),
    ],

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

import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { AssignmentId, PersonId, StudyPlanId, TrainingBlockId } from '../../shared/ids.js';
import type { Ended } from './hours.js';
import type { TrainingBlock, TrainingBlockFact } from './training-block.js';

type StoredBlock = TrainingBlock & Stateful;

const blocks = defineSchema<StoredBlock>({
  ...statefulPaths,
  personId: String,
  assignmentId: String,
  certificationId: String,
  planId: String,
  startsAt: Date,
  endsAt: Date,
  state: String,
  lostTo: String,
  moves: Number,
  nextAt: Date,
});

const planned = { state: 'planned' as const };
const byHand = { ...planned, planId: null };
const ofSomePlan = { ...planned, planId: { $type: 'string' as const } };
const studied = { state: { $in: ['kept' as const, 'partly' as const] } };
const isDate = { $type: 'date' as const };

export const trainingTimeIndexes: readonly IndexFact[] = [
  {
    collection: 'trainingBlocks',
    name: 'onePlanned',
    key: { assignmentId: 1 },
    options: { unique: true, partialFilterExpression: byHand },
  },
  {
    collection: 'trainingBlocks',
    name: 'oneAtATime',
    key: { assignmentId: 1, startsAt: 1 },
    options: { unique: true, partialFilterExpression: planned },
  },
  {
    collection: 'trainingBlocks',
    name: 'ofPlan',
    key: { planId: 1 },
    options: { partialFilterExpression: ofSomePlan },
  },
  {
    collection: 'trainingBlocks',
    name: 'studied',
    key: { assignmentId: 1 as const, endsAt: 1 as const },
    options: { partialFilterExpression: studied },
  },
  {
    collection: 'trainingBlocks',
    name: 'plannedOfPerson',
    key: { personId: 1, startsAt: 1 },
    options: { partialFilterExpression: planned },
  },
  {
    collection: 'trainingBlocks',
    name: 'speaks',
    key: { nextAt: 1 },
    options: { partialFilterExpression: { ...planned, nextAt: isDate } },
  },
  { collection: 'trainingBlocks', name: 'ofPerson', key: { personId: 1, endsAt: 1 } },
  { collection: 'trainingBlocks', name: 'ended', key: { endsAt: 1 } },
  pendingFactsIndex('trainingBlocks'),
];

const asBlock = { pendingFacts: 0, appliedFacts: 0 } as const;

type Fields = Partial<Pick<TrainingBlock, 'state' | 'lostTo' | 'moves' | 'startsAt' | 'endsAt' | 'nextAt'>>;
/** A block as somebody saw it. */
type Seen = Readonly<{ _id: TrainingBlockId; version: number }>;
/** A block that is to be spoken of. */
export type Speaking = TrainingBlock & { nextAt: Date };

export function createTrainingTimeStore(connection: Connection) {
  const model = connection.model<StoredBlock>('TrainingBlock', blocks, 'trainingBlocks');

  return {
    model,
    byId: (id: TrainingBlockId) => model.findById(id, asBlock).lean<TrainingBlock>().exec(),

    async byIds(ids: readonly TrainingBlockId[]): Promise<Map<TrainingBlockId, TrainingBlock>> {
      const found = await model
        .find({ _id: { $in: [...ids] } }, asBlock)
        .lean<TrainingBlock[]>()
        .exec();
      return new Map(found.map((block) => [block._id, block]));
    },

    /** Planned blocks of one person, soonest first; unanswered ones of the past too. */
    plannedOf: (personId: PersonId) =>
      model
        .find({ personId, ...planned }, asBlock)
        .sort({ startsAt: 1 })
        .lean<TrainingBlock[]>()
        .exec(),

    /** Planned blocks of one assignment, soonest first; unanswered ones of the past too. */
    plannedFor: (assignmentId: AssignmentId) =>
      model
        .find({ assignmentId, ...planned }, asBlock)
        .sort({ startsAt: 1 })
        .lean<TrainingBlock[]>()
        .exec(),

    plannedOfPlan: (planId: StudyPlanId) =>
      model
        .find({ ...planned, planId: { $eq: planId, ...ofSomePlan.planId } }, asBlock)
        .lean<TrainingBlock[]>()
        .exec(),

    /** What was dropped for one person because of this fact, soonest first. */
    droppedFor: (personId: PersonId, factId: string) =>
      model
        .find({ personId, state: 'dropped', appliedFacts: factId }, asBlock)
        .sort({ endsAt: 1 })
        .lean<TrainingBlock[]>()
        .exec(),

    /** What was kept for one assignment, or kept in part. */
    studiedFor: (assignmentId: AssignmentId) =>
      model
        .find({ assignmentId, ...studied }, asBlock)
        .lean<TrainingBlock[]>()
        .exec(),

    /** Inserts those that are not there yet. */
    async insertAll(
      births: readonly Readonly<{ block: Omit<TrainingBlock, 'version'>; fact: TrainingBlockFact }>[],
      cause: Cause,
    ): Promise<void> {
      const writes = births.map(
        ({ block, fact }): StatefulWrite<TrainingBlock, TrainingBlockFact> => ({ kind: 'born', noun: block, fact }),
      );
      await saveAll(model.collection, writes, cause);
    },

    /** False when one is planned by hand for this assignment already. */
    insert: (block: Omit<TrainingBlock, 'version'>, fact: TrainingBlockFact, cause: Cause) =>
      save<TrainingBlock, TrainingBlockFact>(model, { kind: 'born', noun: block, fact }, cause),

    /** Changes a planned one as the person saw it. False when it has changed meanwhile, or another one is there by then. */
    change: (was: Seen, fields: Fields, fact: TrainingBlockFact, cause: Cause) =>
      save<TrainingBlock, TrainingBlockFact>(
        model,
        { kind: 'changed', was, expecting: planned, set: fields, fact },
        cause,
      ),

    /** The same for a reaction: once for each fact, however often it runs. */
    changeFor: (factId: string, was: Seen, fields: Fields, fact: TrainingBlockFact, cause: Cause) =>
      save<TrainingBlock, TrainingBlockFact>(
        model,
        { kind: 'changed', was, expecting: planned, onceFor: factId, set: fields, fact },
        cause,
      ),

    /** The one that is going on. */
    goingOn: (personId: PersonId, now: Date) =>
      model
        .findOne({ personId, ...planned, startsAt: { $lte: now }, endsAt: { $gt: now } }, asBlock)
        .lean<TrainingBlock>()
        .exec(),

    /** Blocks whose turn to be spoken of has come, earliest first. */
    due: (now: Date, limit: number) =>
      model
        .find({ ...planned, nextAt: { ...isDate, $lte: now } }, asBlock)
        .sort({ nextAt: 1 })
        .limit(limit)
        .lean<Speaking[]>()
        .exec(),

    /** Whose study time ended after `from` and until `to`, added up by how it went; of these people, or of everybody. */
    ended: (from: Date, to: Date, personIds?: readonly PersonId[]): Promise<Ended[]> =>
      model
        .aggregate<Ended>([
          {
            $match: {
              ...(personIds !== undefined && { personId: { $in: [...personIds] } }),
              endsAt: { $gt: from, $lte: to },
              state: { $ne: 'dropped' },
            },
          },
          { $set: { minutes: { $divide: [{ $subtract: ['$endsAt', '$startsAt'] }, 60_000] } } },
          {
            $group: {
              _id: { personId: '$personId', state: '$state', lostTo: '$lostTo' },
              minutes: { $sum: '$minutes' },
              movedMinutes: { $sum: { $cond: [{ $gt: ['$moves', 0] }, '$minutes', 0] } },
            },
          },
          { $replaceWith: { $mergeObjects: ['$_id', { minutes: '$minutes', movedMinutes: '$movedMinutes' }] } },
        ])
        .exec(),

    async firstDueAt(): Promise<Date | undefined> {
      const first = await model
        .findOne({ ...planned, nextAt: isDate }, { nextAt: 1 })
        .sort({ nextAt: 1 })
        .lean<Pick<Speaking, 'nextAt'>>()
        .exec();
      return first?.nextAt;
    },

    /** Notes when each is spoken of next; bookkeeping, so no facts. One that was moved meanwhile keeps its new turn. */
    async setNext(turns: readonly (Pick<Speaking, '_id' | 'nextAt'> & { next: Date | null })[]): Promise<void> {
      if (turns.length === 0) return;
      const writes = turns.map(({ _id, nextAt, next }) => ({
        updateOne: { filter: { _id, ...planned, nextAt }, update: { $set: { nextAt: next } } },
      }));
      await model.bulkWrite(writes, { ordered: false });
    },
  };
}

export type TrainingTimeStore = ReturnType<typeof createTrainingTimeStore>;

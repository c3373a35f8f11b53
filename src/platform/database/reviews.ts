import type { mongo } from 'mongoose';
import type { PersonId } from '../../shared/ids.js';
import type { Approval, Review, ReviewStage, ReviewStep } from '../../shared/review.js';
import { reviewStages } from '../../shared/review.js';
import type { Cause, FactBody, Stateful } from './facts.js';
import { changedWith } from './facts.js';
import type { IndexFact } from './indexes.js';
import { orNull } from './schema.js';

/** A noun that waits for somebody's decision while it is in one of its states. */
export type Reviewed = Readonly<{
  _id: string;
  version: number;
  state: string;
  review: Review | null;
}>;

type StoredReviewed = Stateful & { state: string; approvals: Approval[]; review: Review | null };

/** How a schema says that its noun is reviewed. */
export const reviewPath = orNull({
  stage: String,
  nextAt: Date,
  cardAt: Date,
  asks: [{ _id: false, to: String, reason: String, row: String }],
});

const isDate = { $type: 'date' as const };
const asNoun = { pendingFacts: 0, appliedFacts: 0 } as const;

/** What of a document says when to ask, and whom; each index covers those that wait. */
export const reviewIndexesOf = (collection: string, waiting: string): readonly IndexFact[] => [
  {
    collection,
    name: 'nextCard',
    key: { 'review.cardAt': 1 },
    options: { partialFilterExpression: { state: waiting, 'review.cardAt': isDate } },
  },
  {
    collection,
    name: 'nextStage',
    key: { 'review.nextAt': 1 },
    options: { partialFilterExpression: { state: waiting, 'review.nextAt': isDate } },
  },
  {
    collection,
    name: 'asked',
    key: { 'review.asks.to': 1 },
    options: { partialFilterExpression: { state: waiting } },
  },
];

/**
 * What reviews ask of a collection of nouns that wait for a decision while their state is `waiting`. `review.*` is
 * bookkeeping that no fact explains: it is written path by path, so that what is decided, asked and said at the same
 * time all stays.
 *
 * @param native the mongoose model's native collection: values are not cast, so parse them before
 */
export function createReviewSteps<Noun extends Reviewed, Fact extends FactBody>(native: object, waiting: string) {
  const nouns = native as mongo.Collection<StoredReviewed>;
  const isWaiting = { state: waiting };
  const stepOf = ({ stage, nextAt, cardAt, asks }: ReviewStep) => ({
    $set: { 'review.stage': stage, 'review.nextAt': nextAt, 'review.cardAt': cardAt },
    $push: { 'review.asks': { $each: [...asks] } },
  });

  const due = async (path: 'review.cardAt' | 'review.nextAt', now: Date, limit: number): Promise<Noun[]> =>
    (await nouns
      .find({ ...isWaiting, [path]: { ...isDate, $lte: now } }, { projection: asNoun })
      .sort({ [path]: 1 })
      .limit(limit)
      .toArray()) as unknown as Noun[];

  const first = (path: 'review.cardAt' | 'review.nextAt') =>
    nouns.findOne({ ...isWaiting, [path]: isDate }, { sort: { [path]: 1 }, projection: { [path]: 1 } });

  return {
    byIds: async (ids: readonly string[]): Promise<Noun[]> =>
      (await nouns.find({ _id: { $in: [...ids] } }, { projection: asNoun }).toArray()) as unknown as Noun[],

    /** Those with a card to be put, earliest first. */
    cardsDue: (now: Date, limit: number) => due('review.cardAt', now, limit),
    firstCardAt: async (): Promise<Date | undefined> => (await first('review.cardAt'))?.review?.cardAt ?? undefined,

    /** When to look at it again; nothing when another one has said so since it was read. */
    async moveCard({ _id, review }: Pick<Noun, '_id' | 'review'>, cardAt: Date | null): Promise<void> {
      await nouns.updateOne(
        { _id, ...isWaiting, 'review.cardAt': review?.cardAt ?? null },
        { $set: { 'review.cardAt': cardAt } },
      );
    },

    /** Those whose next stage has come, earliest first. */
    stagesDue: (now: Date, limit: number) => due('review.nextAt', now, limit),
    firstStageAt: async (): Promise<Date | undefined> => (await first('review.nextAt'))?.review?.nextAt ?? undefined,

    /** Asks further; false when another one has, or it was decided or corrected, since it was read. */
    async raise({ _id, version, review }: Pick<Noun, '_id' | 'version' | 'review'>, step: ReviewStep) {
      const { matchedCount } = await nouns.updateOne(
        { _id, version, ...isWaiting, 'review.nextAt': review?.nextAt ?? null },
        stepOf(step),
      );
      return matchedCount === 1;
    },

    /** Those who were asked and not told of it yet need not hear of it any more. */
    async unask(_id: string, people: readonly PersonId[]): Promise<void> {
      await nouns.updateOne({ _id }, { $pull: { 'review.asks': { row: null, to: { $in: [...people] } } } });
    },

    /** What this person is asked to decide and has not agreed to yet, where it needs several. */
    askedOf: async (personId: PersonId): Promise<Noun[]> =>
      (await nouns
        .find({ ...isWaiting, 'review.asks.to': personId, 'approvals.by': { $ne: personId } }, { projection: asNoun })
        .toArray()) as unknown as Noun[],

    /** Remembers which row told this person, for all that they had been asked up to this stage. */
    async told(_id: string, personId: PersonId, stage: ReviewStage, row: string): Promise<void> {
      const upTo = reviewStages.slice(0, reviewStages.indexOf(stage) + 1);
      await nouns.updateOne(
        { _id, 'review.asks.to': personId },
        { $set: { 'review.asks.$[ask].row': row } },
        { arrayFilters: [{ 'ask.to': personId, 'ask.row': null, 'ask.reason': { $in: upTo } }] },
      );
    },

    /** The first of two has agreed, where the noun keeps approvals; the next ones are asked. False when it has changed since it was read. */
    async agree(was: Noun, approval: Approval, step: ReviewStep, fact: Fact): Promise<boolean> {
      const { $inc, $push } = changedWith(was, fact, approval);
      const asks = stepOf(step);
      const { modifiedCount } = await nouns.updateOne(
        { _id: was._id, version: was.version, ...isWaiting },
        { $set: asks.$set, $inc, $push: { ...$push, ...asks.$push, approvals: approval } },
      );
      return modifiedCount === 1;
    },

    /** Ends the review. False when it has changed since it was read. */
    async decide(was: Noun, fields: Readonly<Partial<Noun>>, fact: Fact, cause: Cause): Promise<boolean> {
      const { modifiedCount } = await nouns.updateOne(
        { _id: was._id, version: was.version, ...isWaiting },
        {
          $set: { ...(fields as object), 'review.nextAt': null, 'review.cardAt': null },
          ...changedWith(was, fact, cause),
        },
      );
      return modifiedCount === 1;
    },
  };
}

export type ReviewSteps<Noun extends Reviewed, Fact extends FactBody> = ReturnType<
  typeof createReviewSteps<Noun, Fact>
>;

import type { Cause } from '../../platform/database/facts.js';
import { changedWith } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import type { Credential, CredentialFact, Review, ReviewStage } from './credential.js';
import { reviewStages } from './credential.js';
import type { CredentialsStore } from './store.js';

const submitted = { state: 'submitted' as const };
const isDate = { $type: 'date' as const };
/** Verified, and its lapse not told of yet. */
const unlapsed = { state: 'verified' as const, 'lapse.lapsedOn': { $type: 'null' as const } };
const numbered = { number: { $gt: '' } };

/** Each query below stands beside the index it needs; what reviews and lapses cost is what is due, not what exists. */
export const reviewIndexes: readonly IndexFact[] = [
  {
    collection: 'credentials',
    name: 'nextCard',
    key: { 'review.cardAt': 1 },
    options: { partialFilterExpression: { ...submitted, 'review.cardAt': isDate } },
  },
  {
    collection: 'credentials',
    name: 'nextStage',
    key: { 'review.nextAt': 1 },
    options: { partialFilterExpression: { ...submitted, 'review.nextAt': isDate } },
  },
  {
    collection: 'credentials',
    name: 'asked',
    key: { 'review.asks.to': 1 },
    options: { partialFilterExpression: submitted },
  },
  {
    collection: 'credentials',
    name: 'waitingOf',
    key: { certificationId: 1 },
    options: { partialFilterExpression: submitted },
  },
  {
    collection: 'credentials',
    name: 'number',
    key: { certificationId: 1, number: 1 },
    options: { partialFilterExpression: numbered },
  },
  {
    collection: 'credentials',
    name: 'lapses',
    key: { certificationId: 1, expiresOn: 1 },
    options: { partialFilterExpression: unlapsed },
  },
];

/** One step of a review besides the decision; `asks` are added to those that stand. */
export type ReviewStep = Readonly<Pick<Review, 'stage' | 'nextAt' | 'cardAt' | 'asks'>>;

const asCredential = { pendingFacts: 0, appliedFacts: 0 } as const;
const claims = ['submitted', 'verified', 'superseded', 'revoked'] as const;

/**
 * What reviews ask of the `credentials` collection. `review.*` is bookkeeping that no fact explains: it is written path by
 * path, so that what is decided, asked and said at the same time all stays.
 */
export function createReviewStore({ model }: Pick<CredentialsStore, 'model'>) {
  const stepOf = ({ stage, nextAt, cardAt, asks }: ReviewStep) => ({
    $set: { 'review.stage': stage, 'review.nextAt': nextAt, 'review.cardAt': cardAt },
    $push: { 'review.asks': { $each: [...asks] } },
  });

  return {
    byIds: (ids: readonly CredentialId[]) =>
      model
        .find({ _id: { $in: [...ids] } }, asCredential)
        .lean<Credential[]>()
        .exec(),

    /** Those with a card to be put, earliest first. */
    cardsDue: (now: Date, limit: number) =>
      model
        .find({ ...submitted, 'review.cardAt': { ...isDate, $lte: now } }, asCredential)
        .sort({ 'review.cardAt': 1 })
        .limit(limit)
        .lean<Credential[]>()
        .exec(),

    async firstCardAt(): Promise<Date | undefined> {
      const first = await model
        .findOne({ ...submitted, 'review.cardAt': isDate }, { 'review.cardAt': 1 })
        .sort({ 'review.cardAt': 1 })
        .lean<Pick<Credential, 'review'>>()
        .exec();
      return first?.review?.cardAt ?? undefined;
    },

    /** When to look at it again; nothing when another one has said so since it was read. */
    async moveCard({ _id, review }: Pick<Credential, '_id' | 'review'>, cardAt: Date | null): Promise<void> {
      await model.updateOne(
        { _id, ...submitted, 'review.cardAt': review?.cardAt },
        { $set: { 'review.cardAt': cardAt } },
      );
    },

    /** Those whose next stage has come, earliest first. */
    stagesDue: (now: Date, limit: number) =>
      model
        .find({ ...submitted, 'review.nextAt': { ...isDate, $lte: now } }, asCredential)
        .sort({ 'review.nextAt': 1 })
        .limit(limit)
        .lean<Credential[]>()
        .exec(),

    async firstStageAt(): Promise<Date | undefined> {
      const first = await model
        .findOne({ ...submitted, 'review.nextAt': isDate }, { 'review.nextAt': 1 })
        .sort({ 'review.nextAt': 1 })
        .lean<Pick<Credential, 'review'>>()
        .exec();
      return first?.review?.nextAt ?? undefined;
    },

    /** Asks further; false when another one has, or it was decided or corrected, since it was read. */
    async raise(
      { _id, version, review }: Pick<Credential, '_id' | 'version' | 'review'>,
      step: ReviewStep,
    ): Promise<boolean> {
      const { matchedCount } = await model.updateOne(
        { _id, version, ...submitted, 'review.nextAt': review?.nextAt },
        stepOf(step),
      );
      return matchedCount === 1;
    },

    /** Those who were asked and not told of it yet need not hear of it any more. */
    async unask(_id: CredentialId, people: readonly PersonId[]): Promise<void> {
      await model.updateOne({ _id }, { $pull: { 'review.asks': { row: null, to: { $in: [...people] } } } });
    },

    /** All of one certification that nobody has decided yet. */
    waitingOf: (certificationId: CertificationId): AsyncIterable<Pick<Credential, '_id'>> =>
      model
        .find({ ...submitted, certificationId }, { _id: 1 })
        .lean<Pick<Credential, '_id'>[]>()
        .cursor({ batchSize: 1_000 }),

    /** All that this person was asked to decide and nobody has decided yet. */
    askedOf: (personId: PersonId) =>
      model
        .find({ ...submitted, 'review.asks.to': personId }, asCredential)
        .lean<Credential[]>()
        .exec(),

    /** Remembers which row told this person, for all that they had been asked up to this stage. */
    async told(_id: CredentialId, personId: PersonId, stage: ReviewStage, row: string): Promise<void> {
      await model.updateOne(
        { _id, 'review.asks.to': personId },
        { $set: { 'review.asks.$[ask].row': row } },
        {
          arrayFilters: [
            {
              'ask.to': personId,
              'ask.row': null,
              'ask.reason': { $in: reviewStages.slice(0, reviewStages.indexOf(stage) + 1) },
            },
          ],
        },
      );
    },

    /** Whether somebody else has handed in, or earned, this certification with the same number. */
    isNumberTaken: async ({
      certificationId,
      number,
      personId,
    }: Pick<Credential, 'certificationId' | 'number' | 'personId'>) =>
      number !== '' &&
      (await model
        .findOne(
          {
            certificationId,
            number: { $eq: number, ...numbered.number },
            personId: { $ne: personId },
            state: { $in: [...claims] },
          },
          { _id: 1 },
        )
        .lean()
        .exec()) !== null,

    /** The first of two has agreed; the next ones are asked. False when it has changed since it was read. */
    async agree(was: Credential, approval: Credential['approvals'][number], step: ReviewStep, fact: CredentialFact) {
      const { $inc, $push } = changedWith(was, fact, causeOf(approval));
      const asks = stepOf(step);
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, ...submitted },
        { $set: asks.$set, $inc, $push: { ...$push, ...asks.$push, approvals: approval } },
      );
      return modifiedCount === 1;
    },

    /**
     * Ends the review. False when it has changed since it was read; throws a duplicate key when one that was earned on the
     * same day is on record.
     */
    async decide(
      was: Credential,
      fields: Partial<Pick<Credential, 'state' | 'expiresOn' | 'decision' | 'approvals'>>,
      fact: CredentialFact,
      cause: Cause,
    ): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, ...submitted },
        { $set: { ...fields, 'review.nextAt': null, 'review.cardAt': null }, ...changedWith(was, fact, cause) },
      );
      return modifiedCount === 1;
    },

    /** Verified ones of a certification that expire in this time and whose lapse was not told of, earliest first. */
    expiring: (certificationId: CertificationId, from: CalendarDate, until: CalendarDate): AsyncIterable<Credential> =>
      model
        .find({ ...unlapsed, certificationId, expiresOn: { $gte: from, $lte: until } }, asCredential)
        .sort({ expiresOn: 1 })
        .lean<Credential[]>()
        .cursor({ batchSize: 1_000 }),

    /** The first day after `after` on which one of this certification expires. */
    async firstExpiryAfter(certificationId: CertificationId, after: CalendarDate): Promise<CalendarDate | undefined> {
      const first = await model
        .findOne({ ...unlapsed, certificationId, expiresOn: { $gt: after } }, { expiresOn: 1 })
        .sort({ expiresOn: 1 })
        .lean<Pick<Credential, 'expiresOn'>>()
        .exec();
      return first?.expiresOn ?? undefined;
    },

    /** States once that it is its last day, or that it has lapsed. False when it has changed since it was read. */
    async lapse(was: Credential, lapse: Credential['lapse'], fact: CredentialFact, cause: Cause): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, state: 'verified' },
        { $set: { lapse }, ...changedWith(was, fact, cause) },
      );
      return modifiedCount === 1;
    },
  };
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

const causeOf = ({ by, at }: Credential['approvals'][number]): Cause => ({ by, at });

import type { Cause } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { createReviewSteps, reviewIndexesOf } from '../../platform/database/reviews.js';
import { save } from '../../platform/database/save.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import type { Credential, CredentialFact } from './credential.js';
import type { CredentialsStore } from './store.js';

const submitted = { state: 'submitted' as const };
/** Verified, and its lapse not told of yet. */
const unlapsed = { state: 'verified' as const, 'lapse.lapsedOn': { $type: 'null' as const } };
const numbered = { number: { $gt: '' } };

/** Each query below stands beside the index it needs; what reviews and lapses cost is what is due, not what exists. */
export const reviewIndexes: readonly IndexFact[] = [
  ...reviewIndexesOf('credentials', submitted.state),
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

const asCredential = { pendingFacts: 0, appliedFacts: 0 } as const;
const claims = ['submitted', 'verified', 'superseded', 'revoked'] as const;

/** What reviews ask of the `credentials` collection. */
export function createReviewStore({ model }: Pick<CredentialsStore, 'model'>) {
  return {
    /** `decide` throws a duplicate key when one that was earned on the same day is on record. */
    ...createReviewSteps<Credential, CredentialFact>(model.collection, submitted.state),

    /** All of one certification that nobody has decided yet. */
    waitingOf: (certificationId: CertificationId): AsyncIterable<Pick<Credential, '_id'>> =>
      model
        .find({ ...submitted, certificationId }, { _id: 1 })
        .lean<Pick<Credential, '_id'>[]>()
        .cursor({ batchSize: 1_000 }),

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
    lapse: (was: Credential, lapse: Credential['lapse'], fact: CredentialFact, cause: Cause) =>
      save<Credential, CredentialFact>(
        model,
        { kind: 'changed', was, expecting: { state: 'verified' }, set: { lapse }, fact },
        cause,
      ),
  };
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

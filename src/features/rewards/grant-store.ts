import type { Connection } from 'mongoose';
import { duplicateIndexOf, isDuplicateKey } from '../../platform/database/errors.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { bornWith, changedWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { createReviewSteps, reviewIndexesOf } from '../../platform/database/reviews.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { CertificationId, GrantId, PersonId } from '../../shared/ids.js';
import type { Book } from '../../shared/money.js';
import type { Grant, GrantFact } from './grant.js';
import { grantFact } from './grant.js';

type StoredGrant = Grant & Stateful;

/** A union: whatever is stored here was parsed before. */
const anyOf = {} as never;

const grants = defineSchema<StoredGrant>({
  ...statefulPaths,
  credentialId: String,
  personId: String,
  certificationId: String,
  assignmentId: String,
  occasion: String,
  reward: anyOf,
  foundBy: { rule: String, skillValue: String },
  promisedOn: String,
  requestedOn: String,
  state: String,
  charge: orNull({ book: String, period: String, amount: Number }),
  reservedBy: String,
  tryAt: Date,
  approvals: [{ _id: false, by: String, at: Date }],
  decision: orNull({ by: String, at: Date, why: String }),
  review: orNull({
    stage: String,
    nextAt: Date,
    cardAt: Date,
    asks: [{ _id: false, to: String, reason: String, row: String }],
  }),
});

const waiting = 'reserved';
const overBudget = { state: 'over-budget' as const };
const isText = { $type: 'string' as const };
const isDate = { $type: 'date' as const };

/** Each query below stands beside the index it needs. */
export const grantIndexes: readonly IndexFact[] = [
  ...reviewIndexesOf('grants', waiting),
  {
    collection: 'grants',
    name: 'onceForPromise',
    key: { assignmentId: 1 },
    options: { unique: true, partialFilterExpression: { assignmentId: isText } },
  },
  { collection: 'grants', name: 'ofPerson', key: { personId: 1, certificationId: 1 } },
  {
    collection: 'grants',
    name: 'tryAgain',
    key: { tryAt: 1, requestedOn: 1, _id: 1 },
    options: { partialFilterExpression: { ...overBudget, tryAt: isDate } },
  },
  pendingFactsIndex('grants'),
];

const asGrant = { pendingFacts: 0, appliedFacts: 0 } as const;

export function createGrantStore(connection: Connection) {
  const model = connection.model<StoredGrant>('Grant', grants, 'grants');

  return {
    model,
    ...createReviewSteps<Grant, GrantFact>(model.collection, waiting),

    byId: (id: GrantId) => model.findById(id, asGrant).lean<Grant>().exec(),

    /** Whether the promise made for an assignment is kept by a grant already. */
    isKept: async (assignmentId: NonNullable<Grant['assignmentId']>): Promise<boolean> =>
      (await model.exists({ assignmentId: { $eq: assignmentId, ...isText } })) !== null,

    ofPerson: (personId: PersonId, certificationId: CertificationId) =>
      model.find({ personId, certificationId }, asGrant).lean<Grant[]>().exec(),

    /** What of these people waits to be approved. */
    waitingOf: (personIds: readonly PersonId[]) =>
      model
        .find({ personId: { $in: [...personIds] }, state: waiting }, asGrant)
        .lean<Grant[]>()
        .exec(),

    /**
     * Requests it once: a second one for the credential is not inserted. `promise-kept` when another credential's grant
     * keeps the same promise.
     */
    async insert(grant: Omit<Grant, 'version'>, cause: Cause): Promise<'inserted' | 'stands' | 'promise-kept'> {
      try {
        await model.insertMany([{ ...grant, ...bornWith(grant._id, grantFact(grant, 'grant.requested'), cause) }]);
        return 'inserted';
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return duplicateIndexOf(error)?.endsWith('onceForPromise') ? 'promise-kept' : 'stands';
      }
    },

    /** Changes one as it was seen, with its fact. False when it has changed meanwhile. */
    async change(
      was: Pick<Grant, '_id' | 'version' | 'state'>,
      fields: Partial<Grant>,
      fact: GrantFact,
      cause: Cause,
    ): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, state: was.state },
        { $set: fields, ...changedWith(was, fact, cause) },
      );
      return modifiedCount === 1;
    },

    /** Those that wait for money, and may find some now; the longest first. */
    overBudgetDue: (now: Date, limit: number) =>
      model
        .find({ ...overBudget, tryAt: { ...isDate, $lte: now } }, asGrant)
        .sort({ tryAt: 1, requestedOn: 1, _id: 1 })
        .limit(limit)
        .lean<Grant[]>()
        .exec(),

    async firstTryAt(): Promise<Date | undefined> {
      const first = await model
        .findOne({ ...overBudget, tryAt: isDate }, { tryAt: 1 })
        .sort({ tryAt: 1 })
        .lean<Pick<Grant, 'tryAt'>>()
        .exec();
      return first?.tryAt ?? undefined;
    },

    /** When to look for money again. False when another one has said so since it was read. */
    async moveTry({ _id, tryAt }: Pick<Grant, '_id' | 'tryAt'>, next: Date): Promise<boolean> {
      const { modifiedCount } = await model.updateOne({ _id, ...overBudget, tryAt }, { $set: { tryAt: next } });
      return modifiedCount === 1;
    },

    /** There may be money now for all of this book. */
    async tryAll(book: Book, now: Date): Promise<void> {
      await model.updateMany({ ...overBudget, tryAt: isDate, 'charge.book': book }, { $set: { tryAt: now } });
    },

    overBudget: () =>
      model
        .find({ ...overBudget, tryAt: isDate }, asGrant)
        .sort({ tryAt: 1 })
        .lean<Grant[]>()
        .exec(),
  };
}

export type GrantStore = ReturnType<typeof createGrantStore>;

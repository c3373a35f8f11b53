import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import { duplicateIndexOf, isDuplicateKey } from '../../platform/database/errors.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { bornWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { createReviewSteps, reviewIndexesOf, reviewPath } from '../../platform/database/reviews.js';
import { save } from '../../platform/database/save.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, GrantId, PersonId } from '../../shared/ids.js';
import type { Book } from '../../shared/money.js';
import type { Period } from './budget.js';
import type { Grant, GrantFact } from './grant.js';
import { grantFact, standingStates } from './grant.js';

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
  review: reviewPath,
  due: orNull({ kind: String, on: String }),
  end: orNull({ kind: String, on: String }),
  toMend: String,
  payroll: [
    {
      _id: false,
      key: String,
      kind: String,
      batchId: String,
      month: String,
      at: Date,
      answer: orNull({ result: String, on: String, note: String }),
    },
  ],
});

const waiting = 'reserved';
const overBudget = { state: 'over-budget' as const };
const isText = { $type: 'string' as const };
const isDate = { $type: 'date' as const };
const isNull = { $type: 'null' as const };
const goingOn = { 'reward.lasts': 'while-held', end: isNull, state: { $in: ['granted', 'exported', 'paid'] } } as const;

/** Each query below stands beside the index it needs. */
export const grantIndexes: readonly IndexFact[] = [
  ...reviewIndexesOf('grants', waiting),
  {
    collection: 'grants',
    name: 'onceForPromise',
    key: { assignmentId: 1 },
    options: { unique: true, partialFilterExpression: { assignmentId: isText } },
  },
  // Of two raises for one certification that are requested at once, one is.
  {
    collection: 'grants',
    name: 'oneRaise',
    key: { personId: 1, certificationId: 1 },
    options: {
      unique: true,
      partialFilterExpression: { 'reward.lasts': isText, end: isNull, state: { $in: standingStates } },
    },
  },
  { collection: 'grants', name: 'ofPerson', key: { personId: 1, certificationId: 1 } },
  {
    collection: 'grants',
    name: 'tryAgain',
    key: { tryAt: 1, requestedOn: 1, _id: 1 },
    options: { partialFilterExpression: { ...overBudget, tryAt: isDate } },
  },
  {
    collection: 'grants',
    name: 'owedToPayroll',
    key: { 'due.on': 1, _id: 1 },
    options: { partialFilterExpression: { 'due.on': isText } },
  },
  {
    collection: 'grants',
    name: 'raisesGoingOn',
    key: { personId: 1, _id: 1 },
    options: { partialFilterExpression: goingOn },
  },
  {
    collection: 'grants',
    name: 'atPayroll',
    key: { state: 1, 'payroll.at': 1 },
    options: { partialFilterExpression: { state: 'exported' } },
  },
  {
    collection: 'grants',
    name: 'toMend',
    key: { toMend: 1 },
    options: { partialFilterExpression: { toMend: isText } },
  },
  pendingFactsIndex('grants'),
];

/** Null for what costs no money. */
type OwedSum = Readonly<{ _id: Book | null; count: number; amount: number }>;

/** What waits for money from one budget; `first` waits longest. */
export type ShortSum = Readonly<{
  _id: Readonly<{ book: Book; period: Period }>;
  count: number;
  needed: number;
  first: Readonly<{ on: CalendarDate; id: GrantId }>;
}>;

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
     * Requests it once: a second one for the credential, or a raise beside another one, is not inserted. `promise-kept` when
     * another credential's grant keeps the same promise.
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
    change: (
      was: Pick<Grant, '_id' | 'version' | 'state'>,
      fields: Partial<Grant>,
      fact: GrantFact,
      cause: Cause,
    ): Promise<boolean> =>
      save<Grant, GrantFact>(
        model,
        { kind: 'changed', was, expecting: { state: was.state }, set: fields, fact },
        cause,
      ),

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

    /** What waits for money, by budget, and the one of each that waits longest. */
    shortOf: (): Promise<readonly ShortSum[]> =>
      model
        .aggregate<ShortSum>([
          { $match: { ...overBudget, tryAt: isDate } },
          {
            $group: {
              _id: { book: '$charge.book', period: '$charge.period' },
              count: { $sum: 1 },
              needed: { $sum: '$charge.amount' },
              first: { $min: { on: '$requestedOn', id: '$_id' } },
            },
          },
          { $sort: { _id: 1 } },
        ])
        .exec(),

    /** What payroll is to be told of by a day, the oldest first. */
    owedToPayroll: (until: CalendarDate, limit: number) =>
      model
        .find({ 'due.on': { ...isText, $lte: until } }, asGrant)
        .sort({ 'due.on': 1, _id: 1 })
        .limit(limit)
        .lean<Grant[]>()
        .exec(),

    /** How many entries payroll is to be told of, and what the rewards among them take of each book. */
    sumsOwedToPayroll: (): Promise<readonly OwedSum[]> =>
      model
        .aggregate<OwedSum>([
          { $match: { 'due.on': isText } },
          {
            $group: {
              _id: '$charge.book',
              count: { $sum: 1 },
              amount: { $sum: { $cond: [{ $eq: ['$due.kind', 'reward'] }, '$charge.amount', 0] } },
            },
          },
          { $sort: { _id: 1 } },
        ])
        .exec(),

    /** All raises that go on as long as the certification is held, so many at a time. */
    async *raisesGoingOn(batch: number): AsyncGenerator<Grant[]> {
      for (let after: Pick<Grant, 'personId' | '_id'> | undefined; ; ) {
        const later = after && {
          personId: { $gte: after.personId },
          $or: [{ personId: { $gt: after.personId } }, { _id: { $gt: after._id } }],
        };
        const found = await model
          .find({ ...goingOn, ...later } as never, asGrant)
          .sort({ personId: 1, _id: 1 })
          .limit(batch)
          .lean<Grant[]>()
          .exec();
        if (found.length > 0) yield found;
        if (found.length < batch) return;
        after = found.at(-1);
      }
    },

    /** How many were exported before then, and payroll has not answered. */
    countUnanswered: (before: Date) =>
      model
        .countDocuments({ state: 'exported', payroll: { $elemMatch: { at: { $lt: before }, answer: null } } })
        .exec(),

    /** What payroll has rejected, and nobody has sent again. */
    toMend: (limit: number) =>
      model.find({ toMend: isText }, asGrant).sort({ toMend: 1 }).limit(limit).lean<Grant[]>().exec(),

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveAll: (writes: readonly StatefulWrite<Grant, GrantFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),
  };
}

export type GrantStore = ReturnType<typeof createGrantStore>;

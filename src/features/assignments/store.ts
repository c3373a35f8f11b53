import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { onceFor, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId, ProposalId } from '../../shared/ids.js';
import type { Assignment, AssignmentFact, NudgeFields } from './assignment.js';

type StoredAssignment = Assignment & Stateful;

const assignments = defineSchema<StoredAssignment>({
  ...statefulPaths,
  personId: String,
  certificationId: String,
  state: String,
  dueOn: String,
  opensOn: String,
  renews: String,
  because: String,
  assignedBy: String,
  assignedOn: String,
  closing: String,
  closingWhy: String,
  examOn: String,
  attemptedOn: String,
  handedInOn: String,
  proposalId: String,
  nudge: {
    nextAt: Date,
    owed: { type: { _id: false, reason: String, since: String, askAt: Date }, default: null },
    snoozedUntil: String,
    said: [{ _id: false, reason: String, row: String, at: Date, certain: Boolean }],
  },
});

const unfinished = { state: { $in: ['planned' as const, 'open' as const, 'in-review' as const] } };
const planned = { state: 'planned' as const };
const closed = { state: 'closed' as const };
const isText = { $type: 'string' as const };

export const assignmentIndexes: readonly IndexFact[] = [
  {
    collection: 'assignments',
    name: 'oneUnfinished',
    key: { personId: 1, certificationId: 1 },
    options: { unique: true, partialFilterExpression: unfinished },
  },
  {
    collection: 'assignments',
    name: 'oneRenewal',
    key: { renews: 1 },
    options: { unique: true, partialFilterExpression: { renews: { $type: 'string' } } },
  },
  {
    collection: 'assignments',
    name: 'opens',
    key: { opensOn: 1 },
    options: { partialFilterExpression: planned },
  },
  {
    collection: 'assignments',
    name: 'closed',
    key: { personId: 1 as const, certificationId: 1 as const, dueOn: 1 as const },
    options: { partialFilterExpression: closed },
  },
  {
    collection: 'assignments',
    name: 'ofProposal',
    key: { proposalId: 1 },
    options: { partialFilterExpression: { proposalId: isText } },
  },
  pendingFactsIndex('assignments'),
];

/** What an update sets; paths of the nudge, where what is said meanwhile must stay. */
type Fields = Partial<Assignment> & NudgeFields;

const asAssignment = { pendingFacts: 0, appliedFacts: 0 } as const;

const openBatch = 1_000;

export function createAssignmentsStore(connection: Connection) {
  const model = connection.model<StoredAssignment>('Assignment', assignments, 'assignments');

  return {
    model,
    byId: (id: AssignmentId) => model.findById(id, asAssignment).lean<Assignment>().exec(),

    unfinishedOf: (personId: PersonId, certificationId: CertificationId) =>
      model
        .findOne({ personId, certificationId, ...unfinished }, asAssignment)
        .lean<Assignment>()
        .exec(),

    /** What is unfinished of one certification; for a reaction only what its fact has not changed yet. */
    unfinishedOfMany: (
      personIds: readonly PersonId[],
      certificationId: CertificationId,
      { notYetFor }: { notYetFor?: string } = {},
    ) =>
      model
        .find(
          {
            personId: { $in: [...personIds] },
            certificationId,
            ...unfinished,
            ...(notYetFor !== undefined && onceFor(notYetFor).filter),
          },
          asAssignment,
        )
        .lean<Assignment[]>()
        .exec(),

    /** For whom of these people this fact has closed one already. */
    async closedBy(factId: string, personIds: readonly PersonId[], certificationId: CertificationId) {
      const theirs = { personId: { $in: [...personIds] }, certificationId, ...closed, appliedFacts: factId };
      return new Set(await model.distinct('personId', theirs).exec());
    },

    /** The one that this fact has closed as earned, or another fact by what was handed in on that day. */
    async closedWith(
      personId: PersonId,
      certificationId: CertificationId,
      { factId, handedInOn }: { factId: string; handedInOn: CalendarDate | null },
    ): Promise<Assignment | null> {
      const earned = { personId, certificationId, ...closed, closing: 'earned' as const };
      const byFact = await model
        .findOne({ ...earned, appliedFacts: factId }, asAssignment)
        .lean<Assignment>()
        .exec();
      if (byFact !== null || handedInOn === null) return byFact;
      return model
        .findOne({ ...earned, handedInOn }, asAssignment)
        .lean<Assignment>()
        .exec();
    },

    /** All that was assigned by one proposal, whatever became of it. */
    ofProposal: (proposalId: ProposalId) =>
      model
        .find({ proposalId: { $eq: proposalId, ...isText } }, asAssignment)
        .lean<Assignment[]>()
        .exec(),

    /** All of these people, closed ones too. */
    ofPeople: (personIds: readonly PersonId[]) =>
      model
        .find(
          { $or: [unfinished, closed].map((state) => ({ personId: { $in: [...personIds] }, ...state })) },
          asAssignment,
        )
        .lean<Assignment[]>()
        .exec(),

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile, or stand already. */
    saveAll: (writes: readonly StatefulWrite<Assignment, AssignmentFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),

    /** Inserts one; false when an unfinished one of this person and certification, or this renewal, already stands. */
    insert: (assignment: Omit<Assignment, 'version'>, fact: AssignmentFact, cause: Cause) =>
      save<Assignment, AssignmentFact>(model, { kind: 'born', noun: assignment, fact }, cause),

    /**
     * Changes one as last read, with its fact. False when it has changed meanwhile, or when its reminders are planned anew
     * and have moved on.
     */
    change(was: Assignment, fields: Fields, fact: AssignmentFact, cause: Cause): Promise<boolean> {
      const asPlanned = 'nudge.nextAt' in fields ? { 'nudge.nextAt': was.nudge.nextAt } : {};
      const expecting = { state: was.state, ...asPlanned };
      return save<Assignment, AssignmentFact>(model, { kind: 'changed', was, expecting, set: fields, fact }, cause);
    },

    /** The same for a reaction: once for each fact, however often it runs. */
    changeFor: (factId: string, was: Assignment, fields: Fields, fact: AssignmentFact, cause: Cause) =>
      save(model, changeFor(factId, { was, fields, fact }), cause),

    /** As `changeFor`, of many at once; those that have changed meanwhile are left as they are. */
    async changeAllFor(factId: string, changes: readonly Change[], cause: Cause): Promise<void> {
      const writes = changes.map((change) => changeFor(factId, change));
      await saveAll(model.collection, writes, cause);
    },

    /**
     * Planned ones whose day to open may have come somewhere on Earth, one after the other; the rule decides for each
     * person. All of them: a thousand in New York must not hide the one in Sydney whose day has come.
     */
    dueToOpen: (latestOnEarth: CalendarDate): AsyncIterable<Assignment> =>
      model
        .find({ ...planned, opensOn: { $lte: latestOnEarth } }, asAssignment)
        .sort({ opensOn: 1 })
        .lean<Assignment[]>()
        .cursor({ batchSize: openBatch }),

    firstToOpen: () =>
      model.findOne(planned, { opensOn: 1 }).sort({ opensOn: 1 }).lean<Pick<Assignment, 'opensOn'>>().exec(),
  };
}

type Change = Readonly<{ was: Assignment; fields: Fields; fact: AssignmentFact }>;

const changeFor = (factId: string, { was, fields, fact }: Change): StatefulWrite<Assignment, AssignmentFact> => ({
  kind: 'changed',
  was,
  expecting: { state: was.state },
  onceFor: factId,
  set: fields,
  fact,
});

export type AssignmentsStore = ReturnType<typeof createAssignmentsStore>;

import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Database } from '../../platform/database/connect.js';
import { isDuplicateKey } from '../../platform/database/errors.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { bornSilently, changedWith, pendingFactsIndex } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../shared/ids.js';
import type { Assignment, AssignmentSnoozed } from '../assignments/index.js';
import type { NudgeFact, Reach, Switch } from './nudge.js';

/** What the sweeps read of an assignment. */
export type Nudged = Pick<Assignment, '_id' | 'personId' | 'certificationId' | 'dueOn' | 'examOn' | 'nudge'>;

type StoredAssignment = Assignment & Stateful;
type StoredSwitch = Omit<Stateful, '_id'> & Switch & { _id: 'nudging' };
/** Whose turn it is on a day: chosen once, then let speak. A crash between the two repeats the second. */
type ReleaseDay = { _id: CalendarDate; personIds: PersonId[]; state: 'chosen' | 'released' };

const open = { state: 'open' as const };
const isDate = { $type: 'date' as const };
const isHeld = { 'nudge.owed.askAt': { $type: 'null' as const } };

/** Each query below stands beside the index it needs; the sweeps cost what is due, not what exists. */
export const nudgeIndexes: readonly IndexFact[] = [
  {
    collection: 'assignments',
    name: 'nextNudge',
    key: { 'nudge.nextAt': 1 },
    options: { partialFilterExpression: { ...open, 'nudge.nextAt': isDate } },
  },
  {
    collection: 'assignments',
    name: 'owedNudge',
    key: { 'nudge.owed.askAt': 1 },
    options: { partialFilterExpression: { ...open, 'nudge.owed.askAt': isDate } },
  },
  {
    collection: 'assignments',
    name: 'heldNudge',
    key: { certificationId: 1, dueOn: 1 },
    options: { partialFilterExpression: { ...open, ...isHeld } },
  },
  {
    collection: 'assignments',
    name: 'openOfPerson',
    key: { personId: 1, state: 1 },
    options: { partialFilterExpression: open },
  },
  {
    collection: 'assignments',
    name: 'openOfCertification',
    key: { certificationId: 1 },
    options: { partialFilterExpression: open },
  },
  pendingFactsIndex('settings'),
];

const asNudged = { personId: 1, certificationId: 1, dueOn: 1, examOn: 1, nudge: 1 } as const;
const fewestHalved = 200;
const installed: Switch = { version: 0, reach: { state: 'off' }, releaseShare: 10 };

/**
 * What reminders remember. `nudge.*` of the `assignments` collection is written here and nowhere else after an assignment
 * was made; values are parsed before, because pipelines and bulk writes are not cast.
 */
export function createNudgesStore({ db }: Database) {
  const assignments: Collection<StoredAssignment> = db.collection('assignments');
  const settings: Collection<StoredSwitch> = db.collection('settings');
  const releases: Collection<ReleaseDay> = db.collection('releases');

  const read = (filter: object, sort: Record<string, 1>, limit: number) =>
    assignments.find(filter, { projection: asNudged }).sort(sort).limit(limit).toArray() as Promise<Nudged[]>;

  const dueFilter = (now: Date) => ({ ...open, 'nudge.nextAt': { $type: 'date' as const, $lte: now } });
  const owedFilter = (now: Date) => ({ ...open, 'nudge.owed.askAt': { $type: 'date' as const, $lte: now } });

  async function firstOf(path: 'nudge.nextAt' | 'nudge.owed.askAt'): Promise<Nudged | undefined> {
    const [first] = await read({ ...open, [path]: isDate }, { [path]: 1 }, 1);
    return first;
  }

  return {
    /** Items whose next step has come, earliest first. */
    due: (now: Date, limit: number) => read(dueFilter(now), { 'nudge.nextAt': 1 }, limit),

    /** Items that are owed and are to be put into a row, earliest first. */
    owed: (now: Date, limit: number) => read(owedFilter(now), { 'nudge.owed.askAt': 1 }, limit),

    firstDueAt: async () => (await firstOf('nudge.nextAt'))?.nudge.nextAt ?? undefined,
    firstOwedAt: async () => (await firstOf('nudge.owed.askAt'))?.nudge.owed?.askAt ?? undefined,

    /** Answers how many were still as expected. Many are written as two halves, because one bulk write keeps one core busy. */
    async write(operations: AnyBulkWriteOperation<StoredAssignment>[]): Promise<number> {
      const half = operations.length < fewestHalved ? operations.length : Math.ceil(operations.length / 2);
      const halves = [operations.slice(0, half), operations.slice(half)].filter(({ length }) => length > 0);
      const written = await Promise.all(halves.map((some) => assignments.bulkWrite(some, { ordered: false })));
      return written.reduce((sum, { matchedCount }) => sum + matchedCount, 0);
    },

    /** Held-back items of these certifications, soonest due first. */
    held: (certificationIds: readonly CertificationId[], limit: number, skipPeople: readonly PersonId[]) =>
      read(
        { ...open, ...isHeld, certificationId: { $in: [...certificationIds] }, personId: { $nin: [...skipPeople] } },
        { dueOn: 1 },
        limit,
      ),

    // The certification is named because an index is considered only for a query on its first path.
    hasHeld: async () =>
      (await assignments.findOne(
        { ...open, ...isHeld, certificationId: { $type: 'string' } },
        { projection: { _id: 1 } },
      )) !== null,

    /** Lets what was held back of these people speak at their next working hour. */
    async release(personIds: readonly PersonId[], now: Date): Promise<void> {
      await assignments.updateMany(
        { ...open, ...isHeld, personId: { $in: [...personIds] } },
        { $set: { 'nudge.owed.askAt': now } },
      );
    },

    /** Holds back what has been owed since before `today`, so that a switch does not flood anybody. */
    async holdOlderThan(today: CalendarDate): Promise<void> {
      await assignments.updateMany(
        { ...open, 'nudge.owed.askAt': isDate, 'nudge.owed.since': { $lt: today } },
        { $set: { 'nudge.owed.askAt': null } },
      );
    },

    openOf: (personId: PersonId) =>
      assignments
        .find({ ...open, personId }, { projection: { pendingFacts: 0, appliedFacts: 0 } })
        .toArray() as Promise<Assignment[]>,

    byIds: (ids: readonly AssignmentId[]) =>
      assignments
        .find({ _id: { $in: [...ids] } }, { projection: { pendingFacts: 0, appliedFacts: 0 } })
        .toArray() as Promise<Assignment[]>,

    /** All open ones and those that will have opened by `opensBy`, in the order of people; a cursor, for the preview. */
    upcoming: (opensBy: CalendarDate) =>
      assignments
        .find(
          { $or: [open, { state: 'planned', opensOn: { $lte: opensBy } }] },
          { projection: { pendingFacts: 0, appliedFacts: 0 } },
        )
        .sort({ personId: 1 })
        .allowDiskUse(true) as AsyncIterable<Assignment>,

    /** Who has an open assignment of this certification, a thousand at a time. */
    async *peopleWith(certificationId: CertificationId): AsyncGenerator<PersonId[]> {
      let page: PersonId[] = [];
      for await (const { personId } of assignments.find(
        { ...open, certificationId },
        { projection: { personId: 1 } },
      )) {
        page.push(personId);
        if (page.length === 1_000) {
          yield page;
          page = [];
        }
      }
      if (page.length > 0) yield page;
    },

    /** Snoozes one as the person saw it. False when it has changed meanwhile. */
    async snooze(
      was: { _id: AssignmentId; version: number },
      { until, nextAt, fact, cause }: { until: CalendarDate; nextAt: Date; fact: AssignmentSnoozed; cause: Cause },
    ): Promise<boolean> {
      const { modifiedCount } = await assignments.updateOne(
        { _id: was._id, version: was.version, ...open },
        {
          $set: { 'nudge.snoozedUntil': until, 'nudge.nextAt': nextAt, 'nudge.owed': null },
          ...changedWith(was, fact, cause),
        },
      );
      return modifiedCount === 1;
    },

    async readSwitch(): Promise<Switch> {
      const { version, reach, releaseShare } = (await settings.findOne({ _id: 'nudging' })) ?? installed;
      return { version, reach, releaseShare };
    },

    /** False when somebody else switched meanwhile. */
    async changeSwitch(
      was: Switch,
      reach: Reach,
      releaseShare: number,
      fact: NudgeFact,
      cause: Cause,
    ): Promise<boolean> {
      await settings.updateOne(
        { _id: 'nudging' },
        { $setOnInsert: { ...installed, ...bornSilently } },
        { upsert: true },
      );
      const { modifiedCount } = await settings.updateOne(
        { _id: 'nudging', version: was.version },
        { $set: { reach, releaseShare }, ...changedWith({ _id: 'nudging', version: was.version }, fact, cause) },
      );
      return modifiedCount === 1;
    },

    /** Null while nobody was chosen for this day. */
    releaseDay: (date: CalendarDate) => releases.findOne({ _id: date }),

    /** Says whose turn it is on a day. False when somebody else did meanwhile. */
    async chooseRelease(date: CalendarDate, personIds: readonly PersonId[]): Promise<boolean> {
      try {
        await releases.insertOne({ _id: date, personIds: [...personIds], state: 'chosen' });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async endRelease(date: CalendarDate): Promise<void> {
      await releases.updateOne({ _id: date }, { $set: { state: 'released' } });
    },
  };
}

export type NudgesStore = ReturnType<typeof createNudgesStore>;

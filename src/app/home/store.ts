import type { Collection } from 'mongodb';
import type { Assignment } from '../../features/assignments/index.js';
import type { Credential } from '../../features/credentials/index.js';
import type { Import } from '../../features/loading/index.js';
import type { Database } from '../../platform/database/connect.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';

const unfinished = { state: { $in: ['planned' as const, 'open' as const, 'in-review' as const] } };
const waiting = { state: { $in: ['open' as const, 'in-review' as const] } };
const verified = { state: 'verified' as const };
const submitted = { state: 'submitted' as const };

/**
 * Counts read keys alone: the state stands in the key, because a condition that only the partial index implies would be
 * looked up in each document.
 */
export const homeIndexes: readonly IndexFact[] = [
  {
    collection: 'assignments',
    name: 'waitingByDate',
    key: { state: 1, dueOn: 1, certificationId: 1 },
    options: { partialFilterExpression: waiting },
  },
  {
    collection: 'credentials',
    name: 'verifiedByExpiry',
    key: { state: 1, expiresOn: 1 },
    options: { partialFilterExpression: verified },
  },
  { collection: 'imports', name: 'latest', key: { startedAt: -1 } },
];

const asNoun = { pendingFacts: 0, appliedFacts: 0 } as const;

/** What Home tabs and `/cert` read across features; nothing is written here. */
export function createHomeStore({ db }: Pick<Database, 'db'>) {
  const assignments: Collection<Assignment> = db.collection('assignments');
  const credentials: Collection<Credential> = db.collection('credentials');
  const imports: Collection<Import> = db.collection('imports');

  return {
    unfinishedOf: (personIds: readonly PersonId[]) =>
      assignments
        .find({ personId: { $in: [...personIds] }, ...unfinished }, { projection: { ...asNoun, 'nudge.said': 0 } })
        .toArray(),

    /** Open, and due from one day to another (both included). */
    countDue: (from: CalendarDate, until: CalendarDate) =>
      assignments.countDocuments({ state: 'open', dueOn: { $gte: from, $lte: until } }),

    countOverdue: (today: CalendarDate) => assignments.countDocuments({ state: 'open', dueOn: { $lt: today } }),

    /** Not done, handed in or not, and due before a day; of these certifications. */
    countLateOf: (certificationIds: readonly CertificationId[], before: CalendarDate) =>
      certificationIds.length === 0
        ? Promise.resolve(0)
        : assignments.countDocuments({
            ...waiting,
            dueOn: { $lt: before },
            certificationId: { $in: [...certificationIds] },
          }),

    // A person is named because an index is considered only for a query on its first path.
    countInReview: () => credentials.countDocuments({ ...submitted, personId: { $type: 'string' } }),

    /** What counts on a day, without days of grace. */
    async countHeld(today: CalendarDate): Promise<number> {
      const [lasting, forGood] = await Promise.all([
        credentials.countDocuments({ ...verified, expiresOn: { $gte: today } }),
        credentials.countDocuments({ ...verified, expiresOn: null }),
      ]);
      return lasting + forGood;
    },

    latestImports: (limit: number) => imports.find().sort({ startedAt: -1 }).limit(limit).toArray(),
  };
}

export type HomeStore = ReturnType<typeof createHomeStore>;

import type { Db } from 'mongodb';
import type { Clock } from '../clock.js';
import type { Sweep } from '../sweeps.js';
import type { IndexFact } from './indexes.js';

/** How long things are kept, in days. TTL indexes would do nothing on the embedded engine. */
const keptDays = [
  {
    collection: 'outbox',
    path: 'endedAt',
    days: 90,
    only: { state: { $in: ['sent', 'dropped', 'needs-review'] }, holding: false },
  },
  // Copies of files that prove nothing any more: declined, taken back, replaced.
  { collection: 'evidence', path: 'endedAt', days: 30, only: {} },
  // What was shown and never confirmed.
  {
    collection: 'proposals',
    path: 'shownAt',
    days: 7,
    only: { state: { $in: ['shown', 'asked-again', 'dropped'] } },
  },
  // Study time is planned at most a year ahead: these are of times that are over.
  { collection: 'invitations', path: 'changedAt', days: 400, only: { state: 'told' } },
  { collection: 'audit', path: 'at', days: 7 * 365, only: {} },
] as const;

/** Reactions carry lease time, which is never compared with business time. */
const doneReactionsKeptMs = 30 * 86_400_000;
const dayMs = 86_400_000;

export const retentionIndexes: readonly IndexFact[] = [{ collection: 'audit', name: 'retention', key: { at: 1 } }];

export function createRetention({ db, clock }: { db: Db; clock: Clock }): Sweep {
  return {
    name: 'retention',
    async run() {
      const now = clock.now().getTime();
      let deleted = 0;
      for (const { collection, path, days, only } of keptDays) {
        const before = new Date(now - days * dayMs);
        const result = await db.collection(collection).deleteMany({ [path]: { $lt: before }, ...only });
        deleted += result.deletedCount;
      }
      const reactions = await db
        .collection('reactions')
        .deleteMany({ state: 'done', $expr: { $lt: ['$doneAt', { $subtract: ['$$NOW', doneReactionsKeptMs] }] } });
      return deleted + reactions.deletedCount;
    },
  };
}

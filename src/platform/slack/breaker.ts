import type { Db } from 'mongodb';
import type { Lengths } from '../database/lengths.js';

type State = { _id: 'delivery'; ambiguousInARow: number; stoppedBy?: string; probeAt: Date };

const ambiguousBeforeOpen = 5;
const isOpen = {
  $or: [{ ambiguousInARow: { $gte: ambiguousBeforeOpen } }, { stoppedBy: { $type: 'string' as const } }],
};

/**
 * Opens after five ambiguous outcomes in a row, or at once when the workspace refuses our token. While it is open one
 * probe is let through each minute, until one succeeds: a message, or `auth.test` for a token while none is due. Shared by all processes; times are lease time.
 */
export function createBreaker({ db, lengths }: { db: Db; lengths: Lengths }) {
  const states = db.collection<State>('breaker');
  const id = { _id: 'delivery' as const };

  return {
    /** `pass` while closed; while open, `probe` for one caller a minute and `wait` for all others. */
    async ask(): Promise<'pass' | 'probe' | 'wait'> {
      const open = await states.findOne({ ...id, ...isOpen });
      if (open === null) return 'pass';
      const probe = await states.updateOne({ ...id, ...isOpen, $expr: { $lte: ['$probeAt', '$$NOW'] } }, [
        { $set: { probeAt: { $add: ['$$NOW', lengths.probeEveryMs] } } },
      ]);
      return probe.modifiedCount === 1 ? 'probe' : 'wait';
    },

    async succeeded(): Promise<void> {
      await states.updateOne({ ...id, $or: [{ ambiguousInARow: { $gt: 0 } }, { stoppedBy: { $type: 'string' } }] }, [
        { $set: { ambiguousInARow: 0 } },
        { $unset: 'stoppedBy' },
      ]);
    },

    async wasAmbiguous(): Promise<void> {
      await states.updateOne(
        id,
        [
          {
            $set: {
              ambiguousInARow: { $add: [{ $ifNull: ['$ambiguousInARow', 0] }, 1] },
              probeAt: { $add: ['$$NOW', lengths.probeEveryMs] },
            },
          },
        ],
        { upsert: true },
      );
    },

    async workspaceStopped(code: string): Promise<void> {
      await states.updateOne(
        id,
        [{ $set: { stoppedBy: code, ambiguousInARow: 0, probeAt: { $add: ['$$NOW', lengths.probeEveryMs] } } }],
        { upsert: true },
      );
    },

    /** True for one caller a minute while the workspace refuses our token. */
    async mayProbeToken(): Promise<boolean> {
      const isStopped = { ...id, stoppedBy: { $type: 'string' as const } };
      const { modifiedCount } = await states.updateOne({ ...isStopped, $expr: { $lte: ['$probeAt', '$$NOW'] } }, [
        { $set: { probeAt: { $add: ['$$NOW', lengths.probeEveryMs] } } },
      ]);
      return modifiedCount === 1;
    },

    /** Slack has told us who our token is. Says nothing about replies that are lost. */
    async tokenWorks(): Promise<void> {
      await states.updateOne({ ...id, stoppedBy: { $type: 'string' } }, { $unset: { stoppedBy: '' } });
    },

    /** Why nothing is being sent, or undefined while all is well. */
    async whyOpen(): Promise<string | undefined> {
      const open = await states.findOne({ ...id, ...isOpen });
      return open === null ? undefined : (open.stoppedBy ?? 'five replies in a row were lost');
    },
  };
}

export type Breaker = ReturnType<typeof createBreaker>;

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
  /** Whether there was anything to forgive when this process last asked: usually not, and then a success writes nothing. */
  let lastAsked: 'calm' | 'troubled' = 'troubled';

  return {
    /** `pass` while closed; while open, `probe` for one caller a minute and `wait` for all others. */
    async ask(): Promise<'pass' | 'probe' | 'wait'> {
      const state = await states.findOne(id);
      lastAsked = isTroubled(state) ? 'troubled' : 'calm';
      if (!isTripped(state)) return 'pass';
      const probe = await states.updateOne({ ...id, ...isOpen, $expr: { $lte: ['$probeAt', '$$NOW'] } }, [
        { $set: { probeAt: { $add: ['$$NOW', lengths.probeEveryMs] } } },
      ]);
      return probe.modifiedCount === 1 ? 'probe' : 'wait';
    },

    async succeeded(): Promise<void> {
      if (lastAsked === 'calm') return;
      await states.updateOne({ ...id, $or: [{ ambiguousInARow: { $gt: 0 } }, { stoppedBy: { $type: 'string' } }] }, [
        { $set: { ambiguousInARow: 0 } },
        { $unset: 'stoppedBy' },
      ]);
    },

    async wasAmbiguous(): Promise<void> {
      lastAsked = 'troubled';
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
      lastAsked = 'troubled';
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

const isTroubled = (state: State | null) =>
  state !== null && (state.ambiguousInARow > 0 || state.stoppedBy !== undefined);

const isTripped = (state: State | null) =>
  state !== null && (state.ambiguousInARow >= ambiguousBeforeOpen || state.stoppedBy !== undefined);

export type Breaker = ReturnType<typeof createBreaker>;

import type { Db } from 'mongodb';
import type { Logger } from '../logging.js';
import type { Stored } from './facts.js';
import type { IndexFact } from './indexes.js';
import type { Lengths } from './lengths.js';

/** One reaction that is owed to one fact. `dueAt` and `leaseUntil` are lease time. */
export type ReactionRow = {
  _id: string;
  reaction: string;
  fact: Stored;
  state: 'waiting' | 'claimed' | 'done' | 'dead';
  tries: number;
  fence: number;
  dueAt: Date;
  leaseUntil?: Date;
  doneAt?: Date;
};

/** Idempotent: it may run again for the same fact after a crash. */
export type Reaction = (fact: Stored) => Promise<void>;

const triesBeforeDead = 10;

const claimQuery = { state: 'waiting' as const, $expr: { $lte: ['$dueAt', '$$NOW'] } };
const leaseQuery = { state: 'claimed' as const, $expr: { $lte: ['$leaseUntil', '$$NOW'] } };

export const reactionIndexes: readonly IndexFact[] = [
  {
    collection: 'reactions',
    name: 'claim',
    key: { dueAt: 1 },
    options: { partialFilterExpression: { state: 'waiting' } },
  },
  {
    collection: 'reactions',
    name: 'lease',
    key: { leaseUntil: 1 },
    options: { partialFilterExpression: { state: 'claimed' } },
  },
  {
    collection: 'reactions',
    name: 'dead',
    key: { state: 1 },
    options: { partialFilterExpression: { state: 'dead' } },
  },
  {
    collection: 'reactions',
    name: 'retention',
    key: { doneAt: 1 },
    options: { partialFilterExpression: { state: 'done' } },
  },
];

export function createReactions({
  db,
  table,
  lengths,
  log,
}: {
  db: Db;
  table: Readonly<Record<string, Reaction>>;
  lengths: Lengths;
  log: Logger;
}) {
  const rows = db.collection<ReactionRow>('reactions');

  const claim = () =>
    rows.findOneAndUpdate(
      claimQuery,
      [
        {
          $set: {
            state: 'claimed',
            tries: { $add: ['$tries', 1] },
            fence: { $add: ['$fence', 1] },
            leaseUntil: { $add: ['$$NOW', lengths.reactionLeaseMs] },
          },
        },
      ],
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    );

  async function runOne(row: ReactionRow): Promise<void> {
    const mine = { _id: row._id, fence: row.fence };
    const release = keepLease(row);
    try {
      const reaction = table[row.reaction];
      if (reaction === undefined) throw new Error(`No reaction is called ${row.reaction}`);
      await reaction(row.fact);
      await release();
      await rows.updateOne(mine, [{ $set: { state: 'done', doneAt: '$$NOW' } }]);
    } catch (error) {
      await release();
      const dead = row.tries >= triesBeforeDead;
      const pauseMs = lengths.reactionBackoffMs * 2 ** row.tries;
      await rows.updateOne(mine, [{ $set: { state: dead ? 'dead' : 'waiting', dueAt: { $add: ['$$NOW', pauseMs] } } }]);
      log[dead ? 'error' : 'warn'](
        { reaction: row._id, tries: row.tries, err: error },
        dead ? 'reaction is dead' : 'reaction failed',
      );
    }
  }

  /** Renews the lease while its reaction runs, so that a long one is not begun elsewhere. Answers how to end that. */
  function keepLease({ _id, fence }: ReactionRow): () => Promise<void> {
    let renewal = Promise.resolve();
    const timer = setInterval(() => {
      renewal = renew().catch((error) => log.warn({ reaction: _id, err: error }, 'a lease could not be renewed'));
    }, lengths.reactionLeaseMs / 3);

    async function renew(): Promise<void> {
      const { matchedCount } = await rows.updateOne({ _id, fence, state: 'claimed' }, [
        { $set: { leaseUntil: { $add: ['$$NOW', lengths.reactionLeaseMs] } } },
      ]);
      if (matchedCount === 0) clearInterval(timer);
    }

    return () => {
      clearInterval(timer);
      return renewal;
    };
  }

  return {
    /** Runs reactions until none is due; answers how many ran. */
    async run(): Promise<number> {
      for (let ran = 0; ; ran += 1) {
        const row = await claim();
        if (row === null) return ran;
        await runOne(row);
      }
    },

    /** Gives back what a stopped process had claimed; what stopped its process ten times is dead. */
    async freeExpired(): Promise<number> {
      const { modifiedCount } = await rows.updateMany(leaseQuery, [
        { $set: { state: { $cond: [{ $gte: ['$tries', triesBeforeDead] }, 'dead', 'waiting'] } } },
      ]);
      return modifiedCount;
    },

    countDead: () => rows.countDocuments({ state: 'dead' }),
  };
}

export type Reactions = ReturnType<typeof createReactions>;

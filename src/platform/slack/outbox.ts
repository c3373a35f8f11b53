import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation, Db, Filter, UpdateFilter } from 'mongodb';
import { MongoBulkWriteError } from 'mongodb';
import { isDuplicateKey } from '../database/errors.js';
import type { IndexFact } from '../database/indexes.js';
import type { Lengths } from '../database/lengths.js';

/** 0 answers a press, 1 is urgent, 2 is usual, 3 can wait. */
export type Priority = 0 | 1 | 2 | 3;

/**
 * What one message tells of, and the version it was told at. The same id and reason are never in two unsettled rows of
 * one reader.
 */
export type Item = Readonly<{ id: string; reason: string; version: number }>;

/** "Say this to that reader": ids and a window in business time, not yet words. */
export type NewRow = Readonly<{
  /** Made of facts: the same facts are the same row. */
  key: string;
  /** Whom it is for: a person's id, or a channel's. */
  to: string;
  /** Which feature composes it. */
  topic: string;
  subject: string;
  notBefore: Date;
  notAfter: Date;
  priority: Priority;
}>;

export type Attempt = Readonly<{ startedAt: Date; channel: string; items: readonly Item[]; outcome?: string }>;

export type RowState = 'pending' | 'claimed' | 'sending' | 'unknown' | 'sent' | 'dropped' | 'needs-review';

/** `leaseUntil`, `holdUntil`, `lookAt`, `redrawAt` are lease time; every other date is business time. */
export type Row = {
  _id: string;
  /** Opaque, because message metadata can be read by anyone in the workspace. */
  deliveryId: string;
  to: string;
  topic: string;
  subject: string;
  notBefore: Date;
  notAfter: Date;
  priority: Priority;
  state: RowState;
  fence: number;
  attempts: Attempt[];
  items: Item[];
  /** From the moment it may have been said until it is settled. */
  holding: boolean;
  holdUntil: Date;
  leaseUntil?: Date;
  lookAt?: Date;
  looks: number;
  /** How often history could not be read at all. */
  missedLooks?: number;
  /** How often nobody knew whether it was sent: the first time it is looked for, the second a person must look. */
  ambiguities: number;
  /** How often composing it threw. */
  failures: number;
  channel?: string;
  ts?: string;
  why?: string;
  /** Counts the facts that made the message stale; 0 while it shows the truth. */
  stale: number;
  redrawAt?: Date;
  /** How often redrawing it failed since it last showed the truth. */
  redrawFailures?: number;
  endedAt?: Date;
};

export type Refusals = Readonly<{ why: string; count: number }>;

export type SentRow = Row & { channel: string; ts: string };

const failuresBeforeDrop = 10;
const missedLooksBeforeReview = 10;
/** 64 minutes: an outage of Slack's for some hours is outwaited. */
const longestLookPause = 64;
const redrawFailuresBeforeEnd = 10;
/** An outage of a day must not make the document too large to be written. */
const attemptsKept = 20;

const pending = { state: 'pending' as const };
const unended = { state: { $in: ['pending', 'claimed', 'sending', 'unknown'] satisfies RowState[] } };
const showing = { state: { $in: ['sending' as const, 'unknown' as const, 'sent' as const] } };
const lookDue = { state: 'unknown' as const, $expr: { $lte: ['$lookAt', '$$NOW'] } };
const redrawDue = { state: 'sent' as const, stale: { $gt: 0 }, $expr: { $lte: ['$redrawAt', '$$NOW'] } };
const isDate = { $type: 'date' as const };
const leased = { state: { $in: ['claimed' as const, 'sending' as const] } };

const claimKey = { priority: 1, notBefore: 1 } as const;

/** Each query below stands beside the index it needs; outbox.db.test.ts explains them at 50,000 rows. */
const indexes: { name: string; key: Record<string, 1>; partial: Record<string, unknown> }[] = [
  { name: 'claim', key: claimKey, partial: pending },
  { name: 'due', key: { notBefore: 1 }, partial: pending },
  { name: 'window', key: { notAfter: 1 }, partial: pending },
  { name: 'lease', key: { leaseUntil: 1 }, partial: leased },
  { name: 'look', key: { lookAt: 1 }, partial: { state: 'unknown' } },
  { name: 'settle', key: { state: 1, endedAt: 1 }, partial: { holding: true } },
  { name: 'held', key: { to: 1, topic: 1 }, partial: { holding: true } },
  { name: 'shows', key: { 'items.id': 1 }, partial: showing },
  { name: 'redraw', key: { redrawAt: 1 }, partial: { stale: { $gt: 0 } } },
  { name: 'review', key: { endedAt: 1 }, partial: { state: 'needs-review' } },
  { name: 'refused', key: { why: 1, endedAt: 1 }, partial: { state: 'dropped' } },
  { name: 'retention', key: { endedAt: 1, state: 1 }, partial: { endedAt: { $exists: true } } },
];
export const outboxIndexes: readonly IndexFact[] = indexes.map(({ name, key, partial }) => ({
  collection: 'outbox',
  name,
  key,
  options: { partialFilterExpression: partial },
}));

const inMs = (ms: number) => ({ $add: ['$$NOW', ms] });

export function createOutbox({ db, lengths }: { db: Db; lengths: Lengths }) {
  const rows = db.collection<Row>('outbox');
  let poke = () => {};

  const lostReply = (at: Date) => {
    const isSecond = { $gte: ['$ambiguities', 1] };
    return [
      {
        $set: {
          state: { $cond: [isSecond, 'needs-review', 'unknown'] },
          why: { $cond: [isSecond, 'two replies were lost', '$$REMOVE'] },
          endedAt: { $cond: [isSecond, at, '$$REMOVE'] },
          ambiguities: { $add: ['$ambiguities', 1] },
          lookAt: inMs(lengths.deliveryTimeoutMs + lengths.lookAfterMs),
          looks: 0,
        },
      },
      { $unset: ['leaseUntil'] },
    ];
  };

  /** Ends without having been said; `empty` means that nothing was left to say. */
  const drop = (row: Row, from: 'claimed' | 'sending', why: string, at: Date) =>
    step(row, from, {
      $set: { state: 'dropped', why, holding: false, items: [], endedAt: at },
      $unset: { leaseUntil: '' },
    });

  const needsReview = (row: Row, why: string, at: Date) =>
    step(row, 'unknown', { $set: { state: 'needs-review', why, endedAt: at }, $unset: { lookAt: '' } });

  /** One step of a row's life, made only while the claim is still ours. Answers whether it was. */
  async function step(row: Row, from: RowState, change: UpdateFilter<Row> | object[]): Promise<boolean> {
    const mine: Filter<Row> = { _id: row._id, fence: row.fence, state: from };
    const { matchedCount } = await rows.updateOne(mine, change as UpdateFilter<Row>);
    return matchedCount === 1;
  }

  /**
   * Fresh when nothing happened since it was claimed. When another process has redrawn it meanwhile, this one was held up
   * and may have put an older look over a newer one: stale once more.
   */
  const redrawn = (row: Row) =>
    rows.updateOne({ _id: row._id, state: 'sent' }, [
      {
        $set: {
          stale: { $cond: [{ $eq: ['$stale', row.stale] }, 0, { $max: ['$stale', 1] }] },
          redrawAt: inMs(lengths.redrawGapMs),
        },
      },
      { $unset: ['redrawFailures'] },
    ]);

  return {
    /** Called after every put and every mark, so that delivery need not wait for its next look. */
    whenPoked(run: () => void) {
      poke = run;
    },

    /**
     * Puts rows that are not known yet. A known key is a no-op, except that a row which ended empty before any attempt
     * is armed again.
     */
    async put(newRows: readonly NewRow[]): Promise<void> {
      if (newRows.length === 0) return;
      try {
        await rows.insertMany(newRows.map(fresh), { ordered: false });
      } catch (error) {
        if (!isDuplicateKey(error) || !(error instanceof MongoBulkWriteError)) throw error;
        const known = [error.writeErrors].flat().map(({ index }) => newRows[index]!);
        await rows.bulkWrite(known.map(armAgain), { ordered: false });
      }
      poke();
    },

    /** How many rows are due, counted up to `most`: one look at an index, so that an idle loop takes no slot. */
    async countDue(now: Date, most: number): Promise<number> {
      const due = { ...pending, notBefore: { $lte: now } };
      return (await rows.find(due, { projection: { _id: 1 }, limit: most }).toArray()).length;
    },

    /** Claims the most urgent row that is due; null when none is (or all due ones are on hold). */
    claim: (now: Date): Promise<Row | null> =>
      rows.findOneAndUpdate(
        // A bound on the priority, though it excludes nothing, lets the index skip what is not due yet.
        { ...pending, priority: { $gte: 0 }, notBefore: { $lte: now }, $expr: { $lte: ['$holdUntil', '$$NOW'] } },
        [{ $set: { state: 'claimed', fence: { $add: ['$fence', 1] }, leaseUntil: inMs(lengths.deliveryLeaseMs) } }],
        // The planner would rather sort in memory whatever the other index finds.
        { sort: claimKey, hint: claimKey, returnDocument: 'after' },
      ),

    /** Writes the attempt and what it will say, before the HTTP call. False when the lease was lost meanwhile. */
    begin: (row: Row, attempt: Attempt) =>
      rows
        .updateOne(
          { _id: row._id, fence: row.fence, state: 'claimed', $expr: { $gt: ['$leaseUntil', '$$NOW'] } },
          {
            $set: { state: 'sending', channel: attempt.channel, items: [...attempt.items], holding: true },
            $push: { attempts: { $each: [attempt], $slice: -attemptsKept } },
          },
        )
        .then(({ modifiedCount }) => modifiedCount === 1),

    /** `from` is `sending` after a reply, `unknown` after the message was found in history. */
    sent: (row: Row, from: 'sending' | 'unknown', ts: string, at: Date) =>
      step(row, from, { $set: { state: 'sent', ts, endedAt: at }, $unset: { leaseUntil: '', lookAt: '' } }),

    /** Not sent for certain: waits for `waitMs` of lease time. */
    hold: (row: Row, from: 'claimed' | 'sending', waitMs: number) =>
      step(row, from, [
        { $set: { state: 'pending', holding: false, items: [], holdUntil: inMs(waitMs) } },
        { $unset: ['leaseUntil'] },
      ]),

    /** Not now: waits until `at` of business time. */
    later: (row: Row, at: Date) =>
      step(row, 'claimed', { $set: { state: 'pending', notBefore: at }, $unset: { leaseUntil: '' } }),

    drop,

    /** Composing threw: tried again later, and given up at the tenth time, as our fault. */
    failed: (row: Row, at: Date) =>
      row.failures + 1 >= failuresBeforeDrop
        ? drop(row, 'claimed', 'ours: compose failed', at)
        : step(row, 'claimed', [
            {
              $set: {
                state: 'pending',
                failures: { $add: ['$failures', 1] },
                holdUntil: inMs(lengths.slackSecondMs * 2 ** row.failures),
              },
            },
            { $unset: ['leaseUntil'] },
          ]),

    /** The reply was lost: looked for in history, or, the second time, left to a person. */
    lostReply: (row: Row, at: Date) => step(row, 'sending', lostReply(at)),

    needsReview,

    /** Whether a look is due: one look at an index, so that an idle loop takes no slot. */
    hasLookDue: async (): Promise<boolean> =>
      (await rows.findOne(lookDue, { projection: { _id: 1 }, sort: { lookAt: 1 } })) !== null,

    /** Claims one unknown row whose look is due. The claim is the move of `lookAt`, which also is its lease. */
    claimLook: () =>
      rows.findOneAndUpdate(
        lookDue,
        [{ $set: { fence: { $add: ['$fence', 1] }, lookAt: inMs(lengths.lookAfterMs) } }],
        { sort: { lookAt: 1 }, returnDocument: 'after' },
      ),

    /** Absent once: the second look comes when `lookAt`, which the claim has moved, is reached. */
    absentOnce: (row: Row) => step(row, 'unknown', { $set: { looks: 1 } }),

    /** History could not be read: looked for later and later, and left to a person after the tenth time. */
    lookMissed(row: Row, at: Date) {
      const missedLooks = (row.missedLooks ?? 0) + 1;
      if (missedLooks >= missedLooksBeforeReview) return needsReview(row, 'history could not be read', at);
      const pauseMs = lengths.lookAfterMs * Math.min(2 ** missedLooks, longestLookPause);
      return step(row, 'unknown', [{ $set: { missedLooks, lookAt: inMs(pauseMs) } }]);
    },

    /** Absent twice: composed anew and sent once more. */
    sendAgain: (row: Row) =>
      step(row, 'unknown', {
        $set: { state: 'pending', holding: false, items: [], looks: 0 },
        $unset: { lookAt: '' },
      }),

    /**
     * Frees what a stopped process had claimed (not yet sending -> pending, sending -> unknown) and drops what waited
     * longer than it may, so that it takes no slot from others.
     */
    async freeExpired(now: Date): Promise<number> {
      const expired = { $expr: { $lte: ['$leaseUntil', '$$NOW'] } };
      const claimed = await rows.updateMany({ ...leased, state: 'claimed', ...expired }, [
        { $set: { state: 'pending' } },
        { $unset: ['leaseUntil'] },
      ]);
      const sending = await rows.updateMany({ ...leased, state: 'sending', ...expired }, lostReply(now));
      const late = await rows.updateMany(
        { ...pending, notAfter: { $lt: now } },
        { $set: { state: 'dropped', why: 'window passed', endedAt: now } },
      );
      return claimed.modifiedCount + sending.modifiedCount + late.modifiedCount;
    },

    /** Rows that were said, or may have been, and whose items are not settled yet. */
    unsettled: (limit: number) =>
      rows
        .find({ holding: true, state: { $in: ['sent', 'needs-review'] } })
        .sort({ state: 1, endedAt: 1 })
        .limit(limit)
        .toArray(),

    async settled(ended: readonly Row[]): Promise<void> {
      if (ended.length === 0) return;
      await rows.updateMany({ _id: { $in: ended.map(({ _id }) => _id) } }, { $set: { holding: false } });
    },

    /** Whether this row may still be said, or was, or may have been, and is not settled. */
    isUnderWay: async (key: string): Promise<boolean> =>
      (await rows.findOne({ _id: key, $or: [unended, { holding: true }] }, { projection: { _id: 1 } })) !== null,

    /** What other rows of this reader may already have said. */
    async heldItems(to: string, topic: string, exceptKey: string): Promise<Item[]> {
      const held = await rows
        .find({ holding: true, to, topic, _id: { $ne: exceptKey } }, { projection: { items: 1 } })
        .toArray();
      return held.flatMap((row) => row.items);
    },

    /** A fact touched this item: every sent message that shows it is to be redrawn. */
    async markStale(itemId: string): Promise<void> {
      const { matchedCount } = await rows.updateMany({ ...showing, 'items.id': itemId }, [
        { $set: { stale: { $add: ['$stale', 1] }, redrawAt: { $ifNull: ['$redrawAt', '$$NOW'] } } },
      ]);
      if (matchedCount > 0) poke();
    },

    /** Whether a stale message's gap has passed: one look at an index, so that an idle loop takes no slot. */
    hasRedrawDue: async (): Promise<boolean> =>
      (await rows.findOne(redrawDue, { projection: { _id: 1 }, sort: { redrawAt: 1 } })) !== null,

    claimRedraw: () =>
      // Held for longer than a call may take, so that no two processes redraw it at once unless one is held up.
      rows.findOneAndUpdate(redrawDue, [{ $set: { redrawAt: inMs(lengths.deliveryLeaseMs) } }], {
        sort: { redrawAt: 1 },
        returnDocument: 'after',
      }) as Promise<SentRow | null>,

    /** Shows the truth as of the `stale` count that was read; a newer fact keeps the mark. */
    redrawn,

    /** Slack wants nobody to redraw for a while: the pacer knows for how long. */
    redrawLater: (row: Row) =>
      rows.updateOne({ _id: row._id, state: 'sent' }, [{ $set: { redrawAt: inMs(lengths.redrawGapMs) } }]),

    /** Not redrawn: tried again later and later, and left as it is after the tenth time. */
    async redrawFailed(row: Row): Promise<'later' | 'given-up'> {
      const redrawFailures = (row.redrawFailures ?? 0) + 1;
      if (redrawFailures >= redrawFailuresBeforeEnd) {
        await redrawn(row);
        return 'given-up';
      }
      const pauseMs = Math.min(lengths.redrawGapMs * 2 ** redrawFailures, lengths.longestRetryAfterMs);
      await rows.updateOne({ _id: row._id, state: 'sent' }, [{ $set: { redrawFailures, redrawAt: inMs(pauseMs) } }]);
      return 'later';
    },

    countPendingDue: (now: Date) => rows.countDocuments({ ...pending, notBefore: { $lte: now } }),
    // Without a word on the index's own path, a partial index is not considered and everything is read.
    countLeased: () => rows.countDocuments({ ...leased, leaseUntil: { $type: 'date' } }),
    countUnknown: () => rows.countDocuments({ state: 'unknown', lookAt: isDate }),
    countStale: () => rows.countDocuments({ state: 'sent', stale: { $gt: 0 }, redrawAt: isDate }),
    needingReview: (since: Date, limit: number) =>
      rows
        .find({ state: 'needs-review', endedAt: { $gte: since } })
        .sort({ endedAt: -1 })
        .limit(limit)
        .toArray(),

    /** What Slack refused for good, or we could not compose, counted by its cause, such as `ours: no_text`. */
    async refusals(since: Date): Promise<Refusals[]> {
      const counted = await Promise.all(
        ['ours: ', 'recipient: '].map((blame) =>
          rows
            .aggregate<{ _id: string; count: number }>([
              { $match: { state: 'dropped', why: { $gte: blame, $lt: `${blame}~` }, endedAt: { $gte: since } } },
              { $group: { _id: '$why', count: { $sum: 1 } } },
              { $sort: { _id: 1 } },
            ])
            .toArray(),
        ),
      );
      return counted.flat().map(({ _id, count }) => ({ why: _id, count }));
    },

    /** The next instant of business time at which a row becomes due. */
    async nextDueAt(): Promise<Date | undefined> {
      const first = await rows.findOne(pending, { sort: { notBefore: 1 }, projection: { notBefore: 1 } });
      return first?.notBefore;
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

export function earliest(instants: readonly (Date | undefined)[]): Date | undefined {
  return instants.reduce(
    (first, next) => (first === undefined || (next !== undefined && next < first) ? next : first),
    undefined,
  );
}

/** A row as it is put: pending, and nothing tried yet. */
export const fresh = ({ key, ...row }: NewRow): Row => ({
  _id: key,
  deliveryId: randomUUID(),
  ...row,
  state: 'pending',
  fence: 0,
  attempts: [],
  items: [],
  holding: false,
  holdUntil: new Date(0),
  looks: 0,
  ambiguities: 0,
  failures: 0,
  stale: 0,
});

const armAgain = ({ key, notBefore, notAfter, priority }: NewRow): AnyBulkWriteOperation<Row> => ({
  updateOne: {
    filter: { _id: key, state: 'dropped', why: 'empty', attempts: { $size: 0 } },
    update: { $set: { state: 'pending', notBefore, notAfter, priority }, $unset: { why: '', endedAt: '' } },
  },
});

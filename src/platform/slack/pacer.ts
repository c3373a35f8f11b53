import type { Db } from 'mongodb';
import { isDuplicateKey } from '../database/errors.js';
import type { Lengths } from '../database/lengths.js';

type Slot = { _id: string; freeAt: Date; granted: boolean; askedAt: Date };

/** Slack's tiers: calls a minute, for each method in one workspace (PLATFORM-FACTS 1.1). */
const callsPerMinute = {
  'chat.update': 50,
  'conversations.open': 50,
  'conversations.history': 50,
  'users.list': 20,
} as const;

const jitterMargin = 1.1;

export type PacedMethod = keyof typeof callsPerMinute | 'chat.postMessage';

/** Slots shared by all processes through the database; all times are lease time. */
export function createPacer({
  db,
  lengths,
  messagesPerSecond,
}: {
  db: Db;
  lengths: Lengths;
  messagesPerSecond: number;
}) {
  const slots = db.collection<Slot>('pacer');

  /**
   * Takes the next slot of a resource. Answers 0, or how many milliseconds to wait before asking again. Who comes late for
   * a slot, by no more than `madeUpMs`, does not delay those after it.
   */
  async function take(resource: string, gapMs: number, madeUpMs: number): Promise<number> {
    const epoch = new Date(0);
    const isFree = { $lte: [{ $ifNull: ['$freeAt', epoch] }, '$$NOW'] };
    const began = { $max: ['$freeAt', { $subtract: ['$$NOW', madeUpMs] }] };
    const slot = await upsert(resource, [
      { $set: { granted: isFree, askedAt: '$$NOW' } },
      { $set: { freeAt: { $cond: ['$granted', { $add: [began, gapMs] }, '$freeAt'] } } },
    ]);
    return slot.granted ? 0 : Math.max(1, slot.freeAt.getTime() - slot.askedAt.getTime());
  }

  async function upsert(resource: string, pipeline: object[]): Promise<Slot> {
    const write = () => slots.findOneAndUpdate({ _id: resource }, pipeline, { upsert: true, returnDocument: 'after' });
    try {
      return (await write())!;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await write())!; // Two first askers met; now the slot exists.
    }
  }

  const methodGapMs = (method: PacedMethod) =>
    method === 'chat.postMessage'
      ? Math.ceil(lengths.slackSecondMs / messagesPerSecond)
      : Math.ceil((60 * lengths.slackSecondMs) / callsPerMinute[method]);

  /** What Slack asks for in Retry-After, in lease time: never longer than an hour, whatever the header says. */
  const askedWaitMs = (waitMs: number) =>
    Math.min(Math.max(1, (waitMs * lengths.slackSecondMs) / 1000), lengths.longestRetryAfterMs);

  return {
    askedWaitMs,
    /** Half a gap is made up: never two calls at once, never more than the rate, and not less because timers are late. */
    takeMethod(method: PacedMethod) {
      const gapMs = methodGapMs(method);
      return take(`method|${method}`, gapMs, gapMs / 2);
    },
    /** One message a second in one channel, and a little more, because messages overtake each other on the way. */
    takeChannel: (channel: string) => take(`channel|${channel}`, lengths.slackSecondMs * jitterMargin, 0),
    /** Obeys a Retry-After: nobody calls the method before it is over. */
    async block(method: PacedMethod, waitMs: number): Promise<void> {
      const until = { $add: ['$$NOW', askedWaitMs(waitMs)] };
      await upsert(`method|${method}`, [{ $set: { freeAt: { $max: ['$freeAt', until] } } }]);
    },
  };
}

export type Pacer = ReturnType<typeof createPacer>;

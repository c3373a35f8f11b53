import { setTimeout as delay } from 'node:timers/promises';
import type { MessageContent } from '../../shared/block-limits.js';
import type { Clock } from '../clock.js';
import { monotonicMs } from '../clock.js';
import type { Lengths } from '../database/lengths.js';
import type { Logger } from '../logging.js';
import type { Breaker } from './breaker.js';
import type { Clients } from './clients.js';
import type { Item, Outbox, Row, SentRow } from './outbox.js';
import type { Pacer } from './pacer.js';
import type { Outcome } from './replies.js';
import { outcomeOf } from './replies.js';

/** What a feature answers when one of its rows is about to be sent. */
export type Composed =
  | { kind: 'say'; channel: string; words: MessageContent; items: readonly Item[] }
  /** `empty` means that nothing is left to say; the same key may be put again. */
  | { kind: 'nothing'; why: string }
  | { kind: 'later'; at: Date };

/** What a feature must offer for the rows it puts. */
export type Topic = {
  /** MessageContent from fresh data, or why there are none. */
  compose(row: Row, now: Date): Promise<Composed>;
  /** The same message as it should look now. Undefined leaves it as it is. */
  redraw(row: SentRow, now: Date): Promise<MessageContent | undefined>;
  /** Remembers on the items that they were said. May be told twice; when it throws, each row is told alone. */
  settle(rows: readonly Row[]): Promise<void>;
  /** Slack refuses this reader or channel with this code: what is known of them is stale. May be told twice. */
  refused?(row: Row & { channel: string }, code: string): Promise<void>;
};

type Say = Extract<Composed, { kind: 'say' }>;

export type Topics = Readonly<Record<string, Topic>>;

/**
 * What one turn of delivery came to: `silent` when its row needed no call of Slack, `none` when all due rows are on hold
 * or taken, `stopped` when the breaker is open.
 */
type Turn = 'spoke' | 'silent' | 'none' | 'stopped';

const lanes = 4;
/** How many due rows are counted at a time. */
const looksAhead = 5 * lanes;
const longestPauseMs = 1_000;

export function createDelivery({
  outbox,
  topics,
  clients,
  pacer,
  breaker,
  clock,
  lengths,
  log,
  stopped,
}: {
  outbox: Outbox;
  topics: Topics;
  clients: Pick<Clients, 'delivery' | 'reading'>;
  pacer: Pacer;
  breaker: Breaker;
  clock: Clock;
  lengths: Lengths;
  log: Logger;
  stopped: AbortSignal;
}) {
  /** Claims the most urgent row that is due and says it, when there is something to say. */
  async function turn(): Promise<Turn> {
    const now = clock.now();
    if ((await breaker.ask()) === 'wait') return 'stopped';
    const claimedAtMs = monotonicMs();
    const row = await outbox.claim(now);
    if (row === null) return 'none';
    const deadlineMs = claimedAtMs + lengths.deliveryLeaseMs - lengths.deliveryTimeoutMs;
    const composed = await compose(row, now);
    return composed === undefined ? 'silent' : deliver(row, composed, now, deadlineMs);
  }

  /** Fresh words for a claimed row, or the row's end or delay when there are none. */
  async function compose(row: Row, now: Date): Promise<Say | undefined> {
    if (now > row.notAfter) return end(outbox.drop(row, 'claimed', 'window passed', now));
    try {
      const topic = topics[row.topic];
      if (topic === undefined) throw new Error(`No feature composes the topic ${row.topic}`);
      const composed = await topic.compose(row, now);
      if (composed.kind === 'say') return composed;
      if (composed.kind === 'nothing') return end(outbox.drop(row, 'claimed', composed.why, now));
      return end(outbox.later(row, composed.at));
    } catch (error) {
      log.error({ row: row._id, failures: row.failures + 1, err: error }, 'a message could not be composed');
      return end(outbox.failed(row, now));
    }
  }

  async function deliver(row: Row, { channel, words, items }: Say, now: Date, deadlineMs: number): Promise<Turn> {
    const waitMs = await pacer.takeChannel(channel);
    if (waitMs > 0) {
      await outbox.hold(row, 'claimed', waitMs);
      return 'silent';
    }
    if (!(await outbox.begin(row, { startedAt: now, channel, items }))) return 'silent';
    await record({ ...row, channel }, await post(row, channel, words, deadlineMs, now), clock.now());
    return 'spoke';
  }

  async function post(
    row: Row,
    channel: string,
    words: MessageContent,
    deadlineMs: number,
    now: Date,
  ): Promise<Outcome> {
    try {
      const reply = await clients.delivery(deadlineMs, now).chat.postMessage({
        channel,
        ...words,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: 'laurel_message_sent', event_payload: { delivery_id: row.deliveryId } },
      });
      if (typeof reply.ts !== 'string' || typeof reply.channel !== 'string')
        return { kind: 'ambiguous', code: 'no_ts' };
      return { kind: 'accepted', channel: reply.channel, ts: reply.ts };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async function record(row: Row & { channel: string }, outcome: Outcome, now: Date): Promise<void> {
    if (outcome.kind !== 'accepted')
      log.warn({ row: row._id, outcome: outcome.kind, code: outcome.code }, 'not delivered');
    switch (outcome.kind) {
      case 'accepted':
        await outbox.sent(row, 'sending', outcome.ts, now);
        return breaker.succeeded();
      case 'later': {
        await outbox.hold(
          row,
          'sending',
          outcome.waitMs === undefined ? backOffMs(row) : pacer.askedWaitMs(outcome.waitMs),
        );
        if (outcome.code === 'ratelimited') await pacer.block('chat.postMessage', outcome.waitMs ?? 1000);
        return;
      }
      case 'refused':
        // Before the row ends, so that a crash between the two repeats this one.
        if (outcome.blame === 'recipient') await tellRefused(row, outcome.code);
        await outbox.drop(row, 'sending', `${outcome.blame}: ${outcome.code}`, now);
        return breaker.succeeded();
      case 'workspace-stopped':
        await outbox.hold(row, 'sending', lengths.probeEveryMs);
        return breaker.workspaceStopped(outcome.code);
      case 'ambiguous':
        await outbox.lostReply(row, now);
        return breaker.wasAmbiguous();
    }
  }

  async function tellRefused(row: Row & { channel: string }, code: string): Promise<void> {
    try {
      await topics[row.topic]?.refused?.(row, code);
    } catch (error) {
      log.error({ row: row._id, code, err: error }, 'a feature could not learn of a refusal');
    }
  }

  /** Doubles with each attempt up to about a minute, so that an outage of hours is not asked about each second. */
  const backOffMs = ({ attempts }: Row) => lengths.slackSecondMs * 2 ** Math.min(attempts.length, 6);

  /** How many rows are known to be due, so that not each turn begins with a look whether there is one. */
  let knownDue = 0;

  async function isSomethingDue(): Promise<boolean> {
    if (knownDue === 0) knownDue = await outbox.countDue(clock.now(), looksAhead);
    return knownDue > 0;
  }

  /** A slot that a silent row did not use serves the next one, while it is fresh. */
  async function lane(): Promise<number> {
    let slotEndsMs = Number.NEGATIVE_INFINITY;
    let worked = 0;
    while (!stopped.aborted && (await isSomethingDue())) {
      let waitMs = monotonicMs() < slotEndsMs ? 0 : await pacer.takeMethod('chat.postMessage');
      if (waitMs === 0) {
        slotEndsMs = Math.max(slotEndsMs, monotonicMs() + lengths.slackSecondMs);
        knownDue = Math.max(0, knownDue - 1);
        const came = await turn();
        if (came === 'stopped') return worked;
        if (came === 'spoke') slotEndsMs = Number.NEGATIVE_INFINITY;
        if (came === 'none') waitMs = lengths.slackSecondMs;
        else worked += 1;
      }
      if (waitMs > 0) {
        // Others may deliver meanwhile: looked at anew before a slot is taken for nothing.
        knownDue = 0;
        if (!(await isSomethingDue())) return worked;
        await pause(Math.min(waitMs, longestPauseMs), stopped);
      }
    }
    return worked;
  }

  let nextProbeMs = Number.NEGATIVE_INFINITY;

  /** At night no message shows that the token works again. */
  async function probeToken(): Promise<void> {
    if (monotonicMs() < nextProbeMs) return;
    nextProbeMs = monotonicMs() + lengths.probeEveryMs;
    if (!(await breaker.mayProbeToken())) return;
    try {
      await clients.reading.auth.test();
      await breaker.tokenWorks();
    } catch (error) {
      const { kind, code } = outcomeOf(error);
      log.warn({ outcome: kind, code }, 'the workspace still refuses our token');
    }
  }

  return {
    /** Delivers until nothing is due; answers how many rows were worked on. */
    async run(): Promise<number> {
      knownDue = await outbox.countDue(clock.now(), looksAhead);
      if (knownDue === 0) await probeToken();
      const worked = await Promise.all(Array.from({ length: Math.min(knownDue, lanes) }, lane));
      return worked.reduce((sum, count) => sum + count, 0);
    },
  };
}

async function end(step: Promise<unknown>): Promise<undefined> {
  await step;
}

/** A stop ends the pause. */
const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined);

import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { Lengths } from '../database/lengths.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import type { Outbox, Row } from './outbox.js';
import type { Pacer } from './pacer.js';
import { outcomeOf } from './replies.js';

const marginMs = 5 * 60_000;
const pageSize = 200;

/** A slot that is farther off is not waited for: the look is made again, from its first page. */
const longestWaitSeconds = 5;

/** `unreadable` history will not become readable by waiting; `missed` may. `stopped` was our own doing. */
type Look =
  | { kind: 'found'; ts: string }
  | { kind: 'absent' }
  | { kind: 'unreadable'; code: string }
  | { kind: 'missed' }
  | { kind: 'stopped' };

/**
 * Settles rows whose reply was lost: reads the conversation's history for our delivery id, twice, and only when it is
 * absent both times lets the row be sent once more.
 */
export function createReconciler({
  outbox,
  clients,
  pacer,
  clock,
  botId,
  lengths,
  log,
  stopped,
}: {
  outbox: Outbox;
  clients: Pick<Clients, 'reading'>;
  pacer: Pacer;
  clock: Clock;
  /** Our own bot's id: somebody else's message with our metadata proves nothing. */
  botId: () => string;
  lengths: Lengths;
  log: Logger;
  stopped: AbortSignal;
}) {
  async function settle(row: Row): Promise<void> {
    const look = await lookFor(row);
    log.info({ row: row._id, look: look.kind, looks: row.looks }, 'looked for a message whose reply was lost');
    if (look.kind === 'found') await outbox.sent(row, 'unknown', look.ts, clock.now());
    else if (look.kind === 'unreadable') await outbox.needsReview(row, `history unreadable: ${look.code}`, clock.now());
    else if (look.kind === 'missed') await outbox.lookMissed(row, clock.now());
    else if (look.kind === 'absent') await (row.looks === 0 ? outbox.absentOnce(row) : outbox.sendAgain(row));
  }

  async function lookFor(row: Row): Promise<Look> {
    const attempt = row.attempts.at(-1);
    if (attempt === undefined) return { kind: 'unreadable', code: 'no_attempt' };
    const oldest = ((attempt.startedAt.getTime() - marginMs) / 1000).toFixed(6);
    let cursor: string | undefined;
    do {
      if (cursor !== undefined && !(await nextSlot())) return { kind: stopped.aborted ? 'stopped' : 'missed' };
      try {
        const page = await clients.reading.conversations.history({
          channel: attempt.channel,
          oldest,
          limit: pageSize,
          include_all_metadata: true,
          ...(cursor === undefined ? {} : { cursor }),
        });
        const found = page.messages?.find((message) => isOurs(message, row.deliveryId));
        if (found?.ts !== undefined) return { kind: 'found', ts: found.ts };
        cursor = page.response_metadata?.next_cursor || undefined;
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome.kind === 'later' && outcome.waitMs !== undefined)
          await pacer.block('conversations.history', outcome.waitMs);
        return outcome.kind === 'refused' ? { kind: 'unreadable', code: outcome.code } : { kind: 'missed' };
      }
    } while (cursor !== undefined);
    return { kind: 'absent' };
  }

  /** Pages that are read at once are a whole look; to begin again each time would never reach the second page. */
  async function nextSlot(): Promise<boolean> {
    while (!stopped.aborted) {
      const waitMs = await slot();
      if (waitMs === 0) return true;
      if (waitMs > longestWaitSeconds * lengths.slackSecondMs) return false;
      await delay(waitMs, undefined, { signal: stopped }).catch(() => undefined);
    }
    return false;
  }

  const slot = () => pacer.takeMethod('conversations.history');

  const isOurs = (message: { bot_id?: string; metadata?: { event_payload?: object } }, deliveryId: string) =>
    message.bot_id === botId() &&
    (message.metadata?.event_payload as { delivery_id?: unknown } | undefined)?.delivery_id === deliveryId;

  return {
    /** Looks for rows whose look is due, a slot first, then a row; answers how many were looked for. */
    async run(): Promise<number> {
      for (let looked = 0; ; looked += 1) {
        if (stopped.aborted || !(await outbox.hasLookDue()) || (await slot()) > 0) return looked;
        const row = await outbox.claimLook();
        if (row === null) return looked;
        await settle(row);
      }
    },
  };
}

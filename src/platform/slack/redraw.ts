import type { Clock } from '../clock.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import type { Topics } from './delivery.js';
import type { Outbox, SentRow } from './outbox.js';
import type { Pacer } from './pacer.js';
import { outcomeOf } from './replies.js';

/** Redraws sent messages that a fact has made stale. Updating twice is harmless, so a lost reply is simply tried again. */
export function createRedraw({
  outbox,
  topics,
  clients,
  pacer,
  clock,
  log,
}: {
  outbox: Outbox;
  topics: Topics;
  clients: Pick<Clients, 'reading'>;
  pacer: Pacer;
  clock: Clock;
  log: Logger;
}) {
  async function redraw(row: SentRow): Promise<void> {
    try {
      const words = await topics[row.topic]?.redraw(row, clock.now());
      if (words === undefined) return void (await outbox.redrawn(row));
      await clients.reading.chat.update({ channel: row.channel, ts: row.ts, ...words });
      await outbox.redrawn(row);
    } catch (error) {
      const outcome = outcomeOf(error);
      log.warn({ row: row._id, outcome: outcome.kind, code: outcome.code }, 'not redrawn');
      if (outcome.kind === 'refused') return void (await outbox.redrawn(row));
      if (outcome.kind === 'later' && outcome.waitMs !== undefined) {
        await outbox.redrawLater(row);
        return pacer.block('chat.update', outcome.waitMs);
      }
      if ((await outbox.redrawFailed(row)) === 'given-up')
        log.error({ row: row._id, err: error }, 'a message could not be redrawn ten times and stays as it is');
    }
  }

  return {
    /** Redraws what is stale and whose gap has passed; answers how many messages were worked on. */
    async run(): Promise<number> {
      for (let worked = 0; ; worked += 1) {
        if (!(await outbox.hasRedrawDue())) return worked;
        if ((await pacer.takeMethod('chat.update')) > 0) return worked;
        const row = await outbox.claimRedraw();
        if (row === null) return worked;
        await redraw(row);
      }
    },
  };
}

import type { Logger } from '../logging.js';
import type { Topics } from './delivery.js';
import type { Outbox } from './outbox.js';

const batch = 200;

/** Lets the features remember what was said (DESIGN 5.4): items first, then the row, so that a crash repeats it. */
export function createSettling({ outbox, topics, log }: { outbox: Outbox; topics: Topics; log: Logger }) {
  return {
    async run(): Promise<number> {
      const rows = await outbox.unsettled(batch);
      for (const row of rows) {
        const topic = topics[row.topic];
        if (topic === undefined) log.error({ row: row._id }, 'no feature settles this topic');
        else await topic.settle(row);
        await outbox.settled(row);
      }
      return rows.length;
    },
  };
}

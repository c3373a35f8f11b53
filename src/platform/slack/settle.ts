import type { Logger } from '../logging.js';
import type { Topics } from './delivery.js';
import type { Outbox } from './outbox.js';

const batch = 200;

/** Lets the features remember what was said (DESIGN 5.4): items first, then the row, so that a crash repeats it. */
export function createSettling({ outbox, topics, log }: { outbox: Outbox; topics: Topics; log: Logger }) {
  return {
    async run(): Promise<number> {
      let settled = 0;
      for (const row of await outbox.unsettled(batch)) {
        const topic = topics[row.topic];
        if (topic === undefined) log.error({ row: row._id }, 'no feature settles this topic');
        try {
          await topic?.settle(row);
          await outbox.settled(row);
          settled += 1;
        } catch (error) {
          log.error({ row: row._id, err: error }, 'a message that was sent could not be settled');
        }
      }
      return settled;
    },
  };
}

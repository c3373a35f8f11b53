import type { Logger } from '../logging.js';
import type { Topics } from './delivery.js';
import type { Outbox, Row } from './outbox.js';

const batch = 200;
const atOnce = 10;

/** Lets the features remember what was said (DESIGN 5.4): items first, then the rows, so that a crash repeats it. */
export function createSettling({ outbox, topics, log }: { outbox: Outbox; topics: Topics; log: Logger }) {
  async function settle(row: Row): Promise<Row[]> {
    const topic = topics[row.topic];
    if (topic === undefined) log.error({ row: row._id }, 'no feature settles this topic');
    try {
      await topic?.settle(row);
      return [row];
    } catch (error) {
      log.error({ row: row._id, err: error }, 'a message that was sent could not be settled');
      return [];
    }
  }

  return {
    async run(): Promise<number> {
      const unsettled = await outbox.unsettled(batch);
      let settled = 0;
      for (let from = 0; from < unsettled.length; from += atOnce) {
        const ended = (await Promise.all(unsettled.slice(from, from + atOnce).map(settle))).flat();
        await outbox.settled(ended);
        settled += ended.length;
      }
      return settled;
    },
  };
}

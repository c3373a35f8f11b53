import type { Logger } from '../logging.js';
import type { Topics } from './delivery.js';
import type { Outbox, Row } from './outbox.js';

const batch = 200;

/** Lets the features remember what was said (DESIGN 5.4): items first, then the rows, so that a crash repeats it. */
export function createSettling({ outbox, topics, log }: { outbox: Outbox; topics: Topics; log: Logger }) {
  /** All at once, and one by one when that fails, so that no message keeps another from it. Answers which are settled. */
  async function settle(topic: string, rows: readonly Row[]): Promise<readonly Row[]> {
    try {
      if (topics[topic] === undefined) log.error({ topic, rows: rows.length }, 'no feature settles this topic');
      await topics[topic]?.settle(rows);
      return rows;
    } catch (error) {
      if (rows.length > 1) return (await Promise.all(rows.map((row) => settle(topic, [row])))).flat();
      log.error({ row: rows[0]?._id, err: error }, 'a message that was sent could not be settled');
      return [];
    }
  }

  return {
    async run(): Promise<number> {
      const unsettled = await outbox.unsettled(batch);
      const told = [...new Set(unsettled.map(({ topic }) => topic))];
      const ended = await Promise.all(
        told.map((topic) =>
          settle(
            topic,
            unsettled.filter((row) => row.topic === topic),
          ),
        ),
      );
      const settled = ended.flat();
      await outbox.settled(settled);
      return settled.length;
    },
  };
}

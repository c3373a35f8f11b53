import type { Item, Row } from '../../../platform/slack/outbox.js';
import type { AssignmentId } from '../../../shared/ids.js';
import type { NudgesDeps } from './deps.js';

/** Step 4 of DESIGN 5: remembers on each item that it was said. A row that needs review settles as not certain. */
export function createSettle({ store, outbox }: Pick<NudgesDeps, 'store' | 'outbox'>) {
  return async (row: Row): Promise<void> => {
    const ids = row.items.map(({ id }) => id as AssignmentId);
    await store.write(
      row.items.map(({ id, reason }) => ({
        updateOne: {
          filter: { _id: id as AssignmentId, 'nudge.owed.reason': reason },
          update: {
            $set: { 'nudge.owed': null },
            $push: { 'nudge.said': { reason, row: row._id, at: row.endedAt!, certain: row.state === 'sent' } },
          },
        },
      })),
    );
    // What changed between composing and sending could not mark the row yet.
    const now = await store.byIds(ids);
    const changed = row.items.filter(
      (item) =>
        !isAsTold(
          item,
          now.find(({ _id }) => _id === item.id),
        ),
    );
    for (const { id } of changed) await outbox.markStale(id);
  };
}

const isAsTold = (item: Item, current: { version: number; state: string } | undefined) =>
  current !== undefined && current.version === item.version && current.state === 'open';

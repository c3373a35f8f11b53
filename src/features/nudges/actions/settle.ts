import type { Item, Row } from '../../../platform/slack/outbox.js';
import type { AssignmentId } from '../../../shared/ids.js';
import type { NudgesDeps } from './deps.js';

/** Step 4 of DESIGN 5: remembers on each item that it was said. A row that needs review settles as not certain. */
export function createSettle({ store, outbox }: Pick<NudgesDeps, 'store' | 'outbox'>) {
  return async (row: Row): Promise<void> => {
    // Usually nothing has changed since it was composed: then one command says and shows it.
    const asTold = row.items.map((item) => said(row, item, { version: item.version, state: 'open' }));
    if ((await store.write(asTold)) === row.items.length) return;
    await store.write(row.items.map((item) => said(row, item, {})));
    // What changed between composing and sending could not mark the row yet.
    const now = await store.byIds(row.items.map(({ id }) => id as AssignmentId));
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

const said = (row: Row, { id, reason }: Item, asTold: { version?: number; state?: 'open' }) => ({
  updateOne: {
    filter: { _id: id as AssignmentId, 'nudge.owed.reason': reason, ...asTold },
    update: {
      $set: { 'nudge.owed': null },
      $push: { 'nudge.said': { reason, row: row._id, at: row.endedAt!, certain: row.state === 'sent' } },
    },
  },
});

const isAsTold = (item: Item, current: { version: number; state: string } | undefined) =>
  current !== undefined && current.version === item.version && current.state === 'open';

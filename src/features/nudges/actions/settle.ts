import type { Item, Row } from '../../../platform/slack/outbox.js';
import type { AssignmentId } from '../../../shared/ids.js';
import type { Assignment } from '../../assignments/index.js';
import type { NudgesDeps } from './deps.js';

/** Step 4 of DESIGN 5: remembers on each item that it was said. A row that needs review settles as not certain. */
export function createSettle({ store, outbox }: Pick<NudgesDeps, 'store' | 'outbox'>) {
  return async (rows: readonly Row[]): Promise<void> => {
    const told = rows.flatMap((row) => row.items.map((item) => ({ row, item })));
    // Usually nothing has changed since they were composed: then one command says and shows it.
    const asTold = told.map(({ row, item }) => said(row, item, { version: item.version, state: 'open' }));
    if ((await store.write(asTold)) === told.length) return;
    await store.write(told.map(({ row, item }) => said(row, item, {})));
    // What changed between composing and sending could not mark its row yet.
    const now = await store.byIds(told.map(({ item }) => item.id as AssignmentId));
    const current = new Map<string, Assignment>(now.map((assignment) => [assignment._id, assignment]));
    const changed = told.filter(({ item }) => !isAsTold(item, current.get(item.id)));
    for (const { item } of changed) await outbox.markStale(item.id);
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

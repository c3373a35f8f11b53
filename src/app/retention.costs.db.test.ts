import { expect, test } from 'vitest';
import { expectCost, fill, openWatchedDatabase } from '../../test/harness/costs.js';
import { setClock } from '../platform/clock.js';
import { createRetention } from '../platform/database/retention.js';
import { allIndexes } from './compose.js';

const now = new Date('2026-12-01T09:00:00Z');
const longAgo = new Date('2000-01-01T00:00:00Z');

/** What is deleted when it is old, the field that tells, and the index by which it is found. */
const kept = {
  outbox: { at: 'endedAt', index: 'retention', fields: { state: 'sent', holding: false, stale: 0 } },
  evidence: { at: 'endedAt', index: 'retention', fields: {} },
  proposals: { at: 'shownAt', index: 'unconfirmed', fields: { state: 'shown' } },
  invitations: { at: 'changedAt', index: 'retention', fields: { state: 'told' } },
  audit: { at: 'at', index: 'retention', fields: {} },
  reactions: { at: 'doneAt', index: 'retention', fields: { state: 'done' } },
};

test('retention reads what it deletes', async () => {
  const database = await openWatchedDatabase(allIndexes);
  for (const [collection, { at, fields }] of Object.entries(kept)) {
    const rows = Array.from({ length: 10_000 }, (_, n) => ({
      _id: `${collection}:${n}`,
      ...fields,
      [at]: n < 10 ? longAgo : now,
    }));
    await fill(database, collection, rows);
  }
  const costs = await database.costOf(() => createRetention({ db: database.db, clock: setClock(now) }).run(() => true));
  expect(costs.map(({ collection }) => collection)).toEqual(Object.keys(kept));
  Object.values(kept).forEach(({ index }, n) => {
    expectCost(costs.slice(n, n + 1), index, 10);
  });
  for (const [collection, { at }] of Object.entries(kept))
    expect(await database.db.collection(collection).countDocuments({ [at]: longAgo })).toBe(0);
  await database.close();
}, 120_000);

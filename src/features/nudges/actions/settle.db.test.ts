import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../../test/builders/assignment.js';
import type { WatchedDatabase } from '../../../../test/harness/costs.js';
import { openWatchedDatabase } from '../../../../test/harness/costs.js';
import { bornSilently } from '../../../platform/database/facts.js';
import type { Row } from '../../../platform/slack/outbox.js';
import { fresh } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { createNudgesStore } from '../store.js';
import { createSettle } from './settle.js';

const now = new Date('2026-12-01T09:00:00Z');
const owed = { reason: 'due-30', since: '2026-12-01' as CalendarDate, askAt: now };

let database: WatchedDatabase;
let stale: string[] = [];
let settle: ReturnType<typeof createSettle>;

beforeAll(async () => {
  database = await openWatchedDatabase();
  settle = createSettle({
    store: createNudgesStore(database),
    outbox: { put: async () => {}, heldItems: async () => [], markStale: async (id) => void stale.push(id) },
  });
});
afterAll(() => database.close());

/** Three people's reminders of two items each, as they stand after they were said. */
async function threeSaid() {
  stale = [];
  const rows = [0, 1, 2].map((n): Row => {
    const times = { notBefore: now, notAfter: now, priority: 2 } as const;
    const row = fresh({ key: `nudge|${n}`, to: `per_${n}`, topic: 'nudges.reminder', subject: `per_${n}`, ...times });
    return { ...row, state: n === 2 ? 'needs-review' : 'sent', endedAt: now };
  });
  const told = rows.map((row) => ({
    row,
    assignments: [0, 1].map(() => anAssignment({ version: 3, nudge: { ...anAssignment().nudge, owed } })),
  }));
  for (const { row, assignments } of told)
    row.items = assignments.map(({ _id, version }) => ({ id: _id, reason: owed.reason, version }));
  const all = told.flatMap(({ assignments }) => assignments);
  const documents = all.map((assignment) => ({ ...assignment, ...bornSilently, version: assignment.version }));
  await stored().insertMany(documents as never);
  return { rows, ids: all.map(({ _id }) => _id as string) };
}

const stored = () => database.db.collection<{ _id: string; nudge: { said: unknown[] } }>('assignments');
const memoryOf = async (id: string) => (await stored().findOne({ _id: id }))?.nudge;

test('what was said to many people is remembered by one write, and whether it is certain', async () => {
  const { rows, ids } = await threeSaid();
  expect(await database.costOf(() => settle(rows))).toHaveLength(1);
  for (const [index, id] of ids.entries())
    expect(await memoryOf(id)).toMatchObject({
      owed: null,
      said: [{ reason: 'due-30', row: rows[Math.floor(index / 2)]!._id, at: now, certain: index < 4 }],
    });
  expect(stale).toEqual([]);
});

test('an item that changed between composing and settling is remembered too, and it alone is drawn anew', async () => {
  const { rows, ids } = await threeSaid();
  await stored().updateOne({ _id: ids[3]! }, { $inc: { version: 1 } as never });
  await settle(rows);
  for (const id of ids) expect((await memoryOf(id))?.said).toHaveLength(1);
  expect(stale).toEqual([ids[3]]);
});

test('settling again changes nothing', async () => {
  const { rows, ids } = await threeSaid();
  await settle(rows);
  await settle(rows);
  for (const id of ids) expect((await memoryOf(id))?.said).toHaveLength(1);
  expect(stale).toEqual([]);
});

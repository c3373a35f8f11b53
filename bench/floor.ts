/**
 * The least that any program must do to remind as many people: read what is due, write what is owed, read it back, insert
 * outbox rows, move on when to ask again. Written with the raw driver and by hand, in batches as large as the app's, with
 * its filters and its write concern, on its collections and so with its indexes. It decides nothing: it reads neither
 * people nor certifications. It imports nothing of src/, so that the app cannot make its own judge slower.
 */
import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation } from 'mongodb';
import { rawClient } from './raw-client.js';

const batch = 1_000;
const dayMs = 86_400_000;

type Owed = { reason: string; since: string; askAt: Date };
type Assignment = {
  _id: string;
  state: string;
  personId: string;
  certificationId: string;
  dueOn: string;
  nudge: { nextAt: Date; owed: Owed | null };
};
type Row = { _id: string; [field: string]: unknown };

const projection = { personId: 1, certificationId: 1, dueOn: 1, nudge: 1 };

export async function openFloor(uri: string, dbName: string) {
  const client = await rawClient(uri);
  const assignments = client.db(dbName).collection<Assignment>('assignments');
  const outbox = client.db(dbName).collection<Row>('outbox');

  async function owe(now: Date): Promise<void> {
    const due = { state: 'open', 'nudge.nextAt': { $type: 'date', $lte: now } } as const;
    const nextAt = new Date(now.getTime() + 14 * dayMs);
    const owed: Owed = { reason: 'due-14', since: now.toISOString().slice(0, 10), askAt: now };
    for (;;) {
      const found = await assignments.find(due, { projection }).sort({ 'nudge.nextAt': 1 }).limit(batch).toArray();
      if (found.length === 0) return;
      const writes = found.map(
        ({ _id, nudge }): AnyBulkWriteOperation<Assignment> => ({
          updateOne: {
            filter: { _id, state: 'open', 'nudge.nextAt': nudge.nextAt },
            update: { $set: { 'nudge.nextAt': nextAt, 'nudge.owed': owed, 'nudge.snoozedUntil': null } },
          },
        }),
      );
      await assignments.bulkWrite(writes, { ordered: false });
    }
  }

  async function rows(now: Date): Promise<void> {
    const owed = { state: 'open', 'nudge.owed.askAt': { $type: 'date', $lte: now } } as const;
    const tomorrow = new Date(now.getTime() + dayMs);
    const told = new Set<string>();
    for (;;) {
      const found = await assignments.find(owed, { projection }).sort({ 'nudge.owed.askAt': 1 }).limit(batch).toArray();
      if (found.length === 0) return;
      const untold = new Set(found.map(({ personId }) => personId).filter((personId) => !told.has(personId)));
      for (const personId of untold) told.add(personId);
      if (untold.size > 0) {
        await outbox.insertMany(
          [...untold].map((personId) => newRow(personId, now)),
          { ordered: false },
        );
      }
      const writes = found.map(
        ({ _id, nudge }): AnyBulkWriteOperation<Assignment> => ({
          updateOne: {
            filter: {
              _id,
              state: 'open',
              'nudge.owed.reason': nudge.owed?.reason,
              'nudge.owed.askAt': nudge.owed?.askAt,
            },
            update: { $set: { 'nudge.owed.askAt': tomorrow } },
          },
        }),
      );
      await assignments.bulkWrite(writes, { ordered: false });
    }
  }

  return { owe, rows, close: () => client.close() };
}

const newRow = (personId: string, now: Date): Row => ({
  _id: `nudge|${personId}|${now.toISOString().slice(0, 10)}`,
  deliveryId: randomUUID(),
  to: personId,
  topic: 'nudges.reminder',
  subject: personId,
  notBefore: now,
  notAfter: new Date(now.getTime() + dayMs / 3),
  priority: 2,
  state: 'pending',
  fence: 0,
  attempts: [],
  items: [],
  holding: false,
  holdUntil: new Date(0),
  looks: 0,
  ambiguities: 0,
  failures: 0,
  stale: 0,
});

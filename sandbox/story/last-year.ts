import type { Db } from 'mongodb';

/**
 * Two things that are kept for a while only, and whose time was over long before the story begins: a message that was sent,
 * and a reaction that has run. `doneAt` is lease time, which the story does not set, so it is years away from any clock.
 */
export async function leaveFromLastYear(db: Db): Promise<void> {
  await db.collection<{ _id: string }>('outbox').insertOne({
    _id: 'nudge|per_of-last-year|2025-12-01',
    deliveryId: 'of-last-year',
    to: 'per_of-last-year',
    topic: 'nudges.reminder',
    subject: 'per_of-last-year',
    notBefore: new Date('2025-12-01T08:00:00Z'),
    notAfter: new Date('2025-12-01T16:00:00Z'),
    priority: 2,
    state: 'sent',
    fence: 1,
    attempts: [],
    items: [],
    holding: false,
    holdUntil: new Date(0),
    looks: 0,
    ambiguities: 0,
    failures: 0,
    stale: 0,
    channel: 'D0LASTYEAR',
    ts: '1764576000.000100',
    endedAt: new Date('2025-12-01T08:00:01Z'),
  } as { _id: string });
  await db.collection<{ _id: string }>('reactions').insertOne({
    _id: 'asg_of-last-year:1|nudges.redrawItem',
    reaction: 'nudges.redrawItem',
    fact: { id: 'asg_of-last-year:1', type: 'assignment.closed', about: 'asg_of-last-year', by: 'test' },
    state: 'done',
    tries: 1,
    fence: 1,
    dueAt: new Date('2020-12-01T08:00:00Z'),
    doneAt: new Date('2020-12-01T08:00:01Z'),
  } as { _id: string });
}

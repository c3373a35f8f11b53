import type { MongoClient } from 'mongodb';

const retentionDays = 90;
const dayMs = 86_400_000;

/** After the quarter nothing may be left half done, nothing older than its retention, and nobody holds a thing twice. */
export async function databaseProblems(client: MongoClient, dbName: string, until: string): Promise<string[]> {
  await client.connect();
  const db = client.db(dbName);
  const outbox = db.collection('outbox');
  const oldest = new Date(Date.parse(until) - retentionDays * dayMs);
  const counts: [string, number][] = [
    [
      'outbox rows that somebody claimed and never finished',
      await outbox.countDocuments({ state: { $in: ['claimed', 'sending', 'unknown'] } }),
    ],
    ['outbox rows that were said and never settled', await outbox.countDocuments({ holding: true })],
    ['outbox rows older than 90 days', await outbox.countDocuments({ endedAt: { $lt: oldest } })],
    ['messages that a person must look for', await outbox.countDocuments({ state: 'needs-review' })],
    ['reactions that did not run', await db.collection('reactions').countDocuments({ state: { $ne: 'done' } })],
    ['certifications that somebody holds twice', await heldTwice(db.collection('credentials'))],
  ];
  await client.close();
  return counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
}

async function heldTwice(credentials: ReturnType<ReturnType<MongoClient['db']>['collection']>): Promise<number> {
  const found = await credentials
    .aggregate([
      { $match: { state: 'verified' } },
      { $group: { _id: { person: '$personId', certification: '$certificationId' }, count: { $sum: 1 } } },
      { $match: { count: { $gt: 1 } } },
    ])
    .toArray();
  return found.length;
}

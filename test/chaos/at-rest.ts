import type { Db, Document, Filter } from 'mongodb';
import { statefulCollections } from '../../src/app/compose.js';

/** Something that still has to end, and how many of it there are. */
type Open = Readonly<{ what: string; count: number }>;

/** A row that waits for longer waits for another half of the day. */
const soonMs = 5 * 60_000;

/** What is not terminal yet: rows, reactions, leases, facts, and what the sweeps owe. Empty when all is at rest. */
export async function stillOpen(db: Db): Promise<Open[]> {
  const now = new Date();
  const soon = new Date(now.getTime() + soonMs);
  const isDue = { $type: 'date' as const, $lte: now };
  const looks: [string, string, Filter<Document>][] = [
    ['due', 'assignments', { state: 'open', 'nudge.nextAt': isDue }],
    ['owed', 'assignments', { state: 'open', 'nudge.owed.askAt': isDue }],
    ['rows pending', 'outbox', { state: 'pending', notBefore: { $lte: soon } }],
    ['rows under way', 'outbox', { state: { $in: ['claimed', 'sending', 'unknown'] } }],
    ['rows not settled', 'outbox', { state: { $in: ['sent', 'needs-review'] }, holding: true }],
    ['messages stale', 'outbox', { state: 'sent', stale: { $gt: 0 } }],
    ['cards due', 'credentials', { state: 'submitted', 'review.cardAt': isDue }],
    ['rewards that ask a budget', 'grants', { state: 'requested' }],
    ['rewards that look for money', 'grants', { state: 'over-budget', tryAt: isDue }],
    ['approvals due', 'grants', { state: 'reserved', 'review.cardAt': isDue }],
    ['study time to speak of', 'trainingBlocks', { state: 'planned', nextAt: isDue }],
    ['mails owed', 'invitations', { state: 'owed' }],
    ['reactions', 'reactions', { state: { $in: ['waiting', 'claimed'] } }],
    ...statefulCollections.map((name): [string, string, Filter<Document>] => [
      `facts of ${name}`,
      name,
      { 'pendingFacts.0': { $exists: true } },
    ]),
  ];
  const counted = await Promise.all(
    looks.map(async ([what, name, filter]) => ({ what, count: await db.collection(name).countDocuments(filter) })),
  );
  return counted.filter(({ count }) => count > 0);
}

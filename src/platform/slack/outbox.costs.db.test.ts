import { afterAll, beforeAll, test } from 'vitest';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { ensureIndexes } from '../database/indexes.js';
import { productionLengths } from '../database/lengths.js';
import type { Outbox, Row, RowState } from './outbox.js';
import { createOutbox, outboxIndexes } from './outbox.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
/** Lease time is the database's own: far away on either side. */
const longAgo = new Date('2000-01-01T00:00:00Z');
const farOff = new Date('2100-01-01T00:00:00Z');

let database: WatchedDatabase;
let outbox: Outbox;

beforeAll(async () => {
  database = await openWatchedDatabase();
  await fill(database, 'outbox', everything());
  await ensureIndexes(database.db, outboxIndexes, () => {});
  outbox = createOutbox({ db: database.db, lengths: productionLengths });
}, 120_000);
afterAll(() => database.close());

/** 50,000 rows in every state, of which a handful is due in each. */
function everything(): Row[] {
  return [
    ...some(9_960, 'pending', { notBefore: later }),
    ...some(10, 'pending', { notBefore: later, notAfter: earlier }),
    ...some(30, 'pending', { notBefore: earlier, priority: 2 }),
    ...some(1_990, 'claimed', { leaseUntil: farOff }),
    ...some(10, 'claimed', { leaseUntil: longAgo }),
    ...some(1_990, 'sending', { leaseUntil: farOff, holding: true }),
    ...some(10, 'sending', { leaseUntil: longAgo, holding: true }),
    ...some(2_990, 'unknown', { lookAt: farOff, holding: true }),
    ...some(10, 'unknown', { lookAt: longAgo, holding: true }),
    ...some(2_980, 'sent', { stale: 1, redrawAt: farOff, endedAt: earlier }),
    ...some(20, 'sent', { stale: 1, redrawAt: longAgo, endedAt: earlier }),
    ...some(25, 'sent', { holding: true, endedAt: earlier }),
    ...some(40, 'needs-review', { endedAt: earlier }),
    ...some(4_900, 'dropped', { endedAt: earlier, why: 'empty' }),
    ...some(90, 'dropped', { endedAt: longAgo, why: 'ours: no_text' }),
    ...some(10, 'dropped', { endedAt: earlier, why: 'ours: no_text' }),
    ...some(24_935, 'sent', { endedAt: earlier }),
  ];
}

let made = 0;
function some(count: number, state: RowState, fields: Partial<Row>): Row[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const row: Row = {
      _id: `nudge|${made}`,
      deliveryId: `${made}`,
      to: `per_${made}`,
      topic: 'nudges.reminder',
      subject: `per_${made}`,
      notBefore: earlier,
      notAfter: later,
      priority: 1,
      state,
      fence: 1,
      attempts: [],
      items: [{ id: `asg_${made}`, reason: 'due-7', version: 0 }],
      holding: false,
      holdUntil: longAgo,
      looks: 0,
      ambiguities: 0,
      failures: 0,
      stale: 0,
      ...fields,
    };
    return row;
  });
}

const anUnsettledRow = 50_000 - 24_935 - 5_000 - 40;

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['whether anything is due', () => outbox.countDue(now, 1), 'due', 1],
  ['how many are due, some ahead', () => outbox.countDue(now, 20), 'due', 20],
  ['how much is due', () => outbox.countPendingDue(now), 'due', 31],
  ['when something is due next', () => outbox.nextDueAt(), 'due', 1],
  ['the most urgent row that is due', () => outbox.claim(now), 'claim', 1],
  ['the next look', () => outbox.claimLook(), 'look', 1],
  ['how many replies were lost', () => outbox.countUnknown(), 'look', 3_000],
  ['what is to be settled', () => outbox.unsettled(200), 'settle', 25],
  ['whether one is under way', () => outbox.isUnderWay('nudge|7'), '_id_', 1],
  ['what others hold', () => outbox.heldItems(`per_${anUnsettledRow}`, 'nudges.reminder', 'x'), 'held', 1],
  ['which messages show an item', () => outbox.markStale('asg_49999'), 'shows', 1],
  ['the next redraw', () => outbox.claimRedraw(), 'redraw', 1],
  ['how many wait to be redrawn', () => outbox.countStale(), 'redraw', 3_010],
  ['what was refused lately', () => outbox.refusals(earlier), 'refused', 10],
  ['what needs a person', () => outbox.needingReview(earlier, 10), 'review', 10],
];

test.each(questions)(
  'the index finds %s among 50,000 rows, reading no more than it tells',
  async (_, ask, index, reads) => {
    expectCost(await database.costOf(ask), index, reads);
  },
);

test('expired leases and windows are found by their indexes, and later looks read none of those that hold', async () => {
  const free = async () => {
    const costs = await database.costOf(() => outbox.freeExpired(now));
    return [costs.slice(0, 2), costs.slice(2)] as const;
  };
  const [leases, windows] = await free();
  expectCost(leases, 'lease', 10);
  expectCost(windows, 'window', 10);
  const [leasesLeft, windowsLeft] = await free();
  expectCost(leasesLeft, 'lease', 0);
  expectCost(windowsLeft, 'window', 0);
});

const nothingLeft: [string, () => Promise<unknown>, index: string][] = [
  ['a look', () => outbox.claimLook(), 'look'],
  ['a redraw', () => outbox.claimRedraw(), 'redraw'],
];

test.each(nothingLeft)(
  'when every one that is due was claimed, asking for %s reads none of those that wait',
  async (_, claim, index) => {
    while ((await claim()) !== null);
    expectCost(await database.costOf(claim), index, 0);
  },
);

test('when nothing is due, asking for a row to send reads nothing', async () => {
  const past = new Date(earlier.getTime() - 1);
  expectCost(await database.costOf(() => outbox.claim(past)), 'claim', 0);
  expectCost(await database.costOf(() => outbox.countDue(past, 4)), 'due', 0);
});

test('whether a look or a redraw is due is answered by one key', async () => {
  expectCost(await database.costOf(() => outbox.hasLookDue()), 'look', 1);
  expectCost(await database.costOf(() => outbox.hasRedrawDue()), 'redraw', 1);
});

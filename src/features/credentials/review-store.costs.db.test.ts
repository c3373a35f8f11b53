import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCredential } from '../../../test/builders/credential.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { allIndexes } from '../../app/compose.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import type { Review } from '../../shared/review.js';
import type { Credential } from './credential.js';
import type { ReviewStore } from './review-store.js';
import { createReviewStore } from './review-store.js';
import { createCredentialsStore } from './store.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
const today = '2026-12-01' as CalendarDate;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const certification = (n: number) => `CERT-${n}` as CertificationId;

let database: WatchedDatabase;
let reviews: ReviewStore;
let some: Credential;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const credentials = everything();
  some = credentials[0]!;
  const rows = credentials.map((credential) => ({ ...credential, ...bornSilently }));
  await fill(database, 'credentials', rows);
  // Building an index at once is faster than with each document.
  await ensureIndexes(database.db, allIndexes, () => {});
  reviews = createReviewStore(createCredentialsStore(database.connection));
}, 120_000);
afterAll(() => database.close());

/** 50,000 credentials of 10,000 people: 20 have a card due, 15 a next stage, 30 of one certification end these days. */
function everything(): Credential[] {
  return [
    ...made(20, { state: 'submitted', review: review({ cardAt: earlier, nextAt: later }) }),
    ...made(15, { state: 'submitted', review: review({ cardAt: null, nextAt: earlier }) }),
    ...made(965, { state: 'submitted', review: review({ cardAt: later, nextAt: later }) }),
    ...made(4_000, { state: 'declined', review: review({ cardAt: null, nextAt: null }) }),
    ...Array.from({ length: 30 }, (_, n) =>
      made(1, { certificationId: certification(1), expiresOn: addDays(today, -n) }),
    ).flat(),
    ...made(44_970, {}),
  ];
}

let count = 0;
function made(length: number, fields: Partial<Credential>): Credential[] {
  return Array.from({ length }, () => {
    count += 1;
    return aCredential({
      personId: person(count % 10_000),
      certificationId: certification(10 + Math.floor(count / 10_000)),
      number: `N-${count}`,
      ...fields,
    });
  });
}

const review = (fields: Partial<Review>): Review => {
  const asks = [{ to: person(90_000 + (count % 100)), reason: 'asked' as const, row: null }];
  return { stage: 'asked', nextAt: null, cardAt: null, asks, ...fields };
};

async function waiting() {
  let found = 0;
  for await (const _ of reviews.waitingOf(certification(10))) found += 1;
  expect(found).toBe(1_000);
}

async function expiring() {
  let found = 0;
  for await (const _ of reviews.expiring(certification(1), addDays(today, -9), today)) found += 1;
  expect(found).toBe(10);
}

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['whose card is due', () => reviews.cardsDue(now, 1_000), 'nextCard', 20],
  ['when the next card is due', () => reviews.firstCardAt(), 'nextCard', 1],
  ['whose next stage has come', () => reviews.stagesDue(now, 1_000), 'nextStage', 15],
  ['when the next stage comes', () => reviews.firstStageAt(), 'nextStage', 1],
  ['what one person is asked to decide', () => reviews.askedOf(some.review!.asks[0]!.to), 'asked', 1_000],
  ['what of one certification waits', waiting, 'waitingOf', 1_000],
  ['whether a number is taken', () => reviews.isNumberTaken({ ...some, personId: person(3) }), 'number', 1],
  ['what of one certification ends these days', expiring, 'lapses', 10],
  ['what ends next', () => reviews.firstExpiryAfter(certification(1), addDays(today, -5)), 'lapses', 1],
  ['several by id', () => reviews.byIds([some._id]), '_id_', 1],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('when no card and no stage is due, the sweeps read nothing', async () => {
  const past = new Date(earlier.getTime() - 1);
  expectCost(await database.costOf(() => reviews.cardsDue(past, 1_000)), 'nextCard', 0);
  expectCost(await database.costOf(() => reviews.stagesDue(past, 1_000)), 'nextStage', 0);
});

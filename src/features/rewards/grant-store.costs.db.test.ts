import { afterAll, beforeAll, expect, test } from 'vitest';
import { aGrant, aPayrollEntry } from '../../../test/builders/grant.js';
import { euros } from '../../../test/builders/reward.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../shared/ids.js';
import type { Review } from '../../shared/review.js';
import { Grant, grantFact } from './grant.js';
import type { GrantStore } from './grant-store.js';
import { createGrantStore, grantIndexes } from './grant-store.js';
import type { Reward } from './reward.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
const date = (text: string) => text as CalendarDate;
const raise: Reward = { kind: 'raise', monthly: euros(9_000), lasts: 'while-held' };
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const assignment = (n: number) => `asg_${String(n).padStart(8, '0')}` as AssignmentId;
const certification = (n: number) => `CERT-${n}` as CertificationId;

let database: WatchedDatabase;
let grants: GrantStore;
let some: Grant;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const all = everything();
  some = all[0]!;
  await fill(
    database,
    'grants',
    all.map((grant) => ({ ...grant, ...bornSilently })),
  );
  await ensureIndexes(database.db, grantIndexes, () => {});
  grants = createGrantStore(database.connection);
}, 120_000);
afterAll(() => database.close());

/** 50,000 of 10,000 people: 20 have a card due, 15 a next stage, 30 wait for money, of which 10 may find some. */
function everything(): Grant[] {
  return [
    ...made(20, { review: review({ cardAt: earlier, nextAt: later }) }),
    ...made(15, { review: review({ cardAt: null, nextAt: earlier }) }),
    ...made(965, { review: review({ cardAt: later, nextAt: later }) }),
    ...made(10, { state: 'over-budget', tryAt: earlier }),
    ...made(20, { state: 'over-budget', tryAt: later }),
    ...made(25, { state: 'granted', due: { kind: 'reward', on: date('2026-11-02') } }),
    ...made(10, { state: 'granted', due: { kind: 'reward', on: date('2026-12-01') } }),
    ...made(40, { state: 'exported', reward: raise }),
    ...made(12, { state: 'exported', payroll: [aPayrollEntry({ at: earlier })] }),
    ...made(8, { state: 'exported', payroll: [aPayrollEntry({ at: later })] }),
    ...made(5, { state: 'granted', toMend: aPayrollEntry().key }),
    ...made(48_870, { state: 'paid', review: review({ cardAt: null, nextAt: null }) }),
  ];
}

let count = 0;
function made(length: number, fields: Partial<Grant>): Grant[] {
  return Array.from({ length }, () => {
    count += 1;
    const about = { personId: person(count % 10_000), certificationId: certification(Math.floor(count / 10_000)) };
    return aGrant({ ...about, assignmentId: assignment(count), ...fields });
  });
}

const review = (fields: Partial<Review>): Review => {
  const asks = [{ to: person(90_000 + (count % 100)), reason: 'asked' as const, row: null }];
  return { stage: 'asked', nextAt: null, cardAt: null, asks, ...fields };
};

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['whose card is due', () => grants.cardsDue(now, 1_000), 'nextCard', 20],
  ['when the next card is due', () => grants.firstCardAt(), 'nextCard', 1],
  ['whose next stage has come', () => grants.stagesDue(now, 1_000), 'nextStage', 15],
  ['when the next stage comes', () => grants.firstStageAt(), 'nextStage', 1],
  ['what one person is asked to approve', () => grants.askedOf(some.review!.asks[0]!.to), 'asked', 1_000],
  ['what waits for money and may find some', () => grants.overBudgetDue(now, 1_000), 'tryAgain', 10],
  ['when to look for money next', () => grants.firstTryAt(), 'tryAgain', 1],
  ['what waits for money, by budget', () => grants.shortOf(), 'tryAgain', 30],
  [
    'what somebody has been given for a certification',
    () => grants.ofPerson(person(7), certification(1)),
    'ofPerson',
    1,
  ],
  ['what of some people waits', () => grants.waitingOf([person(7)]), 'ofPerson', 5],
  ['what payroll is to be told by a day', () => grants.owedToPayroll(date('2026-11-30'), 1_000), 'owedToPayroll', 25],
  ['what waits for payroll’s next file', () => grants.sumsOwedToPayroll(), 'owedToPayroll', 35],
  ['which raises go on', () => all(grants.raisesGoingOn(15)), 'raisesGoingOn', 40],
  ['what payroll has not answered', () => grants.countUnanswered(now), 'atPayroll', 12],
  ['what payroll has rejected', () => grants.toMend(100), 'toMend', 5],
  ['one by its id', () => grants.byId(some._id), '_id_', 1],
];

async function all(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const page of pages) expect(page).not.toEqual([]);
}

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('when nothing is due, the sweeps read nothing', async () => {
  const past = new Date(earlier.getTime() - 1);
  expectCost(await database.costOf(() => grants.cardsDue(past, 1_000)), 'nextCard', 0);
  expectCost(await database.costOf(() => grants.stagesDue(past, 1_000)), 'nextStage', 0);
  expectCost(await database.costOf(() => grants.overBudgetDue(past, 1_000)), 'tryAgain', 0);
});

test('of two raises for one certification that are requested at once, one is; once it has ended, another may come', async () => {
  const at = { at: now, by: 'test' };
  const aRaise = () => {
    const { version, ...grant } = aGrant({
      personId: person(99_999),
      reward: raise,
      state: 'requested',
      assignmentId: null,
    });
    return grant;
  };
  const both = await Promise.all([aRaise(), aRaise()].map((one) => grants.insert(one, at)));
  expect(both.toSorted()).toEqual(['inserted', 'stands']);
  const [first] = await grants.ofPerson(person(99_999), aRaise().certificationId);
  const end = { kind: 'ends', on: date('2026-11-30') } as const;
  expect(await grants.change(first!, { end }, grantFact(first!, 'grant.ended'), at)).toBe(true);
  expect(await grants.insert(aRaise(), at)).toBe('inserted');
});

test('a grant is read back as it was saved, one for each credential and each promise', async () => {
  const at = { at: now, by: 'test' };
  const { version, ...grant } = aGrant({ state: 'requested' });
  expect(await grants.insert(grant, at)).toBe('inserted');
  const standing = await grants.byId(grant._id);
  expect(standing).toEqual({ version, ...grant });
  expect(Grant.parse(standing)).toEqual(standing);
  expect(await grants.insert({ ...grant, assignmentId: null }, at)).toBe('stands');
  const { version: _, ...other } = aGrant({ assignmentId: grant.assignmentId });
  expect(await grants.insert(other, at)).toBe('promise-kept');
});

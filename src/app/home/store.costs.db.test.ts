import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import { aCredential } from '../../../test/builders/credential.js';
import { aPerson } from '../../../test/builders/person.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import type { PeopleStore } from '../../features/people/store.js';
import { createPeopleStore } from '../../features/people/store.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, PersonId } from '../../shared/ids.js';
import { allIndexes } from '../compose.js';
import type { HomeStore } from './store.js';
import { createHomeStore } from './store.js';

const date = (text: string) => text as CalendarDate;
const today = date('2026-10-01');
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const certification = (n: number) => `CERT-${n}` as CertificationId;

let database: WatchedDatabase;
let store: HomeStore;
let people: PeopleStore;

/** 50,000 assignments, credentials and people: 40 late, 60 due soon, 30 handed in, 20 without Slack. */
beforeAll(async () => {
  database = await openWatchedDatabase();
  const asked = (n: number) => ({
    personId: person(n % 12_500),
    certificationId: certification(Math.floor(n / 12_500)),
  });
  const dueOn = (n: number) => date(n < 40 ? '2026-09-01' : n < 100 ? '2026-10-20' : '2027-06-01');
  const state = (n: number) => (n < 25_000 ? 'open' : 'closed');
  await fill(
    database,
    'assignments',
    each((n) => anAssignment({ ...asked(n), dueOn: dueOn(n), state: state(n) })),
  );
  await fill(
    database,
    'credentials',
    each((n) => aCredential({ ...asked(n), state: n < 30 ? 'submitted' : n < 40_000 ? 'verified' : 'superseded' })),
  );
  const slackId = (n: number) => (n < 20 ? null : `U${String(n).padStart(8, '0')}`);
  await fill(
    database,
    'people',
    each((n) =>
      aPerson({
        _id: person(n),
        slackId: slackId(n),
        email: `p${n}@example.com`,
        managerId: n === 0 ? null : person(Math.floor(n / 10)),
      }),
    ),
  );
  await ensureIndexes(database.db, allIndexes, () => {});
  store = createHomeStore(database);
  people = createPeopleStore(database.connection);
}, 240_000);
afterAll(() => database.close());

const each = (make: (n: number) => object) =>
  Array.from({ length: 50_000 }, (_, n) => ({ ...make(n), ...bornSilently }));

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['what is asked of some people', () => store.unfinishedOf([person(7), person(8)]), 'oneUnfinished', 4],
  ['what is in review', () => store.countInReview(), 'oneSubmitted', 31],
  ['who reports to somebody', () => people.someReportsOf([person(77)], 20), 'manager', 10],
  ['who cannot be written to below somebody', () => people.unreachableUnder([person(1)], 20), 'manager', 10],
  ['whom people without Slack report to', () => drain(people.managersOfThoseWithoutSlack()), 'withoutSlack', 20],
  ['the files loaded last', () => store.latestImports(5), 'latest', 5],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

const counts: [string, () => Promise<number>, index: string, keys: number][] = [
  ['what is due soon', () => store.countDue(today, date('2026-10-31')), 'waitingByDate', 60],
  ['what is overdue', () => store.countOverdue(today), 'waitingByDate', 40],
  ['what stops work', () => store.countLateOf([certification(0), certification(1)], today), 'waitingByDate', 90],
  ['what is held', () => store.countHeld(today), 'verifiedByExpiry', 40_000],
];

test.each(counts)('%s is counted by keys alone, without reading a document', async (_, ask, index, keys) => {
  for (const cost of await database.costOf(ask)) {
    expect(cost).toMatchObject({ indexes: [index], docsExamined: 0 });
    expect(cost.keysExamined).toBeLessThanOrEqual(keys + 5);
  }
  expect(await ask()).toBeGreaterThan(0);
});

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}

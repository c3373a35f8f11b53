import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { allIndexes } from '../../app/compose.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import { newCredentialId } from '../../shared/ids.js';
import { loadedSilently } from '../credentials/credential.js';
import type { Credential } from '../credentials/index.js';
import type { CredentialsStore } from '../credentials/store.js';
import { createCredentialsStore } from '../credentials/store.js';
import type { Assignment } from './assignment.js';
import type { AssignmentsStore } from './store.js';
import { createAssignmentsStore } from './store.js';

const date = (text: string) => text as CalendarDate;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const people = 10_000;
const cert = (n: number) => `CERT-${n}` as CertificationId;

let database: WatchedDatabase;
let store: AssignmentsStore;
let credentials: CredentialsStore;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const five = [0, 1, 2, 3, 4].flatMap((round) => Array.from({ length: people }, (_, n) => ({ round, n })));
  await fill(
    database,
    'assignments',
    five.map(({ round, n }) => ({ ...assignment(round, n), ...bornSilently })),
  );
  await fill(
    database,
    'credentials',
    five.map(({ round, n }) => ({ ...credential(round, n), ...bornSilently })),
  );
  await ensureIndexes(database.db, allIndexes, () => {});
  store = createAssignmentsStore(database.connection);
  credentials = createCredentialsStore(database.connection);
}, 120_000);
afterAll(() => database.close());

/** Each of 10,000 people has five: one closed, one open, three planned, of which ten may open. */
function assignment(round: number, n: number): Assignment {
  const about = { personId: person(n), certificationId: cert(round), renews: `cre_${round}_${n}` as CredentialId };
  if (round === 0) return anAssignment({ ...about, state: 'closed', closing: 'earned' });
  if (round === 1) return anAssignment({ ...about, state: 'open' });
  return anAssignment({
    ...about,
    state: 'planned',
    opensOn: date(round === 2 && n < 10 ? '2026-12-01' : '2027-03-01'),
  });
}

function credential(round: number, n: number): Credential {
  return {
    _id: newCredentialId(),
    version: 0,
    personId: person(n),
    certificationId: cert(round % 2),
    earnedOn: date(`202${round}-01-01`),
    expiresOn: date(`202${round + 3}-01-01`),
    number: '',
    evidence: '',
    state: round > 2 ? 'verified' : 'superseded',
    ...loadedSilently,
  };
}

async function readAll(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['what is unfinished of one certification', () => store.unfinishedOf(person(7), cert(1)), 'oneUnfinished', 1],
  ['what may open', () => readAll(store.dueToOpen(date('2026-12-02'))), 'opens', 10],
  ['when the first may open', () => store.firstToOpen(), 'opens', 1],
  ['one by id', () => store.byId(anAssignment()._id), '_id_', 1],
  ['what somebody holds of one certification', () => credentials.verified(person(7), cert(1)), 'earned', 3],
  ['all that somebody earned', () => credentials.earnedBy([person(7), person(8)]), 'earned', 10],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('on a day when nothing opens, the sweep reads nothing', async () => {
  expectCost(await database.costOf(() => readAll(store.dueToOpen(date('2026-11-01')))), 'opens', 0);
});

test('all assignments of some people are found by two indexes, one for the finished and one for the rest', async () => {
  const [cost] = await database.costOf(() => store.ofPeople([person(7), person(8)]));
  expect(cost!.indexes.length).toBeGreaterThan(0);
  expect(cost!.docsExamined).toBeLessThanOrEqual(10);
});

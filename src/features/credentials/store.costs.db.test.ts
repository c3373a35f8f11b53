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
import type { Credential } from './credential.js';
import type { EvidenceStore } from './evidence-store.js';
import { createEvidenceStore } from './evidence-store.js';
import type { CredentialsStore } from './store.js';
import { createCredentialsStore } from './store.js';

const now = new Date('2026-12-01T09:00:00Z');
const people = 10_000;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const cert = (n: number) => `CERT-${n}` as CertificationId;
const firstDay = '2020-01-01' as CalendarDate;
const states = ['verified', 'verified', 'superseded', 'declined', 'submitted'] as const;

let database: WatchedDatabase;
let store: CredentialsStore;
let evidence: EvidenceStore;
let some: Credential;

/** Each of 10,000 people has five: two held, one superseded, one declined, one handed in. */
beforeAll(async () => {
  database = await openWatchedDatabase();
  const credentials = states.flatMap((state, round) =>
    Array.from({ length: people }, (_, n) =>
      aCredential({ personId: person(n), certificationId: cert(round), earnedOn: addDays(firstDay, round), state }),
    ),
  );
  some = credentials.at(-7)!;
  await fill(
    database,
    'credentials',
    credentials.map((credential) => ({ ...credential, ...bornSilently })),
  );
  await fill(
    database,
    'evidence',
    credentials.map(({ _id }, n) => ({
      _id: `${_id}|F0SLIP`,
      credentialId: _id,
      slackFileId: 'F0SLIP',
      ...endedOf(n),
    })),
  );
  await ensureIndexes(database.db, allIndexes, () => {});
  store = createCredentialsStore(database.connection);
  evidence = createEvidenceStore(database.db);
}, 120_000);
afterAll(() => database.close());

const endedOf = (n: number) => (n < 20 ? { endedAt: new Date('2026-01-01') } : {});

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['what people hold', () => store.heldBy([person(7), person(8)]), 'earned', 6],
  ['what somebody holds of one certification', () => store.verified(person(7), cert(1)), 'earned', 1],
  ['what people have handed in', () => store.submittedOf([person(7), person(8)]), 'oneSubmitted', 2],
  ['what somebody has handed in of one', () => store.submitted(person(7), cert(4)), 'oneSubmitted', 1],
  ['what was earned on a day', () => store.earnedOn(person(7), cert(1), addDays(firstDay, 1)), 'earned', 1],
  ['the copies of a credential', () => evidence.endAllBut(['F0SLIP'], some._id, now), 'ofCredential', 1],
  ['a copy', () => evidence.read(some._id, ['F0SLIP']), '_id_', 1],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('what became of a file, and a correction, read the one that they change', async () => {
  const judged = { bytes: 17, kind: 'pdf', kept: true, refused: null } as const;
  expectCost(await database.costOf(() => store.judgeFile(some._id, 'F0SLIP', judged)), '_id_', 1);
  const { personId, certificationId } = some;
  const fact = { type: 'credential.corrected', personId, certificationId, credentialId: some._id } as const;
  const cause = { at: now, by: personId };
  expectCost(await database.costOf(() => store.amend(some, { number: 'B-18' }, fact, cause)), '_id_', 1);
});

test('what has ended long ago is found without looking at what stands', async () => {
  const before = new Date('2026-06-01');
  const find = () =>
    database.db
      .collection('evidence')
      .find({ endedAt: { $lt: before } })
      .toArray();
  expectCost(await database.costOf(find), 'retention', 20);
});

test('nobody has two of one certification waiting for a decision', async () => {
  const { personId, certificationId } = some;
  const second = aCredential({ personId, certificationId, state: 'submitted', earnedOn: firstDay });
  const { version: _, ...noun } = second;
  const about = { personId, certificationId, credentialId: second._id, on: firstDay };
  const cause = { at: now, by: personId };
  expect(await store.insert(noun, { type: 'credential.submitted', ...about }, cause)).toBe(false);
  expect(await store.byId(second._id)).toBeNull();
});

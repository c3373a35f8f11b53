import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import { newCredentialId, newPersonId } from '../../shared/ids.js';
import { Credential, loadedSilently } from './credential.js';
import { credentialColumns, parseCredentialRow } from './credential-row.js';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name', ...Array.from({ length: 9 }, (_, n) => `E${n},Person ${n}`)]);
  const kinds = 'external,required';
  await files.load('certifications', [
    'code,name,issuer,kind,need,valid_months',
    `CKA,K8s,LF,${kinds},24`,
    `HDI,Support,HDI,${kinds},`,
  ]);
});
afterAll(() => files.stop());

const header = credentialColumns.map(({ name }) => name).join(',');
const load = (...lines: string[]) => files.load('credentials', [header, ...lines]);

async function held(employeeId: string): Promise<Credential[]> {
  const person = await files.stores.people.byEmployeeId(employeeId);
  return files.stores.credentials.earnedBy(person ? [person._id] : []);
}
const factsOf = async (employeeId: string) => {
  const ids = (await held(employeeId)).map(({ _id }) => _id as string);
  const facts = (await files.factsOf('credentials')) as { type: string; about: string; source?: string }[];
  return facts.filter(({ about }) => ids.includes(about)).map(({ type, source }) => [type, source].join(' ').trim());
};

test('it lasts as long as the catalogue says, unless the file says how long', async () => {
  await load(
    'E1,CKA,2024-02-29,,N-1,https://evidence.example.com/1,',
    'E1,CKA,2025-03-01,2028-03-01,,,verified',
    'E1,HDI,2020-01-01,,,,',
  );
  const credentials = await held('E1');
  expect(credentials.map((credential) => Credential.parse(credential))).toEqual(credentials);
  expect(credentials.map(({ earnedOn, expiresOn, number, state }) => [earnedOn, expiresOn, number, state])).toEqual([
    ['2024-02-29', '2026-02-28', 'N-1', 'verified'],
    ['2025-03-01', '2028-03-01', '', 'verified'],
    ['2020-01-01', null, '', 'verified'],
  ]);
  expect(await factsOf('E1')).toEqual(Array(3).fill('credential.verified loaded'));
});

test('what is revoked or superseded in the file is so from the beginning', async () => {
  await load('E2,CKA,2024-01-01,,,,revoked', 'E2,HDI,2020-01-01,,,,Superseded');
  expect((await factsOf('E2')).toSorted()).toEqual(['credential.revoked', 'credential.superseded']);
});

test('a blank cell leaves what is known, so an old file takes nothing back', async () => {
  await load('E3,CKA,2024-01-01,2027-01-01,N-3,,');
  const [was] = await held('E3');
  const fact = {
    type: 'credential.superseded',
    personId: was!.personId,
    certificationId: was!.certificationId,
  } as const;
  const cause = { at: files.clock.now(), by: 'test' };
  await files.stores.credentials.change(was!, 'superseded', { ...fact, credentialId: was!._id }, cause);
  expect((await load('E3,CKA,2024-01-01,,,,')).report).toMatchObject({ outcome: 'already-so' });
  expect(await held('E3')).toMatchObject([{ state: 'superseded', expiresOn: '2027-01-01', number: 'N-3' }]);
});

test('a correction is stated again, with what it now says', async () => {
  await load('E4,CKA,2024-01-01,,,,');
  const { rows } = await load('E4,CKA,2024-01-01,2026-12-31,N-4,,');
  expect(rows).toMatchObject([
    {
      about: 'E4 CKA 2024-01-01',
      changes: [
        { column: 'expires_on', from: '2026-01-01', to: '2026-12-31' },
        { column: 'number', from: '', to: 'N-4' },
      ],
    },
  ]);
  await load('E4,CKA,2024-01-01,,,,revoked');
  expect(await factsOf('E4')).toEqual([
    'credential.verified loaded',
    'credential.verified loaded',
    'credential.revoked',
  ]);
  expect(await held('E4')).toHaveLength(1);
});

test.each([
  ['E99,CKA,2024-01-01,,,,', 'employee_id', 'is nobody known so far'],
  ['E5,CKAD,2024-01-01,,,,', 'code', 'is not in the catalogue'],
  ['E5,CKA,2026-10-02,,,,', 'earned_on', 'is in the future'],
  ['E5,CKA,2024-01-01,2023-12-31,,,', 'expires_on', 'is before the day on which it was earned'],
  ['E5,CKA,01/02/2024,,,,', 'earned_on', 'must be a real date like 2026-12-31'],
  ['E5,CKA,2024-01-01,,,,held', 'state', 'must be verified or revoked or superseded'],
])('%s is refused: %s %s', async (line, column, reason) => {
  const { report, rows } = await load(line);
  expect(report).toMatchObject({ outcome: 'refused' });
  expect(rows).toMatchObject([{ problems: [{ column, reason }] }]);
});

test('today anywhere on Earth is not the future', async () => {
  files.clock.set(new Date('2026-10-01T11:00:00Z'));
  expect((await load('E6,CKA,2026-10-02,,,,')).report).toMatchObject({ outcome: 'applied' });
});

test('any cells are read or refused', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 200 });
  const cells = fc.record(Object.fromEntries(credentialColumns.map(({ name }) => [name, cell])));
  fc.assert(
    fc.property(cells, (given) => void parseCredentialRow(given)),
    { numRuns: 300 },
  );
});

test('a credential is read back from the database as it was saved', async () => {
  const noun = {
    ...loadedSilently,
    _id: newCredentialId(),
    personId: newPersonId(),
    certificationId: 'CKA' as CertificationId,
    earnedOn: '2024-01-01' as CalendarDate,
    expiresOn: null,
    number: 'N-1',
    evidence: '',
    state: 'revoked' as const,
  };
  const { _id: credentialId, personId, certificationId } = noun;
  const fact = { type: 'credential.revoked', credentialId, personId, certificationId } as const;
  await files.stores.credentials.saveAll([{ kind: 'born', noun, fact }], { at: files.clock.now(), by: 'test' });
  expect(await files.stores.credentials.byId(noun._id)).toEqual({ ...noun, version: 0 });
});

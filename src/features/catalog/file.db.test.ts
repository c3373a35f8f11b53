import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCertification } from '../../../test/builders/certification.js';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { CertificationId } from '../../shared/ids.js';
import { newPersonId } from '../../shared/ids.js';
import { Certification, defaultLadder } from './certification.js';
import { certificationColumns, parseCertificationRow } from './certification-row.js';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name', 'E1,Ana', 'E2,Ben']);
});
afterAll(() => files.stop());

const header = certificationColumns.map(({ name }) => name).join(',');
const good = {
  code: 'FORKLIFT',
  name: 'Forklift',
  issuer: 'OSHA',
  kind: 'external',
  need: 'required',
  valid_months: '36',
};
const byCode = (code: string) => files.stores.catalog.byId(code as CertificationId);

test('every column has its place in the catalogue', async () => {
  const line =
    'CISSP,Security,ISC2,external,optional,yes,36,90,"0 30 -7 180 30","Engineer: they ask: who? | Lead: you sign",7.5,749.5 USD,https://isc2.org/cissp https://example.com,E2 E1,1,30';
  expect((await files.load('certifications', [header, line])).report).toMatchObject({ outcome: 'applied' });
  const cissp = await byCode('CISSP');
  expect(Certification.parse(cissp)).toEqual(cissp);
  const [ana, ben] = await files.stores.people.byEmployeeIds(['E1', 'E2']);
  expect(cissp).toMatchObject({
    mayNotWorkWithout: true,
    validMonths: 36,
    graceDays: 90,
    ladder: [180, 30, 0, -7],
    relevantTo: [
      { role: 'Engineer', why: 'they ask: who?' },
      { role: 'Lead', why: 'you sign' },
    ],
    studyHours: 7.5,
    examFeeCents: 74_950,
    examFeeCurrency: 'USD',
    studyLinks: ['https://isc2.org/cissp', 'https://example.com/'],
    reviewer: { by: 'people', personIds: expect.arrayContaining([ana?._id, ben?._id]) },
    approvals: 1,
    retakeDays: 30,
  });
  expect((await files.load('certifications', [header, line])).report).toMatchObject({ outcome: 'already-so' });
});

test('blank cells are the usual: the default ladder, no end, no fee, the manager reviews', async () => {
  await files.load('certifications', [header, 'HDI-SCA,Support,HDI,internal,optional,,,,,,,,,,,']);
  expect(await byCode('HDI-SCA')).toMatchObject({
    validMonths: null,
    graceDays: 0,
    ladder: defaultLadder,
    examFeeCents: null,
    reviewer: { by: 'manager' },
    approvals: 1,
    retakeDays: 0,
  });
});

test('where work must stop without it, two must agree unless the file says otherwise', async () => {
  await files.load('certifications', [header, 'SHAFT,Shaft,LF,internal,required,yes,12,,,,,,,,,']);
  expect(await byCode('SHAFT')).toMatchObject({ mayNotWorkWithout: true, approvals: 2 });
});

test('a change is one fact that names the fields', async () => {
  await files.load('certifications', [
    'code,name,issuer,kind,need,valid_months,ladder',
    'CKA,K8s,LF,external,optional,24,90 7',
  ]);
  const { rows } = await files.load('certifications', [
    'code,name,issuer,kind,need,valid_months,ladder',
    'CKA,K8s,LF,external,required,24,90 30 7',
  ]);
  expect(rows).toMatchObject([
    {
      changes: [
        { column: 'need', from: 'optional', to: 'required' },
        { column: 'ladder', from: '90 7', to: '90 30 7' },
      ],
    },
  ]);
  expect(await files.factsOf('certifications')).toContainEqual(
    expect.objectContaining({ type: 'certification.changed', fields: ['need', 'ladder'], about: 'CKA' }),
  );
});

test('a reviewer must be known', async () => {
  const { rows } = await files.load('certifications', [header, 'X-1,X,X,internal,optional,,,,,,,,,E1 E9,,']);
  expect(rows).toMatchObject([
    { problems: [{ column: 'reviewer', reason: expect.stringContaining('not known so far') }] },
  ]);
});

test.each<[Record<string, string>, string]>([
  [{ code: 'aws-saa' }, 'code must be 2 to 40 capital letters'],
  [{ name: '' }, 'name is blank'],
  [{ kind: 'extern' }, 'kind must be internal or external'],
  [{ need: '' }, 'need must be required or optional'],
  [{ may_not_work_without: 'maybe' }, 'may_not_work_without must be yes or no'],
  [{ valid_months: '0' }, 'valid_months must be a whole number from 1 to 600'],
  [{ valid_months: '1e3' }, 'valid_months must be a whole number from 1 to 600'],
  [{ grace_days: '-1' }, 'grace_days must be a whole number from 0 to 3650'],
  [{ ladder: '90 soon' }, 'ladder must be a whole number from -365 to 730'],
  [{ ladder: ', ,' }, 'ladder is blank'],
  [{ ladder: Array.from({ length: 31 }, (_, n) => n).join(' ') }, 'ladder has more than 30 parts'],
  [{ relevant_to: 'Engineers need it' }, 'relevant_to must be like'],
  [{ relevant_to: 'Lead: a | lead: b' }, 'relevant_to names a role twice'],
  [{ study_hours: '-3' }, 'study_hours must be a number of hours such as'],
  [{ exam_fee: '$150' }, 'exam_fee must be a price such as 150.00 USD'],
  [{ exam_fee: '1,50 EUR' }, 'exam_fee must be a price such as 150.00 USD'],
  [{ study_links: 'javascript:alert(1)' }, 'study_links must be https addresses'],
  [{ study_links: 'http://example.com' }, 'study_links must be https addresses'],
  [{ study_links: 'https://bank.example@evil.example' }, 'study_links must be https addresses'],
  [{ reviewer: 'manager owner!' }, 'reviewer must be up to 64 letters'],
  [{ approvals: '3' }, 'approvals must be 1 or 2'],
  [{ retake_days: '366' }, 'retake_days must be a whole number from 0 to 365'],
])('%o is refused: %s', (cells, problem) => {
  const parsed = parseCertificationRow({ ...good, ...cells });
  const problems = 'problems' in parsed ? parsed.problems.map(({ column, reason }) => `${column} ${reason}`) : [];
  expect(problems).toEqual([expect.stringContaining(problem)]);
});

test('any cells are read or refused', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 200 });
  const cells = fc.record(Object.fromEntries(certificationColumns.map(({ name }) => [name, cell])));
  fc.assert(
    fc.property(cells, (given) => void parseCertificationRow(given)),
    { numRuns: 300 },
  );
});

test.each([
  ['manager', aCertification()],
  [
    'named people',
    aCertification({ reviewer: { by: 'people', personIds: [newPersonId(), newPersonId()] }, validMonths: null }),
  ],
])('a certification reviewed by %s is read back from the database as it was saved', async (_, { version, ...noun }) => {
  const writes = [{ kind: 'born', noun, fact: { type: 'certification.added' } }] as const;
  expect(await files.stores.catalog.saveAll(writes, { at: files.clock.now(), by: 'test' })).toBe(0);
  expect(await byCode(noun._id)).toEqual({ ...noun, version });
});

import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { CertificationId } from '../../shared/ids.js';
import { newCredentialId } from '../../shared/ids.js';
import { Assignment } from './assignment.js';
import { assignmentColumns, parseAssignmentRow } from './assignment-row.js';

let files: Files;
beforeEach(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name', 'E1,Ana', 'E2,Ben']);
  await files.load('certifications', ['code,name,issuer,kind,need,valid_months', 'CKA,K8s,LF,external,required,24']);
});
afterEach(() => files.stop());

const header = assignmentColumns.map(({ name }) => name).join(',');
const load = (...lines: string[]) => files.load('assignments', [header, ...lines]);

async function ofAna(): Promise<Assignment[]> {
  const ana = await files.stores.people.byEmployeeId('E1');
  return files.stores.assignments.ofPeople(ana ? [ana._id] : []);
}
const factTypes = async () => (await files.factsOf('assignments')).map(({ type }) => type);

async function save(fields: Partial<Assignment>): Promise<Assignment> {
  const ana = await files.stores.people.byEmployeeId('E1');
  const certificationId = 'CKA' as CertificationId;
  const { version, ...noun } = anAssignment({ personId: ana!._id, certificationId, ...fields });
  const fact = { type: 'assignment.opened', personId: noun.personId, certificationId } as const;
  await files.stores.assignments.insert(noun, fact, { at: files.clock.now(), by: 'test' });
  return { ...noun, version };
}

test('an assignment opens today, owing what a loaded one owes at first', async () => {
  await load('E1,CKA,2026-12-11,,Asked for in your talk,E2,');
  const [assignment] = await ofAna();
  expect(Assignment.parse(assignment)).toEqual(assignment);
  expect(assignment).toMatchObject({
    state: 'open',
    dueOn: '2026-12-11',
    opensOn: '2026-10-01',
    assignedOn: '2026-10-01',
    because: 'Asked for in your talk',
    assignedBy: (await files.stores.people.byEmployeeId('E2'))?._id,
    nudge: { owed: { reason: 'assigned' }, said: [] },
  });
  expect(files.askedToNudge).toMatchObject([{ dueOn: '2026-12-11', how: 'loaded' }]);
  expect(await factTypes()).toEqual(['assignment.opened']);
});

test('one that is overdue already opened no later than it was due', async () => {
  await load('E1,CKA,2026-09-28,,,,');
  expect(await ofAna()).toMatchObject([{ state: 'open', opensOn: '2026-09-28' }]);
});

test('one that opens later is planned, and owes nothing yet', async () => {
  await load('E1,CKA,2027-01-29,2026-11-16,,,');
  expect(await ofAna()).toMatchObject([
    { state: 'planned', opensOn: '2026-11-16', nudge: { nextAt: null, owed: null } },
  ]);
  expect(files.askedToNudge).toEqual([]);
  expect(await factTypes()).toEqual(['assignment.planned']);
});

test('the same file changes nothing on another day', async () => {
  const lines = ['E1,CKA,2026-12-11,,,,', 'E2,CKA,2027-01-29,2026-11-16,,,'];
  await load(...lines);
  files.clock.set(new Date('2026-11-20T06:00:00Z'));
  expect((await load(...lines)).report).toMatchObject({ outcome: 'already-so' });
  await files.stores.assignments.model.updateMany({ state: 'planned' }, { $set: { state: 'open' } });
  expect((await load(...lines)).report).toMatchObject({ outcome: 'already-so' });
});

test('another due date plans the nudges anew and keeps what was said', async () => {
  await load('E1,CKA,2026-12-11,,Once,,');
  const said = [{ reason: 'assigned', row: 'nudge|x', at: files.clock.now(), certain: true }];
  await files.stores.assignments.model.updateMany({}, { $set: { 'nudge.said': said, 'nudge.owed': null } });
  const { rows } = await load('E1,CKA,2027-01-15,,,,');
  expect(rows).toMatchObject([{ changes: [{ column: 'due_on', from: '2026-12-11', to: '2027-01-15' }] }]);
  expect(await ofAna()).toMatchObject([
    { dueOn: '2027-01-15', because: 'Once', nudge: { nextAt: new Date('2027-01-15T09:00:00Z'), said } },
  ]);
  expect(await factTypes()).toEqual(['assignment.opened', 'assignment.changed']);
});

test('another due date leaves a notice that is still owed the first message', async () => {
  await load('E1,CKA,2026-12-11,,Once,,');
  await load('E1,CKA,2027-01-15,,,,');
  const said = [{ reason: 'assigned', row: 'nudge|x', at: files.clock.now(), certain: true }];
  await files.stores.assignments.model.updateMany({}, { $set: { 'nudge.said': said, 'nudge.owed': null } });
  await load('E1,CKA,2027-02-15,,,,');
  expect(files.askedToNudge.map(({ dueOn, how }) => [dueOn, how])).toEqual([
    ['2026-12-11', 'loaded'],
    ['2027-01-15', 'announced'],
    ['2027-02-15', 'loaded'],
  ]);
});

test('a planned one is opened by a day to open that has come', async () => {
  await load('E1,CKA,2027-01-29,2026-11-16,,,');
  await load('E1,CKA,2027-01-29,2026-10-01,,,');
  expect(await ofAna()).toMatchObject([
    { state: 'open', opensOn: '2026-10-01', nudge: { owed: { reason: 'assigned' } } },
  ]);
  expect(await factTypes()).toEqual(['assignment.planned', 'assignment.opened']);
});

test('a waiver closes what is open; where nothing is, it is kept closed; twice is once', async () => {
  await load('E1,CKA,2026-12-11,,,,');
  const waiver = ['E1,CKA,2026-12-10,,Covered by Ben,,waived', 'E2,CKA,2026-12-10,,,,withdrawn'];
  expect((await load(...waiver)).report).toMatchObject({ counts: { create: 1, change: 1 } });
  expect(await ofAna()).toMatchObject([{ state: 'closed', closing: 'waived', dueOn: '2026-12-10' }]);
  expect((await load(...waiver)).report).toMatchObject({ outcome: 'already-so' });
  expect(await files.factsOf('assignments')).toMatchObject([
    { type: 'assignment.opened' },
    { type: 'assignment.closed', closing: 'waived' },
    { type: 'assignment.closed', closing: 'withdrawn' },
  ]);
});

test('what is closed stays closed when an old file is loaded again, and the reader is told', async () => {
  await save({ state: 'closed', closing: 'earned', dueOn: '2026-12-11' as CalendarDate });
  const { report, rows } = await load('E1,CKA,2026-12-11,,,,');
  expect(report).toMatchObject({ outcome: 'already-so' });
  expect(rows).toMatchObject([{ kind: 'same', note: 'as the one due on that day is closed already: earned' }]);
});

test('nobody is asked to earn what they hold beyond the due date', async () => {
  await files.load('credentials', ['employee_id,code,earned_on,expires_on', 'E1,CKA,2026-01-01,2027-12-31']);
  const { rows } = await load('E1,CKA,2026-12-11,,,,');
  expect(rows).toMatchObject([{ kind: 'same', note: 'as it is held already, until Friday 31 December 2027' }]);
  expect((await load('E1,CKA,2028-03-01,,,,')).report).toMatchObject({ counts: { create: 1 } });
});

test('a first time that was moved forward to an expiry stays there when its later date is loaded again', async () => {
  await files.load('credentials', ['employee_id,code,earned_on,expires_on', 'E1,CKA,2025-01-01,2026-12-31']);
  const moved = await save({ dueOn: '2026-12-31' as CalendarDate });
  const { rows } = await load('E1,CKA,2027-03-01,,,,');
  const note = 'as what is held expires before that: it is due on Thursday 31 December 2026';
  expect(rows).toMatchObject([{ kind: 'same', note }]);
  expect(await ofAna()).toEqual([moved]);
});

test('the date of an old round does not pull a planned renewal forward', async () => {
  const renews = newCredentialId();
  const dates = { opensOn: '2028-07-01' as CalendarDate, dueOn: '2028-09-30' as CalendarDate };
  const renewal = await save({ state: 'planned', renews, ...dates });
  const { rows } = await load('E1,CKA,2026-11-20,,,,');
  expect(rows).toMatchObject([{ kind: 'same', note: expect.stringContaining('its renewal is planned') }]);
  expect(await ofAna()).toEqual([renewal]);
  await load('E1,CKA,2028-08-31,,,,');
  expect(await ofAna()).toMatchObject([{ state: 'planned', dueOn: '2028-08-31', renews }]);
});

test.each([
  ['E9,CKA,2026-12-11,,,,', 'employee_id', 'is nobody known so far'],
  ['E1,CKAD,2026-12-11,,,,', 'code', 'is not in the catalogue'],
  ['E1,CKA,2026-12-11,,,E9,', 'assigned_by', 'is nobody known so far'],
  ['E1,CKA,2026-12-11,2026-12-12,,,', 'due_on', 'is before the day on which it opens'],
  ['E1,CKA,,,,,', 'due_on', 'must be a real date like 2026-12-31'],
  ['E1,CKA,2026-12-11,,,,open', 'state', 'must be waived or withdrawn'],
])('%s is refused: %s %s', async (line, column, reason) => {
  const { report, rows } = await load(line);
  expect(report).toMatchObject({ outcome: 'refused' });
  expect(rows).toMatchObject([{ problems: [{ column, reason }] }]);
});

test('two rows for one person and certification are refused', async () => {
  const { rows } = await load('E1,CKA,2026-12-11,,,,', 'E1,CKA,2027-01-11,,,,');
  expect(rows).toMatchObject([
    { kind: 'bad', problems: [{ reason: 'row 3 has the same employee_id and code' }] },
    { kind: 'bad', problems: [{ reason: 'row 2 has the same employee_id and code' }] },
  ]);
});

test('any cells are read or refused', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 200 });
  const cells = fc.record(Object.fromEntries(assignmentColumns.map(({ name }) => [name, cell])));
  fc.assert(
    fc.property(cells, (given) => void parseAssignmentRow(given)),
    { numRuns: 300 },
  );
});

test('an assignment is read back from the database as it was saved', async () => {
  const at = files.clock.now();
  const saved = await save({
    renews: newCredentialId(),
    nudge: {
      nextAt: at,
      owed: { reason: 'due-14', since: '2026-10-01' as CalendarDate, askAt: null },
      snoozedUntil: '2026-10-02' as CalendarDate,
      said: [{ reason: 'due-30', row: 'nudge|per_1|2026-09-01', at, certain: false }],
    },
  });
  expect(await files.stores.assignments.byId(saved._id)).toEqual(saved);
});

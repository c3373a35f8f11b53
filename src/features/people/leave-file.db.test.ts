import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import { Person } from './person.js';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name', ...Array.from({ length: 9 }, (_, n) => `L${n},Somebody`)]);
});
afterAll(() => files.stop());

const header = 'employee_id,from,until';
const load = (...lines: string[]) => files.load('leave', [header, ...lines]);
const leaveOf = async (employeeId: string) => {
  const person = await files.stores.people.byEmployeeId(employeeId);
  return person?.leave.map(({ from, until }) => `${from} ${until}`);
};

test('who is away is kept in order, read back as it was written, and loading it again changes nothing', async () => {
  const lines = ['L1,2026-12-24,2026-12-31', 'L1,2026-10-05,2026-10-09', 'L2,2026-10-05,2026-10-05'];
  expect((await load(...lines)).report).toMatchObject({ outcome: 'applied', counts: { create: 3 } });
  expect(await leaveOf('L1')).toEqual(['2026-10-05 2026-10-09', '2026-12-24 2026-12-31']);
  const person = await files.stores.people.byEmployeeId('L1');
  expect(Person.parse(person)).toEqual(person);
  expect((await load(...lines)).report).toMatchObject({ outcome: 'already-so' });
});

test('many rows of one person are one change of theirs, with one fact', async () => {
  const rows = Array.from(
    { length: 12 },
    (_, n) => `L3,2027-${String(n + 1).padStart(2, '0')}-01,2027-${String(n + 1).padStart(2, '0')}-05`,
  );
  const changes = async () =>
    (await files.factsOf('people')).filter(({ type }) => type === 'person.leave-changed').length;
  const before = await changes();
  expect((await load(...rows)).report).toMatchObject({ outcome: 'applied', counts: { create: 12 } });
  expect(await leaveOf('L3')).toHaveLength(12);
  expect((await changes()) - before).toBe(1);
});

test('a row with the same first day changes the last one, and without a last day takes it away', async () => {
  await load('L4,2026-10-05,2026-10-09', 'L4,2026-11-02,2026-11-06');
  const { rows } = await load('L4,2026-10-05,2026-10-16', 'L4,2026-11-02,');
  expect(rows).toMatchObject([
    { kind: 'change', changes: [{ column: 'until', from: '2026-10-09', to: '2026-10-16' }] },
    { kind: 'change', changes: [{ column: 'until', from: '2026-11-06', to: '' }] },
  ]);
  expect(await leaveOf('L4')).toEqual(['2026-10-05 2026-10-16']);
});

test('what is wrong is said by line, and nothing is changed', async () => {
  const { report, rows } = await load(
    'L5,2026-10-05,2026-10-09',
    'NOBODY,2026-10-05,2026-10-09',
    'L5,2026-11-09,2026-11-02',
    'L5,2026-12-01,2031-12-01',
    'L5,soon,2026-12-01',
    'L6,2026-10-05,2026-10-09',
    'L6,2026-10-05,2026-10-12',
  );
  expect(report).toMatchObject({ outcome: 'refused', counts: { bad: 6 } });
  const said = rows.flatMap((row) =>
    'problems' in row ? row.problems.map(({ column, reason }) => `${column} ${reason}`) : [],
  );
  expect(said).toEqual([
    'employee_id is nobody known so far',
    'until is before the first day',
    'until is more than three years after the first day',
    'from must be a real date like 2026-12-31',
    expect.stringContaining('employee_id row 8 has the same'),
    expect.stringContaining('employee_id row 7 has the same'),
  ]);
  expect(await leaveOf('L5')).toEqual([]);
});

test('a wrong last day is put right, even when the right one is over for long', async () => {
  await load('L6,2026-05-01,2027-05-10');
  const { rows } = await load('L6,2026-05-01,2026-05-10');
  expect(rows).toMatchObject([{ kind: 'change' }]);
  expect(JSON.stringify(await leaveOf('L6'))).not.toContain('2027');
});

test('what is over for long is passed by with a note', async () => {
  const { rows } = await load('L7,2025-10-05,2025-10-09');
  expect(rows).toMatchObject([{ kind: 'same', note: 'is over for long' }]);
  expect(await leaveOf('L7')).toEqual([]);
});

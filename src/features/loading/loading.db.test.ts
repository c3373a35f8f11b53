import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import type { FileKind, RowReport } from './index.js';
import { runImport } from './index.js';

let files: Files;
beforeEach(async () => {
  files = await startFiles();
});
afterEach(() => files.stop());

const header = 'employee_id,name,email,manager,team';
const company = [header, 'E1,Ana,ana@example.com,,Board', 'E2,Ben,ben@example.com,E1,Field', 'E3,Cai,,E2,Field'];

const wrongOf = (rows: readonly RowReport[]) =>
  rows.flatMap((row) =>
    row.kind === 'bad' || row.kind === 'waiting'
      ? row.problems.map(({ column, reason }) => `${row.kind} ${row.line} ${column} ${reason}`)
      : [],
  );
const countPeople = () => files.stores.people.model.countDocuments();
const managerOf = async (employeeId: string) => {
  const person = await files.stores.people.byEmployeeId(employeeId);
  const managers = await files.stores.people.byIds(person?.managerId ? [person.managerId] : []);
  return [...managers.values()][0]?.employeeId;
};

test('a dry run tells row by row what would change, and changes nothing', async () => {
  await files.load('people', company);
  const before = await files.everything();
  const lines = [header, 'E3,Cai,cai@example.com,E1,Depot', 'E4,Dov,,E3,', 'E1,Ana,ana@example.com,,Board'];
  const { report, rows } = await files.load('people', lines, { mode: 'dry-run' });
  expect(report).toMatchObject({ outcome: 'dry-run', counts: { rows: 3, create: 1, change: 1, same: 1, bad: 0 } });
  expect(rows).toEqual([
    {
      line: 2,
      about: 'E3',
      kind: 'change',
      changes: [
        { column: 'team', from: 'Field', to: 'Depot' },
        { column: 'email', from: '', to: 'cai@example.com' },
        { column: 'manager', from: 'E2', to: 'E1' },
      ],
    },
    { line: 3, about: 'E4', kind: 'create' },
    { line: 4, about: 'E1', kind: 'same' },
  ]);
  expect(await files.everything()).toEqual(before);
  expect(await files.imports()).toHaveLength(1);
});

test('loading a file twice changes nothing the second time', async () => {
  const { report } = await files.load('people', company);
  expect(report).toMatchObject({ outcome: 'applied', counts: { rows: 3, create: 3, waiting: 0 } });
  const before = await files.everything();
  expect(Object.keys(before)).not.toContain('outbox');
  files.clock.set(new Date('2026-10-02T06:00:00Z'));
  expect((await files.load('people', company)).report).toMatchObject({ outcome: 'already-so', counts: { same: 3 } });
  expect(await files.everything()).toEqual(before);
  expect(await files.imports()).toHaveLength(1);
});

test('an import is remembered by its content, and every fact names it', async () => {
  await files.load('people', company);
  const [run] = await files.imports();
  expect(run).toMatchObject({ kind: 'people', fileName: 'people.csv', state: 'done', counts: { create: 3 } });
  expect(run?.by).toBe(`import:${run?.sha256.slice(0, 12)}`);
  const facts = await files.factsOf('people');
  expect(facts.map((fact) => ({ ...fact }))).toMatchObject(Array(3).fill({ type: 'person.joined', by: run?.by }));
});

test('absent rows and absent columns change nothing', async () => {
  await files.load('people', company);
  await files.load('people', ['employee_id,name', 'E2,Benjamin']);
  const { people } = files.stores;
  expect(await people.byEmployeeId('E2')).toMatchObject({ name: 'Benjamin', email: 'ben@example.com', team: 'Field' });
  expect(await countPeople()).toBe(3);
});

test('one bad row and nothing is applied; bad rows are named by row, column and reason', async () => {
  const long = `${'x'.repeat(300)}\u202e`;
  const lines = [...company, `E4,,not-an-address,E4,`, `E5,Eve,eve@example.com,E99,${long}`, 'E3,Cai again,,,'];
  const { report, rows } = await files.load('people', lines);
  expect(report).toMatchObject({ outcome: 'refused', counts: { rows: 6, create: 2, bad: 4 } });
  expect(wrongOf(rows)).toEqual([
    'bad 4 employee_id row 7 has the same employee_id',
    'bad 5 name is blank',
    'bad 5 email is not an e-mail address',
    'bad 6 team is longer than 100 characters',
    'bad 7 employee_id row 4 has the same employee_id',
  ]);
  const cells = rows.flatMap((row) => (row.kind === 'bad' ? row.problems.map(({ cell }) => cell) : []));
  expect(cells).toContain(`${'x'.repeat(39)}…`);
  expect(await files.everything()).toMatchObject({ people: [] });
  expect(await files.imports()).toEqual([]);
});

test('with bad rows skipped the good ones are loaded, and who waits for a skipped one is told', async () => {
  const lines = [header, 'E1,Ana,,E9,', 'E2,Ben,,E1,', 'E3,Cai,,,'];
  const { report, rows } = await files.load('people', lines, { badRows: 'skip' });
  expect(report).toMatchObject({ outcome: 'applied', counts: { rows: 3, create: 2, bad: 1, waiting: 1 } });
  expect(wrongOf(rows)).toEqual([
    'bad 2 manager is nobody in this file, and nobody known so far',
    'waiting 3 manager is somebody whose own row was not loaded',
  ]);
  expect(await managerOf('E2')).toBeUndefined();
  await files.load('people', [header, 'E1,Ana,,,', 'E2,Ben,,E1,']);
  expect(await managerOf('E2')).toBe('E1');
});

test('a manager may stand later in the file, thousands of rows away', async () => {
  const numbers = Array.from({ length: 2_100 }, (_, n) => n);
  const lines = [header, ...numbers.toReversed().map((n) => `E${n},Person ${n},,${n === 0 ? '' : `E${n - 1}`},`)];
  const { report } = await files.load('people', lines);
  expect(report).toMatchObject({ counts: { create: 2_100, change: 0, waiting: 0 } });
  const people = await files.stores.people.model.find({ managerId: null }).lean();
  expect(people.map(({ employeeId }) => employeeId)).toEqual(['E0']);
  expect([await managerOf('E1'), await managerOf('E1100'), await managerOf('E2099')]).toEqual(['E0', 'E1099', 'E2098']);
  expect((await files.load('people', lines)).report).toMatchObject({ outcome: 'already-so' });
});

test('two people may swap addresses in one file', async () => {
  await files.load('people', company);
  const swapped = [header, 'E1,Ana,ben@example.com,,Board', 'E2,Ben,Ana@Example.com,E1,Field'];
  expect((await files.load('people', swapped)).report).toMatchObject({ counts: { change: 2, waiting: 0 } });
  expect(await files.stores.people.byEmployeeId('E1')).toMatchObject({ email: 'ben@example.com' });
  expect(await files.stores.people.byEmployeeId('E2')).toMatchObject({ email: 'ana@example.com' });
});

test('somebody else’s address is refused', async () => {
  await files.load('people', company);
  const { rows } = await files.load('people', [header, 'E9,Eve,ana@example.com,,']);
  expect(wrongOf(rows)).toEqual(['bad 2 email belongs to somebody else already']);
});

const many = [header, ...Array.from({ length: 2_500 }, (_, n) => `E${n},Person ${n},,${n === 0 ? '' : 'E0'},`)];

test('a run that died half-way is finished by repeating it', async () => {
  const people = files.kinds.people;
  let written = 0;
  const dying: FileKind = {
    ...people,
    async write(writes, load) {
      if (written > 0) throw new Error('the plug was pulled');
      written += writes.length;
      return people.write(writes, load);
    },
  };
  const path = await files.write('many.csv', many.join('\n'));
  const options = { mode: 'apply', badRows: 'refuse' } as const;
  const attempt = files.createOther({ people: dying }).load('people', path, options);
  await expect(attempt).rejects.toThrow('the plug was pulled');
  expect(await countPeople()).toBe(1_000);
  expect(await files.imports()).toMatchObject([{ state: 'running' }]);

  const report = await files.loading.load('people', path, options);
  expect(report).toMatchObject({
    outcome: 'applied',
    finishedEarlierRun: true,
    counts: { create: 1_500, same: 1_000 },
  });
  expect(await countPeople()).toBe(2_500);
  expect(await files.factsOf('people')).toHaveLength(2_500);
  expect(await files.imports()).toMatchObject([{ state: 'done' }]);
});

test('what somebody else changes between deciding and writing is decided again', async () => {
  await files.load('people', company);
  const people = files.kinds.people;
  let met = false;
  const interrupted: FileKind = {
    ...people,
    async write(writes, load) {
      const person = await files.stores.people.byEmployeeId('E2');
      const chosen = { type: 'person.reminders-chosen', reminders: 'weekly' } as const;
      if (!met && person) {
        await files.stores.people.change(person, { reminders: 'weekly' }, chosen, { at: load.now, by: person._id });
      }
      met = true;
      return people.write(writes, load);
    },
  };
  const path = await files.write('move.csv', [header, 'E2,Ben,ben@example.com,E1,Depot'].join('\n'));
  await files.createOther({ people: interrupted }).load('people', path, { mode: 'apply', badRows: 'refuse' });
  expect(await files.stores.people.byEmployeeId('E2')).toMatchObject({
    team: 'Depot',
    reminders: 'weekly',
    version: 2,
  });
});

test('two loads of one file at the same time make each person once', async () => {
  const path = await files.write('many.csv', many.join('\n'));
  const options = { mode: 'apply', badRows: 'refuse' } as const;
  await Promise.all([1, 2].map(() => files.createOther().load('people', path, options)));
  expect(await countPeople()).toBe(2_500);
  expect((await files.loading.load('people', path, options)).outcome).toBe('already-so');
});

test('a file that is written to while it is checked is refused, and nothing is applied', async () => {
  const path = await files.write('people.csv', company.join('\n'));
  const onRow = ({ line }: RowReport) => line === 2 && appendFileSync(path, '\nE9,Eve,,,');
  const report = await files.loading.load('people', path, { mode: 'apply', badRows: 'refuse', onRow });
  expect(report).toEqual({ outcome: 'file-refused', reason: expect.stringContaining('was changed while it was read') });
  expect(await countPeople()).toBe(0);
});

test('progress goes from nothing to the whole file, for each reading', async () => {
  const steps = new Map<string, number>();
  await files.load('people', many, {
    onProgress: ({ step, doneBytes, totalBytes }) => void steps.set(step, doneBytes / totalBytes),
  });
  expect([...steps]).toEqual([
    ['reading', 1],
    ['checking', 1],
    ['applying', 1],
  ]);
});

test('hostile cells are words like others: kept without what nobody sees, and they change nothing else', async () => {
  const cells = ['<!everyone>', '=cmd|calc!A1', '@SUM(1)', '__proto__', '\u202egnp.exe', '{"$gt":""}', '\u200b'];
  const lines = ['employee_id,name,role', ...cells.map((cell, n) => `E${n},P${n},"${cell.replaceAll('"', '""')}"`)];
  await files.load('people', [...lines, '__proto__,constructor,toString']);
  const people = await files.stores.people.model.find().sort({ _id: 1 }).lean();
  expect(new Map(people.map(({ employeeId, role }) => [employeeId, role]))).toEqual(
    new Map(
      [...cells.slice(0, 4), 'gnp.exe', '{"$gt":""}', ''].map((role, n): [string, string] => [`E${n}`, role]),
    ).set('__proto__', 'toString'),
  );
});

async function run(
  kind: FileKind['name'],
  path: string,
  mode: 'dry-run' | 'apply',
  badRows: 'refuse' | 'skip' = 'refuse',
) {
  const lines: string[] = [];
  const output = { print: (line: string) => void lines.push(line), rowsShown: 2, progress: process.stderr };
  const exitCode = await runImport(files.loading, { kind, filePath: path, mode, badRows }, output);
  return { exitCode, lines };
}

test('the command says what would be done, what was done, and what to do next', async () => {
  const path = await files.write('people.csv', company.join('\n'));
  expect(await run('people', path, 'dry-run')).toEqual({
    exitCode: 0,
    lines: [
      'row 2       E1: new',
      'row 3       E2: new',
      '… and 1 more rows like these. Send the output to a file to see all.',
      '  3  rows',
      '  3  would be new',
      'Nothing was changed. Add --apply to do it.',
    ],
  });
  expect(await run('people', path, 'apply')).toEqual({ exitCode: 0, lines: ['  3  rows', '  3  new', 'Done.'] });
  expect((await run('people', path, 'apply')).lines.at(-1)).toBe('Nothing was changed: there is nothing to do.');
});

test('the command names what is wrong, and ends with 1', async () => {
  const path = await files.write('bad.csv', 'employee_id;name;zone\nE1;Ana;Moon/Crater\nE2;Ben;\u001b[31mred\nE3;Cai;');
  const refused = await run('people', path, 'apply');
  expect(refused).toEqual({
    exitCode: 1,
    lines: [
      'row 2       E1: zone is not a time zone such as Europe/Madrid (it says: Moon/Crater)',
      'row 3       E2: zone is not a time zone such as Europe/Madrid (it says: [31mred)',
      'The file is separated by semicolons.',
      '  3  rows',
      '  1  would be new',
      '  2  wrong',
      'Nothing was changed. Mend the rows above, or add --skip-bad to load the others.',
    ],
  });
  expect(await run('people', path, 'apply', 'skip')).toMatchObject({ exitCode: 0 });
  expect(await countPeople()).toBe(1);
  expect(await run('people', join(files.folder, 'none.csv'), 'apply')).toEqual({
    exitCode: 1,
    lines: ['There is no file none.csv here.', 'Nothing was changed.'],
  });
});

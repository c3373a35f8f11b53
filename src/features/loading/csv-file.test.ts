import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileRow } from './csv-file.js';
import { fileLimits, openCsvFile } from './csv-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laurel-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

const columns = [
  { name: 'id', need: 'required' },
  { name: 'name', need: 'required' },
  { name: 'note', need: 'optional' },
] as const;

const smallLimits = { bytes: 5 * 1024 ** 2, rows: 20, cellCharacters: 50, rowBytes: 1_000 };

async function readAll(path: string, limits = smallLimits): Promise<FileRow[]> {
  const file = await openCsvFile(path, limits);
  const rows: FileRow[] = [];
  try {
    for await (const row of file.rows(columns, () => {})) rows.push(row);
  } finally {
    await file.close();
  }
  return rows;
}

async function read(content: string | Buffer): Promise<FileRow[]> {
  const path = join(folder, 'rows.csv');
  await writeFile(path, content);
  return readAll(path);
}

test('cells are read by column, trimmed; blank rows are nothing, columns that are not there are absent', async () => {
  expect(await read('ID , Name\n 1 , Ana \n\n , \n2,\n')).toEqual([
    { line: 2, cells: { id: '1', name: 'Ana' }, problems: [] },
    { line: 5, cells: { id: '2', name: '' }, problems: [] },
  ]);
});

test.each(['\n', '\r\n', '\r'])('rows are counted by the lines they begin in, with line ends %j', async (end) => {
  const rows = await read(['id,name', '1,"two', 'lines"', '', '2,b', '3,c'].join(end));
  expect(rows.map(({ line, cells }) => [line, cells.name])).toEqual([
    [2, 'two\nlines'],
    [5, 'b'],
    [6, 'c'],
  ]);
});

test('line ends that are torn between two reads of the disk are one', async () => {
  const chunk = 256 * 1024;
  const start = 'id,name\r\n1,ab\r\n';
  const blankLines = (chunk - start.length - 1) / 2;
  const text = `${start}${'\r\n'.repeat(blankLines)}\r\n2,é\r\n`;
  expect(text[chunk - 1]).toBe('\r');
  expect((await read(text)).at(-1)).toMatchObject({ line: 4 + blankLines, cells: { name: 'é' } });
});

test.each([
  [';', 'id;name;note\n1;Ana, Eva;x'],
  ['\t', 'id\tname\tnote\n1\tAna, Eva\tx'],
])('the header tells that cells are separated by %j', async (_separator, content) => {
  expect((await read(content))[0]?.cells).toEqual({ id: '1', name: 'Ana, Eva', note: 'x' });
});

test('a byte order mark is no part of the first column', async () => {
  expect(await read('\ufeffid,name\n1,Ana')).toHaveLength(1);
});

test('a row with too few or too many cells, or too long ones, is wrong by itself', async () => {
  const rows = await read(`id,name\n1\n2,b,c\n3,${'x'.repeat(51)}\n4,d`);
  expect(
    rows.map(({ line, problems }) => [line, ...problems.map(({ column, reason }) => `${column}: ${reason}`)]),
  ).toEqual([
    [2, ': has 1 cell where the header has 2. Is a comma or a quotation mark missing?'],
    [3, ': has 3 cells where the header has 2. Is a comma or a quotation mark missing?'],
    [4, 'name: is longer than 50 characters'],
    [5],
  ]);
});

test('names of columns are no way to anything else', async () => {
  await expect(read('id,name,__proto__\n1,a,b')).rejects.toThrow('1 column (__proto__) is not known');
  await expect(read('id,name,constructor\n1,a,b')).rejects.toThrow('not known');
});

test.each<[string, string | Buffer, string]>([
  ['is empty', '', 'The file is empty.'],
  ['holds blank lines', '\n\n', 'The columns are id, name and note.'],
  ['has a header and no rows', 'id,name\n\n', 'The file has a header and no rows.'],
  ['lacks a column', 'id,note\n1,a', 'In the header, 1 column (name) is missing. The columns are id, name and note.'],
  ['has a column twice', 'id,name,NAME\n1,a,b', 'In the header, 1 column (name) is there twice.'],
  ['has unknown columns', 'id,name,age,\n1,a,b,c', '2 columns (age and one without a name) are not known.'],
  ['has a wide unknown header', `id,name,${'x'.repeat(60)}\n1,a,b`, `(${'x'.repeat(39)}…) is not known`],
  [
    'is in another encoding',
    Buffer.from('id,name\n1,a\n2,Inés\n', 'latin1'),
    'is not UTF-8 (in or near row 3). Save it',
  ],
  ['ends within a letter', Buffer.from('id,name\n1,é').subarray(0, -1), 'is not UTF-8 (in or near row 2)'],
  ['is UTF-16', Buffer.from('\ufeffid,name\n1,a', 'utf16le'), 'The file is UTF-16. Save it as "CSV UTF-8".'],
  ['holds NUL bytes', 'id,name\n1,a\0b', 'The file holds NUL bytes'],
  [
    'has an open quote',
    'id,name\n1,a\n2,"b\n3,c\n',
    'Row 3: a cell begins with a quotation mark that is never closed.',
  ],
  ['has an open quote early on', `id,name\n1,"a\n${'2,b\n'.repeat(400)}`, 'Row 2: the row is longer than 1 MB.'],
  ['has a quote inside', 'id,name\n1,a"b\n', 'Row 2: a quotation mark stands inside a cell.'],
  ['goes on after a quote', 'id,name\n1,"a"b\n', 'Row 2: something follows the closing quotation mark'],
  ['has too many rows', `id,name\n${'1,a\n'.repeat(21)}`, 'The file has more than 20 rows. Split it.'],
  ['is too large', `id,name\n${'1,a\n'.repeat(1_400_000)}`, 'The file is larger than 5 MB. Split it'],
])('a file that %s is refused as a whole', async (_what, content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

test('what is no file is refused', async () => {
  await mkdir(join(folder, 'people.csv'), { recursive: true });
  await expect(readAll(join(folder, 'people.csv'))).rejects.toThrow('people.csv is a directory, not a file.');
  await expect(readAll(join(folder, 'none.csv'))).rejects.toThrow('There is no file none.csv here.');
  await expect(readAll(join(folder, '\0'))).rejects.toThrow('The name of the file is not a good one.');
  await expect(readAll('/dev/null')).rejects.toThrow('Save it to disk first.');
});

test('each reading gives the same rows, and a file that was written to meanwhile is refused', async () => {
  const path = join(folder, 'changing.csv');
  await writeFile(path, 'id,name\n1,a\n');
  const file = await openCsvFile(path);
  const readRows = async () => {
    for await (const _row of file.rows(columns, () => {}));
  };
  await readRows();
  await readRows();
  await file.refuseIfWritten();
  await writeFile(path, 'id,name\n1,b\n2,c\n');
  await expect(file.refuseIfWritten()).rejects.toThrow('The file was changed while it was read.');
  await expect(readRows()).rejects.toThrow('The file was changed while it was read.');
  await file.close();
});

test('the limits are those of the manual', () => {
  expect(fileLimits).toMatchObject({ bytes: 200 * 1024 ** 2, rows: 1_000_000, cellCharacters: 10_000 });
});

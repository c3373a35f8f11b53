import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CsvError } from 'csv-parse';
import { parse } from 'csv-parse';
import { plural, visibleText } from '../../shared/text.js';
import { FileRefused } from './file-refused.js';
import type { Columns } from './header.js';
import { readHeader } from './header.js';
import type { Cells, Problem } from './kind.js';
import { plainTextBytes } from './plain-text-bytes.js';

export const fileLimits = { bytes: 200 * 1024 * 1024, rows: 1_000_000, cellCharacters: 10_000, rowBytes: 1_000_000 };

/** A row as it stands in the file. `line` is the line it begins in, as an editor counts: the header is line 1. */
export type FileRow = Readonly<{ line: number; cells: Cells; problems: readonly Problem[] }>;

/** A file that can be read from its beginning as often as needed, and is the same each time or refused. */
export type CsvFile = Readonly<{
  name: string;
  sizeBytes: number;
  separator: Separator;
  /** Throws FileRefused when it is not a good CSV file with these columns, or not the one that was read before. */
  rows(columns: Columns, onBytes: (readBytes: number) => void): AsyncGenerator<FileRow>;
  /** Of the whole file; known once all rows were read. */
  sha256(): string;
  /** Throws FileRefused when somebody has written to the file since it was opened. */
  refuseIfWritten(): Promise<void>;
  close(): Promise<void>;
}>;

export type Separator = ',' | ';' | '\t';

/** @throws FileRefused when there is no such file, or it is too large or empty. */
export async function openCsvFile(path: string, limits = fileLimits): Promise<CsvFile> {
  const name = basename(path);
  const handle = await openToRead(path, name);
  try {
    const opened = await handle.stat();
    refuseUnusable(opened, name, limits.bytes);
    const separator = await findSeparator(handle);
    return csvFile({ name, handle, opened, separator, limits });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openToRead(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === undefined ? undefined : openRefusals[code];
    if (reason === undefined) throw error;
    throw new FileRefused(reason(visibleText(name)));
  }
}

const openRefusals: Readonly<Record<string, (name: string) => string>> = {
  ENOENT: (name) => `There is no file ${name} here.`,
  ENOTDIR: (name) => `There is no file ${name} here.`,
  EACCES: (name) => `${name} may not be read by this user.`,
  EISDIR: (name) => `${name} is a directory, not a file.`,
  ENAMETOOLONG: () => 'The name of the file is too long.',
  ERR_INVALID_ARG_VALUE: () => 'The name of the file is not a good one.',
};

function refuseUnusable(stats: Stats, name: string, maxBytes: number): void {
  const shown = visibleText(name);
  if (stats.isDirectory()) throw new FileRefused(`${shown} is a directory, not a file.`);
  if (!stats.isFile()) throw new FileRefused(`${shown} is not a file that can be read twice. Save it to disk first.`);
  if (stats.size === 0) throw new FileRefused('The file is empty.');
  if (stats.size > maxBytes) {
    throw new FileRefused(
      `The file is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB. Split it into smaller ones.`,
    );
  }
}

/** Our column names hold none of these, so the header tells. */
async function findSeparator(handle: FileHandle): Promise<Separator> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(16_384), position: 0 });
  const header = /^[^\r\n]*/.exec(buffer.toString('latin1', 0, bytesRead))?.[0] ?? '';
  if (header.includes(',')) return ',';
  if (header.includes(';')) return ';';
  return header.includes('\t') ? '\t' : ',';
}

type OpenCsvFile = {
  name: string;
  handle: FileHandle;
  opened: Stats;
  separator: Separator;
  limits: typeof fileLimits;
};

function csvFile({ name, handle, opened, separator, limits }: OpenCsvFile): CsvFile {
  let knownSha256: string | undefined;

  async function* rows(columns: Columns, onBytes: (readBytes: number) => void): AsyncGenerator<FileRow> {
    const hash = createHash('sha256');
    let readBytes = 0;
    const source = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 256 * 1024 });
    const bytes = plainTextBytes(source, (chunk) => {
      hash.update(chunk);
      readBytes += chunk.length;
      onBytes(readBytes);
    });

    let names: readonly string[] | undefined;
    let rowCount = 0;
    for await (const found of recordsOf(bytes, separator, limits)) {
      for (const { line, cells } of found) {
        if (names === undefined) {
          names = readHeader(cells, columns);
        } else if (cells.some((cell) => cell !== '')) {
          rowCount += 1;
          if (rowCount > limits.rows) throw new FileRefused(`The file has more than ${limits.rows} rows. Split it.`);
          yield fileRow(line, names, cells, limits.cellCharacters);
        }
      }
    }
    if (names === undefined) throw new FileRefused('The file is empty.');
    if (rowCount === 0) throw new FileRefused('The file has a header and no rows.');

    const sha256 = hash.digest('hex');
    knownSha256 ??= sha256;
    if (knownSha256 !== sha256) throw changedMeanwhile();
  }

  return {
    name,
    sizeBytes: opened.size,
    separator,
    rows,
    sha256() {
      if (knownSha256 === undefined) throw new Error('the sha256 of a file is known once it was read');
      return knownSha256;
    },
    async refuseIfWritten() {
      const { mtimeMs, size } = await handle.stat();
      if (mtimeMs !== opened.mtimeMs || size !== opened.size) throw changedMeanwhile();
    },
    close: () => handle.close(),
  };
}

const changedMeanwhile = () => new FileRefused('The file was changed while it was read. Repeat when it rests.');

type CsvRecord = Readonly<{ line: number; cells: string[] }>;

/**
 * Records, chunk by chunk, and the line that each begins in; line ends are `\n` by now, so that cells with line ends are
 * counted rightly. They are taken out of the parser as it finds them: as a stream it drops those before an error, and
 * takes a minute for a chunk full of blank lines.
 */
async function* recordsOf(
  bytes: AsyncIterable<Buffer>,
  separator: Separator,
  limits: typeof fileLimits,
): AsyncGenerator<CsvRecord[]> {
  let found: CsvRecord[] = [];
  let nextLine = 1;
  const parser = parse({
    bom: true,
    delimiter: separator,
    max_record_size: limits.rowBytes,
    on_record(cells: string[], { lines }) {
      found.push({ line: nextLine, cells });
      nextLine = lines + 1;
      return null;
    },
    record_delimiter: '\n',
    // Counted below, so that one ragged row does not hide what is wrong with the others.
    relax_column_count: true,
    trim: true,
  });
  // The promises below tell of errors.
  parser.on('error', () => undefined);
  try {
    for await (const chunk of bytes) {
      await new Promise<void>((resolve, reject) => parser.write(chunk, (error) => (error ? reject(error) : resolve())));
      yield found;
      found = [];
    }
    await new Promise<void>((resolve, reject) =>
      parser.end((error?: Error | null) => (error ? reject(error) : resolve())),
    );
    yield found;
  } catch (error) {
    const reason = csvRefusals[(error as CsvError | undefined)?.code ?? ''];
    throw reason === undefined ? error : new FileRefused(`Row ${nextLine}: ${reason}`);
  }
}

/** Reasons of csv-parse would quote the cell. */
const csvRefusals: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a cell begins with a quotation mark that is never closed.',
  CSV_INVALID_CLOSING_QUOTE:
    'something follows the closing quotation mark of a cell. Write a quotation mark twice ("").',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE:
    'something follows the closing quotation mark of a cell. Write a quotation mark twice ("").',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands inside a cell. Put the cell in quotation marks and write it twice ("").',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 1 MB. Is a quotation mark not closed?',
};

function fileRow(line: number, names: readonly string[], written: readonly string[], maxCharacters: number): FileRow {
  const problems: Problem[] = [];
  if (written.length !== names.length) {
    const has = `has ${plural(written.length, 'cell')} where the header has ${names.length}`;
    problems.push({ column: '', reason: `${has}. Is a comma or a quotation mark missing?` });
  }
  const cells: Record<string, string> = {};
  names.forEach((name, index) => {
    const cell = written[index] ?? '';
    if (cell.length > maxCharacters)
      problems.push({ column: name, reason: `is longer than ${maxCharacters} characters` });
    cells[name] = cell.slice(0, maxCharacters);
  });
  return { line, cells, problems };
}

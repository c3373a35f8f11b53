import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.js';
import type { Zone } from '../../shared/dates.js';
import { dateIn } from '../../shared/dates.js';
import { visibleText } from '../../shared/text.js';
import type { CsvFile, FileRow, Separator } from './csv-file.js';
import { openCsvFile } from './csv-file.js';
import { FileRefused } from './file-refused.js';
import type { Keys } from './keys.js';
import { createKeys } from './keys.js';
import type { CellChange, Decision, FileKind, Load, Problem } from './kind.js';
import type { Counts, LoadingStore } from './store.js';

export type LoadOptions = Readonly<{
  mode: 'dry-run' | 'apply';
  /** `refuse`: one bad row, and nothing is applied. `skip`: the good ones are. */
  badRows: 'refuse' | 'skip';
  /** Called for each row in the order of the file, before anything is written; later again for rows left waiting. */
  onRow?: (row: RowReport) => void;
  onProgress?: (progress: Progress) => void;
}>;

export type Progress = Readonly<{ step: 'reading' | 'checking' | 'applying'; doneBytes: number; totalBytes: number }>;

/** What is wrong, with the cell that is: cleaned and cut, safe to print. */
type BadCell = Problem & Readonly<{ cell: string }>;

/** `about` is the row's key, cleaned and cut. */
export type RowReport = Readonly<{ line: number; about: string }> &
  (
    | Readonly<{ kind: 'create' }>
    | Readonly<{ kind: 'change'; changes: readonly CellChange[] }>
    | Readonly<{ kind: 'same'; note?: string }>
    | Readonly<{ kind: 'bad' | 'waiting'; problems: readonly BadCell[] }>
  );

export type LoadReport =
  /** The file as a whole is not usable; nothing was changed. */
  | Readonly<{ outcome: 'file-refused'; reason: string }>
  | Readonly<{
      /** `refused`: there are bad rows, so nothing was changed. `already-so`: there was nothing to change. */
      outcome: 'dry-run' | 'refused' | 'already-so' | 'applied';
      fileName: string;
      sha256: string;
      separator: Separator;
      counts: Counts;
      /** An earlier run of this very file had not come to its end; this one did. */
      finishedEarlierRun: boolean;
    }>;

export function createLoadingActions({
  store,
  kinds,
  clock,
}: {
  store: LoadingStore;
  kinds: readonly FileKind[];
  clock: Clock;
}) {
  /**
   * Reads a CSV file and tells what it would change, or changes it. Rows that are absent change nothing, and nobody hears
   * of what is loaded. Throws for bugs and outages only; repeating the same file then finishes the work.
   */
  async function load(kindName: FileKind['name'], filePath: string, options: LoadOptions): Promise<LoadReport> {
    const kind = kinds.find(({ name }) => name === kindName);
    if (kind === undefined) throw new Error(`no kind of file is called ${kindName}`);
    let file: CsvFile | undefined;
    try {
      file = await openCsvFile(filePath);
      return await loadFile(file, kind, options);
    } catch (error) {
      if (error instanceof FileRefused) return { outcome: 'file-refused', reason: error.message };
      throw error;
    } finally {
      await file?.close();
    }
  }

  async function loadFile(file: CsvFile, kind: FileKind, options: LoadOptions): Promise<LoadReport> {
    const { mode, badRows } = options;
    const keys = await readKeys(file, kind, options);
    const now = clock.now();
    const by = `import:${file.sha256().slice(0, 12)}`;
    const load: Load = { by, now, today: dateIn(now, 'UTC' as Zone), hasKey: keys.has };
    const reading: Reading = { file, kind, keys, load, options };

    const counts = await check(reading);
    const about = { fileName: file.name, sha256: file.sha256(), separator: file.separator };
    const unfinished = await store.unfinished({ kind: kind.name, sha256: about.sha256 });
    const report = (outcome: 'dry-run' | 'refused' | 'already-so' | 'applied', finalCounts = counts) => ({
      ...about,
      outcome,
      counts: finalCounts,
      finishedEarlierRun: unfinished !== null && outcome === 'applied',
    });
    if (mode === 'dry-run') return report('dry-run');
    if (counts.bad > 0 && badRows === 'refuse') return report('refused');
    if (counts.create + counts.change === 0 && unfinished === null) return report('already-so');

    const run = await store.begin({ _id: `imp_${randomUUID()}`, kind: kind.name, ...pick(about), startedAt: now, by });
    const { counts: loaded, waitingLines } = await apply(reading);
    const leftWaiting = waitingLines.size === 0 ? 0 : await applyWaiting(reading, waitingLines);
    const done = { ...loaded, waiting: leftWaiting };
    await store.finish(run._id, clock.now(), done);
    return report('applied', done);
  }

  return { load };
}

const pick = ({ fileName, sha256 }: { fileName: string; sha256: string }) => ({ fileName, sha256 });

type Reading = Readonly<{ file: CsvFile; kind: FileKind; keys: Keys; load: Load; options: LoadOptions }>;

async function readKeys(file: CsvFile, kind: FileKind, { onProgress }: LoadOptions): Promise<Keys> {
  const keys = createKeys(kind.unique);
  const totalBytes = file.sizeBytes;
  const onBytes = (doneBytes: number) => onProgress?.({ step: 'reading', doneBytes, totalBytes });
  for await (const { line, cells } of file.rows(kind.columns, onBytes)) keys.add(line, cells);
  return keys;
}

async function check(reading: Reading): Promise<Counts> {
  const counts = { ...noCounts };
  for await (const rows of decidedBatches(reading, 'checking')) {
    for (const row of rows) {
      countRow(counts, row.decision);
      reading.options.onRow?.(rowReport(row, reading.kind));
    }
  }
  return counts;
}

/** Writes what is decided, batch by batch; answers which rows wait for rows that came later. */
async function apply(reading: Reading): Promise<{ counts: Counts; waitingLines: ReadonlySet<number> }> {
  const counts = { ...noCounts };
  const waitingLines = new Set<number>();
  for await (const rows of decidedBatches(reading, 'applying')) {
    await reading.file.refuseIfWritten();
    for (const { line, decision } of rows) {
      countRow(counts, decision);
      if (decision.kind === 'change-later') waitingLines.add(line);
    }
    await writeBatch(rows, reading);
  }
  return { counts, waitingLines };
}

/** The second pass: what was waited for has been written by now. Tells of rows that wait in vain, and how many. */
async function applyWaiting(reading: Reading, lines: ReadonlySet<number>): Promise<number> {
  let left = 0;
  for await (const rows of decidedBatches(reading, 'applying', lines)) {
    await reading.file.refuseIfWritten();
    await writeBatch(rows, reading);
    for (const row of rows) {
      if (row.decision.kind !== 'change-later') continue;
      left += 1;
      reading.options.onRow?.(waitingReport(row, row.decision.waitsFor, reading.kind));
    }
  }
  return left;
}

const noCounts = { rows: 0, create: 0, change: 0, same: 0, bad: 0, waiting: 0 };

function countRow(counts: { -readonly [name in keyof Counts]: number }, decision: Decision): void {
  counts.rows += 1;
  if (decision.kind === 'change-later') {
    counts.waiting += 1;
    counts[decision.now.kind === 'create' ? 'create' : 'change'] += 1;
  } else {
    counts[decision.kind] += 1;
  }
}

const batchSize = 1_000;
const triesPerBatch = 5;

type ParsedRow = FileRow & Readonly<{ parsed: ReturnType<FileKind['parse']> }>;
type DecidedRow = ParsedRow & Readonly<{ decision: Decision }>;

async function* decidedBatches(
  reading: Reading,
  step: Progress['step'],
  onlyLines?: ReadonlySet<number>,
): AsyncGenerator<DecidedRow[]> {
  const { file, kind, keys, options } = reading;
  const totalBytes = file.sizeBytes;
  const onBytes = (doneBytes: number) => options.onProgress?.({ step, doneBytes, totalBytes });
  let batch: ParsedRow[] = [];
  for await (const row of file.rows(kind.columns, onBytes)) {
    if (onlyLines?.has(row.line) === false) continue;
    batch.push({ ...row, parsed: parseRow(row, kind, keys) });
    if (batch.length === batchSize) {
      yield await decideBatch(batch, reading);
      batch = [];
    }
  }
  if (batch.length > 0) yield await decideBatch(batch, reading);
}

function parseRow({ line, cells, problems }: FileRow, kind: FileKind, keys: Keys): ParsedRow['parsed'] {
  if (problems.length > 0) return { problems };
  const parsed = kind.parse(cells);
  const double = keys.problems(line, cells);
  if (double.length === 0) return parsed;
  return { problems: [...double, ...('problems' in parsed ? parsed.problems : [])] };
}

async function decideBatch(batch: readonly ParsedRow[], { kind, load }: Reading): Promise<DecidedRow[]> {
  const good = batch.flatMap(({ parsed }) => ('row' in parsed ? [parsed.row] : []));
  const decisions = (await kind.decide(good, load)).values();
  return batch.map((row) => ({
    ...row,
    decision: 'row' in row.parsed ? decisions.next().value! : { kind: 'bad', problems: row.parsed.problems },
  }));
}

/** Somebody may change the same people meanwhile: what they were faster with is decided again. */
async function writeBatch(rows: readonly DecidedRow[], reading: Reading): Promise<void> {
  const { kind, load } = reading;
  let decided = rows;
  for (let tries = 0; tries < triesPerBatch; tries += 1) {
    const missed = await kind.write(
      decided.flatMap(({ decision }) => writeOf(decision)),
      load,
    );
    if (missed === 0) return;
    decided = await decideBatch(rows, reading);
  }
  throw new Error(`rows ${rows[0]?.line} to ${rows.at(-1)?.line} are changed by somebody else all the time`);
}

function writeOf(decision: Decision): unknown[] {
  if (decision.kind === 'change-later') return writeOf(decision.now);
  return decision.kind === 'create' || decision.kind === 'change' ? [decision.write] : [];
}

function rowReport(row: DecidedRow, kind: FileKind): RowReport {
  const { line, cells, decision } = row;
  const about = { line, about: subjectOf(row, kind) };
  switch (decision.kind) {
    case 'create':
      return { ...about, kind: 'create' };
    case 'change':
      return { ...about, kind: 'change', changes: decision.changes };
    case 'same':
      return { ...about, kind: 'same', ...(decision.note !== undefined && { note: decision.note }) };
    case 'change-later':
      return { ...about, ...laterReport(decision.now, decision.waitsFor, cells) };
    case 'bad':
      return { ...about, kind: 'bad', problems: decision.problems.map((problem) => badCell(problem, cells)) };
  }
}

/** In the end it will be as the row says, so that is what is told before. */
function laterReport(
  now: Extract<Decision, { kind: 'change-later' }>['now'],
  waitsFor: Problem,
  cells: FileRow['cells'],
) {
  if (now.kind === 'create') return { kind: 'create' as const };
  const { column } = waitsFor;
  const known = now.kind === 'change' ? now.changes : [];
  const isTold = known.some((change) => change.column === column);
  return {
    kind: 'change' as const,
    changes: isTold ? known : [...known, { column, from: '', to: cells[column] ?? '' }],
  };
}

const waitingReport = (row: DecidedRow, waitsFor: Problem, kind: FileKind): RowReport => ({
  line: row.line,
  about: subjectOf(row, kind),
  kind: 'waiting',
  problems: [badCell(waitsFor, row.cells)],
});

const cellShown = 40;

const badCell = (problem: Problem, cells: FileRow['cells']): BadCell => {
  const cell = cells[problem.column] ?? '';
  return { ...problem, cell: cell === '' ? '' : visibleText(cell, cellShown) };
};

const subjectOf = ({ cells }: FileRow, { unique }: FileKind) =>
  (unique[0]?.columns ?? []).map((column) => visibleText(cells[column] ?? '', cellShown)).join(' ');

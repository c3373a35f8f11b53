import { SingleBar } from 'cli-progress';
import { plural, visibleText } from '../../shared/text.js';
import type { LoadOptions, LoadReport, Progress, RowReport } from './actions.js';
import type { CellChange, FileKind } from './kind.js';
import type { Counts } from './store.js';

export type ImportCommand = Readonly<
  { kind: FileKind['name']; filePath: string } & Pick<LoadOptions, 'mode' | 'badRows'>
>;

/** Where the command writes to. */
export type ImportOutput = Readonly<{
  print(line: string): void;
  /** So many rows that change are shown, and so many that are wrong; `Infinity` when a file takes them. */
  rowsShown: number;
  /** The bar is drawn here when it is a terminal: stderr. */
  progress: NodeJS.WriteStream;
}>;

type Load = (kind: FileKind['name'], filePath: string, options: LoadOptions) => Promise<LoadReport>;

/** `laurel import …`: loads, prints what would change or has changed and what is wrong. Answers the exit code. */
export async function runImport(
  { load }: { load: Load },
  { kind, filePath, ...options }: ImportCommand,
  { print, rowsShown, progress }: ImportOutput,
): Promise<0 | 1> {
  const rows = createRowPrinter({ print, rowsShown, mode: options.mode });
  const bar = createBar(progress);
  const report = await load(kind, filePath, { ...options, onRow: rows.add, onProgress: bar.show }).finally(bar.stop);
  rows.finish();
  if (report.outcome === 'file-refused') {
    print(report.reason);
    print('Nothing was changed.');
    return 1;
  }
  if (report.separator !== ',') print(`The file is separated by ${separatorNames[report.separator]}.`);
  for (const line of totals(report.counts, report.outcome)) print(line);
  print(whatNext(report, options));
  return isFine(report, options) ? 0 : 1;
}

const separatorNames = { ';': 'semicolons', '\t': 'tabs' } as const;

type Loaded = Exclude<LoadReport, { outcome: 'file-refused' }>;

const isFine = ({ outcome, counts }: Loaded, { badRows }: Pick<LoadOptions, 'badRows'>) =>
  outcome !== 'refused' && (counts.bad === 0 || badRows === 'skip') && counts.waiting === 0;

function totals(counts: Counts, outcome: Loaded['outcome']): string[] {
  const done = outcome === 'applied';
  const named: [number, string][] = [
    [counts.create, done ? 'new' : 'would be new'],
    [counts.change, done ? 'changed' : 'would change'],
    [counts.same, 'as they are already'],
    [counts.bad, done ? 'wrong and left out' : 'wrong'],
    [done ? counts.waiting : 0, 'loaded but for what is named above'],
  ];
  const width = Math.max(...named.map(([n]) => String(n).length), String(counts.rows).length);
  const line = (n: number, words: string) => `  ${String(n).padStart(width)}  ${words}`;
  return [
    line(counts.rows, plural(counts.rows, 'row').replace(/^\d+ /, '')),
    ...named.filter(([n]) => n > 0).map(([n, words]) => line(n, words)),
  ];
}

function whatNext(report: Loaded, { mode, badRows }: Pick<LoadOptions, 'mode' | 'badRows'>): string {
  const { outcome, counts } = report;
  if (outcome === 'applied') {
    return report.finishedEarlierRun ? 'Done; an earlier run of this file had stopped half-way.' : 'Done.';
  }
  if (outcome === 'refused') {
    return 'Nothing was changed. Mend the rows above, or add --skip-bad to load the others.';
  }
  if (mode === 'dry-run' && counts.bad > 0 && badRows === 'refuse') {
    return 'Nothing was changed. Mend the rows above, or add --apply --skip-bad to load the others.';
  }
  if (counts.create + counts.change === 0) return 'Nothing was changed: there is nothing to do.';
  return 'Nothing was changed. Add --apply to do it.';
}

/** Rows come by the thousand: so many of each sort are shown, the others are counted. */
function createRowPrinter({
  print,
  rowsShown,
  mode,
}: Pick<ImportOutput, 'print' | 'rowsShown'> & Pick<LoadOptions, 'mode'>) {
  const held: string[] = [];
  const seen = { changes: 0, wrong: 0 };
  const say = Number.isFinite(rowsShown) ? (line: string) => void held.push(line) : print;

  return {
    add(row: RowReport): void {
      const lines = linesOf(row, mode);
      if (lines.length === 0) return;
      const sort = row.kind === 'bad' || row.kind === 'waiting' ? 'wrong' : 'changes';
      seen[sort] += 1;
      if (seen[sort] <= rowsShown) for (const line of lines) say(line);
    },
    finish(): void {
      for (const line of held) print(line);
      const more = (n: number, what: string) => n > rowsShown && print(`… and ${n - rowsShown} more rows ${what}`);
      more(seen.changes, 'like these. Send the output to a file to see all.');
      more(seen.wrong, 'that are wrong. Send the output to a file to see all.');
    },
  };
}

function linesOf(row: RowReport, mode: LoadOptions['mode']): string[] {
  const head = `row ${row.line}`.padEnd(12);
  switch (row.kind) {
    case 'create':
      return mode === 'apply' ? [] : [`${head}${row.about}: new`];
    case 'change':
      return mode === 'apply' ? [] : [`${head}${row.about}: ${row.changes.map(changeWords).join(', ')}`];
    case 'same':
      return mode === 'apply' || row.note === undefined ? [] : [`${head}${row.about}: stays as it is, ${row.note}`];
    case 'bad':
    case 'waiting':
      return row.problems.map(({ column, reason, cell }) => {
        const which = column === '' ? 'the row' : column;
        return `${head}${row.about === '' ? '' : `${row.about}: `}${which} ${reason}${cell === '' ? '' : ` (it says: ${cell})`}`;
      });
  }
}

const cellShown = 40;
const shown = (cell: string) => (cell === '' ? 'nothing' : visibleText(cell, cellShown));
const changeWords = ({ column, from, to }: CellChange) => `${column} ${shown(from)} -> ${shown(to)}`;

/** Shown on a terminal only; a new one for each reading of the file. */
function createBar(stream: NodeJS.WriteStream) {
  let bar: SingleBar | undefined;
  let step: Progress['step'] | undefined;
  return {
    show(progress: Progress): void {
      if (!stream.isTTY) return;
      const restarts = progress.step !== step || progress.doneBytes === 0;
      if (restarts || bar === undefined) {
        bar?.stop();
        bar = new SingleBar({
          stream,
          format: `${progress.step} [{bar}] {percentage} %`,
          hideCursor: true,
          clearOnComplete: true,
        });
        bar.start(progress.totalBytes, 0);
        step = progress.step;
      }
      bar.update(progress.doneBytes);
    },
    stop(): void {
      bar?.stop();
    },
  };
}

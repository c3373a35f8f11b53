import type { CalendarDate } from '../../shared/dates.js';

/** What is wrong with one row: which column, and why, in words for the person who keeps the file. Never the cell itself. */
export type Problem = Readonly<{ column: string; reason: string }>;

/** One cell that would say something else than is stored. Shown cleaned and cut. */
export type CellChange = Readonly<{ column: string; from: string; to: string }>;

/** What a row would do. `write` is the feature's own and is handed back to it unread. */
export type Decision<Write = unknown> =
  | { kind: 'create'; write: Write }
  | { kind: 'change'; changes: readonly CellChange[]; write: Write }
  /** Nothing to do; the note says why, where a reader of the file might have expected something. */
  | { kind: 'same'; note?: string }
  /**
   * The row waits for what another row of this file has yet to do. `now` is what can be done already (it may be nothing);
   * the row is decided again in a second pass.
   */
  | { kind: 'change-later'; now: Extract<Decision<Write>, { kind: 'create' | 'change' | 'same' }>; waitsFor: Problem }
  | { kind: 'bad'; problems: readonly Problem[] };

/** One load of one file. */
export type Load = Readonly<{
  /** `import:<sha256 start>`: who did it, in facts. */
  by: string;
  now: Date;
  today: CalendarDate;
  /** Whether this file has a row, good or bad, with these cells in its key columns: for references between its own rows. */
  hasKey(...cells: readonly string[]): boolean;
}>;

/** The trimmed cells of one row by column. A blank cell is ''; a column that the file does not have is absent. */
export type Cells = Readonly<Partial<Record<string, string>>>;

/** What the files of a company hold, in the order in which it loads them. */
export const kindNames = [
  'people',
  'leave',
  'certifications',
  'credentials',
  'rewards',
  'skill-values',
  'budgets',
  'channels',
  'training-policies',
  'assignments',
] as const;

/** What a feature offers so that its nouns can be loaded from a CSV file. */
export type FileKind<Row = unknown, Write = unknown> = Readonly<{
  name: (typeof kindNames)[number] | 'payroll-answers';
  columns: readonly Readonly<{ name: string; need: 'required' | 'optional' }>[];
  /** Rows of one file that agree in all these columns are refused, unless one is blank. The first group is the row's key. */
  unique: readonly Readonly<{ columns: readonly string[]; letterCase: 'matters' | 'ignored' }>[];
  /** Never throws, whatever the cells hold. */
  parse(cells: Cells): { row: Row } | { problems: readonly Problem[] };
  /** Decides up to 1,000 rows against what is stored now. Changes nothing. */
  decide(rows: readonly Row[], load: Load): Promise<Decision<Write>[]>;
  /**
   * Writes what `decide` decided, each in one update with its fact. Answers how many found something else than was decided
   * on (somebody was faster); the caller decides those rows again.
   */
  write(writes: readonly Write[], load: Load): Promise<number>;
}>;

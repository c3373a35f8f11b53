import type { CalendarDate } from '../../shared/dates.js';

/** What is wrong with one row: which column, and why, in words for the person who keeps the file. */
export type Problem = Readonly<{ column: string; reason: string }>;

/** What a row would do. `write` is the feature's own and is handed back to it unread. */
export type Decision<Write = unknown> =
  | { kind: 'create' | 'change'; describe: string; write: Write }
  | { kind: 'same' }
  /** The row needs something that an earlier part of this file has yet to create; it is decided again in a second pass. */
  | { kind: 'change-later'; describe: string; write: Write }
  | { kind: 'bad'; problems: readonly Problem[] };

/** One load of one file. */
export type Load = Readonly<{
  /** `import:<sha256 start>`: who did it, in facts. */
  by: string;
  now: Date;
  today: CalendarDate;
  /** Whether this file has a row with this key, for references between its own rows. */
  hasKey(key: string): boolean;
}>;

/** What a feature offers so that its nouns can be loaded from a CSV file. */
export type FileKind<Row = unknown, Write = unknown> = Readonly<{
  name: 'people' | 'certifications' | 'credentials' | 'assignments';
  columns: readonly Readonly<{ name: string; need: 'required' | 'optional' }>[];
  /** From the trimmed cells of one row; absent and blank cells are ''. */
  parse(cells: Readonly<Record<string, string>>): { row: Row } | { problems: readonly Problem[] };
  /** Two rows of one file with the same key are refused. */
  keyOf(row: Row): string;
  /** Decides up to 1,000 rows against what is stored now. Changes nothing. */
  decide(rows: readonly Row[], load: Load): Promise<Decision<Write>[]>;
  /** Writes what `decide` decided, each in one update with its fact. Writing the same twice changes nothing. */
  write(writes: readonly Write[], load: Load): Promise<void>;
}>;

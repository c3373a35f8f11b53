import { listWords } from '../../shared/text.js';
import type { Cells, FileKind, Problem } from './kind.js';

/** The keys of a file: all that is kept of each row while 100,000 of them pass by. */
export type Keys = Readonly<{
  add(line: number, cells: Cells): void;
  /** What is wrong with this row because another row of the file has the same key; ask when all rows were added. */
  problems(line: number, cells: Cells): Problem[];
  /** Whether a row has these cells in the columns of the first group. */
  has(...cells: readonly string[]): boolean;
}>;

export function createKeys(unique: FileKind['unique']): Keys {
  const groups = unique.map((group) => ({
    ...group,
    firstLine: new Map<string, number>(),
    secondLine: new Map<string, number>(),
  }));

  return {
    add(line, cells) {
      for (const { columns, letterCase, firstLine, secondLine } of groups) {
        const key = keyOf(
          columns.map((column) => cells[column] ?? ''),
          letterCase,
        );
        if (key === undefined) continue;
        if (!firstLine.has(key)) firstLine.set(key, line);
        else if (!secondLine.has(key)) secondLine.set(key, line);
      }
    },

    problems(line, cells) {
      return groups.flatMap(({ columns, letterCase, firstLine, secondLine }) => {
        const key = keyOf(
          columns.map((column) => cells[column] ?? ''),
          letterCase,
        );
        const second = key === undefined ? undefined : secondLine.get(key);
        if (key === undefined || second === undefined) return [];
        const other = firstLine.get(key) === line ? second : firstLine.get(key);
        return [{ column: columns[0]!, reason: `row ${other} has the same ${listWords(columns)}` }];
      });
    },

    has(...cells) {
      const [first] = groups;
      const key = first && keyOf(cells, first.letterCase);
      return key !== undefined && first?.firstLine.has(key) === true;
    },
  };
}

function keyOf(cells: readonly string[], letterCase: 'matters' | 'ignored'): string | undefined {
  if (cells.some((cell) => cell === '')) return undefined;
  const key = cells.join('\n');
  return letterCase === 'ignored' ? key.toLowerCase() : key;
}

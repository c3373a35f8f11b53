import { listWords, plural, visibleText } from '../../shared/text.js';
import { FileRefused } from './file-refused.js';
import type { FileKind } from './kind.js';

export type Columns = FileKind['columns'];

/**
 * The columns that the file has, in its order; upper and lower case are the same.
 *
 * @throws FileRefused naming columns that are twice there, unknown, or missing.
 */
export function readHeader(cells: readonly string[], columns: Columns): string[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const known = new Set(columns.map(({ name }) => name));
  const unknown = names.filter((name) => !known.has(name));
  const twice = [...new Set(names.filter((name, index) => known.has(name) && names.indexOf(name) !== index))];
  const missing = columns.filter(({ name, need }) => need === 'required' && !names.includes(name));
  const complaints = [
    ...(unknown.length > 0 ? [`${columnsNamed(unknown)} not known`] : []),
    ...(twice.length > 0 ? [`${columnsNamed(twice)} there twice`] : []),
    ...(missing.length > 0 ? [`${columnsNamed(missing.map(({ name }) => name))} missing`] : []),
  ];
  if (complaints.length > 0) {
    const all = listWords(columns.map(({ name }) => name));
    throw new FileRefused(`In the header, ${complaints.join('; ')}. The columns are ${all}.`);
  }
  return names;
}

const namesShown = 10;

function columnsNamed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => (name === '' ? 'one without a name' : visibleText(name, 40)));
  const more = names.length > namesShown ? [`${names.length - namesShown} more`] : [];
  return `${plural(names.length, 'column')} (${listWords([...shown, ...more])}) ${names.length === 1 ? 'is' : 'are'}`;
}

import { cleanText, listWords } from '../../shared/text.js';
import type { Column, Field } from './payroll.js';
import { fields } from './payroll.js';

const byDefault: readonly Field[] = [
  'key',
  'entry',
  'employee_id',
  'name',
  'certification',
  'kind',
  'amount',
  'currency',
  'percent',
  'about',
  'from',
  'until',
  'days',
  'period',
  'approved_by',
  'approved_on',
];
export const defaultColumns: readonly Column[] = byDefault.map((field) => ({ name: field, field }));

const startsFormula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * The columns that an owner wants, in their order: `Personnel no=employee_id, Amount=amount`, in one line or several; a name
 * alone is the field itself. Refused in words: a field that is not known, a column twice, a name that a spreadsheet would
 * take for a formula, and a file without the key by which payroll is to answer.
 */
export function readColumns(text: string): { columns: readonly Column[] } | { reason: string } {
  const pairs = text
    .split(/[,\r\n]+/)
    .map((part) => cleanText(part))
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.lastIndexOf('=');
      return { name: part.slice(0, at === -1 ? undefined : at).trim(), field: part.slice(at + 1).trim() };
    });
  const columns = pairs.filter((pair): pair is Column => fields.some((field) => field === pair.field));
  const names = columns.map(({ name }) => name);
  if (columns.length < pairs.length)
    return { reason: `A column has a field that is not known. The fields are ${listWords(fields)}.` };
  if (columns.length === 0) return { reason: 'No column is named.' };
  if (names.some((name) => name === '' || name.length > 60 || startsFormula.test(name)))
    return { reason: 'A column has no name, a long one, or one that begins with =, +, - or @.' };
  if (new Set(names).size < names.length) return { reason: 'Two columns have the same name.' };
  if (!columns.some(({ field }) => field === 'key'))
    return { reason: 'A column for the field key is missing: payroll answers by it.' };
  return { columns };
}

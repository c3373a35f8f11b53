import { z } from 'zod';
import { blankOr, oneOf, parseCells, sensibleDate, words } from '../../shared/cells.js';
import type { Cells, Problem } from '../loading/index.js';
import { EntryKey } from './payroll.js';

export const payrollAnswerColumns = [
  { name: 'key', need: 'required' },
  { name: 'result', need: 'required' },
  { name: 'paid_on', need: 'required' },
  { name: 'note', need: 'optional' },
  { name: 'amount', need: 'optional' },
  { name: 'currency', need: 'optional' },
] as const;

const someCell = blankOr(undefined, z.string().max(40, 'is too long')).optional();

const shape = z.object({
  key: EntryKey,
  result: oneOf('paid', 'rejected'),
  paid_on: sensibleDate,
  note: words(500).optional(),
  amount: someCell,
  currency: someCell,
});

/** What payroll says became of an entry. `amount` and `currency`, where it says them, must be those that it was told. */
export type PayrollAnswerRow = z.infer<typeof shape>;

export const parsePayrollAnswerRow = (cells: Cells): { row: PayrollAnswerRow } | { problems: readonly Problem[] } =>
  parseCells(shape, cells);

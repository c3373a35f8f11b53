import { z } from 'zod';
import { parseCells } from '../../shared/cells.js';
import type { Book as BookName } from '../../shared/money.js';
import { Book, minorDigits, readAmount } from '../../shared/money.js';
import type { Cells, Problem } from '../loading/index.js';
import type { Budget } from './budget.js';
import { Period } from './budget.js';

export const budgetColumns = [
  { name: 'period', need: 'required' },
  { name: 'currency', need: 'required' },
  { name: 'amount', need: 'required' },
] as const;

/** `currency` is `points` for a budget of points. The amount is read once that is known. */
const shape = z.object({ period: Period, currency: Book, amount: z.string().max(40, 'is too long') });

/** More, in whole euros or points, is a slip. */
const most = 1_000_000_000;

export type BudgetRow = Omit<Budget, '_id' | 'version'>;

/** Refuses a negative amount, one with more decimals than its currency has, and one of more than a billion. */
export function parseBudgetRow(cells: Cells): { row: BudgetRow } | { problems: readonly Problem[] } {
  const read = parseCells(shape, cells);
  if ('problems' in read) return read;
  const { period, currency: book } = read.row;
  const amount = amountIn(book, read.row.amount);
  if ('reason' in amount) return { problems: [{ column: 'amount', reason: amount.reason }] };
  return { row: { period, book, amount: amount.minor } };
}

function amountIn(book: BookName, cell: string): { minor: number } | { reason: string } {
  if (book === 'points') {
    const points = /^\d{1,16}$/.test(cell) ? Number(cell) : undefined;
    if (points === undefined) return { reason: 'must be a whole number of points' };
    return points > most ? { reason: 'is too large' } : { minor: points };
  }
  const amount = readAmount(cell, book);
  return 'minor' in amount && amount.minor > most * 10 ** minorDigits(book) ? { reason: 'is too large' } : amount;
}

import { z } from 'zod';
import { Book } from '../../shared/money.js';

/** The time that a budget is for: a calendar year, `2026`, or a quarter of one, `2026-Q4`. */
export type Period = string & z.$brand<'Period'>;
export const Period = z
  .string()
  .regex(/^2[01]\d\d(-Q[1-4])?$/, 'must be a year or a quarter such as 2026 or 2026-Q4')
  .brand<'Period'>();

/** What may be spent on rewards in a period, in one currency or in points. No two of one book are for the same day. */
export const Budget = z.object({
  _id: z.templateLiteral(['budget:', z.string()]),
  version: z.int().min(0),
  book: Book,
  period: Period,
  /** Minor units, or points. */
  amount: z.int().min(0),
});
export type Budget = z.infer<typeof Budget>;

/** `was` is 0 for one that is new: the ledger is told of the difference. */
type Amounts = Readonly<{ book: Book; period: Period; amount: number; was: number }>;
type BudgetAdded = Amounts & Readonly<{ type: 'budget.added' }>;
type BudgetChanged = Amounts & Readonly<{ type: 'budget.changed' }>;
/** It could not be lowered, as what was to be taken from it was reserved in the same moment: it stays as it was. */
type BudgetKept = Amounts & Readonly<{ type: 'budget.kept' }>;
export type BudgetLoaded = BudgetAdded | BudgetChanged;
export type BudgetFact = BudgetLoaded | BudgetKept;

import type { Cause } from '../../platform/database/facts.js';
import type { NewPosting } from '../../platform/database/ledger/posting.js';
import type { Period } from './budget.js';
import type { Charge } from './grant.js';

/**
 * The accounts of a period: `source` is where its money comes from, `budget` what is left, `reserved` what waits to be
 * approved, `granted` what is to be paid, `exported` what payroll has, `paid` what it has paid.
 */
export type AccountKind = 'source' | 'budget' | 'reserved' | 'granted' | 'exported' | 'paid';

/** All but the source, which is below zero by all that was ever put into the budget. */
export const limitedAccounts: readonly AccountKind[] = ['budget', 'reserved', 'granted', 'exported', 'paid'];

export const accountOf = (kind: AccountKind, period: Period) => `${kind}:${period}`;

/** A posting from one account of a period to another; a negative amount goes the other way. */
export const transfer = (
  key: string,
  { book, period, amount }: Charge,
  { from, to }: Readonly<{ from: AccountKind; to: AccountKind }>,
  { at, by }: Cause,
): NewPosting => ({
  book,
  key,
  at,
  by,
  entries: [
    { account: accountOf(from, period), amount: -amount },
    { account: accountOf(to, period), amount },
  ],
});

import type { Budget, Period } from '../../src/features/rewards/budget.js';
import { budgetId } from '../../src/features/rewards/budget-store.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import type { BatchId, EntryKey, PayMonth, PayrollBatch, PayrollEntry } from '../../src/features/rewards/payroll.js';
import { defaultColumns } from '../../src/features/rewards/payroll-columns.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { grantIdOf, newCredentialId } from '../../src/shared/ids.js';
import { aRewardPromise, euros } from './reward.js';

/** €500 once, as promised on 1 October 2026 to somebody without a grade, and set aside on that day. */
export function aGrant(fields: Partial<Omit<Grant, '_id'>> = {}): Grant {
  const { assignmentId, personId, certificationId, occasion, reward, foundBy, promisedOn } = aRewardPromise();
  const grant: Omit<Grant, '_id'> = {
    version: 0,
    credentialId: newCredentialId(),
    personId,
    certificationId,
    assignmentId,
    occasion,
    reward,
    foundBy,
    promisedOn,
    requestedOn: '2026-10-01' as CalendarDate,
    state: 'reserved',
    charge: { book: euros(0).currency, period: '2026-Q4' as Period, amount: 50_000 },
    reservedBy: null,
    tryAt: null,
    approvals: [],
    decision: null,
    review: null,
    due: null,
    end: null,
    toMend: null,
    payroll: [],
    ...fields,
  };
  return { _id: grantIdOf(grant.credentialId), ...grant };
}

/** €10,000 for the last quarter of 2026. */
export function aBudget(fields: Partial<Omit<Budget, '_id'>> = {}): Budget {
  const budget: Omit<Budget, '_id'> = {
    version: 0,
    book: euros(0).currency,
    period: '2026-Q4' as Period,
    amount: 1_000_000,
    ...fields,
  };
  return { _id: budgetId(budget), ...budget };
}

/** Of the first file for October 2026; payroll has not answered. */
export const aPayrollEntry = (fields: Partial<PayrollEntry> = {}): PayrollEntry => ({
  key: 'grt_0123456789ab' as EntryKey,
  kind: 'reward',
  batchId: 'batch:2026-10:1' as BatchId,
  month: '2026-10' as PayMonth,
  at: new Date('2026-10-30T09:00:00Z'),
  answer: null,
  ...fields,
});

/** The first file for October 2026, with one entry. */
export const aPayrollBatch = (fields: Partial<PayrollBatch> = {}): PayrollBatch => ({
  _id: 'batch:2026-10:1' as BatchId,
  seq: 1,
  month: '2026-10' as PayMonth,
  columns: [...defaultColumns],
  by: 'U0OWNER',
  at: new Date('2026-10-30T09:00:00Z'),
  state: 'written',
  candidates: [{ id: aGrant()._id, version: 3 }],
  file: { keys: ['grt_0123456789ab' as EntryKey], text: 'key\ngrt_0123456789ab\n', sha256: 'a'.repeat(64) },
  ...fields,
});

import type { Budget, Period } from '../../src/features/rewards/budget.js';
import { budgetId } from '../../src/features/rewards/budget-store.js';
import type { Grant } from '../../src/features/rewards/grant.js';
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

import type { RewardPromise, RewardRule, SkillValue } from '../../src/features/rewards/reward.js';
import { promiseId, ruleId, skillValueId } from '../../src/features/rewards/store.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newAssignmentId, newPersonId } from '../../src/shared/ids.js';
import type { Currency, Money } from '../../src/shared/money.js';

export const euros = (minor: number): Money => ({ currency: 'EUR' as Currency, minor });

/** €500 once for every grade, for earning CERT-1, since the beginning of 2026. */
export function aRewardRule(fields: Partial<Omit<RewardRule, '_id'>> = {}): RewardRule {
  const rule: Omit<RewardRule, '_id'> = {
    version: 0,
    certificationId: 'CERT-1' as CertificationId,
    grade: '*',
    occasion: 'first',
    from: '2026-01-01' as CalendarDate,
    terms: { kind: 'bonus', amount: euros(50_000) },
    ...fields,
  };
  return { _id: ruleId(rule), ...rule };
}

/** Of CERT-1, as much as the base, since the beginning of 2026. */
export function aSkillValue(fields: Partial<Omit<SkillValue, '_id'>> = {}): SkillValue {
  const value: Omit<SkillValue, '_id'> = {
    version: 0,
    certificationId: 'CERT-1' as CertificationId,
    from: '2026-01-01' as CalendarDate,
    valueHundredths: 100,
    demandHundredths: 100,
    ...fields,
  };
  return { _id: skillValueId(value), ...value };
}

/** €500 once, promised on 1 October 2026 to somebody without a grade. */
export function aRewardPromise(fields: Partial<Omit<RewardPromise, '_id'>> = {}): RewardPromise {
  const promise: Omit<RewardPromise, '_id'> = {
    version: 0,
    assignmentId: newAssignmentId(),
    personId: newPersonId(),
    certificationId: 'CERT-1' as CertificationId,
    grade: '',
    occasion: 'first',
    reward: { kind: 'bonus', amount: euros(50_000) },
    foundBy: { rule: aRewardRule()._id, skillValue: null },
    promisedOn: '2026-10-01' as CalendarDate,
    ...fields,
  };
  return { _id: promiseId(promise.assignmentId), ...promise };
}

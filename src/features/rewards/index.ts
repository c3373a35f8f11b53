import type { Database } from '../../platform/database/connect.js';
import type { CredentialId } from '../../shared/ids.js';
import { grantIdOf } from '../../shared/ids.js';
import type { GrantDeps } from './actions/deps.js';
import { createExporting } from './actions/export.js';
import type { PromisingDeps } from './actions/promise.js';
import { createPromising } from './actions/promise.js';
import { budgetIndexes, createBudgetStore } from './budget-store.js';
import { stands } from './grant.js';
import { createGrantStore, grantIndexes } from './grant-store.js';
import { createGrants } from './grants.js';
import { createPayrollAnswersFile } from './payroll-answers-file.js';
import { createPayrollStore, payrollIndexes } from './payroll-store.js';
import { createRewardsStore, rewardIndexes as ownIndexes } from './store.js';

export { limitedAccounts } from './accounts.js';
export type { BudgetFact } from './budget.js';
export { createBudgetsFile } from './budget-file.js';
export { createRewardsFile, createSkillValuesFile } from './file.js';
export type { GrantFact } from './grant.js';
export type { Short } from './messages/over-budget.js';
export { BatchId, EntryKey, PayMonth } from './payroll.js';
export { defaultColumns, readColumns } from './payroll-columns.js';
export { fileNameOf } from './payroll-rules.js';
export { monthWords } from './periods.js';
export type { RewardFact } from './reward.js';
export { periodWords, writeAmount } from './sentences.js';
export const rewardIndexes = [...ownIndexes, ...budgetIndexes, ...grantIndexes, ...payrollIndexes];

type RewardsDeps = { database: Database } & Omit<PromisingDeps, 'store' | 'grants'> &
  Omit<GrantDeps, 'store' | 'grants' | 'budgets'>;

export function createRewards({ database, ...rest }: RewardsDeps) {
  const store = createRewardsStore(database.connection);
  const budgets = createBudgetStore(database.connection);
  const grants = createGrantStore(database.connection);
  const { promiseOpened, line } = createPromising({ store, grants, ...rest });
  const { reactions, ...approvals } = createGrants({ store, budgets, grants, ...rest });
  const payroll = createExporting({ grants, batches: createPayrollStore(database.connection), ...rest });
  const answersFile = createPayrollAnswersFile({ grants });
  return {
    store,
    budgets,
    payroll,
    answersFile,
    line,
    /** Whether a reward for it is granted, and not taken back. */
    async isRewarded(credentialId: CredentialId): Promise<boolean> {
      const grant = await grants.byId(grantIdOf(credentialId));
      return grant !== null && stands(grant);
    },
    ...approvals,
    reactions: { promiseOpened, ...reactions },
  };
}

export type Rewards = ReturnType<typeof createRewards>;

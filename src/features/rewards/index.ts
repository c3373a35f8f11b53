import type { Database } from '../../platform/database/connect.js';
import type { RewardsDeps } from './actions.js';
import { createPromising } from './actions.js';
import { createRewardsStore } from './store.js';

export { createRewardsFile, createSkillValuesFile } from './file.js';
export type { RewardFact } from './reward.js';
export { rewardIndexes } from './store.js';

export function createRewards({ database, ...rest }: { database: Database } & Omit<RewardsDeps, 'store'>) {
  const store = createRewardsStore(database.connection);
  const { promiseOpened, line } = createPromising({ store, ...rest });
  return { store, line, reactions: { promiseOpened } };
}

export type Rewards = ReturnType<typeof createRewards>;

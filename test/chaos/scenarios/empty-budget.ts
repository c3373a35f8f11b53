import type { Scenario } from '../scenario.js';
import { nowMs, sleep } from '../time.js';
import { short, soonMs } from './directed.js';

export const emptyBudget: Scenario = {
  name: 'empty-budget',
  says: 'More rewards are earned than the budget has money for.',
  needs: short,
  earnerShare: 24,

  async fire({ db, signal }) {
    const grants = db.collection('grants');
    const untilMs = nowMs() + soonMs;
    while (nowMs() < untilMs && (await grants.countDocuments({ state: 'requested' })) > 0) await sleep(100, signal);
  },
};

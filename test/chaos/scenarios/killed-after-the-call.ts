import type { Scenario } from '../scenario.js';
import { afterTheCall, died, short, soonMs } from './directed.js';

export const killedAfterTheCall: Scenario = {
  name: 'killed-after-the-call',
  says: 'A process is killed when Slack has its message, and before it has written that down.',
  needs: short,

  async fire({ crew }) {
    await died(crew.killFirstAt([afterTheCall], soonMs, () => [0]));
  },
};

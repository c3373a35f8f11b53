import type { Scenario } from '../scenario.js';
import { died, short, soonMs } from './directed.js';

/** Nobody answers: whoever has answered is asked nothing more. */
export const askedOnce: Scenario = {
  name: 'asked-once',
  says: 'A process is killed when it has put the question after study time, before it has noted that it did.',
  needs: short,
  studentShare: 1,

  async fire({ crew }) {
    await died(crew.killFirstAt(['store.ts:setNext trainingBlocks.bulkWrite before'], soonMs, () => [0]));
  },
};

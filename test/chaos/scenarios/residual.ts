import { beforeTheSocket } from '../nemesis.js';
import type { Scenario } from '../scenario.js';
import { sleepUntil } from '../time.js';

/** The one thing that is not promised, shown: the judge must count it as what it is. */
export const residual: Scenario = {
  name: 'residual',
  says: 'A process stops between the deadline check and the socket, for longer than its lease and both looks.',
  needs: { workers: 2, messages: 8, minutes: 0.1 },

  async fire({ crew, lengths, fromMs, untilMs, signal }) {
    const { deliveryLeaseMs, deliveryTimeoutMs, lookAfterMs, tickMinuteMs } = lengths;
    const longerThanAllThatMs = deliveryLeaseMs + deliveryTimeoutMs + 2 * lookAfterMs + 3 * tickMinuteMs;
    const inTimeMs = untilMs - fromMs + 2 * tickMinuteMs;
    await sleepUntil(fromMs, signal);
    // So that it is the other one who delivers.
    const held = crew.stopFor(1, 2 * inTimeMs);
    const stopped = crew.stopAt(0, beforeTheSocket, longerThanAllThatMs, inTimeMs, () => crew.goOn(1));
    await Promise.all([stopped, held]);
  },
};

import type { Scenario } from '../scenario.js';
import { isPosted, short, soonMs } from './directed.js';

export const replyLost: Scenario = {
  name: 'reply-lost',
  says: 'The reply to a message is lost, and history shows it only after the first look.',
  needs: { ...short, timeScale: 15 },

  async fire({ slack, lengths: { deliveryTimeoutMs, lookAfterMs } }) {
    const historyLagMs = Math.round(deliveryTimeoutMs + 1.6 * lookAfterMs);
    await slack.faults.next({
      method: 'chat.postMessage',
      fault: { kind: 'accept-then', what: 'reset', historyLagMs },
    });
    await slack.waitFor(isPosted, { after: 0, timeoutMs: soonMs });
  },
};

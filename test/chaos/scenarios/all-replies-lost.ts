import type { Scenario } from '../scenario.js';
import { sleepUntil } from '../time.js';
import { short } from './directed.js';

/** Longer than between two probes, so that there is a time in which nothing may be sent. */
export const allRepliesLost: Scenario = {
  name: 'all-replies-lost',
  says: 'Slack takes every message and answers none of them.',
  needs: { ...short, messages: 60, minutes: 0.12 },

  async fire({ slack, untilMs, signal }) {
    await slack.faults.standing({ methods: ['chat.postMessage'], fault: { kind: 'accept-then', what: 'reset' } });
    await sleepUntil(untilMs, signal);
  },
};

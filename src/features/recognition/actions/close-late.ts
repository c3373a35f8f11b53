import type { Sweep } from '../../../platform/sweeps.js';
import { addMinutes } from '../../../shared/dates.js';
import type { RecognitionDeps } from './deps.js';
import { postKey } from './topics.js';

const batch = 1_000;
/** For what is on its way as its time ends. */
const graceMinutes = 60;

/** Posts that could not be said while they were news: nothing is posted. One that may still be out is left to its row. */
export function createCloseLate({ store, outbox, clock }: Pick<RecognitionDeps, 'store' | 'outbox' | 'clock'>): Sweep {
  const name = 'recognition.closeLate';
  return {
    name,
    async run(keepsGoing) {
      const now = clock.now();
      let closed = 0;
      for (const post of await store.late(addMinutes(now, -graceMinutes), batch)) {
        if (!keepsGoing()) break;
        if (await outbox.isUnderWay(postKey(post._id))) continue;
        const cause = { at: now, by: `sweep:${name}` };
        if (await store.change(post, { state: 'expired' }, 'post.expired', cause)) closed += 1;
      }
      return closed;
    },
    async nextDueAt() {
      const until = await store.firstUntil();
      return until && addMinutes(until, graceMinutes);
    },
  };
}

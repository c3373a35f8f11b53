import type { Sweep } from '../../../platform/sweeps.js';
import type { RecognitionDeps } from './deps.js';

const batch = 1_000;

/** Questions that nobody answered in time: nothing is posted. */
export function createCloseUnanswered({ store, clock }: Pick<RecognitionDeps, 'store' | 'clock'>): Sweep {
  const name = 'recognition.closeUnanswered';
  return {
    name,
    async run(keepsGoing) {
      const now = clock.now();
      let closed = 0;
      for (const post of await store.unanswered(now, batch)) {
        if (!keepsGoing()) break;
        const cause = { at: now, by: `sweep:${name}` };
        if (await store.change(post, { state: 'silent' }, 'post.unanswered', cause)) closed += 1;
      }
      return closed;
    },
    nextDueAt: store.firstAnswerBy,
  };
}

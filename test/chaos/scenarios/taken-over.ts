import type { Scenario } from '../scenario.js';
import { sleep } from '../time.js';
import { afterTheCall, short, soonMs } from './directed.js';

/**
 * The first one has written its attempt when it stops; the other one looks twice and sends. The first goes on while the other
 * one has its answer and has not written it down.
 */
export const takenOver: Scenario = {
  name: 'taken-over',
  says: 'A process that stopped before its call goes on when another one has taken over.',
  needs: { ...short, workers: 2 },

  async fire({ crew, lengths, signal }) {
    // Or Slack itself would refuse a second message that comes so close behind the first.
    const letTheFirstGoOn = () => void sleep(3 * lengths.slackSecondMs, signal).then(() => crew.goOn(0));
    const onlyTheFirst = crew.stopFor(1, soonMs);
    let other: Promise<unknown> = Promise.resolve();
    await crew.stopAt(0, 'outbox.ts:begin outbox.updateOne after', 2 * soonMs, soonMs, () => {
      crew.goOn(1);
      other = onlyTheFirst.then(() => crew.stopAt(1, afterTheCall, aMomentMs, 2 * soonMs, letTheFirstGoOn));
    });
    await other;
    await sleep(aMomentMs, signal);
  },
};

/** Enough for the first one to do all that it still wants to do. */
const aMomentMs = 800;

import { setTimeout as delay } from 'node:timers/promises';
import { productionLengths } from './database/lengths.js';
import type { Logger } from './logging.js';

/** Work that a process does whenever there is some: woken by pokes, and by itself now and then. */
export type Loop = Readonly<{ name: string; run(): Promise<number> }>;

/** Runs each loop until `stopped`; the turn in hand is let end. */
export function startLoops(
  loops: readonly Loop[],
  log: Logger,
  stopped: AbortSignal,
  restMs = productionLengths.loopRestMs,
) {
  let poked = new AbortController();

  /** Ends after a while, at a poke, or at the stop. */
  const rest = (untilPoked: AbortSignal) => {
    const signal = AbortSignal.any([stopped, untilPoked]);
    return delay(restMs, undefined, { signal }).catch(() => undefined);
  };

  async function turn({ name, run }: Loop): Promise<void> {
    while (!stopped.aborted) {
      // A poke during the run counts: the run may have looked too early.
      const nextPoke = poked.signal;
      try {
        if ((await run()) > 0) continue;
      } catch (error) {
        log.error({ loop: name, err: error }, 'a loop failed');
      }
      await rest(nextPoke);
    }
  }

  const turns = loops.map(turn);
  return {
    /** There may be something to do. */
    poke() {
      poked.abort();
      poked = new AbortController();
    },
    ended: () => Promise.all(turns),
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logging.js';

/** Work that a process does whenever there is some: woken by pokes, and by itself now and then. */
export type Loop = Readonly<{ name: string; run(): Promise<number> }>;

const restMs = 1_000;

/** Runs each loop until `stopped`; the turn in hand is let end. */
export function startLoops(loops: readonly Loop[], log: Logger, stopped: AbortSignal) {
  let poked = new AbortController();

  /** Ends after a second, at a poke, or at the stop. */
  const rest = () => {
    const signal = AbortSignal.any([stopped, poked.signal]);
    return delay(restMs, undefined, { signal }).catch(() => undefined);
  };

  async function turn({ name, run }: Loop): Promise<void> {
    while (!stopped.aborted) {
      try {
        if ((await run()) > 0) continue;
      } catch (error) {
        log.error({ loop: name, err: error }, 'a loop failed');
      }
      await rest();
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

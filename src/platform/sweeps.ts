import { monotonicMs } from './clock.js';
import { productionLengths } from './database/lengths.js';
import type { Logger } from './logging.js';

/**
 * Finds what is owed now and does it; safe to run zero times, twice, or twice at once. `keepsGoing` turns false when the
 * time of one run is used up; the rest waits for the next.
 */
export type Sweep = Readonly<{
  name: string;
  run(keepsGoing: () => boolean): Promise<number>;
  /** The next instant of business time at which it will have something to do. */
  nextDueAt?(): Promise<Date | undefined>;
}>;

/** Runs sweeps in their order; one that fails is logged and does not stop the others. Answers how much was done. */
export async function runSweeps(
  sweeps: readonly Sweep[],
  log: Logger,
  stopped: AbortSignal,
  sweepMs = productionLengths.sweepMs,
): Promise<number> {
  const until = monotonicMs() + sweepMs;
  const keepsGoing = () => !stopped.aborted && monotonicMs() < until;
  let done = 0;
  for (const sweep of sweeps) {
    if (!keepsGoing()) break;
    try {
      done += await sweep.run(keepsGoing);
    } catch (error) {
      log.error({ sweep: sweep.name, err: error }, 'a sweep failed');
    }
  }
  return done;
}

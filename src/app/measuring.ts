import type { DatabaseClock } from '../platform/clock.js';
import type { Logger } from '../platform/logging.js';

const everyMs = 60_000;

/** Measures the clock each minute, which it needs to be believed. Answers how to end that. */
export function keepMeasuring(clock: Pick<DatabaseClock, 'measure'>, log: Logger): () => void {
  const timer = setInterval(() => {
    clock.measure().catch((error) => log.warn({ err: error }, 'the database clock could not be measured'));
  }, everyMs);
  return () => clearInterval(timer);
}

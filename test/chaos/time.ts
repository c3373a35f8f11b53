import { setTimeout as delay } from 'node:timers/promises';

/** Real milliseconds since 1970 by a monotonic clock: the time of the evidence. */
export const nowMs = () => performance.timeOrigin + performance.now();

/** Ends early, without a word, when the signal does. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);

export const sleepUntil = (atMs: number, signal?: AbortSignal) => sleep(atMs - nowMs(), signal);

/** True when it came in time. */
export async function within(ms: number, what: Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const came = await Promise.race([what.then(() => true), sleep(ms, either).then(() => false)]);
  over.abort();
  return came;
}

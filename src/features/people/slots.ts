import { setTimeout as delay } from 'node:timers/promises';
import type { PacedMethod, Pacer } from '../../platform/slack/pacer.js';

/** Longer waits, such as a Retry-After, are left to the next run of the sweep. */
const longestWaitMs = 5_000;

/** Waits for the method's next slot. False when it is too far off, or the sweep is to stop. */
export async function takeSlot(
  pacer: Pick<Pacer, 'takeMethod'>,
  method: PacedMethod,
  keepsGoing: () => boolean,
): Promise<boolean> {
  while (keepsGoing()) {
    const waitMs = await pacer.takeMethod(method);
    if (waitMs === 0) return true;
    if (waitMs > longestWaitMs) return false;
    await delay(waitMs);
  }
  return false;
}

/** How long Slack's SDK was told to wait, when that is why it threw. */
export function askedToWaitMs(error: unknown): number | undefined {
  const seconds = error instanceof Error && 'retryAfter' in error ? error.retryAfter : undefined;
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1_000 : undefined;
}

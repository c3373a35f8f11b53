import { deliver, rateOf } from '../delivery/deliver.js';
import type { Found, Ground } from '../ground.js';
import { round } from '../numbers.js';

export type ScaleOutSizes = Readonly<{ messages: number; limited: number }>;

const processCounts = [1, 2, 4] as const;
const limitsRunFaster = 10;
const allowedPerSecond = 5;

/** The same work done by more and more processes: without limits, and with a rate that all of them share. */
export async function measureScaleOut(ground: Ground, sizes: ScaleOutSizes): Promise<Found> {
  const found: Record<string, number> = {};
  for (const processes of processCounts) {
    ground.say(`delivery by ${processes} processes`);
    const free = await deliver(ground, {
      processes,
      limits: 'off',
      scale: 1,
      messagesPerSecond: 1_000,
      messages: sizes.messages,
      watch: 'nothing',
    });
    const paced = await deliver(ground, {
      processes,
      limits: 'on',
      scale: limitsRunFaster,
      messagesPerSecond: allowedPerSecond,
      messages: sizes.limited,
      watch: 'nothing',
    });
    const allowed = allowedPerSecond * limitsRunFaster;
    Object.assign(found, {
      [`scaleOut.${processes}.seconds`]: round(free.seconds, 1),
      [`scaleOut.${processes}.perSecond`]: round(sizes.messages / free.seconds, 1),
      [`scaleOut.${processes}.doubled`]: free.doubled + paced.doubled,
      [`scaleOut.${processes}.refused`]: free.refused + paced.refused,
      [`scaleOut.${processes}.shareOfAllowedRate`]: round(rateOf(paced.arrivals) / allowed, 3),
    });
  }
  return found;
}

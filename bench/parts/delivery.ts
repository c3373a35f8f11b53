import type { Delivered } from '../delivery/deliver.js';
import { deliver, rateOf } from '../delivery/deliver.js';
import type { Found, Ground } from '../ground.js';
import { named } from '../ground.js';
import { median, percentile, round } from '../numbers.js';

export type DeliverySizes = Readonly<{ heapFrom: number; messages: number; traced: number; inTurn: number }>;

const secondsOfSlack = 60;
const limitsRunFaster = 10;
const roundsInTurn = 3;
/** Faster than any delivery: the pacer is asked for each message, and never says no for long. */
const unlimited = { limits: 'off', scale: 1, messagesPerSecond: 1_000, processes: 1 } as const;

/** One row at a time with all guards, in one process: how fast, what the time is spent on, and what stays in memory. */
export async function measureDelivery(ground: Ground, sizes: DeliverySizes): Promise<Found> {
  const { say } = ground;
  const { heapFrom, messages, traced, inTurn } = sizes;
  say(`delivery of ${messages.toLocaleString('en')} messages, without limits`);
  const weighAfter = [heapFrom, messages - Math.round(heapFrom / 10)];
  const long = await deliver(ground, { ...unlimited, messages, watch: 'nothing', weighAfter });
  const [before = 0, after = 0] = long.heapMb;
  refuseDoubles(long);

  say(`delivery of ${traced.toLocaleString('en')} messages, step by step`);
  const short = await deliver(ground, { ...unlimited, messages: traced, watch: 'steps' });

  say(`delivery of ${inTurn.toLocaleString('en')} messages, in turn with the floor`);
  const turns = await inTurnWithFloor(ground, inTurn);

  const perSecond = 1;
  say('delivery for a minute of Slack, with limits');
  const paced = await deliver(ground, {
    processes: 1,
    limits: 'on',
    scale: limitsRunFaster,
    messagesPerSecond: perSecond,
    messages: perSecond * secondsOfSlack + 1,
    watch: 'nothing',
  });

  return named('delivery', {
    perSecond: round(messages / long.seconds, 1),
    ...turns,
    composeToSocketP99Ms: round(percentile(composeToSocket(short), 99), 1),
    composeToSocketMedianMs: round(percentile(composeToSocket(short), 50), 1),
    heapGrowthMb: round(after - before, 1),
    heapBeforeMb: round(before, 1),
    heapAfterMb: round(after, 1),
    shareOfAllowedRate: round(rateOf(paced.arrivals) / (perSecond * limitsRunFaster), 3),
    refused: paced.refused + long.refused + short.refused,
    ...commandsOf(short, traced),
    ...stepsOf(short),
  });
}

/** The machine's own speed differs from one minute to the next, so only what ran beside each other is compared. */
async function inTurnWithFloor(ground: Ground, messages: number): Promise<Found> {
  const seconds = { app: [] as number[], floor: [] as number[] };
  for (let round = 0; round < roundsInTurn; round += 1) {
    for (const by of round % 2 === 0 ? (['floor', 'app'] as const) : (['app', 'floor'] as const)) {
      const done = await deliver(ground, { ...unlimited, messages, by, watch: 'nothing' });
      refuseDoubles(done);
      seconds[by].push(done.seconds);
    }
  }
  return {
    ratioToFloor: round(median(seconds.app) / median(seconds.floor), 2),
    inTurnPerSecond: round(messages / median(seconds.app), 1),
    floorPerSecond: round(messages / median(seconds.floor), 1),
  };
}

function refuseDoubles({ doubled }: Delivered): void {
  if (doubled > 0) throw new Error(`${doubled} messages were delivered twice`);
}

/** From the end of compose to the moment at which Slack has taken the message: what happens there is in it. */
function composeToSocket({ arrivals, trace }: Delivered): number[] {
  return arrivals.map(({ deliveryId, atMs }) => atMs - (trace?.composed[deliveryId] ?? Number.NaN));
}

function commandsOf({ trace }: Delivered, messages: number): Found {
  const commands = Object.values(trace?.commands ?? {}).reduce((sum, count) => sum + count, 0);
  return { commandsPerMessage: round(commands / messages, 1) };
}

/** How long each step takes when it is taken, and its share of all the time that steps take. */
function stepsOf({ trace }: Delivered): Found {
  const steps = Object.entries(trace?.steps ?? {});
  const sums = steps.map(([name, took]) => [name, took, took.reduce((sum, ms) => sum + ms, 0)] as const);
  const total = sums.reduce((sum, [, , ms]) => sum + ms, 0);
  return Object.fromEntries(
    sums
      .filter(([, , ms]) => ms > total / 200)
      .flatMap(([name, took, ms]) => [
        [`steps.${name}.meanMs`, round(ms / took.length, 2)],
        [`steps.${name}.p99Ms`, round(percentile(took, 99), 1)],
        [`steps.${name}.share`, round(ms / total, 3)],
      ]),
  );
}

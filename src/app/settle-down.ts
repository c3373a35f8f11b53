import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { monotonicMs } from '../platform/clock.js';
import type { Logger } from '../platform/logging.js';
import type { Tick } from '../platform/scheduler/ticks.js';
import { earliest } from '../platform/slack/outbox.js';
import { runSweeps } from '../platform/sweeps.js';
import type { House } from './compose.js';

/** Longer than any wait of scaled lease time. */
const patienceMs = 15_000;
const pauseMs = 5;

/**
 * For a clock that is set by hand (tests, story, demo): does all that is due now, as ticks and loops would, until
 * nothing moves, and says when something is due next. Ticks run side by side, as they do in production, and so do loops.
 */
export function createSettleDown({
  house,
  ticks,
  db,
  log,
  stopped,
}: {
  house: House;
  ticks: readonly Tick[];
  db: Db;
  log: Logger;
  stopped: AbortSignal;
}) {
  const sweeps = ticks.flatMap((tick) => tick.sweeps);
  const everyHour = ticks.filter(({ every }) => every.includes('hour'));
  const everyMinute = ticks.filter((tick) => !everyHour.includes(tick));
  let hour = Number.NEGATIVE_INFINITY;

  async function runTicks(): Promise<number> {
    const now = Math.floor(house.platform.clock.now().getTime() / 3_600_000);
    const due = now > hour ? ticks : everyMinute;
    hour = now;
    return sum(await Promise.all(due.map(({ sweeps: ofTick }) => runSweeps(ofTick, log, stopped))));
  }

  async function runLoops(): Promise<number> {
    const done = await Promise.all(house.loops.map((loop) => loop.run()));
    return sum(done);
  }

  /** Work that waits for lease time: what a killed process left, lost replies, backed-off reactions, messages to redraw. */
  async function isWaiting(): Promise<boolean> {
    const { outbox, clock } = house.platform;
    const [due, leased, unknown, stale, reactions] = await Promise.all([
      outbox.countPendingDue(clock.now()),
      outbox.countLeased(),
      outbox.countUnknown(),
      outbox.countStale(),
      db.collection('reactions').countDocuments({ state: { $in: ['waiting', 'claimed'] } }),
    ]);
    return due + leased + unknown + stale + reactions > 0;
  }

  return {
    /** Throws when something is due but nothing has moved for a while. */
    async settleDown(): Promise<void> {
      let movedAtMs = monotonicMs();
      while (!stopped.aborted) {
        const done = (await runTicks()) + (await runLoops());
        if (done > 0) movedAtMs = monotonicMs();
        else if (!(await isWaiting())) return;
        else if (monotonicMs() - movedAtMs > patienceMs) throw new Error('Something is due, but nothing moves');
        else await delay(pauseMs);
      }
    },

    /** The next instant of business time at which something falls due. */
    nextDueAt: async (): Promise<Date | undefined> =>
      earliest([
        ...(await Promise.all(sweeps.map((sweep) => sweep.nextDueAt?.()))),
        await house.platform.outbox.nextDueAt(),
      ]),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

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
const pauseMs = 20;

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

  /** `stated`: facts moved or were reacted to, so that something else may be due now. */
  async function runLoops(): Promise<{ done: number; stated: number }> {
    const done = await Promise.all(house.loops.map(async ({ name, run }) => ({ name, count: await run() })));
    const stated = done.filter(({ name }) => name === 'relay' || name === 'reactions');
    return { done: sum(done.map(({ count }) => count)), stated: sum(stated.map(({ count }) => count)) };
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
      let isSwept = false;
      while (!stopped.aborted) {
        const swept: number = isSwept ? 0 : await runTicks();
        const { done, stated } = await runLoops();
        // Sweeps of one tick run in their order, so only new facts can make something due that they have passed by.
        isSwept = stated === 0;
        if (swept + done > 0) movedAtMs = monotonicMs();
        else if (!(await isWaiting())) return;
        else if (monotonicMs() - movedAtMs > patienceMs) throw new Error('Something is due, but nothing moves');
        else {
          await delay(pauseMs);
          isSwept = false; // Leases may have run out.
        }
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

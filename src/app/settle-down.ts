import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { monotonicMs } from '../platform/clock.js';
import type { Logger } from '../platform/logging.js';
import type { Loop } from '../platform/loops.js';
import type { Tick } from '../platform/scheduler/ticks.js';
import { earliest } from '../platform/slack/outbox.js';
import type { Sweep } from '../platform/sweeps.js';
import { runSweeps } from '../platform/sweeps.js';
import type { House } from './compose.js';

/** Longer than any wait of scaled lease time. */
const patienceMs = 15_000;
const pauseMs = 10;
const hourMs = 3_600_000;

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
  /** When each sweep has something to do, while nobody has acted since it was asked. */
  let dueAt = new Map<Sweep, Date | undefined>();
  let hour = Number.NEGATIVE_INFINITY;

  /** A tick runs whole, because one of its sweeps makes work for the next. */
  const runTicks = async (isDue: (sweep: Sweep) => boolean): Promise<number> =>
    sum(await Promise.all(ticks.map((tick) => (tick.sweeps.some(isDue) ? runSweeps(tick.sweeps, log, stopped) : 0))));

  /** What the jump to this instant was for; each hour, everything. */
  function dueNow(): (sweep: Sweep) => boolean {
    const now = house.platform.clock.now();
    const thisHour = Math.floor(now.getTime() / hourMs);
    const isNewHour = thisHour > hour;
    hour = thisHour;
    const known = dueAt;
    dueAt = new Map();
    if (known.size === 0) return () => true;
    return (sweep) => (sweep.nextDueAt === undefined ? isNewHour : (known.get(sweep) ?? later) <= now);
  }

  /** `stated`: facts moved or were reacted to, so that something else may be due now. */
  async function runLoops(): Promise<{ done: number; stated: number }> {
    const first = await Promise.all(house.loops.filter(({ name }) => leads.includes(name)).map(runLoop));
    const second = await Promise.all(house.loops.filter(({ name }) => !leads.includes(name)).map(runLoop));
    const done = [...first, ...second];
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
      let isDue: ((sweep: Sweep) => boolean) | undefined = dueNow();
      while (!stopped.aborted) {
        const swept: number = isDue === undefined ? 0 : await runTicks(isDue);
        const { done, stated } = await runLoops();
        // Sweeps of one tick run in their order, so only new facts can make something due that they have passed by.
        isDue = stated > 0 ? everySweep : undefined;
        if (swept + done > 0) movedAtMs = monotonicMs();
        else if (!(await isWaiting())) return;
        else if (monotonicMs() - movedAtMs > patienceMs) throw new Error('Something is due, but nothing moves');
        else {
          await delay(pauseMs);
          isDue = everySweep; // Leases may have run out.
        }
      }
    },

    /** The next instant of business time at which something falls due. */
    async nextDueAt(): Promise<Date | undefined> {
      const asked = await Promise.all(sweeps.map(async (sweep) => [sweep, await sweep.nextDueAt?.()] as const));
      dueAt = new Map(asked);
      return earliest([...dueAt.values(), await house.platform.outbox.nextDueAt()]);
    },
  };
}

/** Loops whose work others go on with at once: facts are reacted to, messages settled. */
const leads: readonly string[] = ['relay', 'delivery', 'reconcile'];
const runLoop = async ({ name, run }: Loop) => ({ name, count: await run() });
const everySweep = () => true;
const later = new Date(8.64e15);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

import { setTimeout as delay } from 'node:timers/promises';
import { Agenda } from 'agenda';
import type { Db } from 'mongodb';
import { isDuplicateKey } from '../database/errors.js';
import type { IndexFact } from '../database/indexes.js';
import type { Lengths } from '../database/lengths.js';
import { productionLengths } from '../database/lengths.js';
import type { Logger } from '../logging.js';
import type { Sweep } from '../sweeps.js';
import { runSweeps } from '../sweeps.js';
import { createTickBackend } from './tick-store.js';

/** A wake-up call for some sweeps, at a fixed human interval such as `1 minute`. */
export type Tick = Readonly<{
  name: string;
  every: `${number} ${keyof typeof minutesOf}`;
  sweeps: readonly Sweep[];
}>;

type StoredTick = { _id: string; endedAt: Date };

const minutesOf = { second: 1 / 60, seconds: 1 / 60, minute: 1, minutes: 1, hour: 60, hours: 60 };

export const tickIndexes: readonly IndexFact[] = [
  // Two processes that start on an empty database would otherwise both insert the tick, and run it twice for ever.
  {
    collection: 'agendaJobs',
    name: 'oneOfEach',
    key: { name: 1 },
    options: { unique: true as const, partialFilterExpression: { type: 'single' } },
  },
];

/**
 * Agenda as a wake-up clock only: no per-person jobs and no truth in its documents. Missing a tick, or running one twice
 * at once, is harmless by the rule of sweeps.
 */
export function createTicks({
  db,
  ticks,
  lengths = productionLengths,
  log,
  stopped,
}: {
  db: Db;
  ticks: readonly Tick[];
  lengths?: Lengths;
  log: Logger;
  stopped: AbortSignal;
}) {
  const ended = db.collection<StoredTick>('ticks');
  const intervals = new Map(ticks.map(({ name, every }) => [name, intervalMs(every, lengths.tickMinuteMs)]));
  const { backend, confirm } = createTickBackend(db, {
    lockMs: lengths.tickLockMs,
    intervalMs: (name) => intervals.get(name)!,
  });
  const agenda = new Agenda({
    backend,
    processEvery: lengths.tickPollMs,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    // Half of it: when Agenda looks whether a run has ended. By then it has, by `within` below.
    defaultLockLifetime: 2 * lengths.tickLockMs,
  });
  // Agenda swallows its own errors unless somebody listens.
  agenda.on('error', (error: Error) => log.error({ err: error }, 'agenda failed'));
  agenda.on('fail', (error: Error) => log.error({ err: error }, 'a tick failed'));

  for (const { name, sweeps } of ticks) {
    agenda.define(name, async () => {
      await within(lengths.tickLockMs, runSweeps(sweeps, log, stopped, lengths.sweepMs));
      await ended.updateOne({ _id: name }, [{ $set: { endedAt: '$$NOW' } }], { upsert: true });
    });
  }

  /** `every()` on a running tick would clear its lock, so it is called only where the stored interval differs. */
  async function setUp({ name, every }: Tick): Promise<void> {
    const stored = await db.collection('agendaJobs').findOne({ name, type: 'single' });
    if (stored?.repeatInterval === every) return;
    // Another process that starts at the same moment may be faster; the unique index lets only one in.
    await agenda.every(every, name).catch((error) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  return {
    async start(): Promise<void> {
      await agenda.ready;
      confirm();
      for (const tick of ticks) await setUp(tick);
      await agenda.start();
    },

    /** Lets the sweep in hand end. Also right for ticks that were never started: Agenda prepares itself when created. */
    async stop(): Promise<void> {
      await agenda.ready;
      await agenda.drain(lengths.tickLockMs);
      await agenda.stop();
    },

    /** How many seconds ago each tick last ended, in any process; null when it never has. */
    async ages(): Promise<Record<string, number | null>> {
      const found = await ended
        .aggregate<{ _id: string; seconds: number }>([
          { $project: { seconds: { $divide: [{ $subtract: ['$$NOW', '$endedAt'] }, 1000] } } },
        ])
        .toArray();
      const secondsOf = (name: string) => found.find(({ _id }) => _id === name)?.seconds;
      return Object.fromEntries(
        ticks.map(({ name }) => {
          const seconds = secondsOf(name);
          return [name, seconds === undefined ? null : Math.round(seconds)];
        }),
      );
    },
  };
}

/** `2 minutes` in milliseconds, when one minute lasts so long. */
function intervalMs(every: Tick['every'], minuteMs: number): number {
  const [count, unit] = every.split(' ') as [string, keyof typeof minutesOf];
  return Number(count) * minutesOf[unit] * minuteMs;
}

/** Agenda runs no tick here that still runs here: one that hangs must not keep it from being run again. */
async function within<Result>(ms: number, run: Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  const tooLong = delay(ms, undefined, { signal: ended.signal }).then(() => {
    throw new Error('the tick outlasted its lock');
  });
  try {
    return await Promise.race([run, tooLong]);
  } finally {
    tooLong.catch(() => undefined);
    ended.abort();
  }
}

export type Ticks = ReturnType<typeof createTicks>;

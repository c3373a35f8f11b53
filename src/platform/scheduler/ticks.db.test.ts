import { Collection } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from '../database/connect.js';
import { productionLengths } from '../database/lengths.js';
import { createLogger } from '../logging.js';
import type { Tick, Ticks } from './ticks.js';
import { createTicks, tickIndexes } from './ticks.js';

let database: Database;
let lines: string[];
let started: Ticks[];
let stopping: AbortController;

beforeEach(async () => {
  database = await openTestDatabase(tickIndexes);
  lines = [];
  started = [];
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await Promise.all(started.map((ticks) => ticks.stop()));
  await database.close();
});

/** One process with these ticks; stopped at the end of the test. */
function aProcess(...ticks: Tick[]): Ticks {
  return processWith(productionLengths, ...ticks);
}

/** A minute lasts 200 ms here. */
const aQuickProcess = (...ticks: Tick[]) =>
  processWith({ ...productionLengths, tickMinuteMs: 200, tickPollMs: 20, tickLockMs: 500, sweepMs: 400 }, ...ticks);

function processWith(lengths: typeof productionLengths, ...ticks: Tick[]): Ticks {
  const log = createLogger('info', (line) => lines.push(line));
  const created = createTicks({ db: database.db, ticks, lengths, log, stopped: stopping.signal });
  started.push(created);
  return created;
}

const aTick = (every: Tick['every'], run: () => Promise<number> = async () => 0): Tick => ({
  name: 'nudges',
  every,
  sweeps: [{ name: 'nudges.owe', run }],
});

/** A sweep that says when it has begun, and ends when it is told to. */
function steeredSweep() {
  let begin = () => {};
  let end = (_done: number) => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const done = new Promise<number>((resolve) => {
    end = resolve;
  });
  const run = () => {
    begin();
    return done;
  };
  return { run, begun, end: () => end(1) };
}

const jobs = () => database.db.collection('agendaJobs').find({ name: 'nudges' }).toArray();
const endedTicks = () => database.db.collection<{ _id: string; endedAt: Date }>('ticks');

describe('a tick', () => {
  test('is set up once by two processes that start together on an empty database, and runs', async () => {
    const { run, begun, end } = steeredSweep();
    end();
    const tick = aTick('1 minute', run);
    await Promise.all([aProcess(tick).start(), aProcess(tick).start()]);
    const [job, ...more] = await jobs();
    expect(more).toEqual([]);
    await begun;
    // That they did not meet was luck; that a second one cannot be is not.
    const { _id, ...same } = job!;
    await expect(database.db.collection('agendaJobs').insertOne(same)).rejects.toMatchObject({ code: 11_000 });
    expect(lines).toEqual([]);
  });

  test('whose interval was changed in the program is changed in the database', async () => {
    const before = aProcess(aTick('1 minute'));
    await before.start();
    await before.stop();
    await aProcess(aTick('2 minutes')).start();
    expect((await jobs()).map(({ repeatInterval }) => repeatInterval)).toEqual(['2 minutes']);
  });

  test('that runs in one process stays locked when another starts', async () => {
    const { run, begun, end } = steeredSweep();
    await aProcess(aTick('1 minute', run)).start();
    await begun;
    const [running] = await jobs();
    expect(running?.lockedAt).toBeInstanceOf(Date);
    await aProcess(aTick('1 minute')).start();
    expect((await jobs())[0]?.lockedAt).toEqual(running?.lockedAt);
    end();
  });

  test('whose process was killed runs again elsewhere when its lock has grown old', async () => {
    const first = aProcess(aTick('1 minute'));
    await first.start();
    await first.stop();
    const [job] = await jobs();
    // As a kill leaves it: locked by nobody who lives, and, by the rule of Agenda, planned already for the next time.
    await database.db
      .collection('agendaJobs')
      .updateOne({ _id: job!._id }, [{ $set: { lockedAt: { $subtract: ['$$NOW', 31_000] } } }]);
    const { run, begun, end } = steeredSweep();
    end();
    await aProcess(aTick('1 minute', run)).start();
    await begun;
  });

  test('says how long ago it ended, in any process, and nothing before it ever has', async () => {
    const { run, begun, end } = steeredSweep();
    const [here, elsewhere] = [aProcess(aTick('1 minute', run)), aProcess(aTick('1 minute'))];
    expect(await elsewhere.ages()).toEqual({ nudges: null });
    await here.start();
    await begun;
    expect(await elsewhere.ages()).toEqual({ nudges: null });
    end();
    await here.stop();
    expect((await elsewhere.ages()).nudges).toBeLessThan(60);
    await endedTicks().updateOne({ _id: 'nudges' }, [{ $set: { endedAt: { $subtract: ['$$NOW', 600_000] } } }]);
    expect((await elsewhere.ages()).nudges).toBeGreaterThanOrEqual(600);
  });

  test('whose sweep fails has ended all the same: the log says so, not the age', async () => {
    const { run, begun, end } = steeredSweep();
    const failing = aProcess(aTick('1 minute', () => run().then(() => Promise.reject(new Error('out of order')))));
    await failing.start();
    await begun;
    end();
    await failing.stop();
    expect((await failing.ages()).nudges).not.toBeNull();
    expect(JSON.parse(lines[0]!)).toMatchObject({ sweep: 'nudges.owe', err: { message: 'out of order' } });
  });
});

describe('whatever the clocks of the processes say, a tick', () => {
  const trueNow = Date.now;
  const day = 86_400_000;
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** The system clock, as this process sees it, and nothing else. */
  function setClock(offsetMs: number): void {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['Date'], now: trueNow() + offsetMs });
  }

  /** A tick that counts how often it came. */
  function countedTick(name = 'nudges') {
    const counted = { count: 0, tick: undefined as unknown as Tick };
    const run = async () => {
      counted.count += 1;
      return 0;
    };
    counted.tick = { name, every: '1 minute', sweeps: [{ name: 'counted', run }] };
    return counted;
  }

  const comes = async (counted: { count: number }, times: number) => {
    const wanted = counted.count + times;
    await vi.waitFor(() => expect(counted.count).toBeGreaterThanOrEqual(wanted), { timeout: 3_000, interval: 10 });
  };

  test('planned by a process that was a day ahead and is no more comes to another', async () => {
    const [before, after] = [countedTick(), countedTick()];
    setClock(day);
    const ahead = aQuickProcess(before.tick);
    await ahead.start();
    await comes(before, 2);
    await ahead.stop();
    setClock(0);
    await aQuickProcess(after.tick).start();
    await comes(after, 2);
  });

  test('locked for tomorrow by a process that was killed comes to another', async () => {
    const [before, after] = [countedTick(), countedTick()];
    const killed = aQuickProcess(before.tick);
    await killed.start();
    await comes(before, 1);
    await killed.stop();
    await database.db
      .collection('agendaJobs')
      .updateOne({ name: 'nudges' }, [{ $set: { lockedAt: { $add: ['$$NOW', day] } } }]);
    await aQuickProcess(after.tick).start();
    await comes(after, 2);
  });

  test('planned by a process with the right time comes to one that is a day behind', async () => {
    const [before, after] = [countedTick(), countedTick()];
    const right = aQuickProcess(before.tick);
    await right.start();
    await comes(before, 1);
    await right.stop();
    setClock(-day);
    await aQuickProcess(after.tick).start();
    await comes(after, 2);
  });

  test('keeps its interval, however often each process looks, and together they do not make it come more often', async () => {
    const counted = countedTick();
    setClock(day);
    await Promise.all([aQuickProcess(counted.tick).start(), aQuickProcess(counted.tick).start()]);
    await comes(counted, 1);
    const [atFirst, before] = [counted.count, performance.now()];
    await comes(counted, 4);
    const minutes = (performance.now() - before) / 200;
    expect(counted.count - atFirst).toBeLessThanOrEqual(minutes + 1);
  });

  test('comes while the clock jumps both ways', async () => {
    const counted = countedTick();
    await aQuickProcess(counted.tick).start();
    for (const offsetMs of [day, 0, -day, day, -day, 0]) {
      setClock(offsetMs);
      await comes(counted, 1);
    }
  });

  // Agenda runs what it was given when it has looked for every tick; what was locked long ago by then it forgets for ever.
  test('that was given just before the clock jumped is run, and comes again', async () => {
    const [first, second] = [countedTick('first'), countedTick('second')];
    const quick = aQuickProcess(first.tick, second.tick);
    const { findOneAndUpdate } = Collection.prototype as unknown as Record<string, (...asked: unknown[]) => unknown>;
    let isGiven = false;
    const jump = async () => {
      await vi.waitFor(() => expect(isGiven).toBe(true));
      setClock(day);
    };
    let jumped: Promise<void> | undefined;
    vi.spyOn(Collection.prototype, 'findOneAndUpdate').mockImplementation(async function (
      this: Collection,
      ...asked: unknown[]
    ) {
      const { name, $expr: isLook } = asked[0] as { name: string; $expr?: object };
      if (name === 'second' && isLook) {
        jumped ??= jump();
        await jumped;
      }
      const given = await findOneAndUpdate!.apply(this, asked);
      isGiven ||= name === 'first' && isLook !== undefined && given !== null;
      return given;
    } as never);
    await quick.start();
    await comes(first, 2);
    await comes(second, 2);
  });
});

test('a sweep that never ends does not keep its tick from coming again', async () => {
  const { run, begun } = steeredSweep();
  let count = 0;
  await aQuickProcess(
    aTick('1 minute', () => {
      count += 1;
      return count === 1 ? run() : Promise.resolve(0);
    }),
  ).start();
  await begun;
  await vi.waitFor(() => expect(count).toBeGreaterThan(1), { timeout: 5_000 });
  expect(lines.join()).toContain('outlasted its lock');
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHouse } from '../../test/harness/house.js';
import { databaseClock } from '../platform/clock.js';
import { createTicks } from '../platform/scheduler/ticks.js';
import { createReadiness } from './readiness.js';

let house: Awaited<ReturnType<typeof startHouse>>;
beforeEach(async () => {
  house = await startHouse();
});
afterEach(() => house.stop());

/** A process that serves, whose monotonic clock and connection the test moves. */
async function aProcess() {
  const { db } = house.database;
  const world = { ms: 0, isConnected: true };
  const clock = databaseClock(db, () => world.ms);
  await clock.measure();
  const ticks = createTicks({
    db,
    ticks: house.ticks,
    log: { debug() {}, info() {}, warn() {}, error() {}, fatal() {} },
    stopped: new AbortController().signal,
  });
  // Their ages can be asked for without any of them running; Agenda has work of its own to end before the database goes.
  await ticks.stop();
  const nowMs = () => world.ms;
  const readiness = createReadiness({ house, ticks, clock, isConnected: () => world.isConnected, nowMs });
  return { world, clock, readiness };
}

const tickNames = () => house.ticks.map(({ name }) => name);

test('a process that has just been installed is ready, and says of each tick that it has not run', async () => {
  const { readiness } = await aProcess();
  expect(await readiness()).toEqual({
    ready: true,
    problems: [],
    tickAgesSeconds: Object.fromEntries(tickNames().map((name) => [name, null])),
    deadReactions: 0,
  });
});

test('a process is unready when Slack is not connected, or its clock could not be measured', async () => {
  const { world, readiness } = await aProcess();
  world.isConnected = false;
  expect(await readiness()).toMatchObject({ ready: false, problems: ['Slack is not connected'] });
  world.isConnected = true;
  world.ms += 180_001;
  expect(await readiness()).toMatchObject({
    ready: false,
    problems: ['the database clock could not be measured for 3 minutes'],
  });
});

test('a tick that is late makes it unready, also one that never ran; retention is given three hours', async () => {
  const { world, clock, readiness } = await aProcess();
  const ended = house.database.db.collection<{ _id: string; endedAt: Date }>('ticks');
  const ranAgo = (name: string, ms: number) =>
    ended.updateOne({ _id: name }, [{ $set: { endedAt: { $subtract: ['$$NOW', ms] } } }], { upsert: true });
  for (const name of tickNames().filter((name) => name !== 'nudges')) await ranAgo(name, 170_000);
  expect(await readiness()).toMatchObject({ ready: true });
  world.ms += 200_000;
  await clock.measure();
  expect((await readiness()).problems).toEqual(['the tick nudges has not run for 200 s']);
  await ranAgo('nudges', 600_000);
  await ranAgo('retention', 3_600_000);
  expect((await readiness()).problems).toEqual([expect.stringMatching(/^the tick nudges has not run for 60\d s$/)]);
});

test('dead reactions are counted, and do not keep the rest from working', async () => {
  const { readiness } = await aProcess();
  await house.database.db.collection<{ _id: string }>('reactions').insertOne({ _id: 'f|r', state: 'dead' } as never);
  expect(await readiness()).toMatchObject({ ready: true, deadReactions: 1 });
});

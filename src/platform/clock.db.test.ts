import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../test/harness/database.js';
import { ClockUnmeasured, databaseClock, setClock } from './clock.js';
import type { Database } from './database/connect.js';
import { databaseNow } from './database/connect.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(() => vi.useRealTimers());

/** Reads the clock between two readings of the database's own. */
async function expectDatabaseTime(now: () => Date) {
  const before = await databaseNow(database.db);
  const between = now().getTime();
  const after = await databaseNow(database.db);
  // A measurement is right to half of what its call took.
  const toleranceMs = 50 + (after.getTime() - before.getTime());
  expect(between).toBeGreaterThanOrEqual(before.getTime() - toleranceMs);
  expect(between).toBeLessThanOrEqual(after.getTime() + toleranceMs);
}

test('business time is the time of the database', async () => {
  const clock = databaseClock(database.db);
  await clock.measure();
  await expectDatabaseTime(clock.now);
});

test.each([-86_400_000, 3_600_000])(
  'a system clock that is wrong by %i ms, or jumps, changes nothing',
  async (wrongMs) => {
    const clock = databaseClock(database.db);
    const rightMs = (await databaseNow(database.db)).getTime();
    vi.useFakeTimers({ toFake: ['Date'], now: rightMs + wrongMs });
    await clock.measure();
    await expectDatabaseTime(clock.now);
    vi.setSystemTime(rightMs - 2 * wrongMs);
    await expectDatabaseTime(clock.now);
  },
);

test('a process that could not measure for 3 minutes decides nothing until it can', async () => {
  let monotonicMs = 0;
  const clock = databaseClock(database.db, () => monotonicMs);
  expect(clock.isMeasured()).toBe(false);
  expect(clock.now).toThrow(ClockUnmeasured);
  await clock.measure();
  const measuredAt = clock.now();
  monotonicMs += 3 * 60_000;
  expect(clock.now().getTime() - measuredAt.getTime()).toBe(3 * 60_000);
  monotonicMs += 1;
  expect(clock.isMeasured()).toBe(false);
  expect(clock.now).toThrow(ClockUnmeasured);
  await clock.measure();
  await expectDatabaseTime(clock.now);
});

test('a measurement that fails leaves the last one standing', async () => {
  const clock = databaseClock(database.db);
  await clock.measure();
  const broken = await openTestDatabase();
  const lost = databaseClock(broken.db);
  await lost.measure();
  await broken.close();
  await expect(lost.measure()).rejects.toThrow();
  expect(lost.isMeasured()).toBe(true);
  await expectDatabaseTime(lost.now);
});

test('a clock that is set shows what it was set to, and cannot be moved by what it gave out', () => {
  const clock = setClock(new Date('2026-10-01T07:00:00Z'));
  clock.now().setFullYear(1999);
  expect(clock.now()).toEqual(new Date('2026-10-01T07:00:00Z'));
  clock.set(new Date('2026-10-02T07:00:00Z'));
  expect(clock.now()).toEqual(new Date('2026-10-02T07:00:00Z'));
});

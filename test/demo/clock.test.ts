import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoClock } from '../../sandbox/demo/clock.js';
import { measuredClock } from '../../src/platform/clock.js';
import type { TestDatabase } from '../harness/database.js';
import { openTestDatabase } from '../harness/database.js';

const monday = new Date('2026-11-16T07:00:00Z');
const tuesday = new Date('2026-11-17T07:00:00Z');
const toleranceMs = 2_000;

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

const msAfter = (start: Date, now: Date) => now.getTime() - start.getTime();

test('the clock of the demo runs from where it is set, in every process alike', async () => {
  const clock = await demoClock(database.db, monday);
  expect(msAfter(monday, clock.now())).toBeGreaterThanOrEqual(0);
  const other = await demoClock(database.db, monday);
  await other.set(tuesday);
  await clock.measure();
  for (const { now } of [clock, other]) {
    expect(msAfter(tuesday, now())).toBeGreaterThanOrEqual(-1);
    expect(msAfter(tuesday, now())).toBeLessThan(toleranceMs);
  }
});

test('it goes on where it was kept, and time between two demos does not count', async () => {
  const clock = await demoClock(database.db, tuesday);
  await clock.keep();
  // As if the demo had been stopped an hour ago.
  await database.db.collection('demoClock').updateOne({}, [{ $set: { setAt: { $subtract: ['$setAt', 3_600_000] } } }]);
  const later = await demoClock(database.db, monday);
  expect(msAfter(tuesday, later.now())).toBeGreaterThanOrEqual(-1);
  expect(msAfter(tuesday, later.now())).toBeLessThan(toleranceMs);
});

test('a reading that was overtaken by a later one is not believed', async () => {
  const answers: ((at: Date) => void)[] = [];
  const clock = measuredClock(() => new Promise((resolve) => void answers.push(resolve)));
  const slow = clock.measure();
  const quick = clock.measure();
  answers[1]!(tuesday);
  await quick;
  answers[0]!(monday);
  await slow;
  expect(msAfter(tuesday, clock.now())).toBeGreaterThanOrEqual(-1);
});

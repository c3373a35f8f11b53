import type { App } from './app.js';
import { nudgeSweeps, openApp } from './app.js';
import { chooseDue, dueCount, makeDue, now } from './company.js';
import { openFloor } from './floor.js';
import { median, percentile, round } from './numbers.js';

export type Place = Readonly<{ uri: string; dbName: string; assignments: number }>;

type Times = Readonly<{ oweMs: number; rowsMs: number }>;

const timedRuns = 5;
const emptyRuns = 300;

/** App and floor in turn on the same due items, put back before each run. The first round warms both up. */
export async function timeAgainstFloor(place: Place) {
  const app = await openApp(place);
  const floor = await openFloor(place.uri, place.dbName);
  const due = chooseDue(place.assignments);
  const sides = {
    app: { owe: () => app.sweep('nudges.owe'), rows: () => app.sweep('nudges.rows') },
    floor: { owe: () => floor.owe(now), rows: () => floor.rows(now) },
  };
  const times: Record<keyof typeof sides, Times[]> = { app: [], floor: [] };
  const rowsPut = new Set<number>();
  for (let run = 0; run <= timedRuns; run += 1) {
    for (const side of run % 2 === 0 ? (['floor', 'app'] as const) : (['app', 'floor'] as const)) {
      await makeDue(app.db, due);
      const oweMs = await timeOf(sides[side].owe);
      const rowsMs = await timeOf(sides[side].rows);
      rowsPut.add(await rowsAfter(app));
      if (run > 0) times[side].push({ oweMs, rowsMs });
    }
  }
  if (rowsPut.size !== 1) throw new Error(`App and floor put different numbers of rows: ${[...rowsPut]}`);
  await floor.close();
  await app.close();

  const total = (side: keyof typeof sides) => median(times[side].map(({ oweMs, rowsMs }) => oweMs + rowsMs));
  const part = (side: keyof typeof sides, name: keyof Times) => round(median(times[side].map((time) => time[name])));
  return {
    ratioToFloor: round(total('app') / total('floor'), 2),
    appMs: round(total('app')),
    floorMs: round(total('floor')),
    appOweMs: part('app', 'oweMs'),
    appRowsMs: part('app', 'rowsMs'),
    floorOweMs: part('floor', 'oweMs'),
    floorRowsMs: part('floor', 'rowsMs'),
    rows: [...rowsPut][0]!,
  };
}

/** What a minute costs in which nothing is due. */
export async function timeEmpty(place: Place) {
  const app = await openApp(place);
  const times: number[] = [];
  for (let run = 0; run < emptyRuns; run += 1) {
    times.push(
      await timeOf(async () => {
        for (const name of nudgeSweeps) if ((await app.sweep(name)) > 0) throw new Error(`${name} found something due`);
      }),
    );
  }
  await app.close();
  return { emptyP95Ms: round(percentile(times, 95), 1), emptyMedianMs: round(median(times), 1) };
}

/** The most memory that this process, which does nothing else, holds while it sweeps what is due. */
export async function weighSweep(place: Place) {
  const app = await openApp(place);
  await makeDue(app.db, chooseDue(place.assignments));
  const peakMb = await peakMemoryMb(async () => {
    for (const name of nudgeSweeps) await app.sweep(name);
  });
  await rowsAfter(app);
  await app.close();
  return { peakMb };
}

/** Resident memory of this process, looked at every few milliseconds while `work` runs; in megabytes. */
export async function peakMemoryMb(work: () => Promise<unknown>): Promise<number> {
  let peak = process.memoryUsage.rss();
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const looking = setInterval(look, 5);
  await work();
  clearInterval(looking);
  look();
  return round(peak / 1_048_576, 1);
}

/** How many rows lie in the outbox, once it is sure that nothing that was due was forgotten. */
async function rowsAfter({ db }: App): Promise<number> {
  const asked = await db.collection('assignments').countDocuments({ state: 'open', 'nudge.owed.askAt': { $gt: now } });
  if (asked !== dueCount) throw new Error(`${asked} of ${dueCount} due items were put into rows`);
  return db.collection('outbox').countDocuments();
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

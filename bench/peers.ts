import { openApp } from './app.js';
import { chooseDue, idsOf, makeDue, now } from './company.js';
import { round } from './numbers.js';
import { openFullScan } from './peers/full-scan.js';
import { openJobPerReminder } from './peers/job-per-reminder.js';
import type { Place } from './sweeps.js';

/** What most bots do, for the same due items. */
export async function timeFullScan(place: Place) {
  const app = await openApp(place);
  const due = chooseDue(place.assignments);
  await makeDue(app.db, due);
  const scan = await openFullScan(place.uri, place.dbName);
  const start = performance.now();
  const rows = await scan.run(now);
  const ms = performance.now() - start;
  if (rows !== due.length) throw new Error(`The full scan found ${rows} due instead of ${due.length}`);
  const open = await app.db
    .collection('assignments')
    .countDocuments({ state: 'open', certificationId: { $type: 'string' } });
  await scan.close();
  await app.close();
  return { due: rows, ms: round(ms), usPerOpen: round((ms * 1_000) / open, 1) };
}

/** What a newcomer would write, for some of the same due items: scheduling each counts, as the sweeps' next dates do. */
export async function timeJobs({ jobs, ...place }: Place & { jobs: number }) {
  const app = await openApp(place);
  const due = chooseDue(place.assignments).slice(0, jobs);
  await makeDue(app.db, due);
  const peer = await openJobPerReminder(place.uri, place.dbName);
  const start = performance.now();
  await peer.schedule(idsOf(due));
  const scheduleMs = performance.now() - start;
  await peer.run(now, jobs);
  const ms = performance.now() - start;
  const rows = await app.db.collection('outbox').countDocuments();
  if (rows !== jobs) throw new Error(`${rows} of ${jobs} jobs made their row`);
  await peer.close();
  await app.close();
  return { msPerItem: round(ms / jobs, 2), scheduleMsPerItem: round(scheduleMs / jobs, 2) };
}

/** `npm run bench`: how much reminding costs. A table, or with `--json` one object; exit code 1 when a limit is missed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allIndexes } from '../src/app/compose.js';
import { openDatabase } from '../src/platform/database/connect.js';
import { startEngine } from '../src/platform/database/engine.js';
import { ensureIndexes } from '../src/platform/database/indexes.js';
import { apart } from './apart.js';
import { openApp, owner } from './app.js';
import { assign, chooseDue, found, makeQuiet } from './company.js';
import { writePeopleFile } from './loading.js';
import { median, round } from './numbers.js';
import type { Results } from './report.js';
import { report, table } from './report.js';

const sizes = { few: 10_000, many: 500_000, most: 1_000_000 };
const rowsOfFiles = { few: 10_000, many: 100_000 };
const weighings = 3;

const startedAt = performance.now();
const say = (line: string) =>
  console.error(`${String(round((performance.now() - startedAt) / 1_000)).padStart(4)} s  ${line}`);

const directory = await mkdtemp(join(tmpdir(), 'laurel-bench-'));
const engine = await startEngine({ dataDir: directory, libc: 'prepare', cacheDir: process.env.XDG_CACHE_HOME, say });
try {
  const results: Results = { ...(await measureSweeps()), ...(await measureLoading()) };
  const told = report(results);
  console.log(process.argv.includes('--json') ? JSON.stringify(told, null, 2) : table(told));
  process.exitCode = told.ok ? 0 : 1;
} finally {
  await engine.release();
  await rm(directory, { recursive: true, force: true });
}

/** One company that grows, so that no assignment is inserted twice. */
async function measureSweeps() {
  const place = { uri: engine.uri, dbName: 'sweeps' };
  await prepare(place.dbName);
  const app = await openApp(place);
  const { db } = app;
  const quiet = (assignments: number) => makeQuiet(db, chooseDue(assignments));

  say('20,000 people are hired');
  await found(db);
  await app.features.nudges.switchTo({ state: 'on' }, 10, owner);

  await assign(db, 0, sizes.few);
  const lightMb = await weigh(sizes.few);
  await quiet(sizes.few);

  await grow(sizes.few, sizes.many);
  say('the sweeps, against the floor');
  const { ratioToFloor, ...parts } = await apart('timeAgainstFloor', { ...place, assignments: sizes.many });
  say(`ratio ${ratioToFloor}`);
  await quiet(sizes.many);

  await grow(sizes.many, sizes.most);
  say('minutes in which nothing is due');
  const empty = await apart('timeEmpty', { ...place, assignments: sizes.most });
  const heavyMb = await weigh(sizes.most);
  await app.close();
  say('commands, buttons and dialogs, beside a Bolt app that only acknowledges');
  const edges = await apart('timeEdges', { ...place, assignments: sizes.most });
  const named = Object.entries({ ratioToFloor, ...parts, ...empty, rssFewMb: lightMb, rssMostMb: heavyMb });
  return {
    'sweep.ratioToFloor': ratioToFloor,
    'sweep.emptyP95Ms': empty.emptyP95Ms,
    'sweep.rssGrowthMb': round(heavyMb - lightMb, 1),
    ...edges,
    ...Object.fromEntries(named.map(([name, value]) => [`sweep.${name}`, value])),
  };

  async function grow(from: number, to: number): Promise<void> {
    say(`from ${from.toLocaleString('en')} to ${to.toLocaleString('en')} assignments`);
    await assign(db, from, to);
  }

  async function weigh(assignments: number): Promise<number> {
    say(`memory of a sweep at ${assignments.toLocaleString('en')} assignments`);
    const peaks: number[] = [];
    for (let run = 0; run < weighings; run += 1)
      peaks.push((await apart('weighSweep', { ...place, assignments })).peakMb);
    return median(peaks);
  }
}

async function measureLoading() {
  const loadRows = async (rows: number) => {
    say(`a people file of ${rows.toLocaleString('en')} rows`);
    const dbName = `load-${rows}`;
    const file = join(directory, `people-${rows}.csv`);
    await prepare(dbName);
    await writePeopleFile(file, rows);
    return apart('timeLoad', { uri: engine.uri, dbName, file });
  };
  const few = await loadRows(rowsOfFiles.few);
  const many = await loadRows(rowsOfFiles.many);
  return {
    'import.rowsPerSecond': many.rowsPerSecond,
    'import.rssGrowthMb': round(many.peakMb - few.peakMb, 1),
    'import.rssFewMb': few.peakMb,
    'import.rssManyMb': many.peakMb,
  };
}

async function prepare(dbName: string): Promise<void> {
  const database = await openDatabase({ uri: engine.uri, dbName, kind: 'embedded' });
  await ensureIndexes(database.db, allIndexes, () => {});
  await database.close();
}

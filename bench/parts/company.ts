import type { Db } from 'mongodb';
import { apart } from '../apart.js';
import { openApp, owner } from '../app.js';
import { assign, chooseDue, found, makeQuiet } from '../company.js';
import type { Found, Ground } from '../ground.js';
import { named, prepare } from '../ground.js';
import { median, round } from '../numbers.js';

export type CompanySizes = Readonly<{
  edgesFew: number;
  few: number;
  many: number;
  most: number;
  jobs: readonly [number, number];
}>;

const weighings = 3;

/** Sweeps and edges are measured in one company that grows, so that no assignment is inserted twice. */
export async function measureCompany(
  ground: Ground,
  sizes: CompanySizes,
  wanted: ReadonlySet<'sweep' | 'edges'>,
): Promise<Found> {
  const { say, uri } = ground;
  const place = { uri, dbName: 'sweeps' };
  const isWanted = (part: 'sweep' | 'edges') => wanted.has(part);
  const results: Record<string, number> = {};

  if (isWanted('edges')) Object.assign(results, named('edges.few', await edgesOfFew(ground, sizes)));
  const db = await open(ground, place.dbName);
  const lightMb = isWanted('sweep') ? await sweepOfFew() : 0;
  await grow(sizes.few, sizes.many);
  if (isWanted('sweep')) Object.assign(results, await sweepOfMany());
  await grow(sizes.many, sizes.most);
  if (isWanted('sweep')) Object.assign(results, await sweepOfMost(lightMb));
  if (isWanted('edges')) {
    say(`edges at ${sizes.most.toLocaleString('en')}, beside a Bolt app that only acknowledges`);
    Object.assign(results, named('edges', await apart('timeEdges', place)));
  }
  await db.close();
  return results;

  async function sweepOfFew(): Promise<number> {
    const mb = await weigh(sizes.few);
    say(`a full scan of ${sizes.few.toLocaleString('en')}`);
    const scan = await apart('timeFullScan', { ...place, assignments: sizes.few });
    await makeQuiet(db.db, chooseDue(sizes.few));
    Object.assign(results, { 'sweep.fullScan.fewUsPerOpen': scan.usPerOpen });
    return mb;
  }

  async function sweepOfMany(): Promise<Found> {
    const assignments = sizes.many;
    say('the sweeps, against the floor');
    const floor = await apart('timeAgainstFloor', { ...place, assignments });
    say(`ratio ${floor.ratioToFloor}; a full scan of ${assignments.toLocaleString('en')}`);
    const scan = await apart('timeFullScan', { ...place, assignments });
    const [fewer, more] = sizes.jobs;
    say(`one job per reminder, ${fewer.toLocaleString('en')} and ${more.toLocaleString('en')} of them`);
    const someJobs = await apart('timeJobs', { ...place, assignments, jobs: fewer });
    const moreJobs = await apart('timeJobs', { ...place, assignments, jobs: more });
    await makeQuiet(db.db, chooseDue(assignments));
    const jobMs = Math.min(someJobs.msPerItem, moreJobs.msPerItem);
    return {
      ...named('sweep', floor),
      'sweep.timesFasterThanFullScan': round(scan.ms / floor.appMs, 1),
      'sweep.timesFasterThanJobPerReminder': round((jobMs * scan.due) / floor.appMs, 1),
      'sweep.jobPerReminder.floorTimesFaster': round((jobMs * scan.due) / floor.floorMs, 1),
      'sweep.fullScan.floorTimesFaster': round(scan.ms / floor.floorMs, 1),
      'sweep.fullScan.ms': scan.ms,
      'sweep.fullScan.usPerOpen': scan.usPerOpen,
      'sweep.jobPerReminder.fewerMsPerItem': someJobs.msPerItem,
      'sweep.jobPerReminder.moreMsPerItem': moreJobs.msPerItem,
      'sweep.jobPerReminder.scheduleMsPerItem': moreJobs.scheduleMsPerItem,
    };
  }

  async function sweepOfMost(lightMb: number): Promise<Found> {
    say('minutes in which nothing is due');
    const empty = await apart('timeEmpty', { ...place, assignments: sizes.most });
    const heavyMb = await weigh(sizes.most);
    await makeQuiet(db.db, chooseDue(sizes.most));
    return named('sweep', {
      ...empty,
      rssGrowthMb: round(heavyMb - lightMb, 1),
      rssFewMb: lightMb,
      rssMostMb: heavyMb,
    });
  }

  async function grow(from: number, to: number): Promise<void> {
    say(`from ${from.toLocaleString('en')} to ${to.toLocaleString('en')} assignments`);
    await assign(db.db, from, to);
  }

  async function weigh(assignments: number): Promise<number> {
    say(`memory of a sweep at ${assignments.toLocaleString('en')} assignments`);
    const peaks: number[] = [];
    for (let run = 0; run < weighings; run += 1)
      peaks.push((await apart('weighSweep', { ...place, assignments })).peakMb);
    return median(peaks);
  }

  async function open(on: Ground, dbName: string): Promise<{ db: Db; close(): Promise<void> }> {
    await prepare(on, dbName);
    const app = await openApp({ uri, dbName });
    say('20,000 people are hired');
    await found(app.db);
    await app.features.nudges.switchTo({ state: 'on' }, 10, owner);
    await assign(app.db, 0, sizes.few);
    return { db: app.db, close: app.close };
  }
}

/** The same edges in a company of as many people as it has assignments. */
async function edgesOfFew(ground: Ground, { edgesFew }: CompanySizes): Promise<Found> {
  const place = { uri: ground.uri, dbName: 'edges-few' };
  ground.say(`edges at ${edgesFew.toLocaleString('en')}, beside a Bolt app that only acknowledges`);
  await prepare(ground, place.dbName);
  const app = await openApp(place);
  await found(app.db, edgesFew);
  await assign(app.db, 0, edgesFew);
  await app.features.nudges.switchTo({ state: 'on' }, 10, owner);
  await app.close();
  return apart('timeEdges', place);
}

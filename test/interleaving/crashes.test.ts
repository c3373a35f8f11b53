import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorker, diesAfter, open, putUpGates } from '../harness/gates.js';
import { plus } from '../model/days.js';
import { complaintsAbout } from '../model/judge.js';
import type { Story } from '../model/story.js';
import type { Company, Process } from './company.js';
import { nextDueAt, startCompany, workUntilQuiet } from './company.js';
import { ladders, stories, storyOf } from './stories.js';

/*
 * A process dies after a deed, the people go on, another process takes over; then the same with the next deed, until no
 * process has so much to do. LAUREL_CRASHES=all takes every deed; otherwise stories of many deeds take every fifth one.
 */
const { LAUREL_CRASHES: which } = process.env;
const everyFifth = 5;
const mostTakenWhole = 20;

let gates: ReturnType<typeof putUpGates>;
let company: Company;
let monday = '2027-01-04';

beforeAll(async () => {
  gates = putUpGates();
  company = await startCompany(ladders, new Date(`${monday}T07:00:00Z`));
});
afterAll(async () => {
  await company.house.stop();
  gates.takeDown();
});

describe('a crash', () => {
  test.each(Object.keys(stories))(
    'between any two writes changes nothing of the story: %s',
    async (name) => {
      for (let nth = 1; ; nth += which === 'all' || nth < mostTakenWhole ? 1 : everyFifth) {
        monday = plus(monday, 28);
        const story = storyOf(name, monday);
        const lived = await tell(story, nth);
        expect(complaintsAbout(story, await company.seen()), `killed after deed ${nth}`).toEqual([]);
        if (lived) return;
      }
    },
    600_000,
  );
});

/**
 * Tells the story in processes that each die after their nth deed, while the people go on; another one takes over. Answers
 * whether none had so much to do.
 */
async function tell(story: Story, nth: number): Promise<boolean> {
  const { house } = company;
  let process: Process = house;
  let deaths = 0;
  await company.begin(story.scenes[0]!.at);

  async function work(): Promise<'lived' | 'killed'> {
    const end = await createWorker(diesAfter(nth)(open)).run(() => workUntilQuiet(process));
    if (end === 'killed') {
      deaths += 1;
      process = await house.startProcess();
    }
    return end;
  }
  async function workToTheEnd(): Promise<void> {
    if ((await work()) === 'killed') await workUntilQuiet(process);
  }
  async function liveUntil(until: Date): Promise<void> {
    for (let next = await nextDueAt(house); next !== undefined && next < until; next = await nextDueAt(house)) {
      house.setTime(next);
      await workToTheEnd();
    }
    house.setTime(until);
  }

  for (const { at, happenings, mishap } of story.scenes) {
    await liveUntil(at);
    company.meet(mishap);
    const end = await work();
    for (const happening of happenings) await company.happen(happening, true);
    if (end === 'killed' || happenings.length > 0) await workToTheEnd();
  }
  await liveUntil(story.until);
  await workToTheEnd();
  return deaths === 0;
}

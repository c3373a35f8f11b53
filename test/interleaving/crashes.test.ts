import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorker, diesAfter, open, putUpGates } from '../harness/gates.js';
import { plus } from '../model/days.js';
import { complaintsAbout } from '../model/judge.js';
import type { Story } from '../model/story.js';
import type { Company, Process } from './company.js';
import { nextDueAt, startCompany, workUntilQuiet } from './company.js';
import { ladders, stories, storyOf } from './stories.js';

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
      for (let nth = 1; ; nth += 1) {
        monday = plus(monday, 28);
        const story = storyOf(name, monday);
        const lived = await tell(story, nth);
        expect(complaintsAbout(story, await company.seen()), `killed after deed ${nth}`).toEqual([]);
        if (lived) {
          return;
        }
      }
    },
    300_000,
  );
});

/** Tells the story in a process that dies after its nth deed; another one goes on. Answers whether it lived to the end. */
async function tell(story: Story, nth: number): Promise<boolean> {
  const { house } = company;
  const mortal = createWorker(diesAfter(nth)(open));
  let heir: Process | undefined;
  await company.begin(new Date(story.scenes[0]!.at.getTime() - 60_000));

  /** `dead` when the process has just died: everything stands still until somebody else works. */
  async function work(): Promise<'quiet' | 'dead'> {
    if (heir !== undefined) await workUntilQuiet(heir);
    else if ((await mortal.run(() => workUntilQuiet(house))) === 'killed') {
      heir = await house.startProcess();
      return 'dead';
    }
    return 'quiet';
  }
  async function liveUntil(until: Date): Promise<void> {
    for (let next = await nextDueAt(house); next !== undefined && next < until; next = await nextDueAt(house)) {
      house.setTime(next);
      if ((await work()) === 'dead') await work();
    }
    house.setTime(until);
  }

  for (const { at, happenings, mishap } of story.scenes) {
    await liveUntil(at);
    company.meet(mishap);
    const after = await work();
    for (const happening of happenings) await company.happen(happening, true);
    if (after === 'dead' || happenings.length > 0) if ((await work()) === 'dead') await work();
  }
  await liveUntil(story.until);
  if ((await work()) === 'dead') await work();
  return heir === undefined;
}

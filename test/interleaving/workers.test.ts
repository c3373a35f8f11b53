import { afterAll, beforeAll, expect, test } from 'vitest';
import { diesAfter, putUpGates } from '../harness/gates.js';
import { plus } from '../model/days.js';
import { complaintsAbout } from '../model/judge.js';
import type { Scene, Story } from '../model/story.js';
import type { Company, Process } from './company.js';
import { nextDueAt, startCompany, workUntilQuiet } from './company.js';
import { ladders, stories, storyOf } from './stories.js';
import type { Actor } from './turns.js';
import { moody, seeded, takeTurns } from './turns.js';

/*
 * Two processes and the people do everything at once, one write at a time, in an order that the seed chooses; in every
 * second run one of the processes dies on the way. LAUREL_INTERLEAVINGS=5000 runs as many seeds; LAUREL_INTERLEAVING=17
 * runs that seed alone, which is what a failure asks for.
 */
const seedsUsually = 40;

const { LAUREL_INTERLEAVINGS: howMany = seedsUsually, LAUREL_INTERLEAVING: only } = process.env;
const seeds = only === undefined ? Array.from({ length: Number(howMany) }, (_, seed) => seed) : [Number(only)];
const secondsForEach = 20;

let gates: ReturnType<typeof putUpGates>;
let company: Company;
let other: Process;
let monday = '2027-01-04';

beforeAll(async () => {
  gates = putUpGates();
  company = await startCompany(ladders, new Date(`${monday}T07:00:00Z`));
  other = await company.house.startProcess();
});
afterAll(async () => {
  await company.house.stop();
  gates.takeDown();
});

test(
  'two processes and the people, in any order and with a crash, come to what the model says',
  async () => {
    for (const seed of seeds) {
      monday = plus(monday, 28);
      const names = Object.keys(stories);
      const story = storyOf(names[seed % names.length]!, monday);
      const deeds = await tell(story, seed);
      const found = complaintsAbout(story, await company.seen());
      const replay = () => `LAUREL_INTERLEAVING=${seed} shows this again: ${story.name}\n${deeds.join('\n')}`;
      expect(found, found.length > 0 ? replay() : '').toEqual([]);
    }
  },
  seeds.length * secondsForEach * 1_000,
);

/** Tells the story and answers what was done, in order. */
async function tell(story: Story, seed: number): Promise<string[]> {
  const { house } = company;
  const random = seeded(seed);
  const choose = moody(random);
  const dies = diesAfter(seed % 2 === 0 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 40));
  const deeds: string[] = [];
  let isDead = false;
  await company.begin(story.scenes[0]!.at);

  async function live({ at, happenings, mishap }: Scene): Promise<void> {
    house.setTime(at);
    company.meet(mishap);
    deeds.push(at.toISOString());
    const actors: Actor[] = [
      { name: 'A', work: () => workUntilQuiet(house, 'or let others') },
      ...(isDead ? [] : [{ name: 'B', work: () => workUntilQuiet(other, 'or let others'), fate: dies }]),
      ...happenings.map((happening) => ({
        name: `${happening.person}, ${happening.certification} ${happening.kind}`,
        work: () => company.happen(happening, false),
      })),
    ];
    const killed = await takeTurns(actors, choose, (deed) => deeds.push(deed));
    isDead ||= killed.includes('B');
    await workUntilQuiet(house);
  }
  async function liveUntil(until: Date): Promise<void> {
    for (let next = await nextDueAt(house); next !== undefined && next < until; next = await nextDueAt(house)) {
      house.setTime(next);
      await workUntilQuiet(house);
    }
  }
  for (const scene of story.scenes) {
    await liveUntil(scene.at);
    await live(scene);
  }
  await liveUntil(story.until);
  await live({ at: story.until, happenings: [] });
  return deeds;
}

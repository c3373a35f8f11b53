import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf, nineOn, plus } from '../model/days.js';
import { commandsAbout } from './commands.js';
import type { Hands } from './hands.js';
import { startHands } from './hands.js';
import { newLife } from './life.js';

/*
 * People do whatever they like in any order, and after each thing that they do everybody has heard what the model says,
 * at its hour and once, and everything asked and held stands as it says. MODEL_RUNS=200 lives more lives for each seed;
 * MODEL_SEED=3 lives those of one seed, and MODEL_PATH and MODEL_REPLAY, which a failure prints as `path` and
 * `replayPath`, one of them alone. MODEL_SHRINK=yes looks for a shorter one that fails as well, which takes minutes.
 */
const {
  MODEL_RUNS: runs = 3,
  MODEL_SEED: only,
  MODEL_PATH: path,
  MODEL_REPLAY: replayPath,
  MODEL_SHRINK: shrinks,
} = process.env;
const seeds = only === undefined ? [1, 2, 3] : [Number(only)];
const secondsForEach = 60;

const ladders = { 'Rope work': [7, 1], 'First aid': [3, -2] };
const matters = ['Ana', 'Ben'].flatMap((person) =>
  Object.keys(ladders).map((certification) => ({ person, certification })),
);
const firstMonday = '2027-01-04';

/** Words with which commands begin, each of which is carried out at least once. */
const verbs = ['assign', 'load,', 'snooze', 'hand', 'approve', 'decline', 'waive', 'deactivate', 'wait'];
const fewestCommands = 150;
const fewestReminders = 40;

let hands: Hands;
const performed: string[] = [];
let reminders = 0;
let remindersBefore = 0;

let monday = firstMonday;

beforeAll(async () => {
  hands = await startHands(ladders, new Date(`${monday}T07:00:00Z`));
});
afterAll(() => hands.stop());

test.each(seeds)(
  'whatever people do, everybody hears what the model says: seed %i',
  async (seed) => {
    const lives = fc.commands(commandsAbout(matters), {
      maxCommands: 100,
      size: 'max',
      ...(replayPath && { replayPath }),
    });
    await fc.assert(
      fc.asyncProperty(lives, (commands) => fc.asyncModelRun(begin, commands)),
      {
        seed,
        numRuns: Number(runs),
        unbiased: true,
        endOnFailure: shrinks === undefined,
        ...(path !== undefined && { path }),
      },
    );
  },
  seeds.length * Number(runs) * secondsForEach * 1_000,
);

test.runIf(only === undefined)('they did everything that there is to do, and were reminded of it', () => {
  expect(verbs.filter((verb) => !performed.some((command) => command.startsWith(verb)))).toEqual([]);
  expect(performed.length).toBeGreaterThan(fewestCommands);
  expect(remindersBefore + reminders).toBeGreaterThan(fewestReminders);
});

function note(command: string, count: number): void {
  performed.push(command);
  reminders = count;
}

/** Each life begins on a Monday at eight, after the last one. */
async function begin() {
  remindersBefore += reminders;
  reminders = 0;
  const lived = dayOf(hands.house.clock.now());
  while (monday <= lived) monday = plus(monday, 7);
  const now = new Date(nineOn(monday).getTime() - 3_600_000);
  await hands.begin(now);
  return { model: newLife({ ladders, now, note }), real: hands };
}

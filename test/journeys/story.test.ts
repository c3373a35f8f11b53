import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quickFolder } from '../../sandbox/quick-folder.js';
import type { Beginning } from '../../sandbox/story/beginning.js';
import { copyWritten } from '../../sandbox/story/beginning.js';
import { live } from '../../sandbox/story/company.js';
import { companyLoaded } from '../../sandbox/story/events/files.js';
import { eventsBetween, lastMoment, wholeStory } from '../../sandbox/story/events.js';
import { effectLogIn, problemsOf } from '../../sandbox/story/problems.js';
import type { StoryEvent } from '../../sandbox/story/tools.js';
import { allIndexes, allValidators } from '../../src/app/compose.js';
import { openTestDatabase } from '../harness/database.js';

/** The story without one sweep or reaction, up to an hour by which somebody must have missed it. */
const vital: Readonly<Record<string, string>> = {
  retention: '2026-10-01T02:00:00Z',
  'people.openDms': '2026-10-01T01:00:00Z',
  'nudges.rows': '2026-10-01T01:00:00Z',
  'rewards.promise': '2026-10-01T01:00:00Z',
  'training-time.redraw': '2026-10-01T07:17:00Z',
  'reactions.freeExpired': '2026-10-01T07:23:00Z',
  'assignments.carryOut': '2026-10-01T07:23:00Z',
  'nudges.release': '2026-10-01T08:00:00Z',
  'assignments.followCredential': '2026-10-01T08:00:00Z',
  'assignments.followReview': '2026-10-01T07:50:00Z',
  'credentials.redrawReminder': '2026-10-01T07:50:00Z',
  'nudges.redrawItem': '2026-10-01T07:50:00Z',
  'training-time.speak': '2026-10-01T08:00:00Z',
  'training-time.tellPerson': '2026-10-01T08:40:00Z',
  'training-time.cards': '2026-10-01T09:40:00Z',
  'training-time.redrawPlan': '2026-10-01T10:10:00Z',
  'training-time.makeBlocks': '2026-10-01T10:30:00Z',
  'credentials.cards': '2026-10-01T10:30:00Z',
  'credentials.keepFiles': '2026-10-01T11:10:00Z',
  'credentials.redrawCards': '2026-10-01T11:10:00Z',
  'credentials.tellResult': '2026-10-01T11:45:00Z',
  'credentials.endFiles': '2026-10-01T11:45:00Z',
  'training-time.dropPlanned': '2026-10-01T12:45:00Z',
  'training-time.endPlan': '2026-10-01T12:45:00Z',
  'credentials.supersedeOlder': '2026-10-01T13:35:00Z',
  'recognition.begin': '2026-10-01T13:35:00Z',
  'recognition.ask': '2026-10-01T13:35:00Z',
  'recognition.redrawQuestion': '2026-10-01T13:48:00Z',
  'recognition.rememberChoice': '2026-10-02T08:10:00Z',
  'recognition.inviteManager': '2026-10-02T08:10:00Z',
  'recognition.publish': '2026-10-23T10:00:00Z',
  'recognition.roundUps': '2026-10-02T11:30:00Z',
  'credentials.lapses': '2026-10-02T06:30:00Z',
  'credentials.tellLapse': '2026-10-02T06:30:00Z',
  'nudges.planCertificationAgain': '2026-10-02T07:00:00Z',
  'nudges.redrawOf': '2026-10-02T10:10:00Z',
  'nudges.owe': '2026-10-02T10:10:00Z',
  'outbox.freeExpired': '2026-10-02T11:40:00Z',
  'nudges.planAgain': '2026-10-05T00:00:00Z',
  'training-time.tellManagers': '2026-10-05T12:00:00Z',
  'rewards.request': '2026-10-05T09:00:00Z',
  'rewards.reserve': '2026-10-05T09:00:00Z',
  'rewards.cards': '2026-10-05T09:00:00Z',
  'nudges.listWithoutSlack': '2026-10-05T21:00:00Z',
  'credentials.chase': '2026-10-05T08:00:00Z',
  'rewards.redrawCards': '2026-10-07T05:10:00Z',
  'rewards.tellResult': '2026-10-07T13:10:00Z',
  'recognition.closeUnanswered': '2026-10-07T19:00:00Z',
  'assignments.openPlanned': '2026-10-07T14:00:00Z',
  'rewards.settle': '2026-10-08T08:40:00Z',
  'rewards.redrawResult': '2026-10-08T08:50:00Z',
  'people.syncDirectory': '2026-10-09T05:00:00Z',
};

/** What the story cannot show, with the journey that fails without it: its file in this folder, and its name. */
const shownByJourneys: Readonly<Record<string, readonly [file: string, name: string]>> = {
  'credentials.followPerson': [
    'review.test.ts',
    '3.8 a person who reports to somebody else is theirs to review at once: the old card says so, the new one comes',
  ],
  'credentials.followCertification': [
    'review.test.ts',
    '3.8 a reviewer whom the catalogue no longer names hands over to whom it names',
  ],
  'assignments.tellManager': ['exam.test.ts', '1.6 is told to the manager once, and only when it is ticked'],
  'assignments.tellAsker': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'assignments.takeBack': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'assignments.redrawAsked': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'rewards.chase': [
    'grants.test.ts',
    '9.6 the manager is asked again after two working days, then the next one, then the owners',
  ],
  'rewards.followPerson': [
    'grants.test.ts',
    '9.6 whoever it falls to when the approver has left, or the person reports to somebody else',
  ],
  'rewards.fund': [
    'grants.test.ts',
    '9.7 that has not enough left is told to the owners, and what waits for it goes on when it grows',
  ],
  'rewards.tellOverBudget': [
    'grants.test.ts',
    '9.7 that has not enough left is told to the owners, and what waits for it goes on when it grows',
  ],
  'rewards.takeUp': ['grants.test.ts', '9.7 of the next period pays for what waits, by what it costs then'],
  'rewards.reverseRevoked': [
    'grants.test.ts',
    '9.8 takes its reward with it: what was set aside or granted is free again, and the person is told once',
  ],
  'training-time.chase': [
    'study-plans.test.ts',
    '10.6 is asked again after two working days, then of whoever is above, then of the owners; then it ends with a word',
  ],
  'training-time.endUnanswered': [
    'study-plans.test.ts',
    '10.6 is asked again after two working days, then of whoever is above, then of the owners; then it ends with a word',
  ],
  'training-time.followManager': [
    'study-plans.test.ts',
    '10.6 follows the person to a new manager, and on when that one leaves; the old card says so',
  ],
  'nudges.followLeave': [
    'leave.test.ts',
    '13.1 what fell into leave that was not taken after all comes at once, and once',
  ],
  'training-time.makeRoom': [
    'leave.test.ts',
    '13.3 is cancelled, and its person is told in one message with other times',
  ],
  'training-time.dropBlocks': [
    'study-plans.test.ts',
    '10.3 is given up by its person: what is to come is dropped, what was asked about stays',
  ],
  'training-time.invite': [
    'calendar.test.ts',
    '11.1 study time is in the calendar a minute after it was planned, follows when it is moved, and goes when it is dropped',
  ],
  'training-time.invitePlan': [
    'calendar.test.ts',
    '11.6 is one entry however many times it has, without holidays, at its hour when clocks change',
  ],
  'training-time.followPerson': [
    'calendar.test.ts',
    '11.2 whoever has another address keeps one calendar; whoever leaves, none',
  ],
  'recognition.closeLate': [
    'recognition.test.ts',
    '5.6 that could not be made for a week is made no more: its person learns it, and the manager is invited',
  ],
  'recognition.redrawPost': [
    'shared-rewards.test.ts',
    '5.13 stands in the post when its person shares it, without which or how much, until they take that back',
  ],
  'recognition.redrawReward': [
    'shared-rewards.test.ts',
    '5.13 leaves the post when the reward is taken back, and nothing is left to press',
  ],
  'recognition.followTable': [
    'round-ups.test.ts',
    '5.9 move on Friday to the hour of the zone that the table says now',
  ],
  'recognition.redrawRoundUps': [
    'round-ups.test.ts',
    '5.7 whoever says never is not told of in the round-up to come, nor in the one that is out',
  ],
  'recognition.followChoice': [
    'recognition.test.ts',
    '6.6 is answered as well by what somebody chooses on Home, which they can change at any time',
  ],
};

/** These are left out before the company is loaded: with it they do what somebody would miss. */
const fromTheStart: readonly string[] = ['people.openDms', 'assignments.followCredential', 'rewards.promise'];

/**
 * One story with nothing left out is lived and kept on its way: as the company is loaded, as the first afternoon is over,
 * and in the second week. The others go on from a copy, from the last of these that is before the hour of their failure.
 */
const keptAt = ['2026-10-01T14:15:00Z', '2026-10-07T00:00:00Z'].map((hour) => new Date(hour));
const beginnings: (Beginning & Place)[] = [];

const storyMs = 240_000;
const say = () => {};

beforeAll(async () => {
  const { folder, database, leave } = await newPlace();
  const keep: StoryEvent['happens'] = async ({ db, slack }) => {
    const place = await newPlace();
    await copyWritten({ db, folder }, place);
    beginnings.push({ ...place, at: slack.now(), slack: slack.snapshot() });
  };
  const keepLoaded = { at: companyLoaded.at, name: 'The company is loaded', happens: keep };
  const [load, ...others] = wholeStory(keptAt.at(-1)!).slice(0, -1);
  const events = inOrder([load!, keepLoaded, ...others, ...keptAt.map((hour) => lastMoment(hour, keep))]);
  await live({ folder, database, events, say });
  await leave();
}, storyMs);
afterAll(() => Promise.all(beginnings.map(({ leave }) => leave())));

/** A third of them, another one with other commits; with LAUREL_STORIES=all, all. */
function thirdOf<Life>(lives: readonly Life[]): Life[] {
  if (process.env.LAUREL_STORIES === 'all') return [...lives];
  const third = commitNumber() % 3;
  return lives.filter((_, n) => n % 3 === third);
}

function commitNumber(): number {
  try {
    return Number.parseInt(execFileSync('git', ['rev-parse', '--short=6', 'HEAD'], { encoding: 'utf8' }), 16);
  } catch {
    return 0; // Not in a clone.
  }
}

describe.concurrent('the story', () => {
  test.for(thirdOf(Object.entries(vital)))('fails without %s', { timeout: storyMs }, async ([name, until]) => {
    const place = await newPlace();
    const problems = fromTheStart.includes(name)
      ? await problemsOfLife(place, { without: name, until, events: wholeStory(new Date(until)) })
      : await problemsFrom(beginningFor(until), place, { without: name, until });
    await place.leave();
    expect(problems).not.toEqual([]);
    expect(problems.join()).not.toContain('There is no');
  });

  test.for([0, 1, 2])(
    'holds at each of these hours with nothing left out, from beginning %s on',
    { timeout: storyMs },
    async (index) => {
      const place = await newPlace();
      const from = beginnings[index]!;
      const hours = [...new Set(Object.values(vital))].filter((hour) => beginningFor(hour) === from).toSorted();
      const found: Record<string, string[]> = {};
      const judged = hours.map((hour) =>
        lastMoment(new Date(hour), async () => {
          found[hour] = await problemsOf(place.evidence, hour);
        }),
      );
      await copyWritten(from, place);
      const all = [...eventsBetween(from.at, new Date(hours.at(-1)!)), ...judged];
      await live({ ...place, from, events: inOrder(all), say });
      await place.leave();
      expect(found).toEqual(Object.fromEntries(hours.map((hour) => [hour, []])));
    },
  );

  test('is judged by another process, whose exit code tells', { timeout: storyMs }, async () => {
    const { exitCode, output } = await tell(['--without', 'nudges.rows', '--until', vital['nudges.rows']!]);
    expect(output).toContain('Not as it should be');
    expect(exitCode).toBe(1);
  });

  test.for(Object.entries(shownByJourneys))('leaves %s to a journey that there is', async ([, [file, name]]) => {
    expect(await readFile(new URL(file, import.meta.url), 'utf8')).toContain(`test('${name}'`);
  });

  test('knows every sweep and reaction that there is', { timeout: storyMs }, async () => {
    const place = await newPlace();
    const [refusal = ''] = await problemsOfLife(place, { without: 'nothing-of-this-name', until: '', events: [] });
    await place.leave();
    const [, names = ''] = /there are ([\w., -]+)/.exec(refusal) ?? [];
    const known = [...Object.keys(vital), ...Object.keys(shownByJourneys)];
    expect(names.split(', ').toSorted()).toEqual(known.toSorted());
  });
});

const inOrder = (events: readonly StoryEvent[]) => events.toSorted((a, b) => a.at.getTime() - b.at.getTime());

const beginningFor = (until: string): Beginning => beginnings.findLast(({ at }) => at < new Date(until))!;

async function problemsFrom(from: Beginning, place: Place, { without, until }: { without: string; until: string }) {
  await copyWritten(from, place);
  return problemsOfLife(place, { without, until, from, events: eventsBetween(from.at, new Date(until)) });
}

/** What the judge finds, or what somebody could not do any more. */
async function problemsOfLife(
  place: Place,
  { until, ...story }: { without: string; until: string; from?: Beginning; events: readonly StoryEvent[] },
): Promise<string[]> {
  try {
    await live({ folder: place.folder, database: place.database, ...story, say });
  } catch (error) {
    return [String(error)];
  }
  return problemsOf(place.evidence, until);
}

type Place = Awaited<ReturnType<typeof newPlace>>;

/** An empty database and an empty folder. */
async function newPlace() {
  const folder = await mkdtemp(join(process.env.LAUREL_TEST_FOLDER ?? quickFolder(), 'laurel-story-'));
  const database = await openTestDatabase(allIndexes, {}, allValidators);
  return {
    folder,
    database,
    db: database.db,
    evidence: { effectLog: effectLogIn(folder), mongodbUri: database.uri, dbName: database.db.databaseName },
    async leave() {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

function tell(args: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/story/main.ts', ...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctorCommand } from '../../src/app/commands/doctor.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import { postPressed } from '../../src/features/recognition/messages.js';
import { choosePressed } from '../../src/features/recognition/parts.js';
import type { Choice } from '../../src/features/recognition/post.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { verify as verifyIn } from '../harness/verified.js';

/* Thursday 1 October 2026, 09:00 in Madrid. The round-up comes on Friday at 11:00 UTC. */

const channel = 'C0PRAISE';
const friday = '2026-10-02T11:00:00Z';
const nextFriday = '2026-10-09T11:00:00Z';

let house: Awaited<ReturnType<typeof startHouse>>;
let [ana, ben, eva, dan] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  house = await startHouse({ recognitionChannel: channel });
  await house.switchOn();
  [ana, ben, eva, dan] = [
    await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz' }),
    await house.hire({ slackId: 'U0BEN', name: 'Ben Koch' }),
    await house.hire({ slackId: 'U0EVA', name: 'Eva Lind' }),
    await house.hire({ slackId: 'U0DAN', name: 'Dan Ito' }),
  ];
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const posts = () => house.slack.messages(channel);
const wordsOf = (message: object | undefined) => JSON.stringify(message ?? null);
const until = (instant: string) => house.liveUntil(new Date(instant));

/** As Slack tells of a choice on somebody's Home tab. */
async function choose(user: string, value: Choice) {
  const forger = await startForger(house);
  await forger.send({
    type: 'block_actions',
    user: { id: user, team_id: house.slack.teamId },
    team: { id: house.slack.teamId },
    container: { type: 'view' },
    view: { id: 'V1', type: 'home' },
    actions: [{ action_id: choosePressed, block_id: 'b', type: 'static_select', selected_option: { value } }],
  });
  await forger.stop();
  await house.settleDown();
}

/** Earned by somebody who lets everything be posted. */
async function earns(person: Person, name: string) {
  await choose(String(person.slackId), 'yes');
  await verifyIn(house, person._id, { name });
  await house.settleDown();
}

/** The same, held before. */
async function renews(person: Person, name: string) {
  await choose(String(person.slackId), 'yes');
  await holds(person, { name });
  await house.settleDown();
}

async function holds(person: Person, about: Partial<Certification>) {
  const { certification } = await verifyIn(house, person._id, about, {
    source: 'loaded',
    earnedOn: date('2023-10-01'),
    expiresOn: date('2026-10-10'),
  });
  await verifyIn(house, person._id, certification);
}

/** The channels file, as the owner loads it. */
async function loadChannels(...lines: string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'laurel-channels-'));
  const path = join(folder, 'channels.csv');
  await writeFile(path, `${['team,channel,zone,posts_a_day,team_goals', ...lines].join('\n')}\n`);
  const report = await house.features.loading.load('channels', path, { mode: 'apply', badRows: 'refuse' });
  await rm(folder, { recursive: true });
  expect(report).toMatchObject({ outcome: 'applied' });
  await house.settleDown();
}

async function hireInto(team: string, slackId: string, name: string): Promise<Person> {
  return house.hire({ slackId, name, team });
}

const channelOfTeam = (id: string) => house.slack.addChannel({ id, name: id.toLowerCase().slice(2) });

test('5.5 a renewal is one line in the week’s round-up, and pings nobody', async () => {
  await renews(ana, 'First aid');
  await until('2026-10-02T10:59:00Z');
  expect(posts()).toEqual([]);
  await until(friday);
  expect(posts().map(({ text }) => text)).toEqual(['The week’s round-up: Ana Ruiz has renewed First aid.']);
  expect(wordsOf(posts()[0])).toContain('*Renewed and kept current*\\n• Ana Ruiz: First aid');
  expect(wordsOf(posts()[0])).not.toContain('<@');
});

test('5.5 the question about a renewal shows the line as it would stand', async () => {
  await holds(ana, { name: 'First aid' });
  await until('2026-10-01T07:05:00Z');
  const dm = house.slack.dmOf('U0ANA')!;
  const question = house.slack.messages(dm).at(-1);
  expect(wordsOf(question)).toContain('it would be one line in the week’s round-up');
  expect(wordsOf(question)).toContain('"Ana Ruiz: First aid"');
  await house.slack.act.press({ user: 'U0ANA', actionId: postPressed, channel: dm, ts: String(question?.ts) });
  await until(friday);
  expect(posts()).toHaveLength(1);
});

test('5.6 what is more than a day may have is told on Friday, nothing is told twice, and a quiet week says nothing', async () => {
  for (const [person, name] of [
    [ana, 'First aid'],
    [ben, 'Ladders'],
    [eva, 'Rope work'],
    [dan, 'Forklifts'],
    [ana, 'Shafts'],
  ] as const)
    await earns(person, name);
  expect(posts()).toHaveLength(3);
  await until(friday);
  expect(posts()).toHaveLength(4);
  expect(posts().at(-1)?.text).toBe('The week’s round-up: Ana Ruiz has earned Shafts, and 1 more.');
  expect(wordsOf(posts().at(-1))).toContain(
    '• <@U0ANA>: Shafts\\n• <@U0DAN>: Forklifts, their first certification here',
  );
  const told = posts().map(wordsOf).join();
  for (const name of ['First aid', 'Ladders', 'Rope work', 'Forklifts', 'Shafts'])
    expect(told.match(new RegExp(`(\\*|: )${name}`, 'g'))).toHaveLength(1);
  await until('2026-10-30T12:00:00Z');
  expect(posts()).toHaveLength(4);
});

test('5.6 what comes after a round-up waits for the next one', async () => {
  await renews(ana, 'First aid');
  await until(friday);
  await renews(ben, 'Ladders');
  await until(nextFriday);
  expect(posts().map(({ text }) => text)).toEqual([
    'The week’s round-up: Ana Ruiz has renewed First aid.',
    'The week’s round-up: Ben Koch has renewed Ladders.',
  ]);
});

test('5.7 whoever says never is not told of in the round-up to come, nor in the one that is out', async () => {
  await renews(ana, 'First aid');
  await renews(ben, 'Ladders');
  await renews(eva, 'Rope work');
  await choose('U0EVA', 'never');
  await until(friday);
  expect(wordsOf(posts()[0])).toMatch(/Ana Ruiz.*Ben Koch/);
  expect(wordsOf(posts()[0])).not.toContain('Eva');
  await choose('U0ANA', 'never');
  await until('2026-10-02T11:05:00Z');
  expect(wordsOf(posts()[0])).not.toContain('Ana');
  expect(wordsOf(posts()[0])).toContain('Ben Koch: Ladders');
  await choose('U0BEN', 'never');
  await until('2026-10-02T11:10:00Z');
  expect(wordsOf(posts()[0])).toContain('What stood here is not told any more.');
});

test.each([
  ['Slack does not take', { archived: true }],
  ['people of another company would read', { shared: 'with-others' }],
] as const)('5.6 a round-up that %s is not made, and each person learns it', async (_, change) => {
  house.slack.setChannel(channel, change);
  await holds(ana, { name: 'First aid' });
  await until('2026-10-01T07:05:00Z');
  const dm = house.slack.dmOf('U0ANA')!;
  const ts = String(house.slack.messages(dm).at(-1)?.ts);
  await house.slack.act.press({ user: 'U0ANA', actionId: postPressed, channel: dm, ts });
  await until('2026-10-02T12:00:00Z');
  expect(posts()).toEqual([]);
  expect(wordsOf(house.slack.messages(dm).find((message) => message.ts === ts))).toContain('did not take the post');
});

describe('teams with a channel of their own', () => {
  let ida: Person;
  let sam: Person;
  beforeEach(async () => {
    channelOfTeam('C0SUPPORT');
    channelOfTeam('C0SALES');
    ida = await hireInto('Support', 'U0IDA', 'Ida Berg');
    sam = await hireInto('Sales', 'U0SAM', 'Sam Roth');
  });

  test('5.9 read there what their people earn, so many a day and at their own hour, and the company’s channel has the rest', async () => {
    await loadChannels('Support,C0SUPPORT,America/New_York,1,', 'Sales,,,,');
    await earns(ida, 'First aid');
    await earns(ida, 'Ladders');
    await earns(sam, 'Rope work');
    await earns(ana, 'Shafts');
    expect(house.slack.messages('C0SUPPORT').map(({ text }) => text)).toEqual(['Ida Berg has earned First aid.']);
    expect(posts().map(({ text }) => text)).toEqual(['Sam Roth has earned Rope work.', 'Ana Ruiz has earned Shafts.']);
    await until('2026-10-02T14:59:00Z');
    expect(house.slack.messages('C0SUPPORT')).toHaveLength(1);
    await until('2026-10-02T15:00:00Z');
    expect(house.slack.messages('C0SUPPORT').at(-1)?.text).toBe('The week’s round-up: Ida Berg has earned Ladders.');
    expect(posts()).toHaveLength(2);
  });

  test('5.9 move on Friday to the hour of the zone that the table says now', async () => {
    await loadChannels('Sales,C0SALES,America/New_York,0,');
    await earns(sam, 'Rope work');
    await loadChannels('Sales,C0SALES,Europe/Madrid,0,');
    await until('2026-10-02T09:00:00Z');
    expect(house.slack.messages('C0SALES')).toHaveLength(1);
  });

  test('5.9 whose channel takes no posts have their owner told by the doctor', async () => {
    await loadChannels('Support,C0SUPPORT,,,');
    house.slack.setChannel('C0SUPPORT', { archived: true });
    await earns(ida, 'First aid');
    await until('2026-10-01T07:10:00Z');
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    expect(await doctorCommand(house, { print, say: print })).toBe(1);
    expect(lines.join('\n')).toContain(
      '! Channel C0SUPPORT did not take 1 post of the last two weeks. Invite Laurel to it',
    );
    expect(posts()).toEqual([]);
  });
});

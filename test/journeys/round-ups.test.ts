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
import { bornSilently, bornWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aPerson } from '../builders/person.js';
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
async function earns(person: Person, name: string, earnedOn = '2026-09-28') {
  await choose(String(person.slackId), 'yes');
  await verifyIn(house, person._id, { name }, { earnedOn: date(earnedOn) });
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

/** Of a team, without Slack: nobody is written to. */
async function joins(team: string, names: readonly string[]): Promise<Person[]> {
  const people = names.map((name) => aPerson({ name, team }));
  await house.features.people.store.model.insertMany(people.map((person) => ({ ...person, ...bornSilently })));
  return people;
}

const asked = async (people: readonly Person[], certificationId: Certification['_id']) => {
  for (const { _id: personId } of people) await house.assign({ personId, certificationId, dueOn: date('2026-12-31') });
};

async function leaves(person: Person) {
  await house.features.people.store.model.updateOne({ _id: person._id }, { $set: { state: 'left' } });
}

const decided = () => ({ by: ana._id, at: house.clock.now(), why: '' });

const textsIn = (id: string) => house.slack.messages(id).map(({ text }) => text);

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
    await earns(person, name, name === 'Shafts' ? '2026-09-29' : undefined);
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

describe('how far a team is', () => {
  const firstAid = aCertification({ name: 'First aid' });
  const support = Array.from({ length: 10 }, (_, n) => `Supporter ${n}`);
  let people: Person[];
  beforeEach(async () => {
    channelOfTeam('C0SUPPORT');
    await house.certify(firstAid);
    people = await joins('Support', support);
    await loadChannels('Support,C0SUPPORT,,3,yes');
    await asked(people, firstAid._id);
  });

  const earn = async (some: readonly Person[], fields: Parameters<typeof verifyIn>[3] = {}) => {
    for (const { _id } of some) await verifyIn(house, _id, firstAid, { decision: decided(), ...fields });
    await house.settleDown();
  };

  test('5.10 is told in its channel alone, when it has grown and nobody can work out who is missing', async () => {
    await earn(people.slice(0, 7));
    await earn(people.slice(7, 8), { expiresOn: date('2026-11-01') });
    await until(friday);
    const eight = 'The week’s round-up: 8 of the 10 in Support who need First aid hold it.';
    expect(textsIn('C0SUPPORT')).toEqual([eight]);
    await until(nextFriday);
    await earn(people.slice(8, 9));
    await until('2026-10-16T11:00:00Z');
    expect(textsIn('C0SUPPORT')).toEqual([eight]);
    await earn(people.slice(9));
    await until('2026-10-23T11:00:00Z');
    const all = 'The week’s round-up: all 10 in Support who need First aid hold it.';
    expect(textsIn('C0SUPPORT')).toEqual([eight, all]);
    // One lapses and mends it.
    await until('2026-11-03T11:00:00Z');
    await earn(people.slice(7, 8), { earnedOn: date('2026-11-02') });
    await until('2026-11-06T11:00:00Z');
    expect(textsIn('C0SUPPORT')).toEqual([eight, all]);
    expect(posts()).toEqual([]);
    expect(wordsOf(house.slack.messages('C0SUPPORT'))).not.toContain('Supporter');
  });

  test('5.10 is silent when it is complete because somebody left', async () => {
    await earn(people.slice(0, 9));
    await until(friday);
    await leaves(people[9]!);
    await until(nextFriday);
    expect(textsIn('C0SUPPORT')).toEqual([]);
  });

  test('5.10 is not told of a pilot', async () => {
    await house.features.nudges.switchTo({ state: 'pilot', personIds: [], teams: ['Support'] }, 10, 'U0OWNER');
    await earn(people);
    await until(friday);
    expect(textsIn('C0SUPPORT')).toEqual([]);
  });
});

describe('a manager', () => {
  let ida: Person;
  let jon: Person;
  beforeEach(async () => {
    const mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
    ida = await house.hire({ slackId: 'U0IDA', name: 'Ida Berg', managerId: mel._id });
    jon = await house.hire({ slackId: 'U0JON', name: 'Jon Falk', managerId: mel._id });
  });
  const asks = () => house.told('U0MEL').map(({ at, text }) => `${at.slice(0, 10)} ${text}`);
  const lastWords = () => wordsOf(house.slack.messages(house.slack.dmOf('U0MEL')!).at(-1));

  test('5.11 is asked for a word once for each post, with the way to it, in one message a day', async () => {
    await earns(ida, 'First aid');
    await until('2026-10-01T07:01:00Z');
    expect(asks()).toEqual(['2026-10-01 Ida Berg has earned First aid. A word from you counts.']);
    const place = `https://[a-z-]+.slack.com/archives/${channel}/p${String(posts()[0]?.ts).replace('.', '')}`;
    expect(lastWords()).toMatch(new RegExp(`<${place}\\|Read the post, and answer it>`));
    await earns(jon, 'Ladders');
    await until('2026-10-01T07:05:00Z');
    await renews(ida, 'Shafts');
    await until('2026-10-02T07:01:00Z');
    expect(asks().slice(1)).toEqual(['2026-10-02 Jon Falk has earned Ladders. A word from you counts.']);
    // The round-up comes on Friday afternoon, when today's message is out.
    await until('2026-10-05T07:01:00Z');
    expect(asks().slice(2)).toEqual(['2026-10-05 Ida Berg has renewed Shafts. A word from you counts.']);
    await until('2026-10-12T12:00:00Z');
    expect(asks()).toHaveLength(3);
  });

  test('5.11 reads of several at once in one message, and nothing of who wanted no post', async () => {
    await until('2026-10-01T20:00:00Z');
    await earns(ida, 'First aid');
    await choose('U0JON', 'never');
    await verifyIn(house, jon._id, { name: 'Ladders' });
    await until('2026-10-02T07:05:00Z');
    expect(asks()).toEqual([
      expect.stringMatching(/^2026-10-02 .+, and there is more good news\. A word from you counts\.$/),
    ]);
    expect(lastWords()).toContain('2 pieces of good news');
    expect(lastWords()).not.toMatch(/never|declin|no post/i);
  });
});

test('5.12 no channel reads of attempts, declines, lapses, waivers, or of whom they concern', async () => {
  channelOfTeam('C0SUPPORT');
  const ida = await hireInto('Support', 'U0IDA', 'Ida Berg');
  const [failing, excused, lapsing, declined] = (await joins('Support', ['Fay', 'Wim', 'Lea', 'Dov'])) as [
    Person,
    Person,
    Person,
    Person,
  ];
  const others = await joins('Support', ['Oda', 'Pim', 'Rik', 'Sol']);
  const shafts = aCertification({ name: 'Shafts', mayNotWorkWithout: true });
  await house.certify(shafts);
  await loadChannels('Support,C0SUPPORT,,1,yes');
  await asked([ida, failing, excused, declined, ...others], shafts._id);
  const cause = { at: house.clock.now(), by: 'test' };
  const certificationId = shafts._id;
  const { store } = house.features.assignments;
  const of = async ({ _id }: Person) => (await store.unfinishedOf(_id, certificationId))!;
  const about = ({ _id: personId }: Person) => ({ personId, certificationId });
  await store.change(
    await of(failing),
    { attemptedOn: date('2026-09-30') },
    { type: 'assignment.attempted', ...about(failing), tellManager: true },
    cause,
  );
  await store.change(
    await of(excused),
    { state: 'closed', closing: 'waived', closingWhy: 'on leave' },
    { type: 'assignment.closed', ...about(excused), closing: 'waived' },
    cause,
  );
  await verifyIn(house, lapsing._id, shafts, { source: 'loaded', expiresOn: date('2026-10-05') });
  const evidence = aCredential({ ...about(declined), state: 'declined' });
  const no = { type: 'credential.declined', ...about(declined), credentialId: evidence._id } as const;
  await house.features.credentials.store.model.insertMany([{ ...evidence, ...bornWith(evidence._id, no, cause) }]);

  await choose('U0IDA', 'yes');
  for (const person of [ida, ...others]) await verifyIn(house, person._id, shafts, { decision: decided() });
  await until('2026-11-07T12:00:00Z');

  const told = house.slack
    .effects()
    .filter((effect) => 'channel' in effect && [channel, 'C0SUPPORT'].includes(String(effect.channel)))
    .map((effect) => JSON.stringify(effect))
    .join('\n');
  expect(told).toContain('has earned');
  expect(told).toContain('6 of the 8 in Support who need Shafts hold it.');
  expect(told).not.toMatch(/\b(Fay|Wim|Lea|Dov)\b/);
  expect(told).not.toMatch(/attempt|fail|did not|declin|lapse|expire|waive|excuse|overdue|missing/i);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import { always, diesAt, startPeople } from '../../../test/harness/people.js';
import type { Zone } from '../../shared/dates.js';
import { createDirectory } from './directory.js';
import type { Person } from './person.js';
import { directorySweep } from './sync.js';
import { createSyncStore } from './sync-store.js';

let house: Awaited<ReturnType<typeof startPeople>>;
beforeEach(async () => {
  house = await startPeople();
});
afterEach(() => house.stop());

const ana = () => aPerson({ email: 'ana@example.com' });
const hourLater = () => house.wait(61);

/** So many colleagues with accounts U0C0, U0C1, … who are linked to them. */
async function colleagues(count: number, inFile: Partial<Person> = {}): Promise<Person[]> {
  const ids = Array.from({ length: count }, (_, n) => `U0C${n}`);
  for (const id of ids) house.slack.addUser({ id, realName: `Colleague ${id}`, tz: 'Europe/Madrid' });
  const persons = ids.map((slackId) => aPerson({ slackId, zoneFrom: 'slack', ...inFile }));
  await house.insert(...persons);
  return persons;
}

async function activeAmong(persons: readonly Person[]): Promise<number> {
  const now = await house.people.store.byIds(persons.map(({ _id }) => _id));
  return [...now.values()].filter(({ state }) => state === 'active').length;
}

async function accountIds(): Promise<string[]> {
  const accounts = await house.database.db
    .collection<{ _id: string }>('slackAccounts')
    .find()
    .sort({ _id: 1 })
    .toArray();
  return accounts.map(({ _id }) => _id);
}

test('the first sync links people by their address and takes the zone that Slack shows', async () => {
  const [person, ben] = [ana(), aPerson({ email: 'ben@example.com', zone: 'Asia/Tokyo' as Zone, zoneFrom: 'file' })];
  await house.insert(person, ben);
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ slackId: 'U0ANA', zone: 'Europe/Madrid', zoneFrom: 'slack' });
  expect(await house.person(ben._id)).toMatchObject({ slackId: 'U0BEN', zone: 'Asia/Tokyo', zoneFrom: 'file' });
  expect(await house.factsOf(person._id)).toEqual([]);
});

test('an address is the same however it is written', async () => {
  house.slack.setUser('U0ANA', { email: 'Ana@Example.COM' });
  const person = ana();
  await house.insert(person);
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ slackId: 'U0ANA' });
});

test('nobody is linked to an account that is somebody else’s, nor by an address that two accounts show', async () => {
  house.slack.addUser({ id: 'U0TWIN', realName: 'Ana Too', email: 'ana@example.com' });
  const [person, ben, other] = [ana(), aPerson({ email: 'ben@example.com' }), aPerson({ slackId: 'U0BEN' })];
  await house.insert(person, ben, other);
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ slackId: null });
  expect(await house.person(ben._id)).toMatchObject({ slackId: null });
  expect(await house.person(other._id)).toMatchObject({ slackId: 'U0BEN' });
});

test('one claimed account does not keep others of the same batch from theirs', async () => {
  const persons = [aPerson({ email: 'ben@example.com' }), ana(), aPerson({ slackId: 'U0BEN' })];
  await house.insert(...persons);
  await house.syncNow();
  expect(await house.person(persons[1]!._id)).toMatchObject({ slackId: 'U0ANA' });
});

test('a link decided before the file said otherwise is not made', async () => {
  const [person, moved] = [ana(), aPerson({ email: 'ben@example.com' })];
  await house.insert(person, moved);
  await house.people.store.model.updateOne({ _id: person._id }, { $set: { slackId: 'U0EVE' } });
  await house.people.store.model.updateOne({ _id: moved._id }, { $set: { email: 'eve@example.com' } });
  const store = createSyncStore(house.database.connection, house.people.store);
  const links = [
    { person, slackId: 'U0ANA' },
    { person: moved, slackId: 'U0BEN' },
  ];
  expect(await store.link(links)).toBe(0);
  expect(await house.person(person._id)).toMatchObject({ slackId: 'U0EVE' });
  expect(await house.person(moved._id)).toMatchObject({ slackId: null });
});

test.each([
  ['a stranger', { isStranger: true }],
  ['a guest', { isRestricted: true }],
  ['a guest of one channel', { isUltraRestricted: true }],
  ['a bot', { isBot: true }],
  ['somebody who has left', { deleted: true }],
])('the address of %s links nobody', async (_, change) => {
  house.slack.setUser('U0ANA', change);
  const person = ana();
  await house.insert(person);
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ slackId: null, state: 'active' });
});

test('of strangers and bots nothing is kept', async () => {
  house.slack.setUser('U0BEN', { isStranger: true });
  await house.syncNow();
  expect(await accountIds()).toEqual(['U0ANA']);
});

test('hundreds who moved are told of by as many runs as it takes', async () => {
  const persons = await colleagues(250, { zone: 'Asia/Tokyo' as Zone });
  await house.syncNow();
  expect(new Set(house.toldOf)).toEqual(new Set(persons.map(({ _id }) => _id)));
  expect(house.toldOf).toHaveLength(250);
});

test('those whose zone changed are told to whoever plans by it, once', async () => {
  const [person] = [aPerson({ slackId: 'U0ANA', zoneFrom: 'slack' })];
  await house.insert(person);
  await house.syncNow();
  expect(house.toldOf).toEqual([]);
  house.slack.setUser('U0ANA', { tz: 'America/New_York' });
  hourLater();
  await house.syncNow();
  hourLater();
  await house.syncNow();
  expect(house.toldOf).toEqual([person._id]);
  expect(await house.person(person._id)).toMatchObject({ zone: 'America/New_York' });
});

test('a change that could not be told is told by the next run', async () => {
  const person = aPerson({ slackId: 'U0ANA', zone: 'Asia/Tokyo' as Zone });
  await house.insert(person);
  await house.people.store.model.updateOne({ _id: person._id }, { $set: { hoursChangedAt: house.clock.now() } });
  await house.syncNow();
  expect(house.toldOf).toContain(person._id);
});

test('the list is read again an hour later, not before', async () => {
  await house.syncNow();
  const next = await house.people.sweeps.syncDirectory.nextDueAt();
  expect(next).toEqual(new Date('2026-12-01T10:00:00Z'));
  house.slack.addUser({ id: 'U0EVE', realName: 'Eve' });
  await house.syncNow();
  expect(await accountIds()).not.toContain('U0EVE');
  house.wait(60);
  await house.syncNow();
  expect(await accountIds()).toContain('U0EVE');
});

const sync = () => house.database.db.collection('directorySync').findOne();

async function stateAfterAnotherRun(): Promise<string> {
  await house.syncNow();
  return (await sync())?.state;
}

test('a sync whose process dies after the first page goes on from there, and loses no page', async () => {
  const persons = await colleagues(450);
  await expect(house.people.sweeps.syncDirectory.run(diesAt(4))).rejects.toThrow('killed');
  expect(await sync()).toMatchObject({ state: 'reading', cursor: expect.stringMatching(/./) });
  expect(await accountIds()).toHaveLength(198);
  expect(await house.people.sweeps.syncDirectory.nextDueAt()).toEqual(house.clock.now());
  await house.createProcess().sweeps.syncDirectory.run(always);
  expect(await accountIds()).toHaveLength(452);
  expect(await activeAmong(persons)).toBe(450);
});

test('when Slack has forgotten the place in its list, the list is read again from its beginning', async () => {
  const persons = await colleagues(250);
  house.slack.faults.next('users.list', { kind: 'delay', ms: 0 });
  house.slack.faults.next('users.list', { kind: 'slack-error', error: 'invalid_cursor' });
  await house.syncNow();
  expect(await sync()).toMatchObject({ state: 'idle' });
  expect(await accountIds()).toHaveLength(252);
  expect(await activeAmong(persons)).toBe(250);
});

test.each([
  ['a reset', { kind: 'reset' }],
  ['a page of HTML', { kind: 'status', status: 503 }],
  ['a plea for patience', { kind: 'ratelimited', retryAfter: 60 }],
  ['a plea for patience that names no time', { kind: 'ratelimited', retryAfter: 'absent' }],
  ['a reply cut short', { kind: 'accept-then', what: 'cut' }],
] as const)('%s leaves the sync where it was for the next run', async (_, fault) => {
  await colleagues(250);
  house.slack.faults.next('users.list', { kind: 'delay', ms: 0 });
  house.slack.faults.next('users.list', fault);
  await house.syncNow();
  const stopped = await sync();
  expect(stopped).toMatchObject({ state: 'reading', cursor: expect.stringMatching(/./) });
  await expect.poll(stateAfterAnotherRun).toBe('idle');
  expect(await accountIds()).toHaveLength(252);
});

test('somebody whose account was deactivated has left, and returns with their account', async () => {
  const person = aPerson({ slackId: 'U0ANA' });
  await house.insert(person);
  house.slack.removeUser('U0ANA');
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ state: 'left', version: 1 });
  house.slack.setUser('U0ANA', { deleted: false });
  hourLater();
  await house.syncNow();
  hourLater();
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ state: 'active', version: 2 });
  expect(await house.factsOf(person._id)).toEqual(['person.left', 'person.returned']);
});

test('an account that is missing from the whole list has left; one that was never there is a slip of the file', async () => {
  const [gone, mistyped] = [aPerson({ slackId: 'U0ANA' }), aPerson({ slackId: 'U0NOBODY' })];
  await house.insert(gone, mistyped);
  await house.syncNow();
  house.slack.setUser('U0ANA', { isStranger: true });
  hourLater();
  await house.syncNow();
  expect(await house.person(gone._id)).toMatchObject({ state: 'left' });
  expect(await house.person(mistyped._id)).toMatchObject({ state: 'active' });
});

test('a list that names nobody of this workspace is not believed', async () => {
  const person = aPerson({ slackId: 'U0ANA' });
  await house.insert(person);
  await house.syncNow();
  for (const id of ['U0ANA', 'U0BEN']) house.slack.setUser(id, { isStranger: true });
  hourLater();
  await house.syncNow();
  expect(await house.person(person._id)).toMatchObject({ state: 'active' });
  expect(await sync()).toMatchObject({ state: 'idle', finishedAt: house.clock.now() });
});

test('three may leave at once however few there are', async () => {
  const persons = await colleagues(4);
  for (const { slackId } of persons.slice(1)) house.slack.removeUser(slackId!);
  await house.syncNow();
  expect(await activeAmong(persons)).toBe(1);
});

test('five in a hundred may leave at once', async () => {
  const persons = await colleagues(100);
  for (const { slackId } of persons.slice(0, 5)) house.slack.removeUser(slackId!);
  await house.syncNow();
  expect(await activeAmong(persons)).toBe(95);
});

async function sixOfAHundredLeave(): Promise<Person[]> {
  const persons = await colleagues(100);
  for (const { slackId } of persons.slice(0, 6)) house.slack.removeUser(slackId!);
  await house.syncNow();
  return persons;
}

test('when six in a hundred would leave, nothing is changed and an owner is asked', async () => {
  const newcomer = ana();
  await house.insert(newcomer);
  const persons = await sixOfAHundredLeave();
  expect(await activeAmong(persons)).toBe(100);
  expect(await house.person(newcomer._id)).toMatchObject({ slackId: null });
  expect(await house.people.doctor()).toMatchObject({ asksToLetLeave: 6, inReach: 100 });
  expect(house.lines.join()).toContain('"leaving":6');
  expect(house.lines.join()).not.toContain(persons[0]!._id);
});

test('an owner’s word lets that sync through', async () => {
  const persons = await sixOfAHundredLeave();
  expect(await house.people.actions.confirmDirectory('per_owner')).toEqual({ kind: 'confirmed', leaving: 6 });
  await house.syncNow();
  expect(await activeAmong(persons)).toBe(94);
  expect(await house.people.doctor()).toMatchObject({ asksToLetLeave: 0 });
  const nothing = { kind: 'refused', code: 'nothing-asked' };
  expect(await house.people.actions.confirmDirectory('per_owner')).toEqual(nothing);
});

test('an owner’s word for six is none for twelve', async () => {
  const persons = await sixOfAHundredLeave();
  hourLater();
  await expect(house.people.sweeps.syncDirectory.run(diesAt(2))).rejects.toThrow('killed');
  await house.people.actions.confirmDirectory('per_owner');
  for (const { slackId } of persons.slice(6, 12)) house.slack.removeUser(slackId!);
  await house.syncNow();
  expect(await activeAmong(persons)).toBe(100);
  expect(await house.people.doctor()).toMatchObject({ asksToLetLeave: 12 });
});

test('while a sync asks, the list is read again each hour, and asks no more when it looks better', async () => {
  const persons = await sixOfAHundredLeave();
  house.slack.setUser(persons[0]!.slackId!, { deleted: false });
  hourLater();
  await house.syncNow();
  expect(await activeAmong(persons)).toBe(95);
  expect(await house.people.doctor()).toMatchObject({ asksToLetLeave: 0 });
});

test('a confirmed sync that dies halfway is finished by the next run', async () => {
  const persons = await sixOfAHundredLeave();
  await house.people.actions.confirmDirectory('per_owner');
  await house.people.store.model.updateOne({ _id: persons[0]!._id }, { $set: { state: 'left' } });
  await house.createProcess().sweeps.syncDirectory.run(always);
  expect(await activeAmong(persons)).toBe(94);
});

test('two processes at once do no harm: everybody leaves, is linked and moves once', async () => {
  const persons = await colleagues(300);
  for (const { slackId } of persons.slice(0, 10)) house.slack.removeUser(slackId!);
  for (const { slackId } of persons.slice(10, 20)) house.slack.setUser(slackId!, { tz: 'Asia/Tokyo' });
  const newcomer = ana();
  await house.insert(newcomer);
  const processes = [house.people, house.createProcess(), house.createProcess()];
  await Promise.all(processes.map(({ sweeps }) => sweeps.syncDirectory.run(always)));
  expect(await sync()).toMatchObject({ state: 'idle' });
  expect(await activeAmong(persons)).toBe(290);
  expect(await house.factsOf(persons[0]!._id)).toEqual(['person.left']);
  expect(await house.person(newcomer._id)).toMatchObject({ slackId: 'U0ANA' });
  expect(new Set(house.toldOf)).toEqual(new Set(persons.slice(10, 20).map(({ _id }) => _id)));
});

test('a process that slept after it counted lets nobody leave but those it had counted', async () => {
  const persons = await colleagues(100);
  house.slack.removeUser(persons[0]!.slackId!);
  await expect(house.people.sweeps.syncDirectory.run(diesAt(4))).rejects.toThrow('killed');
  const { people, database, clock } = house;
  const store = createSyncStore(database.connection, people.store);
  const sleeper = createDirectory({ people: people.store, store, clock, onHoursChanged: [] });
  const counted = await sleeper.accountsLeaving();
  for (const { slackId } of persons.slice(1, 20)) house.slack.removeUser(slackId!);
  await house.syncNow();
  hourLater();
  await house.syncNow();
  expect(await house.people.doctor()).toMatchObject({ asksToLetLeave: 19 });
  await sleeper.bringAllInStep(counted, directorySweep);
  expect(await activeAmong(persons)).toBe(99);
});

test('the doctor counts who has no Slack account and which accounts have nobody', async () => {
  await house.insert(ana(), aPerson(), aPerson());
  await house.syncNow();
  expect(await house.people.doctor()).toEqual({
    inReach: 1,
    withoutSlack: 2,
    waitingForDm: 1,
    unmatchedAccounts: 1,
    asksToLetLeave: 0,
    lastSyncAt: house.clock.now(),
  });
});

/** The user object as Slack shows it now. */
async function userOf(slackId: string): Promise<Record<string, unknown>> {
  const { user } = await house.slackClient.users.info({ user: slackId });
  return { ...user };
}

test('an event brings one person in step at once', async () => {
  const [person, ben] = [ana(), aPerson({ slackId: 'U0BEN' })];
  await house.insert(person, ben);
  await house.people.events.team_join({ type: 'team_join', user: await userOf('U0ANA') });
  expect(await house.person(person._id)).toMatchObject({ slackId: 'U0ANA', zone: 'Europe/Madrid' });
  await house.people.events.user_change({ type: 'user_change', user: await userOf('U0BEN') });
  expect(await house.person(ben._id)).toMatchObject({ zone: 'Africa/Lagos' });
  expect(house.toldOf).toEqual([ben._id]);
});

test('an event that comes twice, or after a newer one, changes nothing', async () => {
  const person = aPerson({ slackId: 'U0ANA' });
  await house.insert(person);
  const before = await userOf('U0ANA');
  house.wait(1);
  house.slack.removeUser('U0ANA');
  const deactivated = await userOf('U0ANA');
  await Promise.all([deactivated, deactivated].map(house.people.actions.applyAccount));
  await house.people.actions.applyAccount(before);
  expect(await house.person(person._id)).toMatchObject({ state: 'left' });
  expect(await house.factsOf(person._id)).toEqual(['person.left']);
});

test('an event during a sync does not make a newcomer vanish', async () => {
  const persons = await colleagues(250);
  await expect(house.people.sweeps.syncDirectory.run(diesAt(4))).rejects.toThrow('killed');
  house.slack.addUser({ id: 'U0NEW', realName: 'Eve', email: 'eve@example.com' });
  const eve = aPerson({ email: 'eve@example.com' });
  await house.insert(eve);
  await house.people.events.team_join({ type: 'team_join', user: await userOf('U0NEW') });
  await house.syncNow();
  expect(await house.person(eve._id)).toMatchObject({ slackId: 'U0NEW', state: 'active' });
  expect(await activeAmong(persons)).toBe(250);
});

test('an address that changes in Slack never takes an account from anybody', async () => {
  const [person, ben] = [
    aPerson({ email: 'ana@example.com', slackId: 'U0ANA' }),
    aPerson({ email: 'ben@example.com' }),
  ];
  await house.insert(person, ben);
  house.slack.setUser('U0ANA', { email: 'ben@example.com' });
  await house.people.actions.applyAccount(await userOf('U0ANA'));
  expect(await house.person(person._id)).toMatchObject({ slackId: 'U0ANA' });
  expect(await house.person(ben._id)).toMatchObject({ slackId: null });
});

test('an account of another workspace, a bot or Slackbot is nobody’s', async () => {
  const person = ana();
  await house.insert(person);
  const user = await userOf('U0ANA');
  for (const change of [{ team_id: 'T0OTHER' }, { is_stranger: true }, { is_bot: true }, { id: 'USLACKBOT' }]) {
    expect(await house.people.actions.applyAccount({ ...user, ...change })).toBe('ignored');
  }
  expect(await house.person(person._id)).toMatchObject({ slackId: null });
});

test.each([
  ['nothing', undefined],
  ['no object', 'U0ANA'],
  ['an id that is an operator', { id: { $ne: null }, team_id: 'T' }],
  ['flags that are words', { id: 'U0ANA', deleted: 'yes' }],
  ['no team', { id: 'U0ANA', team_id: undefined }],
])('of a user that is %s nothing is believed', async (_, change) => {
  const person = aPerson({ slackId: 'U0ANA' });
  await house.insert(person);
  const payload = typeof change === 'object' ? { ...(await userOf('U0ANA')), ...change } : change;
  await house.people.events.user_change({ type: 'user_change', user: payload });
  expect(await accountIds()).toEqual([]);
  expect(await house.person(person._id)).toMatchObject({ state: 'active', version: 0 });
});

test('a zone that nobody knows and an address that is none count as not shown', async () => {
  const person = aPerson({ slackId: 'U0ANA' });
  await house.insert(person);
  const profile = { email: '$updated' };
  await house.people.actions.applyAccount({ ...(await userOf('U0ANA')), tz: 'Mars/Base', profile });
  expect(await house.database.db.collection('slackAccounts').findOne()).toMatchObject({ email: null, zone: null });
  expect(await house.person(person._id)).toMatchObject({ zone: 'Europe/Madrid' });
});

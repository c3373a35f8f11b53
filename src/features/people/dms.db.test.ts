import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import { always, startPeople } from '../../../test/harness/people.js';
import type { PersonId } from '../../shared/ids.js';
import type { Person } from './person.js';

let house: Awaited<ReturnType<typeof startPeople>>;
beforeEach(async () => {
  house = await startPeople();
});
afterEach(() => house.stop());

const openDms = () => house.people.sweeps.openDms.run(always);
const nextDueAt = () => house.people.sweeps.openDms.nextDueAt();

/** So many who have a Slack account and no DM yet, in the order of their ids. */
async function newcomers(count: number): Promise<Person[]> {
  const persons = Array.from({ length: count }, (_, n) => aPerson({ slackId: `U0N${n}` }));
  for (const { slackId } of persons) house.slack.addUser({ id: slackId!, realName: `Newcomer ${slackId}` });
  await house.insert(...persons);
  return persons;
}

const openedFor = () => house.slack.effects().flatMap((effect) => (effect.kind === 'dm.opened' ? [effect.user] : []));
const channelNow = async (id: PersonId) => (await house.person(id)).dmChannel;

test('the DM with each person is opened ahead, once', async () => {
  const persons = await newcomers(23);
  expect(await nextDueAt()).toEqual(house.clock.now());
  await openDms();
  for (const { _id, slackId } of persons) expect(await channelNow(_id)).toBe(house.slack.dmOf(slackId!));
  expect(await nextDueAt()).toBeUndefined();
  expect(await openDms()).toBe(0);
});

test('nobody who left or has no Slack account gets a DM', async () => {
  await house.insert(aPerson(), aPerson({ slackId: 'U0ANA', state: 'left' }));
  expect(await nextDueAt()).toBeUndefined();
  expect(await openDms()).toBe(0);
});

test('those to whom something is to be said come first', async () => {
  const persons = await newcomers(15);
  house.wait(1);
  await house.people.actions.wanted(persons[12]!._id);
  house.wait(1);
  await house.people.actions.wanted(persons[7]!._id);
  await openDms();
  expect(openedFor()).toHaveLength(15);
  expect(openedFor().slice(0, 2)).toEqual(['U0N12', 'U0N7']);
});

test('a DM that Slack refuses is not tried again for a day, however much it is wanted', async () => {
  const [person] = await newcomers(1);
  house.slack.faults.next('conversations.open', { kind: 'slack-error', error: 'user_disabled' });
  await openDms();
  await house.people.actions.wanted(person!._id);
  expect(await nextDueAt()).toEqual(new Date('2026-12-02T09:00:00Z'));
  expect(await openDms()).toBe(0);
  house.wait(24 * 60);
  expect(await openDms()).toBe(1);
  expect(await channelNow(person!._id)).toBe(house.slack.dmOf('U0N0'));
});

test('one who is refused keeps nobody else waiting', async () => {
  const persons = await newcomers(5);
  house.slack.faults.next('conversations.open', { kind: 'slack-error', error: 'user_not_visible' });
  expect(await openDms()).toBe(5);
  expect(openedFor()).toHaveLength(4);
  expect(await house.people.doctor()).toMatchObject({ waitingForDm: 1, inReach: persons.length });
});

test.each([
  ['a lost reply', { kind: 'accept-then', what: 'reset' }],
  ['an error of Slack’s own', { kind: 'status', status: 500 }],
  ['a reply that is no channel', { kind: 'status', status: 200, body: '{"ok":true,"channel":{"id":"C0NODM"}}' }],
  ['a token that lacks a scope', { kind: 'slack-error', error: 'missing_scope' }],
] as const)('%s ends the run, and the next one goes on with the others', async (_, fault) => {
  const persons = await newcomers(3);
  house.slack.faults.next('conversations.open', fault);
  expect(await openDms()).toBe(1);
  expect(await openDms()).toBe(2);
  house.wait(2);
  await openDms();
  for (const { _id, slackId } of persons) expect(await channelNow(_id)).toBe(house.slack.dmOf(slackId!));
});

test('when Slack asks for patience nobody is postponed', async () => {
  await newcomers(3);
  house.slack.faults.next('conversations.open', { kind: 'ratelimited', retryAfter: 30 });
  await openDms();
  expect(await nextDueAt()).toEqual(house.clock.now());
  await expect.poll(async () => await openDms().then(() => openedFor().length)).toBe(3);
});

test('two processes open each DM, and harm nobody', async () => {
  const persons = await newcomers(12);
  await Promise.all([openDms(), house.createProcess().sweeps.openDms.run(always)]);
  for (const { _id, slackId } of persons) expect(await channelNow(_id)).toBe(house.slack.dmOf(slackId!));
});

test('a DM that Slack no longer knows is forgotten and opened anew', async () => {
  const [person] = await newcomers(1);
  await openDms();
  await house.people.actions.forgetDm(person!._id, 'D0OLDER');
  expect(await channelNow(person!._id)).toBe(house.slack.dmOf('U0N0'));
  await house.people.actions.forgetDm(person!._id, house.slack.dmOf('U0N0')!);
  expect(await channelNow(person!._id)).toBeNull();
  expect(await nextDueAt()).toEqual(house.clock.now());
  await openDms();
  expect(await channelNow(person!._id)).toBe(house.slack.dmOf('U0N0'));
});

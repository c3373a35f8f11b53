import { afterEach, beforeEach, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import { startPeople } from '../../../test/harness/people.js';
import { newPersonId } from '../../shared/ids.js';
import { Person } from './person.js';

let house: Awaited<ReturnType<typeof startPeople>>;
beforeEach(async () => {
  house = await startPeople();
});
afterEach(() => house.stop());

const cause = () => ({ at: house.clock.now(), by: 'per_ana' });

test('a person is read back as they were saved, and as the shape says', async () => {
  const person = aPerson({ email: 'ana@example.com', slackId: 'U0ANA', dmChannel: 'D0ANA' });
  await house.insert(person);
  await house.people.actions.wanted(person._id);
  expect(await house.person(person._id)).toEqual(person);
  expect(Person.parse(await house.person(person._id))).toEqual(person);
});

test('who has too many messages gets one a week, with the fact that says so', async () => {
  const person = aPerson();
  await house.insert(person);
  const choose = () => house.people.actions.chooseReminders(person._id, 'weekly', cause());
  expect(await choose()).toEqual({ kind: 'chosen' });
  expect(await house.person(person._id)).toMatchObject({ reminders: 'weekly', version: 1 });
  expect(await house.factsOf(person._id)).toEqual(['person.reminders-chosen']);
});

test('choosing the same again, or twice at once, is choosing once', async () => {
  const person = aPerson();
  await house.insert(person);
  const choose = () => house.people.actions.chooseReminders(person._id, 'weekly', cause());
  await Promise.all([choose(), choose(), choose()]);
  await choose();
  expect(await house.factsOf(person._id)).toEqual(['person.reminders-chosen']);
});

test('nobody can choose for a person who does not exist', async () => {
  const refused = { kind: 'refused', code: 'no-such-person' };
  expect(await house.people.actions.chooseReminders(newPersonId(), 'weekly', cause())).toEqual(refused);
});

import type { Connection } from 'mongoose';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { changedWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { PersonId } from '../../shared/ids.js';
import type { Person, PersonFact } from './person.js';

type StoredPerson = Person & Stateful;

const people = defineSchema<StoredPerson>({
  ...statefulPaths,
  employeeId: String,
  name: String,
  email: String,
  slackId: String,
  managerId: String,
  role: String,
  team: String,
  zone: String,
  zoneFrom: String,
  country: String,
  hours: [{ _id: false, day: Number, from: String, to: String }],
  startOn: String,
  grade: String,
  location: String,
  state: String,
  reminders: String,
  dmChannel: String,
});

const isText = { $type: 'string' as const };

export const peopleIndexes = [
  { collection: 'people', name: 'employeeId', key: { employeeId: 1 as const }, options: { unique: true } },
  {
    collection: 'people',
    name: 'slackId',
    key: { slackId: 1 as const },
    options: { unique: true, partialFilterExpression: { slackId: isText } },
  },
  {
    collection: 'people',
    name: 'email',
    key: { email: 1 as const },
    options: { unique: true, partialFilterExpression: { email: isText } },
  },
  { collection: 'people', name: 'manager', key: { managerId: 1 as const }, options: {} },
  {
    collection: 'people',
    name: 'withoutDm',
    key: { dmChannel: 1 as const, state: 1 as const },
    options: { partialFilterExpression: { slackId: isText } },
  },
  pendingFactsIndex('people'),
];

/** Facts and bookkeeping stay in the store. */
const asPerson = { pendingFacts: 0, appliedFacts: 0 } as const;

export function createPeopleStore(connection: Connection) {
  const model = connection.model<StoredPerson>('Person', people, 'people');

  const findOne = (filter: Partial<Pick<Person, '_id' | 'slackId' | 'email' | 'employeeId'>>) =>
    model.findOne(filter, asPerson).lean<Person>().exec();

  return {
    model,
    byId: (id: PersonId) => findOne({ _id: id }),
    bySlackId: (slackId: string) => findOne({ slackId }),
    byEmail: (email: string) => findOne({ email: email.toLowerCase() }),
    byEmployeeId: (employeeId: string) => findOne({ employeeId }),

    async byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>> {
      const found = await model
        .find({ _id: { $in: [...ids] } }, asPerson)
        .lean<Person[]>()
        .exec();
      return new Map(found.map((person) => [person._id, person]));
    },

    byEmployeeIds: (employeeIds: readonly string[]) =>
      model
        .find({ employeeId: { $in: [...employeeIds] } }, asPerson)
        .lean<Person[]>()
        .exec(),

    /** Changes fields of a person as last read, with the fact that explains it. False when it has changed meanwhile. */
    async change(was: Person, fields: Partial<Person>, fact: PersonFact, cause: Cause): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version },
        { $set: fields, ...changedWith(was, fact, cause) },
      );
      return modifiedCount === 1;
    },

    /** Bookkeeping that no fact explains: what Slack's directory says. */
    async note(
      id: PersonId,
      fields: Partial<Pick<Person, 'zone' | 'zoneFrom' | 'dmChannel' | 'slackId'>>,
    ): Promise<void> {
      await model.updateOne({ _id: id }, { $set: fields });
    },

    withoutDm: (limit: number) =>
      model.find({ slackId: isText, dmChannel: null, state: 'active' }, asPerson).limit(limit).lean<Person[]>().exec(),

    countReachable: () => model.countDocuments({ slackId: isText, state: 'active' }),
    countActive: () => model.countDocuments({ state: 'active' }),
  };
}

export type PeopleStore = ReturnType<typeof createPeopleStore>;

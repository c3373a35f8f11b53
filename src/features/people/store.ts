import type { Connection, QueryFilter } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { PersonId } from '../../shared/ids.js';
import type { Person, PersonFact } from './person.js';

/** What is kept of a person besides, and nobody outside the stores reads. */
type Bookkeeping = {
  /** Business time at which zone or hours changed; until those who plan by them were told. */
  hoursChangedAt?: Date | null;
  /** Business time from which the DM is wanted, or may be tried again; absent: in its turn. */
  dmDueAt?: Date | null;
};

export type StoredPerson = Person & Bookkeeping & Stateful;

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
  leave: [{ _id: false, from: String, until: String }],
  startOn: String,
  grade: String,
  location: String,
  state: String,
  reminders: String,
  delegate: orNull({ personId: String, from: String, until: String }),
  dmChannel: String,
  hoursChangedAt: Date,
  dmDueAt: Date,
});

/** A partial index serves only queries that repeat its condition; equality alone does not imply the type. */
export const isText = { $type: 'string' as const };
export const isMissing = { $type: 'null' as const };

export const peopleIndexes: readonly IndexFact[] = [
  { collection: 'people', name: 'employeeId', key: { employeeId: 1 }, options: { unique: true } },
  {
    collection: 'people',
    name: 'slackId',
    key: { slackId: 1 },
    options: { unique: true, partialFilterExpression: { slackId: isText } },
  },
  {
    collection: 'people',
    name: 'email',
    key: { email: 1 },
    options: { unique: true, partialFilterExpression: { email: isText } },
  },
  { collection: 'people', name: 'team', key: { team: 1, state: 1 } },
  { collection: 'people', name: 'manager', key: { managerId: 1 } },
  {
    collection: 'people',
    name: 'reachable',
    key: { state: 1, dmChannel: 1, dmDueAt: 1 },
    options: { partialFilterExpression: { slackId: isText } },
  },
  {
    collection: 'people',
    name: 'withoutSlack',
    key: { state: 1, _id: 1 },
    options: { partialFilterExpression: { slackId: isMissing } },
  },
  {
    collection: 'people',
    name: 'hoursChanged',
    key: { hoursChangedAt: 1 },
    options: { partialFilterExpression: { hoursChangedAt: { $type: 'date' } } },
  },
  pendingFactsIndex('people'),
];

/** Facts and bookkeeping stay in the store. */
export const asPerson = { pendingFacts: 0, appliedFacts: 0, hoursChangedAt: 0, dmDueAt: 0 } as const;

export function createPeopleStore(connection: Connection) {
  const model = connection.model<StoredPerson>('Person', people, 'people');

  const findOne = (filter: QueryFilter<StoredPerson>) => model.findOne(filter, asPerson).lean<Person>().exec();

  return {
    model,
    byId: (id: PersonId) => findOne({ _id: id }),
    bySlackId: (slackId: string) => findOne({ slackId: { $eq: slackId, ...isText } }),
    byEmail: (email: string) => findOne({ email: { $eq: email.toLowerCase(), ...isText } }),
    byEmployeeId: (employeeId: string) => findOne({ employeeId }),

    async byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>> {
      const found = await model
        .find({ _id: { $in: [...ids] } }, asPerson)
        .lean<Person[]>()
        .exec();
      return new Map(found.map((person) => [person._id, person]));
    },

    /** Active people who report to one of these directly. */
    reportsOf: (managerIds: readonly PersonId[]) =>
      model
        .find({ managerId: { $in: [...managerIds] }, state: 'active' }, asPerson)
        .lean<Person[]>()
        .exec(),

    /** The active people of a team. */
    ofTeam: (team: string) => model.find({ team, state: 'active' }, asPerson).lean<Person[]>().exec(),

    /** As `reportsOf`, but no more than so many. */
    someReportsOf: (managerIds: readonly PersonId[], limit: number) =>
      model
        .find({ managerId: { $in: [...managerIds] }, state: 'active' }, asPerson)
        .limit(limit)
        .lean<Person[]>()
        .exec(),

    /**
     * Who reports to one of these, or (null) to nobody, and cannot be written to: without Slack, or left. What reports to
     * these in turn is looked after by whoever is above them.
     */
    unreachableUnder: (managerIds: readonly (PersonId | null)[], limit: number) =>
      model
        .find({ managerId: { $in: [...managerIds] }, $or: [{ slackId: null }, { state: 'left' }] }, asPerson)
        .limit(limit)
        .lean<Person[]>()
        .exec(),

    /** Active people without Slack, by thousands: whom they report to. */
    async *managersOfThoseWithoutSlack(): AsyncGenerator<(PersonId | null)[]> {
      let page: (PersonId | null)[] = [];
      const found = model
        .find({ slackId: isMissing, state: 'active' }, { managerId: 1 })
        .lean<Pick<Person, 'managerId'>[]>()
        .cursor();
      for await (const { managerId } of found) {
        page.push(managerId);
        if (page.length === 1_000) {
          yield page;
          page = [];
        }
      }
      if (page.length > 0) yield page;
    },

    bySlackIds: (slackIds: readonly string[]) =>
      model
        .find({ slackId: { $in: [...slackIds], ...isText } }, asPerson)
        .lean<Person[]>()
        .exec(),

    byEmployeeIds: (employeeIds: readonly string[]) =>
      model
        .find({ employeeId: { $in: [...employeeIds] } }, asPerson)
        .lean<Person[]>()
        .exec(),

    /** Whose these addresses and Slack ids are. */
    owners: ({ emails, slackIds }: Record<'emails' | 'slackIds', readonly string[]>) =>
      model
        .find(
          { $or: [{ email: { $in: [...emails], ...isText } }, { slackId: { $in: [...slackIds], ...isText } }] },
          asPerson,
        )
        .lean<Person[]>()
        .exec(),

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveAll: (writes: readonly StatefulWrite<Person, PersonFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),

    /** Changes fields of a person as last read, with the fact that explains it. False when it has changed meanwhile. */
    change: (was: Person, fields: Partial<Person>, fact: PersonFact, cause: Cause) =>
      save<Person, PersonFact>(model, { kind: 'changed', was, set: fields, fact }, cause),

    /** Active people with a Slack account; only those named, or of the teams named, when told so. */
    countReachable: (among?: { personIds: readonly PersonId[]; teams: readonly string[] }) =>
      model.countDocuments({
        slackId: isText,
        state: 'active',
        ...(among && { $or: [{ _id: { $in: [...among.personIds] } }, { team: { $in: [...among.teams] } }] }),
      }),
    teams: () => model.distinct('team', { state: 'active' }).exec(),
    roles: () => model.distinct('role', { state: 'active' }).exec(),
    grades: () => model.distinct('grade', { state: 'active' }).exec(),

    countWithoutSlack: () => model.countDocuments({ slackId: isMissing, state: 'active' }),
  };
}

export type PeopleStore = ReturnType<typeof createPeopleStore>;

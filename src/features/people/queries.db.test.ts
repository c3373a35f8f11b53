import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from '../../platform/database/connect.js';
import { explainUses } from '../../platform/database/explain.js';
import { bornSilently } from '../../platform/database/facts.js';
import type { PersonId } from '../../shared/ids.js';
import type { DmStore } from './dm-store.js';
import { createDmStore } from './dm-store.js';
import { peopleIndexes } from './index.js';
import type { PeopleStore } from './store.js';
import { createPeopleStore } from './store.js';
import type { SyncStore } from './sync-store.js';
import { createSyncStore } from './sync-store.js';

const rows = 50_000;
const now = new Date('2026-12-01T09:00:00Z');
const before = new Date(now.getTime() - 60_000);
const later = new Date(now.getTime() + 60_000);

let database: Database;
let stores: { people: PeopleStore; sync: SyncStore; dms: DmStore };
const asked: { collection: string; filter: object; sort?: Record<string, 1 | -1>; limit?: number }[] = [];

beforeAll(async () => {
  database = await openTestDatabase(peopleIndexes);
  const people = createPeopleStore(database.connection);
  stores = { people, sync: createSyncStore(database.connection, people), dms: createDmStore(people) };
  await fill();
  database.connection.set('debug', note);
}, 120_000);
afterAll(() => database.close());

/** Nearly everybody has Slack and a DM; ten have no Slack, ten wait for a DM, ten were refused one, ten moved. */
async function fill(): Promise<void> {
  const persons = Array.from({ length: rows }, (_, n) => ({
    ...aPerson({ employeeId: `E${n}`, email: `p${n}@example.com`, slackId: n < 10 ? null : `U${n}` }),
    dmChannel: n < 40 ? null : `D${n}`,
    ...(n >= 20 && n < 30 ? { dmDueAt: later } : n >= 30 && n < 40 ? { dmDueAt: before, hoursChangedAt: before } : {}),
    ...bornSilently,
  }));
  const accounts = persons.map(({ email }, n) => ({
    _id: `U${n}`,
    state: n < 10 ? 'deleted' : 'member',
    email: n < 10 ? null : email,
    zone: null,
    updated: 1,
    seenAt: n < 20 ? before : now,
  }));
  await database.db.collection('people').insertMany(persons as never[]);
  await database.db.collection('slackAccounts').insertMany(accounts as never[]);
}

/** Takes down every query that a store asks, to explain the very same one. */
function note(collection: string, method: string, first: object, ...rest: object[]): void {
  if (method === 'find' || method === 'findOne')
    asked.push({
      collection,
      filter: first,
      ...Object.assign({}, ...rest),
      ...(method === 'findOne' ? { limit: 1 } : {}),
    });
  else if (method === 'updateMany') asked.push({ collection, filter: first });
  else if (method === 'countDocuments') asked.push({ collection, filter: first });
}

const firstOf = async <Batch>(batches: AsyncGenerator<Batch>) => {
  await batches.next();
  await batches.return(undefined);
};

type Ask = (of: typeof stores) => Promise<unknown>;
const questions: [string, Ask, { reads: number }][] = [
  ['a person by Slack id', ({ people }) => people.bySlackId('U77'), { reads: 1 }],
  ['a person by address', ({ people }) => people.byEmail('P77@example.com'), { reads: 1 }],
  ['a person by the number in the file', ({ people }) => people.byEmployeeId('E77'), { reads: 1 }],
  ['several persons', ({ people }) => people.byIds(['per_a', 'per_b'] as PersonId[]), { reads: 0 }],
  ['several persons by number', ({ people }) => people.byEmployeeIds(['E1', 'E2']), { reads: 2 }],
  ['how many have no Slack', ({ people }) => people.countWithoutSlack(), { reads: 10 }],
  ['who has no Slack', ({ sync }) => firstOf(sync.unlinked()), { reads: 10 }],
  ['who has no Slack, by address', ({ sync }) => sync.unlinkedByEmail('p3@example.com'), { reads: 1 }],
  ['whose accounts these are', ({ sync }) => sync.peopleOf(['U77', 'U78']), { reads: 2 }],
  ['whose hours changed', ({ sync }) => sync.hoursChanged(100), { reads: 10 }],
  ['accounts by address', ({ sync }) => sync.accountsByEmail(['p77@example.com']), { reads: 1 }],
  ['one account', ({ sync }) => sync.account('U77'), { reads: 1 }],
  ['accounts that are gone', ({ sync }) => firstOf(sync.goneAccounts()), { reads: 10 }],
  ['the first thousand accounts', ({ sync }) => firstOf(sync.allAccounts()), { reads: 1_000 }],
  ['the first thousand live accounts', ({ sync }) => firstOf(sync.liveAccounts()), { reads: 1_000 }],
  ['who has no DM', ({ dms }) => dms.withoutDm(now, 100), { reads: 10 }],
  ['when the next DM is due', ({ dms }) => dms.firstDue(), { reads: 1 }],
  ['how many have no DM', ({ dms }) => dms.countWaiting(), { reads: 30 }],
  ['whether anybody was seen', ({ sync }) => sync.hasSeenAnybody(now), { reads: 1 }],
  ['accounts that vanished', ({ sync }) => sync.markVanished(before), { reads: 0 }],
];

test.each(questions)('%s: an index finds it among 50,000, and nothing is sorted', async (_, ask, { reads }) => {
  asked.length = 0;
  await ask(stores);
  expect(asked).not.toEqual([]);
  for (const { collection, ...query } of asked) {
    const cost = await explainUses(database.db.collection(collection), query);
    expect(cost).toMatchObject({ sortsInMemory: false, indexes: [expect.any(String)] });
    expect(cost.docsExamined).toBeLessThanOrEqual(reads + 5);
    expect(cost.keysExamined).toBeLessThanOrEqual(reads + 5);
  }
});

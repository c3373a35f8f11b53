import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { allIndexes } from '../../app/compose.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../shared/ids.js';
import type { Assignment } from '../assignments/index.js';
import type { NudgesStore } from './store.js';
import { createNudgesStore } from './store.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
const date = (text: string) => text as CalendarDate;

const people = 12_500;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const certification = (n: number) => `CERT-${n}` as CertificationId;

let database: WatchedDatabase;
let store: NudgesStore;
let some: Assignment;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const assignments = everything();
  some = assignments[30_000]!;
  await fill(
    database,
    'assignments',
    assignments.map((assignment) => ({ ...assignment, ...bornSilently })),
  );
  // Building an index at once is faster than with each document.
  await ensureIndexes(database.db, allIndexes, () => {});
  store = createNudgesStore(database);
}, 120_000);
afterAll(() => database.close());

/** 50,000 assignments of 12,500 people: of the open ones, 20 have a step due, 15 are owed a row, 25 are held back. */
function everything(): Assignment[] {
  return [
    ...assignments(20, { nudge: memory({ nextAt: earlier }) }),
    ...assignments(15, { nudge: memory({ owed: { reason: 'due-7', since: date('2026-12-01'), askAt: earlier } }) }),
    ...assignments(25, { nudge: memory({ owed: { reason: 'due-7', since: date('2026-11-01'), askAt: null } }) }),
    ...assignments(1_940, { nudge: memory({ owed: { reason: 'due-7', since: date('2026-12-01'), askAt: later } }) }),
    ...assignments(22_980, { nudge: memory({ nextAt: later }) }),
    ...assignments(20, { state: 'planned', opensOn: date('2026-12-01') }),
    ...assignments(5_000, { state: 'planned', opensOn: date('2027-02-01') }),
    ...assignments(20_000, { state: 'closed', closing: 'earned', nudge: memory({ nextAt: earlier }) }),
  ];
}

let made = 0;
function assignments(count: number, fields: Partial<Assignment>): Assignment[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return anAssignment({
      personId: person(made % people),
      certificationId: certification(Math.floor(made / people)),
      ...fields,
    });
  });
}

function memory(fields: Partial<Assignment['nudge']>): Assignment['nudge'] {
  return { nextAt: null, owed: null, snoozedUntil: null, said: [], ...fields };
}

const certifications = [0, 1, 2, 3].map(certification);
const snooze = { until: date('2026-12-02'), nextAt: later, cause: { at: now, by: 'per_00000001' } };

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['whose next step has come', () => store.due(now, 1_000), 'nextNudge', 20],
  ['when the next step comes', () => store.firstDueAt(), 'nextNudge', 1],
  ['what is owed a row', () => store.owed(now, 1_000), 'owedNudge', 15],
  ['when the next row is owed', () => store.firstOwedAt(), 'owedNudge', 1],
  ['what is held back', () => store.held(certifications, 1_000, [person(3)]), 'heldNudge', 25],
  ['whether anything is held back', () => store.hasHeld(), 'heldNudge', 1],
  ['what is open for one person', () => store.openOf(person(77)), 'openOfPerson', 4],
  ['whom to release', () => store.release([person(77), person(78)], now), 'openOfPerson', 8],
  ['what a switch holds back', () => store.holdOlderThan(date('2026-12-01')), 'owedNudge', 1_955],
  ['several by id', () => store.byIds(['asg_a', 'asg_b'] as AssignmentId[]), '_id_', 2],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('when nothing is due or owed, the sweeps read nothing', async () => {
  const past = new Date(earlier.getTime() - 1);
  expectCost(await database.costOf(() => store.due(past, 1_000)), 'nextNudge', 0);
  expectCost(await database.costOf(() => store.owed(past, 1_000)), 'owedNudge', 0);
});

test('when nothing is held back any more, asking for it reads nothing', async () => {
  await database.db
    .collection('assignments')
    .updateMany({ 'nudge.owed.askAt': null }, { $set: { 'nudge.owed': null } });
  expectCost(await database.costOf(() => store.hasHeld()), 'heldNudge', 0);
});

test('a snooze reads the one that it changes', async () => {
  const { personId, certificationId } = some;
  const fact = { type: 'assignment.snoozed', personId, certificationId, until: snooze.until } as const;
  expectCost(await database.costOf(() => store.snooze(some, { ...snooze, fact })), '_id_', 1);
});

test('many are written each once, though in two halves', async () => {
  const asked = { state: 'open' as const, 'nudge.owed.askAt': later };
  const found = await database.db.collection<Assignment>('assignments').find(asked).limit(301).toArray();
  const write = (some: readonly Assignment[]) =>
    store.write(some.map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $inc: { version: 1 } } } })));
  expect(await write(found)).toBe(301);
  expect(await write([])).toBe(0);
  const written = await store.byIds(found.map(({ _id }) => _id));
  expect(written.map(({ _id, version }) => `${_id} ${version}`).toSorted()).toEqual(
    found.map(({ _id, version }) => `${_id} ${version + 1}`).toSorted(),
  );
});

test('the people who are to earn one certification are found by an index', async () => {
  const costs = await database.costOf(async () => {
    let count = 0;
    for await (const page of store.peopleWith(certification(1))) count += page.length;
    expect(count).toBeGreaterThan(10_000);
  });
  expect(costs[0]).toMatchObject({ indexes: ['openOfCertification'] });
  expect(costs[0]!.docsExamined).toBeLessThanOrEqual(people);
});

test('the preview reads what is open in the order of people, without sorting it', async () => {
  const [cost] = await database.costOf(async () => {
    for await (const _ of store.upcoming(date('2026-12-01'))) break;
  });
  expect(cost).toMatchObject({ indexes: ['oneUnfinished'], sortsInMemory: false });
});

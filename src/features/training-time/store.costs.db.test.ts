import { afterAll, beforeAll, expect, test } from 'vitest';
import { aTrainingBlock } from '../../../test/builders/training-block.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { PersonId } from '../../shared/ids.js';
import { newStudyPlanId } from '../../shared/ids.js';
import type { TrainingTimeStore } from './store.js';
import { createTrainingTimeStore, trainingTimeIndexes } from './store.js';
import type { TrainingBlock } from './training-block.js';
import { factOf } from './training-block.js';

const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);

const people = 12_500;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;

let database: WatchedDatabase;
let store: TrainingTimeStore;
let some: TrainingBlock;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const blocks = everything();
  some = blocks[100]!;
  await fill(
    database,
    'trainingBlocks',
    blocks.map((block) => ({ ...block, ...bornSilently })),
  );
  await ensureIndexes(database.db, trainingTimeIndexes, () => {});
  store = createTrainingTimeStore(database.connection);
}, 120_000);
afterAll(() => database.close());

/** 50,000 blocks of 12,500 people, two planned for each: of those 20 are to be spoken of now. */
function everything(): TrainingBlock[] {
  return [
    ...blocks(20, { nextAt: earlier }),
    ...blocks(14_980, { nextAt: later }),
    ...blocks(10_000, { nextAt: null }),
    ...blocks(25_000, { state: 'kept', nextAt: earlier }),
  ];
}

let made = 0;
function blocks(count: number, fields: Partial<TrainingBlock>): TrainingBlock[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return aTrainingBlock({ personId: person(made % people), ...fields });
  });
}

const dropped = factOf(aTrainingBlock(), 'training-block.dropped', { why: 'by-person' as const });
const cause = { at: now, by: 'test' };
const nobody = { state: 'dropped' as const, nextAt: null };

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['what is to be spoken of', () => store.due(now, 1_000), 'speaks', 20],
  ['when something is to be spoken of', () => store.firstDueAt(), 'speaks', 1],
  ['what one person has planned', () => store.plannedOf(person(77)), 'plannedOfPerson', 2],
  ['what is planned for an assignment', () => store.plannedFor(some.assignmentId), 'oneAtATime', 1],
  ['whether somebody studies', () => store.goingOn(person(77), now), 'plannedOfPerson', 2],
  ['what was studied for an assignment', () => store.studiedFor(some.assignmentId), 'studied', 0],
  ['what is planned of a plan', () => store.plannedOfPlan(newStudyPlanId()), 'ofPlan', 0],
  ['the one that is changed', () => store.change(some, nobody, dropped, cause), '_id_', 1],
  ['the one that is spoken of next', () => store.setNext([{ _id: some._id, nextAt: later, next: null }]), '_id_', 1],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('whether somebody studies is one question, whatever they have planned and never answered', async () => {
  const busy = person(99_999);
  const dayMs = 86_400_000;
  const theirs = Array.from({ length: 60 }, (_, n) => {
    const [startsAt, endsAt] = [now, later].map((at) => new Date(at.getTime() + (n - 40) * dayMs));
    return { ...aTrainingBlock({ personId: busy, startsAt: startsAt!, endsAt: endsAt! }), ...bornSilently };
  });
  await fill(database, 'trainingBlocks', theirs);
  const costs = await database.costOf(() => store.goingOn(busy, now));
  expect(costs).toHaveLength(1);
  expectCost(costs, 'plannedOfPerson', 1);
  expect((await store.goingOn(busy, now))?.startsAt).toEqual(now);
});

const year = [new Date('2026-01-01'), new Date('2027-01-01')] as const;

test('what became of the study time of some people is read from theirs alone', async () => {
  const asked = () => store.ended(...year, [person(77), person(78)]);
  expectCost(await database.costOf(asked), 'ofPerson', 8);
  expect((await asked()).map(({ personId, state, minutes }) => [personId, state, minutes]).toSorted()).toEqual(
    [person(77), person(78)].flatMap((id) => [
      [id, 'kept', 120],
      [id, 'planned', 120],
    ]),
  );
});

test('what became of everybody’s is read from what ended then', async () => {
  const never = [new Date('2025-01-01'), new Date('2025-01-08')] as const;
  expectCost(await database.costOf(() => store.ended(...never)), 'ended', 0);
});

test('when nothing is to be said, the sweep reads nothing', async () => {
  expectCost(await database.costOf(() => store.due(new Date(earlier.getTime() - 1), 1_000)), 'speaks', 0);
});

test('a block is read back as it was saved', async () => {
  const block = aTrainingBlock();
  const { version, ...born } = block;
  expect(await store.insert(born, factOf(block, 'training-block.planned', born), cause)).toBe(true);
  expect(await store.byId(block._id)).toEqual({ ...born, version });
  expect(await store.insert({ ...born, _id: aTrainingBlock()._id }, dropped, cause)).toBe(false);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { aStudyPlan } from '../../../../test/builders/study-plan.js';
import type { WatchedDatabase } from '../../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../../test/harness/costs.js';
import { bornSilently } from '../../../platform/database/facts.js';
import { ensureIndexes } from '../../../platform/database/indexes.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addDays } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import type { Review } from '../../../shared/review.js';
import type { PlanStore } from './store.js';
import { createPlanStore, planIndexes } from './store.js';
import type { StudyPlan } from './study-plan.js';
import { planFact } from './study-plan.js';

const today = '2026-12-01' as CalendarDate;
const now = new Date('2026-12-01T09:00:00Z');
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);
const people = 10_000;
const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const cause = { at: now, by: 'test' };

let database: WatchedDatabase;
let store: PlanStore;
let some: StudyPlan;

beforeAll(async () => {
  database = await openWatchedDatabase();
  const plans = everything();
  some = plans[0]!;
  await fill(
    database,
    'studyPlans',
    plans.map((plan) => ({ ...plan, ...bornSilently })),
  );
  await ensureIndexes(database.db, planIndexes, () => {});
  store = createPlanStore(database.connection);
}, 120_000);
afterAll(() => database.close());

/** 50,000 plans, five for each person: of 1,000 that are asked for, some are due in each way. */
function everything(): StudyPlan[] {
  const last = (untilOn: CalendarDate, firstOn = untilOn) => ({ ...aStudyPlan().series, firstOn, untilOn });
  const soon = addDays(today, 5);
  return [
    ...plans(20, { state: 'asked', series: last(soon), review: review({ cardAt: earlier, nextAt: later }) }),
    ...plans(15, { state: 'asked', series: last(soon), review: review({ nextAt: earlier }) }),
    ...plans(10, { state: 'asked', series: last(soon, addDays(today, -1)), review: review({ nextAt: null }) }),
    ...plans(5, { state: 'asked', series: last(addDays(today, -1)), review: review({ nextAt: later }) }),
    ...plans(950, { state: 'asked', series: last(soon), review: review({ nextAt: later }) }),
    ...plans(9_000, { state: 'agreed' }),
    ...plans(40_000, { state: 'ended', series: last(addDays(today, -90)) }),
  ];
}

let made = 0;
function plans(count: number, fields: Partial<StudyPlan>): StudyPlan[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return aStudyPlan({ personId: person(made % people), ...fields });
  });
}

function review(fields: Partial<Review>): Review {
  const asks = [{ to: person(90_000 + (made % 100)), reason: 'asked' as const, row: null }];
  return { stage: 'asked', nextAt: null, cardAt: null, asks, ...fields };
}

async function over(): Promise<StudyPlan[]> {
  const found: StudyPlan[] = [];
  for await (const plan of store.askedBefore(today)) found.push(plan);
  return found;
}

const ended = planFact(aStudyPlan(), 'study-plan.ended', { why: 'by-person' as const });

const questions: [string, () => Promise<unknown>, index: string, reads: number][] = [
  ['the plan of an assignment', () => store.livingFor(some.assignmentId), 'oneLiving', 1],
  ['what one person has agreed', () => store.agreedOf(person(1_077)), 'agreedOfPerson', 1],
  ['what some people have asked for', () => store.askedOfThese([person(7), person(8)]), 'askedOfPerson', 2],
  ['whose card is due', () => store.cardsDue(now, 1_000), 'nextCard', 20],
  ['when the next card is due', () => store.firstCardAt(), 'nextCard', 1],
  ['whose next stage has come', () => store.stagesDue(now, 1_000), 'nextStage', 15],
  ['when the next stage comes', () => store.firstStageAt(), 'nextStage', 1],
  ['what one person is asked to agree to', () => store.askedOf(some.review!.asks[0]!.to), 'asked', 1_000],
  ['the one that is changed', () => store.change(some, { instead: null }, ended, cause), '_id_', 1],
];

test.each(questions)('the index finds %s among 50,000, reading no more than it tells', async (_, ask, index, reads) => {
  expectCost(await database.costOf(ask), index, reads);
});

test('what nobody has agreed to in time is found by its last day, or by its first where all were asked', async () => {
  const [byLastDay, byFirstDay] = await database.costOf(over);
  expectCost([byLastDay!], 'lastDays', 5);
  expectCost([byFirstDay!], 'askedInVain', 10);
  expect(await over()).toHaveLength(15);
  const [last, first] = await database.costOf(store.firstAsked);
  expectCost([last!], 'lastDays', 1);
  expectCost([first!], 'askedInVain', 1);
});

test('when nobody has anything to answer, the sweeps read nothing', async () => {
  const past = new Date(earlier.getTime() - 1);
  expectCost(await database.costOf(() => store.cardsDue(past, 1_000)), 'nextCard', 0);
  expectCost(await database.costOf(() => store.stagesDue(past, 1_000)), 'nextStage', 0);
});

test('a plan is read back as it was saved, and there is one for each assignment', async () => {
  const { version, ...born } = aStudyPlan({
    state: 'asked',
    instead: aStudyPlan().series,
    review: review({ cardAt: now }),
  });
  const proposed = planFact(born, 'study-plan.proposed', {});
  expect(await store.insert(born, proposed, cause)).toBe(true);
  expect(await store.byId(born._id)).toEqual({ ...born, version });
  expect(await store.insert({ ...aStudyPlan(), assignmentId: born.assignmentId }, proposed, cause)).toBe(false);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRewardPromise, aRewardRule, aSkillValue } from '../../../test/builders/reward.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { AssignmentId, CertificationId } from '../../shared/ids.js';
import type { RewardsStore } from './store.js';
import { createRewardsStore, rewardIndexes } from './store.js';

const certification = (n: number) => `CERT-${n}` as CertificationId;
const assignment = (n: number) => `asg_${String(n).padStart(8, '0')}` as AssignmentId;
const day = (n: number) => addDays('2026-01-01' as CalendarDate, n);

let database: WatchedDatabase;
let store: RewardsStore;

beforeAll(async () => {
  database = await openWatchedDatabase();
  // 50 days of each of 1,000 certifications.
  const rows = Array.from({ length: 50_000 }, (_, n) => ({ certificationId: certification(n % 1_000), from: day(n) }));
  const stored = (noun: object) => ({ ...noun, ...bornSilently });
  await fill(
    database,
    'rewardRules',
    rows.map((row) => stored(aRewardRule(row))),
  );
  await fill(
    database,
    'skillValues',
    rows.map((row) => stored(aSkillValue(row))),
  );
  const promises = Array.from({ length: 50_000 }, (_, n) => stored(aRewardPromise({ assignmentId: assignment(n) })));
  await fill(database, 'rewardPromises', promises);
  await ensureIndexes(database.db, rewardIndexes, () => {});
  store = createRewardsStore(database.connection);
}, 120_000);
afterAll(() => database.close());

test('the tables of a certification are found among 50,000 rows, reading no others', async () => {
  const costs = await database.costOf(() => store.tablesOf([certification(7)]));
  expect(costs.map(({ collection }) => collection)).toEqual(['rewardRules', 'skillValues']);
  expectCost(costs, 'ofCertification', 50);
});

test('whether a certification has any row is told by one', async () => {
  expectCost(await database.costOf(() => store.hasRules(certification(7))), 'ofCertification', 1);
});

test('what is promised for an assignment is found by its id', async () => {
  expectCost(await database.costOf(() => store.promiseOf(assignment(7))), '_id_', 1);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssignment } from '../../../test/builders/assignment.js';
import type { WatchedDatabase } from '../../../test/harness/costs.js';
import { expectCost, fill, openWatchedDatabase } from '../../../test/harness/costs.js';
import { allIndexes } from '../../app/compose.js';
import { bornSilently } from '../../platform/database/facts.js';
import { ensureIndexes } from '../../platform/database/indexes.js';
import type { CertificationId, PersonId, ProposalId } from '../../shared/ids.js';
import type { AssignmentsStore } from './store.js';
import { createAssignmentsStore } from './store.js';

const person = (n: number) => `per_${String(n).padStart(8, '0')}` as PersonId;
const cert = (n: number) => `CERT-${n}` as CertificationId;
const proposal = (n: number) => `pro_${String(n).padStart(8, '0')}` as ProposalId;

let database: WatchedDatabase;
let store: AssignmentsStore;

/** Each of 10,000 people is asked for five, by proposals of 50 people each. */
beforeAll(async () => {
  database = await openWatchedDatabase();
  const all = Array.from({ length: 50_000 }, (_, n) =>
    anAssignment({
      personId: person(n % 10_000),
      certificationId: cert(Math.floor(n / 10_000)),
      proposalId: n % 2 === 0 ? proposal(Math.floor(n / 100)) : null,
    }),
  );
  await fill(
    database,
    'assignments',
    all.map((assignment) => ({ ...assignment, ...bornSilently })),
  );
  await ensureIndexes(database.db, allIndexes, () => {});
  store = createAssignmentsStore(database.connection);
}, 120_000);
afterAll(() => database.close());

test('what some people are asked for is found by them and the certification, reading no others', async () => {
  const fifty = Array.from({ length: 50 }, (_, n) => person(n));
  const [cost] = await database.costOf(() => store.unfinishedOfMany(fifty, cert(1)));
  expect(cost).toMatchObject({ docsExamined: 50, sortsInMemory: false });
  const [once] = await database.costOf(() => store.unfinishedOfMany(fifty, cert(1), { notYetFor: 'pro_1:1' }));
  expect(once).toMatchObject({ docsExamined: 50 });
  expectCost(await database.costOf(() => store.closedBy('pro_1:1', fifty, cert(1))), 'closed', 100);
});

test('all that one proposal assigned is found by it', async () => {
  expectCost(await database.costOf(() => store.ofProposal(proposal(7))), 'ofProposal', 50);
});

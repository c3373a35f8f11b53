import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Budget } from '../../src/features/rewards/budget.js';
import { budgetId } from '../../src/features/rewards/budget-store.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { bornSilently, bornWith } from '../../src/platform/database/facts.js';
import type { Posting } from '../../src/platform/database/ledger/posting.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCredential } from '../builders/credential.js';
import { aBudget } from '../builders/grant.js';
import { aRewardRule, euros } from '../builders/reward.js';
import { complaintsAbout } from '../model/ledger.js';
import { firstAid, startRewardsHouse } from './rewards-house.js';
import { allAtOnce, seeded } from './turns.js';

/*
 * Three processes, two who approve, one who declines, one who revokes, and an owner who changes the budget: all at once, one
 * write at a time, in an order that a seed chooses; some die right after a write. Another process ends their work. Then
 * each grant must stand in the ledger as its state says, and no budget may be overdrawn. LAUREL_INTERLEAVINGS=500 runs as many.
 */
const { LAUREL_INTERLEAVINGS: numRuns = 25 } = process.env;
const costs = 50_000;
const earners = 5;
const limited = ['budget:2026-Q4', 'reserved:2026-Q4', 'granted:2026-Q4'];

let stage: Awaited<ReturnType<typeof startRewardsHouse>>;
let house: typeof stage.house;
let collection: typeof stage.collection;

beforeAll(async () => {
  stage = await startRewardsHouse({ owners: ['U0OLGA', 'U0OTTO'], earners });
  ({ house, collection } = stage);
  const rule = aRewardRule({ terms: { kind: 'bonus', amount: euros(costs) } });
  await collection('rewardRules').insertOne({ ...rule, ...bornSilently } as never);
}, 60_000);
afterAll(() => stage.stop());

const changing = ['grants', 'budgets', 'ledger', 'credentials', 'reactions', 'audit', 'outbox', 'posts', 'assignments'];

/** Everybody has earned it, and the owner is about to load the budget. */
async function begin(): Promise<void> {
  for (const name of changing) await collection(name).deleteMany({});
  const { store } = house.features.credentials;
  for (const { _id: personId } of stage.people) {
    const handedIn = { by: personId, on: '2026-10-01' as CalendarDate, at: house.clock.now() };
    const credential = aCredential({ personId, certificationId: firstAid._id, handedIn, expiresOn: null });
    const { certificationId, earnedOn, expiresOn, _id: credentialId } = credential;
    const about = { personId, certificationId, credentialId, earnedOn, expiresOn };
    const fact = { type: 'credential.verified', ...about, source: 'handed-in' } as const;
    await store.model.insertMany([{ ...credential, ...bornWith(credential._id, fact, stage.cause()) }]);
  }
}

const work = (passes: number) => stage.work(passes, house.features.rewards.sweeps.slice(0, 1));

/** As a file would: it may be lowered to less than is reserved in the very moment. */
async function budget(amounts: readonly number[]): Promise<void> {
  const noun = aBudget();
  const { book, period } = noun;
  for (const amount of amounts) {
    const was = await collection<Budget>('budgets').findOne({ _id: budgetId(noun) });
    const about = { book, period, amount, was: was?.amount ?? 0 };
    await house.features.rewards.budgets.save(
      [
        was === null
          ? { kind: 'born', noun: { ...noun, amount }, fact: { type: 'budget.added', ...about } }
          : { kind: 'changed', was, set: { amount }, fact: { type: 'budget.changed', ...about } },
      ],
      stage.cause(),
    );
    await stage.breathe();
  }
}

async function finish(): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    house.setTime(new Date(house.clock.now().getTime() + 120_000));
    await stage.passLeaseTime();
    if ((await work(3)) > 0) continue;
    if (await stage.isAtRest()) {
      const due = (await house.features.rewards.sweeps[0]!.nextDueAt!()) ?? new Date(8.64e15);
      if (due > house.clock.now()) return;
    }
  }
  throw new Error('Something is due, but nothing moves');
}

/** What the postings of one grant have moved in all. */
function netOf(chain: readonly Posting[], { _id }: Grant) {
  const net = { budget: 0, reserved: 0, granted: 0 };
  const own = chain.filter((posting) => posting._id.replace(/^release\|/, '').startsWith(`${_id}:`));
  for (const { account, amount } of own.flatMap(({ entries }) => entries))
    net[account.split(':')[0] as keyof typeof net] += amount;
  return net;
}

const standsAs: Partial<Record<Grant['state'], object>> = {
  reserved: { budget: -costs, reserved: costs, granted: 0 },
  granted: { budget: -costs, reserved: 0, granted: costs },
};
const nothingMoved = { budget: 0, reserved: 0, granted: 0 };

const life = fc.record({
  amounts: fc.array(fc.integer({ min: 0, max: earners }), { minLength: 2, maxLength: 4 }),
  deaths: fc.array(fc.option(fc.integer({ min: 1, max: 60 })), { minLength: 8, maxLength: 8 }),
  seed: fc.nat(),
});

test('whoever approves, declines, revokes and budgets at once, and whoever dies, grants and ledger agree', async () => {
  await fc.assert(
    fc
      .asyncProperty(life, async ({ amounts, deaths, seed }) => {
        const random = seeded(seed);
        const works: (() => Promise<unknown>)[] = [
          () => work(25),
          () => work(25),
          () => work(25),
          () => stage.decide('U0OLGA', 'approve', 12, random),
          () => stage.decide('U0OTTO', 'approve', 12, random),
          () => stage.decide('U0OLGA', 'decline', 4, random),
          () => stage.revoke(3, random),
          () => budget(amounts.map((count) => count * costs)),
        ];
        await allAtOnce(works, { deaths, random });
        await finish();

        const chain = await collection<Posting>('ledger').find().sort({ seq: 1 }).toArray();
        expect(complaintsAbout(chain, { answers: [], limited })).toEqual([]);
        const all = await stage.grants();
        for (const grant of all)
          expect(netOf(chain, grant), grant.state).toEqual(standsAs[grant.state] ?? nothingMoved);
        const [held] = await collection<Budget>('budgets').find().toArray();
        const left = await house.platform.ledger.balanceOf(euros(0).currency, 'budget:2026-Q4');
        const spent = all.filter(({ state }) => state in standsAs).length * costs;
        expect(left).toBe((held?.amount ?? 0) - spent);
        // Nothing waits for money that is there, nobody has a reward for what was revoked, and nothing is given up.
        expect(all.filter(({ state }) => state === 'requested')).toEqual([]);
        if (left >= costs) expect(all.filter(({ state }) => state === 'over-budget')).toEqual([]);
        const revoked = await collection<Credential>('credentials').find({ state: 'revoked' }).toArray();
        const kept = all.filter(({ credentialId }) => revoked.some(({ _id }) => _id === credentialId));
        expect(kept.filter(({ state }) => state !== 'reversed' && state !== 'declined')).toEqual([]);
        expect(all.length).toBeGreaterThanOrEqual(earners - revoked.length);
        expect(await stage.givenUp()).toEqual([]);
      })
      .beforeEach(begin),
    { numRuns: Number(numRuns) },
  );
}, 600_000);

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { Budget } from '../../src/features/rewards/budget.js';
import { budgetId } from '../../src/features/rewards/budget-store.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { approvePressed, declinePressed } from '../../src/features/rewards/messages/approval.js';
import { bornSilently, bornWith, changedWith } from '../../src/platform/database/facts.js';
import type { Posting } from '../../src/platform/database/ledger/posting.js';
import { productionLengths } from '../../src/platform/database/lengths.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aBudget } from '../builders/grant.js';
import { aRewardRule, euros } from '../builders/reward.js';
import { diesAfter, putUpGates } from '../harness/gates.js';
import { startHouse } from '../harness/house.js';
import { complaintsAbout } from '../model/ledger.js';
import { seeded, takeTurns } from './turns.js';

/*
 * Three processes, two who approve, one who declines, one who revokes, and an owner who changes the budget: all at once, one
 * write at a time, in an order that a seed chooses; some die right after a write. Another process ends their work. Then
 * each grant must stand in the ledger as its state says, and no budget may be overdrawn. LAUREL_INTERLEAVINGS=500 runs as many.
 */
const { LAUREL_INTERLEAVINGS: numRuns = 25 } = process.env;
const costs = 50_000;
const earners = 5;
const limited = ['budget:2026-Q4', 'reserved:2026-Q4', 'granted:2026-Q4'];
const firstAid = aCertification({ _id: 'CERT-1' as CertificationId });

let gates: ReturnType<typeof putUpGates>;
let house: Awaited<ReturnType<typeof startHouse>>;
let people: Person[];

beforeAll(async () => {
  gates = putUpGates();
  // Leases run out only when the test says so.
  house = await startHouse({ lengths: productionLengths, owners: ['U0OLGA', 'U0OTTO'] });
  await house.certify(firstAid);
  await house.hire({ slackId: 'U0OLGA', name: 'Olga Owner' });
  await house.hire({ slackId: 'U0OTTO', name: 'Otto Owner' });
  people = await Promise.all(
    Array.from({ length: earners }, (_, n) => house.hire({ slackId: `U0PERSON${n}`, name: `Person ${n}` })),
  );
  const rule = aRewardRule({ terms: { kind: 'bonus', amount: euros(costs) } });
  await collection('rewardRules').insertOne({ ...rule, ...bornSilently } as never);
}, 60_000);
afterAll(async () => {
  await house.stop();
  gates.takeDown();
});

const collection = <Noun extends { _id: string }>(name: string) => house.database.db.collection<Noun>(name);
const grants = () => collection<Grant>('grants').find().toArray();
const changing = ['grants', 'budgets', 'ledger', 'credentials', 'reactions', 'audit', 'outbox', 'posts', 'assignments'];

/** Everybody has earned it, and the owner is about to load the budget. */
async function begin(): Promise<void> {
  for (const name of changing) await collection(name).deleteMany({});
  const { store } = house.features.credentials;
  for (const { _id: personId } of people) {
    const handedIn = { by: personId, on: '2026-10-01' as CalendarDate, at: house.clock.now() };
    const credential = aCredential({ personId, certificationId: firstAid._id, handedIn, expiresOn: null });
    const { certificationId, earnedOn, expiresOn, _id: credentialId } = credential;
    const about = { personId, certificationId, credentialId, earnedOn, expiresOn };
    const fact = { type: 'credential.verified', ...about, source: 'handed-in' } as const;
    await store.model.insertMany([{ ...credential, ...bornWith(credential._id, fact, cause()) }]);
  }
}

const cause = () => ({ at: house.clock.now(), by: 'test' });

/** What a process does, some times; while nothing is to be done it leaves the turn to others. Answers how much it did. */
async function work(passes: number): Promise<number> {
  let all = 0;
  const [relay, reactions] = ['relay', 'reactions'].map((name) => house.loops.find((loop) => loop.name === name)!);
  for (let n = 0; n < passes; n += 1) {
    let done = (await relay!.run()) + (await reactions!.run());
    for (const sweep of house.features.rewards.sweeps.slice(0, 1)) done += await sweep.run(() => true);
    if (done === 0) await breathe();
    all += done;
  }
  return all;
}

/** Leaves the turn to others. */
const breathe = () => collection('breaths').updateOne({ _id: 'all' }, { $inc: { taken: 1 } }, { upsert: true });

async function decide(slackId: string, wish: 'approve' | 'decline', rounds: number, pick: () => number): Promise<void> {
  const slackUserId = SlackUserId.parse(slackId);
  const { presses, forms } = house.features.rewards;
  for (let n = 0; n < rounds; n += 1) {
    await breathe();
    const waiting = (await grants()).filter(({ state }) => state === 'reserved');
    const grant = waiting[Math.floor(pick() * waiting.length)];
    if (grant === undefined) continue;
    const value = writeSeen(grant._id, grant.version);
    if (wish === 'approve') await presses[approvePressed]!({ slackUserId, value } as never);
    else await forms[declinePressed]!({ slackUserId, subject: value, values: { why: 'no' } } as never);
  }
}

async function revoke(rounds: number, pick: () => number): Promise<void> {
  const { model, byId } = house.features.credentials.store;
  for (let n = 0; n < rounds; n += 1) {
    await breathe();
    const all = await collection<Credential>('credentials').find({ state: 'verified' }).toArray();
    const was = all[Math.floor(pick() * all.length)];
    const current = was && (await byId(was._id));
    if (current?.state !== 'verified') continue;
    const { _id, version, personId, certificationId } = current;
    const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
    await model.updateOne(
      { _id, version, state: 'verified' },
      { $set: { state: 'revoked' }, ...changedWith(current, fact, cause()) },
    );
  }
}

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
      cause(),
    );
    await breathe();
  }
}

/** Whatever somebody who died had claimed, or was to be tried again later, is free. */
async function passLeaseTime(): Promise<void> {
  const rows = collection<{ _id: string; state: string }>('reactions');
  await rows.updateMany({ state: 'claimed' }, { $set: { state: 'waiting' } });
  await rows.updateMany({ state: 'waiting' }, { $set: { dueAt: new Date(0) } });
}

async function finish(): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    house.setTime(new Date(house.clock.now().getTime() + 120_000));
    await passLeaseTime();
    if ((await work(3)) > 0) continue;
    if ((await collection<{ _id: string; state: string }>('reactions').countDocuments({ state: 'waiting' })) === 0) {
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
          () => decide('U0OLGA', 'approve', 12, random),
          () => decide('U0OTTO', 'approve', 12, random),
          () => decide('U0OLGA', 'decline', 4, random),
          () => revoke(3, random),
          () => budget(amounts.map((count) => count * costs)),
        ];
        await takeTurns(
          works.map((work, n) => ({
            name: String(n),
            work,
            ...(deaths[n] != null && { fate: diesAfter(deaths[n]) }),
          })),
          (waiting) => waiting[Math.floor(random() * waiting.length)]!.name,
          () => {},
        );
        await finish();

        const chain = await collection<Posting>('ledger').find().sort({ seq: 1 }).toArray();
        expect(complaintsAbout(chain, { answers: [], limited })).toEqual([]);
        const all = await grants();
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
        expect(await collection<{ _id: string; state: string }>('reactions').find({ state: 'dead' }).toArray()).toEqual(
          [],
        );
      })
      .beforeEach(begin),
    { numRuns: Number(numRuns) },
  );
}, 600_000);

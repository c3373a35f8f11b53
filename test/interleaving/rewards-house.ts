import type { Credential } from '../../src/features/credentials/index.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { approvePressed, declinePressed } from '../../src/features/rewards/messages/approval.js';
import { changedWith } from '../../src/platform/database/facts.js';
import { productionLengths } from '../../src/platform/database/lengths.js';
import type { Sweep } from '../../src/platform/sweeps.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { putUpGates } from '../harness/gates.js';
import { startHouse } from '../harness/house.js';

export const firstAid = aCertification({ _id: 'CERT-1' as CertificationId });

/** A house in which rewards are given by many at once, and what each of them does, some rounds long. */
export async function startRewardsHouse({ owners, earners }: { owners: readonly string[]; earners: number }) {
  const gates = putUpGates();
  // Leases run out only when the test says so.
  const house = await startHouse({ lengths: productionLengths, owners: [...owners] });
  await house.certify(firstAid);
  for (const slackId of owners) await house.hire({ slackId, name: `Owner ${slackId}` });
  const people = await Promise.all(
    Array.from({ length: earners }, (_, n) => house.hire({ slackId: `U0PERSON${n}`, name: `Person ${n}` })),
  );
  const loops = ['relay', 'reactions'].map((name) => house.loops.find((loop) => loop.name === name)!);

  const collection = <Noun extends { _id: string }>(name: string) => house.database.db.collection<Noun>(name);
  const reactions = () => collection<{ _id: string; state: string }>('reactions');
  const grants = () => collection<Grant>('grants').find().toArray();
  const cause = () => ({ at: house.clock.now(), by: 'test' });
  /** Leaves the turn to others. */
  const breathe = () => collection('breaths').updateOne({ _id: 'all' }, { $inc: { taken: 1 } }, { upsert: true });
  const oneOf = <Item>(items: readonly Item[], pick: () => number): Item | undefined =>
    items[Math.floor(pick() * items.length)];

  return {
    house,
    people,
    collection,
    grants,
    cause,
    breathe,

    /** What a process does; while nothing is to be done it leaves the turn to others. Answers how much it did. */
    async work(passes: number, sweeps: readonly Sweep[] = []): Promise<number> {
      let all = 0;
      for (let n = 0; n < passes; n += 1) {
        let done = 0;
        for (const loop of loops) done += await loop.run();
        for (const sweep of sweeps) done += await sweep.run(() => true);
        if (done === 0) await breathe();
        all += done;
      }
      return all;
    },

    async decide(slackId: string, wish: 'approve' | 'decline', rounds: number, pick: () => number): Promise<void> {
      const slackUserId = SlackUserId.parse(slackId);
      const { presses, forms } = house.features.rewards;
      for (let n = 0; n < rounds; n += 1) {
        await breathe();
        const waiting = (await grants()).filter(({ state }) => state === 'reserved');
        const grant = oneOf(waiting, pick);
        if (grant === undefined) continue;
        const value = writeSeen(grant._id, grant.version);
        if (wish === 'approve') await presses[approvePressed]!({ slackUserId, value } as never);
        else await forms[declinePressed]!({ slackUserId, subject: value, values: { why: 'no' } } as never);
      }
    },

    /** As a file of credentials does. */
    async revoke(rounds: number, pick: () => number): Promise<void> {
      const { model } = house.features.credentials.store;
      for (let n = 0; n < rounds; n += 1) {
        await breathe();
        const all = await collection<Credential>('credentials').find({ state: 'verified' }).toArray();
        const was = oneOf(all, pick);
        if (was === undefined) continue;
        const { _id, version, personId, certificationId } = was;
        const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
        await model.updateOne(
          { _id, version, state: 'verified' },
          { $set: { state: 'revoked' }, ...changedWith(was, fact, cause()) },
        );
      }
    },

    /** Whatever somebody who died had claimed, or was to be tried again later, is free. */
    async passLeaseTime(): Promise<void> {
      await reactions().updateMany({ state: 'claimed' }, { $set: { state: 'waiting' } });
      await reactions().updateMany({ state: 'waiting' }, { $set: { dueAt: new Date(0) } });
    },
    isAtRest: async (): Promise<boolean> => (await reactions().countDocuments({ state: 'waiting' })) === 0,
    givenUp: () => reactions().find({ state: 'dead' }).toArray(),

    async stop(): Promise<void> {
      await house.stop();
      gates.takeDown();
    },
  };
}

import type { Effect } from '../../sandbox/effects.js';
import type { Credential } from '../../src/features/credentials/index.js';
import { saveAll } from '../../src/platform/database/bulk.js';
import { createActing } from './acting.js';
import { elementsOf } from './elements.js';
import { approveReward, approveRewardAtHome, declineReward } from './hands.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep, sleepUntil } from './time.js';

type Waiting = Readonly<{
  _id: string;
  credentialId: string;
  review: Readonly<{ asks: readonly Readonly<{ to: string; row: string | null }>[] }> | null;
  approvals: readonly Readonly<{ by: string }>[];
}>;

const momentMs = { from: 200, to: 2_000 };
const lookEveryMs = 1_500;
/** An approver is stopped, killed, without a database: so often they come back to it. */
const mostTries = 8;

/** Lets approvers decide on rewards, in Slack and on their Home tabs, until all are decided or it is over. */
export async function letApproversDecide(
  { slack, company, earned, db, note, signal, random, untilMs: fireUntilMs }: Stage,
  isOver: () => boolean,
): Promise<void> {
  const { act } = createActing({ note, signal }, isOver);
  const moments = random('approvals');
  const slackIds = new Map(company.people.map(({ _id, slackId }) => [_id as string, slackId!]));
  const wishOf = new Map(earned.map(({ grant, does }) => [grant._id as string, does]));
  const haveCards = new Set(earned.filter(({ stage }) => stage === 'asked').map(({ grant }) => grant._id as string));
  const tries = new Map<string, number>();
  let isDone = false;

  async function decideOn(grantId: string, approver: string): Promise<void> {
    await sleep(moments.between(momentMs.from, momentMs.to), signal);
    const about = { user: approver, assignmentId: null, about: grantId };
    const approveOnce = () => act({ what: 'approve-reward', ...about }, () => approveReward(slack, approver, grantId));
    switch (wishOf.get(grantId) ?? 'approve') {
      case 'decline':
        await act({ what: 'decline-reward', ...about }, () => declineReward(slack, approver, grantId));
        return;
      case 'approve-twice':
        // On the phone and on the laptop.
        await Promise.all([approveOnce(), approveReward(slack, approver, grantId).catch(() => undefined)]);
        return;
      case 'approve':
        await approveOnce();
    }
  }

  /** Every card, as it comes. */
  async function readCards(): Promise<void> {
    const decisions: Promise<void>[] = [];
    const isCard = (effect: Effect) =>
      effect.kind === 'message.posted' && elementsOf(effect.blocks, 'rewards.approve').length > 0;
    for (let after = 0; !isOver() && !isDone; ) {
      const card = await slack.waitFor(isCard, { after, timeoutMs: 500 });
      if (card?.kind !== 'message.posted') continue;
      after = card.n;
      for (const { values } of elementsOf(card.blocks, 'rewards.approve'))
        decisions.push(decideOn(values[0]!.split(' ')[0]!, card.user!));
    }
    await Promise.all(decisions);
  }

  /** What no card has told of: what was earned just now, and what needs a second person. */
  async function lookAtHome(): Promise<void> {
    while (!isOver()) {
      await sleep(lookEveryMs, signal);
      const waiting = await waitingNow();
      if (waiting === undefined) continue;
      const open = waiting.filter(({ _id }) => (tries.get(_id) ?? 0) < mostTries);
      if (open.length === 0 && nowMs() > fireUntilMs + lookEveryMs) break;
      const due = open.filter(({ _id, approvals }) => approvals.length > 0 || !haveCards.has(_id));
      await Promise.all(due.map(decideAtHome));
    }
    isDone = true;
  }

  async function decideAtHome({ _id, review, approvals }: Waiting): Promise<void> {
    tries.set(_id, (tries.get(_id) ?? 0) + 1);
    const has = new Set(approvals.map(({ by }) => by));
    const [to] = (review?.asks ?? []).filter((ask) => !has.has(ask.to)).slice(-1);
    const approver = to && slackIds.get(to.to);
    if (approver === undefined) return;
    const about = { what: 'approve-reward' as const, user: approver, assignmentId: null, about: _id };
    await act(about, () => approveRewardAtHome(slack, approver, _id));
  }

  /** Undefined while the database is away. */
  async function waitingNow(): Promise<Waiting[] | undefined> {
    const waits = { state: { $in: ['requested', 'reserved'] } };
    return db
      .collection<Waiting>('grants')
      .find(waits as never)
      .toArray()
      .catch(() => undefined);
  }

  await Promise.all([readCards(), lookAtHome()]);
}

/** Once rewards are granted, the file of HR revokes some of the credentials for which they were. */
export async function revokeSome(
  { db, company, note, signal }: Stage,
  { atMs, most, isOver }: { atMs: number; most: number; isOver: () => boolean },
): Promise<void> {
  await sleepUntil(atMs, signal);
  for (let done = 0; done < most && !isOver(); ) {
    const beganMs = nowMs();
    const revoked = await revokeOne().catch(() => undefined);
    if (revoked === undefined) await sleep(500, signal);
    else {
      done += 1;
      const about = { assignmentId: null, about: revoked, acked: true };
      note({ kind: 'act', what: 'revoke', user: company.owner.slackId!, ...about, atMs: beganMs, untilMs: nowMs() });
    }
  }

  /** As `laurel import` does it, in a process of its own. */
  async function revokeOne(): Promise<string | undefined> {
    const credentials = db.collection<{ _id: string }>('credentials');
    const granted = await db
      .collection<Waiting & { state: string }>('grants')
      .find({ state: { $in: ['granted', 'exported', 'paid'] } })
      .sort({ _id: 1 })
      .toArray();
    for (const { credentialId } of granted) {
      const found = await credentials.findOne({ _id: credentialId, state: 'verified' } as never);
      const was = found as unknown as Credential | null;
      if (was === null) continue;
      const { personId, certificationId, _id } = was;
      const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
      const write = { kind: 'changed' as const, was, set: { state: 'revoked' as const }, fact };
      await saveAll(credentials as never, [write], { at: new Date(), by: 'import:hr' });
      return credentialId;
    }
    return undefined;
  }
}

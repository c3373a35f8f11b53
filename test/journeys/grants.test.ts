import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Credential } from '../../src/features/credentials/index.js';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import type { FileKind } from '../../src/features/loading/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { Grant } from '../../src/features/rewards/grant.js';
import { approvePressed, declinePressed, grantRefusals } from '../../src/features/rewards/messages/approval.js';
import type { RewardPromise } from '../../src/features/rewards/reward.js';
import { changedWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import type { Book } from '../../src/shared/money.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { verify } from '../harness/verified.js';

/*
 * Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00: halves meet at 13:00. Ana reports to
 * Ben, who reports to Cleo; Olga and Otto are owners. What costs more than €1,000 a year needs two approvers.
 */

const date = (text: string) => text as CalendarDate;
const at = (text: string) => new Date(`2026-10-${text}:00Z`);
const firstAid = aCertification({ _id: 'FIRST-AID' as CertificationId, name: 'First aid', validMonths: 24 });

let house: Awaited<ReturnType<typeof startHouse>>;
let forger: Awaited<ReturnType<typeof startForger>>;
let folder: string;
let olga: Person;
let cleo: Person;
let ben: Person;
let ana: Person;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laurel-grants-'));
  house = await startHouse({ owners: ['U0OLGA', 'U0OTTO'] });
  forger = await startForger(house);
  await house.certify(firstAid);
  olga = await house.hire({ slackId: 'U0OLGA', name: 'Olga Owner' });
  await house.hire({ slackId: 'U0OTTO', name: 'Otto Owner' });
  cleo = await house.hire({ slackId: 'U0CLEO', name: 'Cleo Chief' });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss', managerId: cleo._id });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id, grade: 'G4' });
  await house.settleDown();
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
  await rm(folder, { recursive: true });
});

async function load(kind: FileKind['name'], ...lines: string[]): Promise<void> {
  const path = join(folder, `${kind}.csv`);
  await writeFile(path, `${lines.join('\n')}\n`);
  const report = await house.features.loading.load(kind, path, { mode: 'apply', badRows: 'refuse' });
  expect(report).toMatchObject({ outcome: 'applied' });
  await house.settleDown();
}

const rewards = (...lines: string[]) =>
  load('rewards', 'code,grade,occasion,from_on,kind,amount,currency,percent,reference,lasts', ...lines);
const budgets = (...lines: string[]) => load('budgets', 'period,currency,amount', ...lines);
const fiveHundred = 'FIRST-AID,*,first,2026-01-01,bonus,500,EUR,,,';
const raise = 'FIRST-AID,*,first,2026-01-01,raise,90,EUR,,,while-held';

async function ask(person: Person) {
  const assignment = await house.assign({
    personId: person._id,
    certificationId: firstAid._id,
    dueOn: date('2026-12-01'),
  });
  await house.settleDown();
  return assignment;
}

/** Hands it in, and has it verified; what was earned. */
async function earn(person: Person, fields: { earned?: string; by?: string } = {}): Promise<Credential> {
  const { earned = '2026-09-28', by = 'U0BEN' } = fields;
  const id = newCredentialId();
  await house.features.credentials.forms[handInDialog]?.({
    slackUserId: SlackUserId.parse(person.slackId),
    subject: ['new', id, person._id, firstAid._id].join(' '),
    values: { earned, number: '', link: `https://example.com/${id}` },
  });
  await house.settleDown();
  await forger.press('credentials.approve', by, { value: writeSeen(id, 0) });
  await house.settleDown();
  const credential = await house.features.credentials.store.byId(id);
  expect(credential?.decision).not.toBeNull();
  return credential!;
}

const grants = () => house.database.db.collection<Grant>('grants').find().sort({ requestedOn: 1, _id: 1 }).toArray();
async function onlyGrant(): Promise<Grant> {
  const [grant, ...others] = await grants();
  expect(others).toEqual([]);
  return grant!;
}

async function balances(book = 'EUR', period = '2026-Q4') {
  const of = (kind: string) => house.platform.ledger.balanceOf(book as Book, `${kind}:${period}`);
  return { budget: await of('budget'), reserved: await of('reserved'), granted: await of('granted') };
}

/** What somebody was told of rewards. */
const heard = (slackId: string) =>
  house
    .told(slackId)
    .filter(({ text }) => /reward|cannot go on/.test(text))
    .map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);

/** The last card of an approver as it now stands. */
function lastCard(slackId: string) {
  const channel = house.slack.dmOf(slackId)!;
  const told = house.told(slackId).findLast(({ text }) => /please approve|your approval/.test(text));
  const message = house.slack.messages(channel).find(({ ts }) => ts === told?.ts)!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

/** Presses a button of the last card in the person's own client; what they alone were then shown. */
async function press(slackId: string, actionId: string): Promise<string> {
  const { channel, ts } = lastCard(slackId);
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId, channel, ts });
  const answer = await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  );
  await house.settleDown();
  return (answer as MessageEffect).text;
}

async function decline(slackId: string, why: string): Promise<void> {
  const { channel, ts } = lastCard(slackId);
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId: declinePressed, channel, ts });
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
  await house.slack.act.submit({ user: slackId, values: { why } });
  await house.settleDown();
}

const pressOld = async (slackId: string, actionId: string, { _id, version }: Grant) => {
  const said = await forger.press(actionId, slackId, { value: writeSeen(_id, version) });
  await house.settleDown();
  return said.text;
};

/** As an owner's credentials file says it. */
async function revoke(was: Credential): Promise<void> {
  const { _id, personId, certificationId } = was;
  const current = (await house.features.credentials.store.byId(_id))!;
  const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
  await house.features.credentials.store.model.updateOne(
    { _id, version: current.version },
    { $set: { state: 'revoked' }, ...changedWith(current, fact, { at: house.clock.now(), by: 'test' }) },
  );
  await house.settleDown();
}

/** As the directory says it. */
async function leaves({ _id }: Person): Promise<void> {
  const was = (await house.features.people.store.byId(_id))!;
  await house.features.people.store.model.updateOne(
    { _id },
    { $set: { state: 'left' }, ...changedWith(was, { type: 'person.left' }, { at: house.clock.now(), by: 'test' }) },
  );
  await house.settleDown();
}

describe('a reward is requested', () => {
  test('9.5 by its promise when the credential is verified, set aside in the budget, and approved by the manager', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    const { _id: assignmentId } = await ask(ana);
    const credential = await earn(ana);
    expect(await onlyGrant()).toMatchObject({
      credentialId: credential._id,
      assignmentId,
      state: 'reserved',
      reward: { kind: 'bonus', amount: { currency: 'EUR', minor: 50_000 } },
      charge: { book: 'EUR', period: '2026-Q4', amount: 50_000 },
    });
    expect(await balances()).toEqual({ budget: 150_000, reserved: 50_000, granted: 0 });

    await house.liveUntil(at('01T11:01'));
    expect(heard('U0BEN')).toEqual(['10-01T11:00 Ana Ruiz has earned a reward with First aid: please approve it']);
    const { words } = lastCard('U0BEN');
    for (const part of ['€500 once, with their pay', 'row for every grade', 'promised this on', 'has €1,500 left'])
      expect(words).toContain(part);
    expect(await press('U0BEN', approvePressed)).toBe('Approved: the reward of Ana Ruiz for First aid');
    expect(await onlyGrant()).toMatchObject({ state: 'granted', decision: { by: ben._id } });
    expect(await balances()).toEqual({ budget: 150_000, reserved: 0, granted: 50_000 });
    expect(heard('U0ANA')).toEqual(['10-01T11:01 Your reward for First aid is approved: €500 once, with your pay.']);
    expect(lastCard('U0BEN').words).toContain('you approved it at 13:01');
  });

  test('9.5 as it was promised, though the table and the grade have changed since', async () => {
    await rewards(fiveHundred, 'FIRST-AID,*,first,2026-10-02,points,10,,,,');
    await budgets('2026,EUR,2000', '2026,points,100');
    await ask(ana);
    await house.liveUntil(at('05T08:00'));
    await earn(ana, { earned: '2026-10-04' });
    expect(await onlyGrant()).toMatchObject({ promisedOn: '2026-10-01', charge: { period: '2026', amount: 50_000 } });
  });

  test('9.5 by the table of the day where nobody was asked; for a renewal by its own row, and for what is loaded not at all', async () => {
    await rewards(fiveHundred, 'FIRST-AID,*,renewal,2026-01-01,points,50,,,,');
    await budgets('2026-Q4,EUR,2000', '2026-Q4,points,100');
    await load(
      'credentials',
      'employee_id,code,earned_on,expires_on,state',
      `${ben.employeeId},FIRST-AID,2025-01-10,2027-01-10,verified`,
    );
    expect(await grants()).toEqual([]);
    await earn(ana);
    await earn(ben, { by: 'U0CLEO' });
    expect((await grants()).map(({ personId, occasion, assignmentId }) => [personId, occasion, assignmentId])).toEqual(
      expect.arrayContaining([
        [ana._id, 'first', null],
        [ben._id, 'renewal', null],
      ]),
    );
    // One that is older than what is held brings nothing.
    await earn(ana, { earned: '2026-08-01' });
    expect(await grants()).toHaveLength(2);
  });

  test('9.5 once, however often its reaction runs', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    const { _id } = await earn(ana);
    const fact = await house.database.db.collection('audit').findOne({ about: _id, type: 'credential.verified' });
    const { _id: id, ...body } = fact!;
    for (let n = 0; n < 2; n += 1) await house.features.rewards.reactions.request({ id, ...body } as never);
    await house.settleDown();
    expect(await onlyGrant()).toMatchObject({ state: 'reserved' });
    expect(await balances()).toEqual({ budget: 150_000, reserved: 50_000, granted: 0 });
  });

  test('9.5 and a raise is charged for each month to the end of the period', async () => {
    await rewards(raise);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await house.liveUntil(new Date('2026-11-15T09:00:00Z'));
    await earn(ana, { earned: '2026-11-10' });
    expect(await onlyGrant()).toMatchObject({ charge: { amount: 18_000 } });
  });

  test('9.5 and time off costs no money: it needs no budget', async () => {
    await rewards('FIRST-AID,*,first,2026-01-01,time-off,1,,,,');
    await ask(ana);
    await earn(ana);
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain('no budget is touched');
    await press('U0BEN', approvePressed);
    expect(await onlyGrant()).toMatchObject({ state: 'granted', charge: null });
    expect(heard('U0ANA')).toEqual(['10-01T11:01 Your reward for First aid is approved: 1 day off.']);
  });
});

describe('whoever has earned it before', () => {
  const promises = () => house.database.db.collection<RewardPromise>('rewardPromises').find().toArray();

  test('9.5 and is asked anew, is promised what a renewal brings, and gets that', async () => {
    await rewards(fiveHundred, 'FIRST-AID,*,renewal,2026-01-01,points,50,,,,');
    await budgets('2026-Q4,EUR,2000', '2026-Q4,points,100');
    await load(
      'credentials',
      'employee_id,code,earned_on,expires_on,state',
      `${ana.employeeId},FIRST-AID,2021-03-01,2023-03-01,verified`,
      `${ben.employeeId},FIRST-AID,2021-03-01,2023-03-01,revoked`,
    );
    const { _id: assignmentId } = await ask(ana);
    await ask(ben);
    const points = { occasion: 'renewal', reward: { kind: 'points', points: 50 } };
    expect(await promises()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ personId: ana._id, ...points }),
        expect.objectContaining({ personId: ben._id, occasion: 'first' }),
      ]),
    );
    await earn(ana);
    expect(await onlyGrant()).toMatchObject({ assignmentId, ...points, charge: { book: 'points', amount: 50 } });
  });

  test('9.5 is told by what was earned when they were asked, however late that is looked at', async () => {
    await ask(ana);
    await house.liveUntil(at('01T08:00'));
    await earn(ana);
    await rewards(fiveHundred, 'FIRST-AID,*,renewal,2026-01-01,points,50,,,,');
    const opened = await house.database.db.collection('audit').findOne({ type: 'assignment.opened' });
    const { _id: id, ...body } = opened!;
    await house.features.rewards.reactions.promiseOpened({ id, ...body } as never);
    expect(await promises()).toMatchObject([{ personId: ana._id, occasion: 'first' }]);
  });

  test('9.5 and has a raise for it, gets no second one beside it, though it was promised before', async () => {
    await rewards(raise);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    expect(await promises()).toMatchObject([{ personId: ana._id, occasion: 'first', reward: { kind: 'raise' } }]);
    // It ends before the day by which Ana was asked to have it, so she is still to earn another one.
    const fields = { earnedOn: date('2026-03-01'), expiresOn: date('2026-11-01') };
    const { credential } = await verify(house, ana._id, firstAid, fields);
    await house.settleDown();
    expect(await onlyGrant()).toMatchObject({ credentialId: credential._id, assignmentId: null });
    await earn(ana);
    expect(await onlyGrant()).toMatchObject({ credentialId: credential._id, reward: { lasts: 'while-held' } });
  });

  test('9.5 and has a raise for good, is not promised it again', async () => {
    await rewards('FIRST-AID,*,first,2026-01-01,raise,20,EUR,,,permanent');
    await budgets('2026-Q4,EUR,2000');
    await earn(ana, { earned: '2026-08-01' });
    await ask(ana);
    expect(await promises()).toEqual([]);
    await earn(ana, { earned: '2026-09-20' });
    expect(await onlyGrant()).toMatchObject({ reward: { kind: 'raise', lasts: 'permanent' } });
  });
});

describe('who approves', () => {
  test('9.6 two different people above the threshold: the manager, then an owner', async () => {
    await rewards(raise);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await earn(ana);
    await house.liveUntil(at('01T11:01'));
    expect(lastCard('U0BEN').words).toContain('needs two different people');
    expect(await press('U0BEN', approvePressed)).toBe('You have approved it. A second person must approve it, too.');
    expect(await onlyGrant()).toMatchObject({ state: 'reserved', approvals: [{ by: ben._id }] });
    expect(lastCard('U0BEN').words).toContain('granted once a second person approves it');
    // Again, and by the next manager, it stays as it is.
    expect(await pressOld('U0BEN', approvePressed, await onlyGrant())).toBe(
      'You have approved it. A second person must approve it, too.',
    );
    expect(await pressOld('U0CLEO', approvePressed, await onlyGrant())).toBe(grantRefusals['not-asked']);
    expect(heard('U0ANA')).toEqual([]);

    await house.liveUntil(at('02T07:01'));
    expect(heard('U0OLGA')).toEqual(heard('U0OTTO'));
    expect(lastCard('U0OLGA').words).toContain('Ben Boss has approved it');
    await press('U0OLGA', approvePressed);
    expect(await onlyGrant()).toMatchObject({ state: 'granted', approvals: [{ by: ben._id }, { by: olga._id }] });
    expect(lastCard('U0OTTO').words).toContain('Olga Owner approved it');
    expect(heard('U0ANA')).toHaveLength(1);
  });

  test('9.6 never the person themselves, a colleague or a stranger, whatever they forge', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await house.hire({ slackId: 'U0PEER', managerId: ben._id });
    await ask(olga);
    await earn(olga, { by: 'U0OTTO' });
    const grant = await onlyGrant();
    for (const actionId of [approvePressed, declinePressed]) {
      expect(await pressOld('U0OLGA', actionId, grant)).toBe(grantRefusals.own);
      expect(await pressOld('U0PEER', actionId, grant)).toBe(grantRefusals['not-asked']);
      expect(await pressOld('U0NOBODY', actionId, grant)).toBe(grantRefusals['not-asked']);
    }
    expect(await onlyGrant()).toEqual(grant);
    expect(await pressOld('U0OTTO', approvePressed, grant)).toBe('Approved: the reward of Olga Owner for First aid');
  });

  test('9.6 of two presses at once one decides, and the other is told who did', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await earn(ana);
    const grant = await onlyGrant();
    const said = await Promise.all(
      ['U0BEN', 'U0CLEO'].map(
        async (who) => (await forger.press(approvePressed, who, { value: writeSeen(grant._id, grant.version) })).text,
      ),
    );
    expect(said.filter((text) => text === 'Approved: the reward of Ana Ruiz for First aid')).toHaveLength(1);
    expect(said.filter((text) => / approved this at 09:00\.$/.test(text))).toHaveLength(1);
    await house.settleDown();
    expect(await balances()).toEqual({ budget: 150_000, reserved: 0, granted: 50_000 });
    expect(heard('U0ANA')).toHaveLength(1);
  });

  test('9.6 whoever it falls to when the approver has left, or the person reports to somebody else', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await earn(ana);
    await house.liveUntil(at('01T11:01'));
    await load('people', 'employee_id,name,manager', `${ana.employeeId},Ana Ruiz,${cleo.employeeId}`);
    expect(lastCard('U0BEN').words).toContain('somebody else decides on it now');
    expect(await pressOld('U0BEN', approvePressed, await onlyGrant())).toBe(grantRefusals['not-asked']);
    await house.liveUntil(at('02T07:01'));
    expect(heard('U0CLEO')).toHaveLength(1);
    await leaves(cleo);
    await house.liveUntil(at('02T11:01'));
    expect(heard('U0OLGA')).toHaveLength(1);
    await press('U0OLGA', approvePressed);
    expect(await onlyGrant()).toMatchObject({ state: 'granted', decision: { by: olga._id } });
  });

  test('9.6 the manager is asked again after two working days, then the next one, then the owners', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await earn(ana);
    await house.liveUntil(at('12T16:00'));
    expect(heard('U0BEN').map((line) => line.slice(0, 5))).toEqual(['10-01', '10-05']);
    expect(heard('U0CLEO').map((line) => line.slice(0, 5))).toEqual(['10-07']);
    expect(heard('U0OLGA').map((line) => line.slice(0, 5))).toEqual(['10-09']);
  });

  test('9.6 or declines it with a reason, which the person hears once; the money is free again', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    await earn(ana);
    await house.liveUntil(at('01T11:01'));
    await decline('U0BEN', 'It was paid with the September bonus already');
    expect(await onlyGrant()).toMatchObject({ state: 'declined', decision: { by: ben._id } });
    expect(await balances()).toEqual({ budget: 200_000, reserved: 0, granted: 0 });
    expect(heard('U0ANA')).toEqual([
      '10-01T11:01 Your reward for First aid was not approved. The reason given: It was paid with the September bonus already',
    ]);
    expect(lastCard('U0BEN').words).toContain('you declined it');
  });
});

describe('a budget', () => {
  test('9.7 that has not enough left is told to the owners, and what waits for it goes on when it grows', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,400');
    await ask(ana);
    await earn(ana);
    expect(await onlyGrant()).toMatchObject({ state: 'over-budget' });
    expect(await balances()).toEqual({ budget: 40_000, reserved: 0, granted: 0 });
    expect(heard('U0OLGA')).toEqual(['10-01T07:00 1 reward cannot go on: the budget has not enough left.']);
    expect(heard('U0OTTO')).toHaveLength(1);
    expect(await pressOld('U0BEN', approvePressed, await onlyGrant())).toBe(grantRefusals.changed);

    await budgets('2026-Q4,EUR,600');
    expect(await onlyGrant()).toMatchObject({ state: 'reserved' });
    expect(await balances()).toEqual({ budget: 10_000, reserved: 50_000, granted: 0 });
    await house.liveUntil(at('01T11:01'));
    await press('U0BEN', approvePressed);
    expect(await balances()).toEqual({ budget: 10_000, reserved: 0, granted: 50_000 });
  });

  test('9.7 that has not enough left for several is told once a day, with who waits longest', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,400');
    await earn(ben, { by: 'U0CLEO' });
    await house.liveUntil(at('02T07:00'));
    await earn(ana);
    await house.liveUntil(at('02T08:00'));
    expect(heard('U0OLGA').map((line) => line.slice(12))).toEqual([
      '1 reward cannot go on: the budget has not enough left.',
      '2 rewards cannot go on: the budget has not enough left.',
    ]);
    const told = JSON.stringify(house.slack.messages(house.slack.dmOf('U0OLGA')!).at(-1)?.blocks);
    expect(told).toContain('€1,000 needed, €400 left. 2 rewards, first Ben Boss’s First aid');
  });

  test('9.7 of the next period pays for what waits, by what it costs then', async () => {
    await rewards(raise);
    await budgets('2026-Q4,EUR,100', '2027-Q1,EUR,1000');
    await ask(ana);
    await earn(ana);
    expect(await onlyGrant()).toMatchObject({ state: 'over-budget', charge: { period: '2026-Q4', amount: 27_000 } });
    await house.liveUntil(new Date('2027-01-01T12:00:00Z'));
    expect(await onlyGrant()).toMatchObject({ state: 'reserved', charge: { period: '2027-Q1', amount: 27_000 } });
    expect(await balances('EUR', '2027-Q1')).toEqual({ budget: 73_000, reserved: 27_000, granted: 0 });
  });

  test('9.7 that is lowered in the very moment in which it is reserved stays as it was, in the ledger, too', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,500');
    await earn(ana);
    const [was] = await house.features.rewards.budgets.all();
    const { book, period, amount } = was!;
    const fact = { type: 'budget.changed', book, period, amount: 10_000, was: amount } as const;
    const cause = { at: house.clock.now(), by: 'test' };
    await house.features.rewards.budgets.save([{ kind: 'changed', was: was!, set: { amount: 10_000 }, fact }], cause);
    await house.settleDown();
    expect(await house.features.rewards.budgets.all()).toMatchObject([{ amount: 50_000 }]);
    expect(await balances()).toEqual({ budget: 0, reserved: 50_000, granted: 0 });
    await budgets('2026-Q4,EUR,700');
    expect(await balances()).toEqual({ budget: 20_000, reserved: 50_000, granted: 0 });
  });

  test('9.7 that is freed by what is declined pays for what waits', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,500');
    await earn(ana);
    await earn(ben, { by: 'U0CLEO' });
    const [waits] = (await grants()).filter(({ state }) => state === 'over-budget');
    const [first] = (await grants()).filter(({ state }) => state === 'reserved');
    await house.features.rewards.forms[declinePressed]?.({
      slackUserId: SlackUserId.parse('U0OLGA'),
      subject: writeSeen(first!._id, first!.version),
      values: { why: 'not this year' },
    });
    await house.settleDown();
    expect(await house.database.db.collection<Grant>('grants').findOne({ _id: waits!._id })).toMatchObject({
      state: 'reserved',
    });
  });
});

describe('a credential that is revoked', () => {
  test('9.8 takes its reward with it: what was set aside or granted is free again, and the person is told once', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    const credential = await earn(ana);
    await house.liveUntil(at('01T11:01'));
    await press('U0BEN', approvePressed);
    await revoke(credential);
    expect(await onlyGrant()).toMatchObject({ state: 'reversed' });
    expect(await balances()).toEqual({ budget: 200_000, reserved: 0, granted: 0 });
    expect(heard('U0ANA').map((line) => line.slice(12))).toEqual([
      'Your reward for First aid is approved: €500 once, with your pay.',
      'Your First aid was revoked, so its reward is taken back.',
    ]);
    expect(JSON.stringify(house.slack.messages(house.slack.dmOf('U0ANA')!).at(-1))).not.toContain('payroll');
  });

  test('9.8 after hours, just after it was approved, is told once the next morning', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    const credential = await earn(ana);
    await house.liveUntil(at('01T17:00'));
    await press('U0BEN', approvePressed);
    await revoke(credential);
    await house.liveUntil(at('02T09:00'));
    expect(heard('U0ANA').map((line) => line.slice(12))).toEqual([
      'Your First aid was revoked, so its reward is taken back.',
    ]);
  });

  test('9.8 before it was approved needs no approval any more, and nobody is told of a reward they never had', async () => {
    await rewards(fiveHundred);
    await budgets('2026-Q4,EUR,2000');
    await ask(ana);
    const credential = await earn(ana);
    await house.liveUntil(at('01T11:01'));
    await revoke(credential);
    expect(lastCard('U0BEN').words).toContain('nothing to decide any more');
    expect(await pressOld('U0BEN', approvePressed, await onlyGrant())).toBe(grantRefusals.revoked);
    expect(await balances()).toEqual({ budget: 200_000, reserved: 0, granted: 0 });
    expect(heard('U0ANA')).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { objectsOf } from '../../sandbox/json.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { postTopic } from '../../src/features/recognition/actions/topics.js';
import { answers, neverPressed, postPressed } from '../../src/features/recognition/messages.js';
import { choosePressed, sharePressed, unsharePressed } from '../../src/features/recognition/parts.js';
import type { Choice } from '../../src/features/recognition/post.js';
import { approvePressed } from '../../src/features/rewards/messages/approval.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { Row } from '../../src/platform/slack/outbox.js';
import type { CertificationId, PostId } from '../../src/shared/ids.js';
import { grantIdOf } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aRewardRule } from '../builders/reward.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { verify } from '../harness/verified.js';

/*
 * Thursday 1 October 2026, 09:00 in Madrid. Ana reports to Ben, who approves her rewards: two and a half days off, which no
 * budget pays. The round-up comes on Friday at 11:00 UTC.
 */

const channel = 'C0PRAISE';
const firstAid = 'FIRST-AID' as CertificationId;
const gotOne = 'got a reward for it';

let house: Awaited<ReturnType<typeof startHouse>>;
let forger: Awaited<ReturnType<typeof startForger>>;
let ana: Person;

beforeEach(async () => {
  house = await startHouse({ recognitionChannel: channel });
  forger = await startForger(house);
  await house.switchOn();
  const ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Boss' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
  const daysOff = { certificationId: firstAid, terms: { kind: 'time-off', halfDays: 5 } } as const;
  const rules = [aRewardRule(daysOff), aRewardRule({ ...daysOff, occasion: 'renewal' })];
  const known = rules.map((rule) => ({ ...rule, ...bornSilently }));
  await house.database.db.collection<{ _id: string }>('rewardRules').insertMany(known);
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
});

async function choose(value: Choice) {
  await house.features.recognition.presses[choosePressed]?.({
    slackUserId: SlackUserId.parse('U0ANA'),
    value,
  } as never);
  await house.settleDown();
}

async function earn(fields: Partial<Credential> = {}): Promise<Credential> {
  const { credential } = await verify(house, ana._id, { _id: firstAid, name: 'First aid' }, fields);
  await house.settleDown();
  return credential;
}

async function approve({ _id }: Credential) {
  const grant = await house.database.db
    .collection<{ _id: string; version: number }>('grants')
    .findOne({ _id: grantIdOf(_id) });
  await forger.press(approvePressed, 'U0BEN', { value: writeSeen(grant!._id, grant!.version) });
  await house.settleDown();
}

async function rewarded(fields: Partial<Credential> = {}) {
  const credential = await earn(fields);
  await approve(credential);
  return credential;
}

async function revoke({ _id, personId, certificationId }: Credential) {
  const was = (await house.features.credentials.store.byId(_id))!;
  const fact = { type: 'credential.revoked', personId, certificationId, credentialId: _id } as const;
  const cause = { at: house.clock.now(), by: 'test' };
  await house.features.credentials.store.change(was, 'revoked', fact, cause);
  await house.settleDown();
}

/** What the channel reads now. */
const inChannel = () => JSON.stringify(house.slack.messages(channel));

/** Ana's messages about her rewards as they stand now. */
const told = () =>
  house.slack.messages(house.slack.dmOf('U0ANA')!).filter(({ text }) => /^Your reward for|revoked/.test(String(text)));
const words = () => JSON.stringify(told());

/** What the button in one of them carries; undefined when none has it. */
function carried(actionId: string): string | undefined {
  const blocks = told().flatMap((message) => objectsOf(message.blocks));
  const controls = blocks.flatMap(({ accessory }) => objectsOf([accessory]));
  return controls.find((control) => control.action_id === actionId)?.value as string | undefined;
}

async function pressed(actionId: string, value: string | undefined, user = 'U0ANA') {
  const { text } = await forger.press(actionId, user, { value });
  await house.settleDown();
  return text;
}
const press = (actionId: string) => pressed(actionId, carried(actionId) ?? 'It has no such button');

const factsOf = (type: string) => house.database.db.collection('audit').countDocuments({ type });

describe('5.13 that it was rewarded', () => {
  test('5.13 stands in the post when its person shares it, without which or how much, until they take that back', async () => {
    await choose('yes');
    await rewarded();
    expect(inChannel()).toContain('has earned *First aid*');
    expect(inChannel()).not.toContain(gotOne);
    expect(words()).toContain('Your colleagues hear of it only if you share it');

    expect(await press(sharePressed)).toBe(answers['reward-shared']);
    expect(inChannel()).toContain('They got a reward for it.');
    expect(inChannel()).not.toMatch(/days|off\b|2\.5|bonus|raise|point|€/);
    expect(house.slack.messages(channel)).toHaveLength(1);
    expect(words()).toContain('You share it');

    expect(await press(unsharePressed)).toBe(answers['reward-unshared']);
    expect(inChannel()).not.toContain(gotOne);
    expect(carried(sharePressed)).toBeDefined();
  });

  test('5.13 leaves the post again when it was taken back between composing and sending, where no row could be marked', async () => {
    await choose('yes');
    await rewarded();
    await press(sharePressed);
    const { db } = house.database;
    await db.collection('posts').updateMany({}, { $set: { sharesReward: false }, $inc: { version: 1 } });
    const topic = house.features.recognition.topics[postTopic];
    for (const row of await db.collection<Row>('outbox').find({ topic: postTopic }).toArray()) {
      const version = (await house.features.recognition.store.byId(row.subject as PostId))!.version - 1;
      await topic?.settle?.([{ ...row, items: row.items.map((item) => ({ ...item, version })) } as Row]);
    }
    await house.settleDown();
    expect(inChannel()).toContain('has earned *First aid*');
    expect(inChannel()).not.toContain(gotOne);
  });

  test('5.13 stands in the line of the round-up that is still to come', async () => {
    await choose('yes');
    await verify(
      house,
      ana._id,
      { _id: firstAid, name: 'First aid' },
      { source: 'loaded', earnedOn: '2023-10-01' as never, expiresOn: '2026-10-10' as never },
    );
    await rewarded();
    await press(sharePressed);
    expect(inChannel()).toBe('[]');
    await house.liveUntil(new Date('2026-10-02T11:01:00Z'));
    expect(inChannel()).toContain('Ana Ruiz: First aid, and got a reward for it');
    await press(unsharePressed);
    expect(inChannel()).toContain('Ana Ruiz: First aid');
    expect(inChannel()).not.toContain(gotOne);
  });

  test('5.13 can be shared only once its person has let the post be made', async () => {
    await rewarded();
    expect(told()).toHaveLength(1);
    expect(carried(sharePressed)).toBeUndefined();
    const [post] = await house.database.db.collection<{ _id: string }>('posts').find().toArray();
    await pressed(postPressed, writeSeen(post!._id, 0));
    expect(await press(sharePressed)).toBe(answers['reward-shared']);
    expect(inChannel()).toContain(gotOne);
  });

  test('5.13 is nothing to share for whoever wants no posts, nor after a month, nor where nothing is posted', async () => {
    const credential = await rewarded();
    const [post] = await house.database.db.collection<{ _id: string }>('posts').find().toArray();
    await pressed(neverPressed, writeSeen(post!._id, 0));
    expect(carried(sharePressed)).toBeUndefined();
    for (const version of [0, 1, 2])
      expect(await pressed(sharePressed, writeSeen(post!._id, version))).toBe(answers['reward-gone']);
    expect(await factsOf('post.reward-shared')).toBe(0);
    expect(inChannel()).toBe('[]');
    await revoke(credential);

    await choose('yes');
    const other = await earn({ earnedOn: '2026-09-30' as never });
    await house.liveUntil(new Date('2026-11-02T09:00:00Z'));
    await approve(other);
    await house.liveUntil(new Date('2026-11-02T09:10:00Z'));
    expect(told().at(-1)?.text).toMatch(/^Your reward for/);
    expect(carried(sharePressed)).toBeUndefined();
  });

  test('5.13 leaves the post when its person says never afterwards', async () => {
    await choose('yes');
    await rewarded();
    await press(sharePressed);
    await choose('never');
    expect(inChannel()).toContain('has earned *First aid*');
    expect(inChannel()).not.toContain(gotOne);
    expect(carried(sharePressed) ?? carried(unsharePressed)).toBeUndefined();
  });

  test('5.13 leaves the post when the reward is taken back, and nothing is left to press', async () => {
    await choose('yes');
    const credential = await rewarded();
    await press(sharePressed);
    const old = carried(unsharePressed)!;
    await revoke(credential);
    expect(inChannel()).not.toContain(gotOne);
    expect(carried(sharePressed) ?? carried(unsharePressed)).toBeUndefined();
    expect(await pressed(sharePressed, old)).toBe(answers['reward-gone']);
    expect(inChannel()).not.toContain(gotOne);
  });

  test('8.4 is one fact and one answer, however often it is pressed at once', async () => {
    await choose('yes');
    await rewarded();
    const value = carried(sharePressed)!;
    const said = await Promise.all([1, 2, 3].map(() => forger.press(sharePressed, 'U0ANA', { value })));
    await house.settleDown();
    expect(new Set(said.map(({ text }) => text))).toEqual(new Set([answers['reward-shared']]));
    expect(await factsOf('post.reward-shared')).toBe(1);
    await press(unsharePressed);
    expect(await pressed(sharePressed, value)).toBe(answers['reward-changed']);
    expect(inChannel()).not.toContain(gotOne);
  });

  test('8.1 is shared by nobody else, whatever they forge', async () => {
    await choose('yes');
    await rewarded();
    const value = carried(sharePressed)!;
    for (const user of ['U0BEN', 'U0NOBODY'])
      expect(await pressed(sharePressed, value, user)).toBe(answers['not-yours']);
    expect(await pressed(sharePressed, '<!channel>')).toBe(answers['not-known']);
    expect(await pressed(sharePressed, writeSeen('pst_00000000', 1))).toBe(answers['not-known']);
    expect(await pressed(sharePressed, value.replace(/ \d+$/, ' 99'))).toBe(answers['reward-changed']);
    expect(inChannel()).not.toContain(gotOne);
  });
});

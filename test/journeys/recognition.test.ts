import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import {
  addLinePressed,
  answers,
  congratulatePressed,
  lineErrors,
  lineInput,
  neverPressed,
  postPressed,
} from '../../src/features/recognition/messages.js';
import { choosePressed } from '../../src/features/recognition/parts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { writeSeen } from '../../src/shared/seen.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { verify as verifyIn } from '../harness/verified.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

const channel = 'C0PRAISE';

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;

const date = (text: string) => text as CalendarDate;
const minute = 60_000;

/** Ana reports to Mel; Ben and Eva are colleagues. */
async function startCompany(options: Parameters<typeof startHouse>[0] = { recognitionChannel: channel }) {
  house = await startHouse(options);
  await house.switchOn();
  const mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  const ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  await house.hire({ slackId: 'U0BEN', name: 'Ben Koch' });
  await house.hire({ slackId: 'U0EVA', name: 'Eva Lind' });
  return { ana, mel };
}
afterEach(() => house.stop());

const verify = (personId: Person['_id'], ...about: Verified) => verifyIn(house, personId, ...about);
type Verified =
  Parameters<typeof verifyIn> extends [House: unknown, personId: unknown, ...about: infer About] ? About : never;

async function revoke(credential: Credential): Promise<void> {
  const { personId, certificationId, _id: credentialId } = credential;
  const revoked = { type: 'credential.revoked', personId, certificationId, credentialId } as const;
  const cause = { at: house.clock.now(), by: 'test' };
  await house.features.credentials.store.change(credential, 'revoked', revoked, cause);
}

const wait = (minutes: number) => house.liveUntil(new Date(house.clock.now().getTime() + minutes * minute));
const wordsOf = (message: object | undefined) => JSON.stringify(message ?? null);
const posts = () => house.slack.messages(channel);

function lastDm(slackId: string) {
  const dm = house.slack.dmOf(slackId);
  const message = dm === undefined ? undefined : house.slack.messages(dm).at(-1);
  return { channel: dm!, ts: String(message?.ts), words: wordsOf(message?.blocks as object) };
}

/** Presses in somebody's own client; what they alone were then shown. */
async function press(user: string, actionId: string, where: { channel: string; ts: string }) {
  const before = house.slack.effects().length;
  const { acked } = await house.slack.act.press({ user, actionId, channel: where.channel, ts: where.ts });
  expect(acked).toBe(true);
  const answer = await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  );
  return (answer as MessageEffect).text;
}

const answer = async (slackId: string, actionId: string) => {
  const said = await press(slackId, actionId, lastDm(slackId));
  await house.settleDown();
  return said;
};

const congratulate = (slackId: string) =>
  press(slackId, congratulatePressed, { channel, ts: String(posts().at(-1)?.ts) });

async function openLineDialog(slackId: string) {
  const before = house.slack.effects().length;
  const { channel: dm, ts } = lastDm(slackId);
  await house.slack.act.press({ user: slackId, actionId: addLinePressed, channel: dm, ts });
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
}

/** As Slack tells of a choice on somebody's Home tab. */
async function chooseOnHome(user: string, value: string) {
  const forger = await startForger(house);
  const select = { action_id: choosePressed, block_id: 'b', type: 'static_select', selected_option: { value } };
  const status = await forger.send({ ...asSentBy(user), view: { id: 'V1', type: 'home' }, actions: [select] });
  await forger.stop();
  expect(status).toBe(200);
  await house.settleDown();
}

const asSentBy = (user: string) => ({
  type: 'block_actions',
  user: { id: user, team_id: house.slack.teamId },
  team: { id: house.slack.teamId },
  container: { type: 'view' },
});

/** What the buttons of the only question carry. */
async function seenOfPost() {
  const [post] = await house.database.db.collection('posts').find().toArray();
  return writeSeen(String(post?._id), 0);
}

const factsOf = async (type: string) => {
  await house.settleDown();
  return house.database.db.collection('audit').countDocuments({ type });
};

describe('the question', () => {
  let ana: Person;
  beforeEach(async () => {
    ({ ana } = await startCompany());
  });

  test('5.1 shows the post as it would stand and posts nothing by itself; “post it as shown” posts it, now and later', async () => {
    await verify(ana._id, { name: 'First aid at work' });
    await wait(1);
    expect(house.told('U0ANA').map(({ text }) => text)).toEqual([
      'May your colleagues hear of your First aid at work? Nothing is posted unless you say so.',
    ]);
    const asked = lastDm('U0ANA').words;
    expect(asked).toContain('<@U0ANA> has earned *First aid at work*.');
    expect(asked).toContain('Without an answer by Monday 5 October 2026, nothing is posted.');
    expect(posts()).toEqual([]);

    expect(await answer('U0ANA', postPressed)).toBe(answers.agreed);
    expect(posts()).toHaveLength(1);
    expect(wordsOf(posts()[0])).toContain('<@U0ANA> has earned *First aid at work*.');
    expect(lastDm('U0ANA').words).toContain('Your colleagues can read of it');
    expect(lastDm('U0ANA').words).not.toContain(postPressed);

    await verify(ana._id, { name: 'Ladders' });
    await wait(1);
    expect(posts()).toHaveLength(2);
    expect(wordsOf(posts()[1])).toContain('Ladders');
    expect(house.told('U0ANA')).toHaveLength(1);
  });

  test('5.1 a line of theirs stands in the post as plain words', async () => {
    await verify(ana._id);
    await wait(1);
    await openLineDialog('U0ANA');
    const values = { [lineInput]: '  *Thanks* to <!channel> and Ben \u202e' };
    expect(await house.slack.act.submit({ user: 'U0ANA', values })).toMatchObject({ acked: true, formProblem: null });
    await house.settleDown();
    expect(wordsOf(posts()[0])).toContain('In their own words: “∗Thanks∗ to &lt;!channel&gt; and Ben”');
    expect(wordsOf(house.slack.modals('U0ANA'))).toContain(answers.agreed);
  });

  test('5.1 a line in which nothing can be seen is sent back and changes nothing', async () => {
    await verify(ana._id);
    await wait(1);
    await openLineDialog('U0ANA');
    const { response } = await house.slack.act.submit({ user: 'U0ANA', values: { [lineInput]: '\u200b \u2800' } });
    expect(response).toEqual({ response_action: 'errors', errors: { [lineInput]: lineErrors.empty } });
    await house.settleDown();
    expect(posts()).toEqual([]);
    expect(lastDm('U0ANA').words).toContain(postPressed);
  });

  test('5.1 never posts nothing, is not asked about again, and only the manager hears of it', async () => {
    await verify(ana._id, { name: 'First aid at work' });
    await wait(1);
    expect(await answer('U0ANA', neverPressed)).toBe(answers.declined);
    await wait(1);
    expect(lastDm('U0ANA').words).toContain('Nothing is posted about you');
    expect(house.told('U0MEL').map(({ text }) => text)).toEqual([
      'Ana Ruiz has earned First aid at work. A word from you counts.',
    ]);
    await verify(ana._id, { name: 'Ladders' });
    await house.liveUntil(new Date('2026-10-02T07:01:00Z'));
    expect(posts()).toEqual([]);
    expect(house.told('U0ANA')).toHaveLength(1);
    expect(house.told('U0MEL')).toHaveLength(2);
  });

  test('5.1 comes once for two earned at the same time, and its answer is for both', async () => {
    house.setTime(new Date('2026-10-01T20:00:00Z'));
    await verify(ana._id, { name: 'First aid at work' });
    await verify(ana._id, { name: 'Ladders' });
    await house.liveUntil(new Date('2026-10-02T07:30:00Z'));
    expect(house.told('U0ANA').map(({ at }) => at)).toEqual(['2026-10-02T07:00:00.000Z']);
    await answer('U0ANA', postPressed);
    expect(posts()).toHaveLength(2);
  });

  test('comes for the second thing earned when the first was revoked before anybody was asked', async () => {
    house.setTime(new Date('2026-10-01T20:00:00Z'));
    const { credential } = await verify(ana._id);
    await verify(ana._id, { name: 'Ladders' });
    await house.settleDown();
    await revoke(credential);
    await house.liveUntil(new Date('2026-10-02T07:30:00Z'));
    expect(house.told('U0ANA').map(({ text }) => text)).toEqual([
      'May your colleagues hear of your Ladders? Nothing is posted unless you say so.',
    ]);
  });

  test('5.2 without an answer in two working days posts nothing, and the manager is invited to say thanks', async () => {
    await verify(ana._id, { name: 'First aid at work' });
    await house.liveUntil(new Date('2026-10-05T21:58:00Z'));
    expect(lastDm('U0ANA').words).toContain(postPressed);
    expect(house.told('U0MEL')).toEqual([]);

    await house.liveUntil(new Date('2026-10-06T08:00:00Z'));
    expect(lastDm('U0ANA').words).toContain('There was no answer, so nothing was posted');
    expect(house.told('U0MEL').map(({ text }) => text)).toEqual([
      'Ana Ruiz has earned First aid at work. A word from you counts.',
    ]);
    expect(lastDm('U0MEL').words).not.toMatch(/post(ed)? it|never|answer/);
    await verify(ana._id, { name: 'Ladders' });
    await house.liveUntil(new Date('2026-10-07T08:00:00Z'));
    expect(posts()).toEqual([]);
    expect(house.told('U0ANA')).toHaveLength(1);
    expect(house.told('U0MEL')).toHaveLength(2);
  });

  test('8.5 a press after the time is over says so and changes nothing', async () => {
    await verify(ana._id);
    await wait(1);
    const value = await seenOfPost();
    await house.liveUntil(new Date('2026-10-06T08:00:00Z'));
    const forger = await startForger(house);
    const { text } = await forger.press(postPressed, 'U0ANA', { value });
    await forger.stop();
    expect(text).toBe(answers['too-late']);
    await house.settleDown();
    expect(posts()).toEqual([]);
  });

  test('8.4 pressed three times at once posts once and is answered the same', async () => {
    await verify(ana._id);
    await wait(1);
    const forger = await startForger(house);
    const value = await seenOfPost();
    const pressOnce = () => forger.press(postPressed, 'U0ANA', { value });
    const said = [...(await Promise.all([pressOnce(), pressOnce(), pressOnce()])), await pressOnce()];
    await house.settleDown();
    said.push(await pressOnce());
    await forger.stop();
    expect(new Set(said.map(({ text }) => text))).toEqual(new Set([answers.agreed]));
    expect(await factsOf('post.agreed')).toBe(1);
    expect(posts()).toHaveLength(1);
  });

  test('5.1 is answered by nobody else, whatever they press or send in', async () => {
    await verify(ana._id);
    await wait(1);
    const forger = await startForger(house);
    const value = await seenOfPost();
    for (const actionId of [postPressed, addLinePressed, neverPressed]) {
      expect((await forger.press(actionId, 'U0MEL', { value })).text).toBe(answers['not-yours']);
      expect((await forger.press(actionId, 'U0NOBODY', { value })).text).toBe(answers['not-yours']);
      expect((await forger.press(actionId, 'U0ANA', { value: 'pst_00000000 0' })).text).toBe(answers['not-known']);
      expect((await forger.press(actionId, 'U0ANA', { value: '<!channel>' })).text).toBe(answers['not-known']);
    }
    await forger.send({
      ...asSentBy('U0MEL'),
      type: 'view_submission',
      view: {
        id: 'V1',
        callback_id: addLinePressed,
        private_metadata: value,
        state: { values: { [lineInput]: { [lineInput]: { type: 'plain_text_input', value: 'ha' } } } },
      },
    });
    await forger.stop();
    await house.settleDown();
    expect(posts()).toEqual([]);
    expect(lastDm('U0ANA').words).toContain(postPressed);
  });

  test('6.6 is answered as well by what somebody chooses on Home, which they can change at any time', async () => {
    await verify(ana._id);
    await wait(1);
    await chooseOnHome('U0ANA', 'yes');
    expect(posts()).toHaveLength(1);
    expect(lastDm('U0ANA').words).not.toContain(postPressed);
    await chooseOnHome('U0ANA', 'never');
    await verify(ana._id);
    await wait(1);
    expect(posts()).toHaveLength(1);
    await chooseOnHome('U0ANA', 'ask');
    await verify(ana._id, { name: 'Ladders' });
    await wait(1);
    expect(house.told('U0ANA').at(-1)?.text).toContain('May your colleagues hear of your Ladders?');
    await chooseOnHome('U0ANA', 'everything');
    expect(await house.features.recognition.choiceOf(ana._id)).toBe('ask');
  });

  test('is not asked about what was loaded from a file', async () => {
    await verify(ana._id, {}, { source: 'loaded' });
    await wait(1);
    expect([...house.told('U0ANA'), ...house.told('U0MEL')]).toEqual([]);
  });

  test('is withdrawn when what was earned is revoked before the answer', async () => {
    const { credential } = await verify(ana._id);
    await wait(1);
    await revoke(credential);
    expect(await answer('U0ANA', postPressed)).toBe(answers.gone);
    expect(posts()).toEqual([]);
    expect(lastDm('U0ANA').words).toContain('It no longer counts');
  });
});

test('5.2 without a recognition channel nobody is asked, and the manager is invited to say thanks', async () => {
  const { ana } = await startCompany({});
  await verify(ana._id, { name: 'First aid at work' });
  await wait(1);
  expect(house.told('U0ANA')).toEqual([]);
  expect(house.told('U0MEL').map(({ text }) => text)).toEqual([
    'Ana Ruiz has earned First aid at work. A word from you counts.',
  ]);
});

describe('the post', () => {
  let ana: Person;
  beforeEach(async () => {
    ({ ana } = await startCompany());
  });

  /** Somebody who has said yes before. */
  async function posted(certification: Partial<Certification> = {}, fields: Partial<Credential> = {}) {
    await chooseOnHome('U0ANA', 'yes');
    await verify(ana._id, certification, fields);
    await wait(1);
    return wordsOf(posts().at(-1));
  }

  test('5.3 says what it took and why it matters', async () => {
    const words = await posted({ name: 'First aid at work', issuer: 'Red Cross', studyHours: 60 });
    expect(words).toContain('<@U0ANA> has earned *First aid at work*.');
    expect(words).toContain(
      'Our catalogue tells every Technician why it matters: “customers ask who may open the shaft.”',
    );
    expect(words).toContain('It is awarded by Red Cross and takes about 60 hours of study.');
    expect(posts()[0]?.text).toBe('Ana Ruiz has earned First aid at work.');
    expect(words.match(/<@/g)).toHaveLength(1);
  });

  test('5.3 speaks to everybody who reads it, though the catalogue speaks to those who hold it', async () => {
    const why = 'You go into the shaft, and your colleagues rely on you.';
    const words = await posted({ relevantTo: [{ role: 'Technician', why }] });
    expect(words).toContain(`every Technician why it matters: “${why}”`);
    expect(words.replaceAll(/“[^”]*”/g, '')).not.toMatch(/\byou(rs?)?\b/i);
  });

  test('5.8 calls the first certification so, and the fifth, and no other', async () => {
    const words: string[] = [];
    for (const day of ['01', '02', '03', '04', '05', '06']) {
      words.push(await posted({}, { earnedOn: date(`2026-09-${day}`) }));
      house.setTime(new Date(house.clock.now().getTime() + 24 * 60 * minute));
    }
    expect(words.map((post) => /their (\w+) certification here/.exec(post)?.[1])).toEqual([
      'first',
      undefined,
      undefined,
      undefined,
      'fifth',
      undefined,
    ]);
  });

  test('5.4 congratulating counts each colleague once, says so, and the post shows it', async () => {
    await posted();
    expect(wordsOf(posts()[0])).not.toContain('congratulates.');
    expect(await congratulate('U0BEN')).toBe(answers.congratulated);
    expect(await congratulate('U0BEN')).toBe(answers.congratulated);
    await house.settleDown();
    expect(wordsOf(posts()[0])).toContain('1 colleague congratulates.');
    expect(await congratulate('U0EVA')).toBe(answers.congratulated);
    expect(await congratulate('U0ANA')).toBe(answers['own-post']);
    await house.settleDown();
    expect(wordsOf(posts()[0])).toContain('2 colleagues congratulate.');
  });

  test.each([
    ['Slack does not take', { archived: true }],
    ['people of another company would read', { shared: 'with-others' }],
  ] as const)('5.2 that %s is not made: its person learns it, and the manager is invited', async (_, change) => {
    house.slack.setChannel(channel, change);
    await verify(ana._id);
    await wait(1);
    await answer('U0ANA', postPressed);
    await wait(1);
    expect(posts()).toEqual([]);
    expect(lastDm('U0ANA').words).toContain('The recognition channel did not take the post');
    expect(house.told('U0MEL')).toHaveLength(1);
  });

  test('5.6 that could not be made for a week is made no more: its person learns it, and the manager is invited', async () => {
    await verify(ana._id, { name: 'First aid at work' });
    await wait(1);
    const [post] = await house.database.db.collection('posts').find().toArray();
    // What a week without Slack leaves of its message.
    const given = { topic: 'recognition.post', to: channel, state: 'dropped', why: 'window passed', items: [] };
    const _id = `recognition.post|${post?._id}`;
    await house.database.db.collection<{ _id: string }>('outbox').insertOne({ _id, ...given });
    await answer('U0ANA', postPressed);
    await house.liveUntil(new Date('2026-10-08T07:30:00Z'));
    expect(lastDm('U0ANA').words).toContain('You said yes. Your colleagues will read of it');
    await house.liveUntil(new Date('2026-10-08T09:00:00Z'));
    expect(lastDm('U0ANA').words).toContain('it was no news any more. Nothing was posted.');
    expect(posts()).toEqual([]);
    expect(house.told('U0MEL').map(({ text }) => text)).toEqual([
      'Ana Ruiz has earned First aid at work. A word from you counts.',
    ]);
  });

  test('5.4 is refused to somebody who is not in the people file', async () => {
    await posted();
    house.slack.addUser({ id: 'U0NEW', realName: 'New Here', tz: 'Europe/Madrid' });
    house.slack.setChannel(channel, { addMembers: ['U0NEW'] });
    expect(await congratulate('U0NEW')).toBe(answers['not-a-colleague']);
    await house.settleDown();
    expect(wordsOf(posts()[0])).not.toContain('congratulates.');
  });
});

test('5.1 while reminders are switched off, or a pilot does not hold them, nobody is asked and no manager invited', async () => {
  const { ana } = await startCompany();
  await house.features.nudges.switchTo({ state: 'off' }, 10, 'U0OWNER');
  await verify(ana._id);
  await wait(3 * 24 * 60);
  expect(house.told('U0ANA')).toEqual([]);
  expect(house.told('U0MEL')).toEqual([]);
  expect(posts()).toEqual([]);
});

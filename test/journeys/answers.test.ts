import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Certification } from '../../src/features/catalog/index.js';
import { refusals } from '../../src/features/nudges/messages.js';
import type { MoreChoice } from '../../src/features/nudges/parts.js';
import { morePressed, snoozePressed } from '../../src/features/nudges/parts.js';
import type { Person } from '../../src/features/people/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { AssignmentId } from '../../src/shared/ids.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { hostileText } from '../registry/hostile.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
type Forger = Awaited<ReturnType<typeof startForger>>;
let house: House;
let forger: Forger;

beforeEach(async () => {
  house = await startHouse();
  forger = await startForger(house);
  await house.switchOn();
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
});

const date = (text: string) => text as CalendarDate;
const minute = 60_000;

/** Somebody who has just been told of an assignment. */
async function told(
  slackId: string,
  dueOn: string,
  {
    certification = {},
    person = {},
  }: { certification?: Partial<Certification>; person?: Omit<Partial<Person>, 'slackId'> } = {},
) {
  const wanted = aCertification(certification);
  await house.certify(wanted);
  const employee = await house.hire({ slackId, ...person });
  const { _id, personId } = await house.assign({
    personId: employee._id,
    certificationId: wanted._id,
    dueOn: date(dueOn),
  });
  // DMs are opened before the first message, which is ready a minute later.
  await house.liveUntil(new Date(house.clock.now().getTime() + minute));
  expect(house.told(slackId)).toHaveLength(1);
  return { slackId, personId, assignmentId: _id, certification: wanted };
}

type Told = Awaited<ReturnType<typeof told>>;

const assignmentOf = async ({ assignmentId }: Told) => (await house.assignment(assignmentId)) as Assignment;
const seenOf = async (who: Told) => ({ id: who.assignmentId, version: (await assignmentOf(who)).version });
type Seen = { id: AssignmentId; version: number };
const snoozeValue = ({ id, version }: Seen, days: number) => writeSeen(id, version, String(days));
const menuValue = ({ id, version }: Seen, choice: MoreChoice) => writeSeen(id, version, choice);
const chooses = async (who: Told, choice: MoreChoice) => press(who, morePressed, menuValue(await seenOf(who), choice));

/** The blocks of the last reminder as they now stand. */
function lastMessage({ slackId }: Told) {
  const channel = house.slack.dmOf(slackId)!;
  const message = house.slack.messages(channel).at(-1)!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

/** The labels of *Snooze* with the values behind them. */
function snoozesIn(words: string): Map<string, string> {
  const found = words.matchAll(
    /"text":"(For [^"]+)"[^}]*\},"value":"([^"]+)"|"value":"([^"]+)","text":\{[^}]*"text":"(For [^"]+)"/g,
  );
  return new Map(
    [...found].map(([, label, value, otherValue, otherLabel]) => [(label ?? otherLabel)!, (value ?? otherValue)!]),
  );
}

/** Presses in the person's own client; what they alone were then shown. */
async function press(who: Told, actionId: string, value?: string) {
  const { channel, ts } = lastMessage(who);
  const before = house.slack.effects().length;
  const delivered = await house.slack.act.press({ user: who.slackId, actionId, channel, ts, value });
  const answer = await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  );
  return { delivered, answer: answer as MessageEffect };
}

const factsOf = async ({ assignmentId }: Told, type: string) => {
  await house.settleDown();
  return house.database.db.collection('audit').countDocuments({ about: assignmentId, type });
};

describe('snooze', () => {
  test('1.7 is answered at once to the presser alone, shown in the reminder, kept, and ends at the beginning of work', async () => {
    const [ana, ben, eva] = [
      await told('U0ANA', '2026-11-06', { certification: { name: 'First aid' } }),
      await told('U0BEN', '2026-11-06'),
      await told('U0EVA', '2026-11-06'),
    ] as const;
    const labels = { [ana.slackId]: 'For 1 day', [ben.slackId]: 'For 3 days', [eva.slackId]: 'For a week' };
    for (const who of [ana, ben, eva]) {
      const value = snoozesIn(lastMessage(who).words).get(labels[who.slackId]!);
      const { delivered, answer } = await press(who, snoozePressed, value);
      expect(delivered).toMatchObject({ acked: true });
      expect(delivered.ackMs).toBeLessThan(3_000);
      expect(answer.user).toBe(who.slackId);
    }
    await house.settleDown();
    expect(lastMessage(ana).words).toContain('Snoozed: you will hear of it again on Friday 2 October 2026.');
    expect(lastMessage(ana).words).not.toContain(snoozePressed);
    // The third day is a Sunday.
    expect(lastMessage(ben).words).toContain('Friday 2 October 2026');
    expect(lastMessage(eva).words).toContain('Thursday 8 October 2026');

    await house.liveUntil(new Date('2026-10-09T00:00:00Z'));
    const heard = (who: Told) =>
      house
        .told(who.slackId)
        .slice(1)
        .map(({ at, text }) => `${at} ${text}`);
    expect(heard(ana)).toEqual([
      expect.stringMatching(/^2026-10-02T07:00:00.000Z First aid:? is due in 35 days, on Friday 6 November 2026/),
      expect.stringMatching(/^2026-10-07T07:00:00.000Z First aid:? is due in 30 days, on Friday 6 November 2026/),
    ]);
    expect(heard(ben).map((line) => line.slice(0, 16))).toEqual(['2026-10-02T07:00', '2026-10-07T07:00']);
    // The step of 7 October is silent.
    expect(heard(eva).map((line) => line.slice(0, 16))).toEqual(['2026-10-08T07:00']);
  }, 60_000);

  test('never reaches past the due date of what is required, whatever a forged press asks for', async () => {
    const ana = await told('U0ANA', '2026-10-05');
    expect([...snoozesIn(lastMessage(ana).words).keys()]).toEqual(['For 1 day', 'For 3 days']);
    const before = await assignmentOf(ana);
    const value = snoozeValue(await seenOf(ana), 7);
    const answer = await forger.press(snoozePressed, ana.slackId, { selected_option: { value } });
    expect(answer).toMatchObject({ text: refusals['past-due'], response_type: 'ephemeral', replace_original: false });
    expect(await assignmentOf(ana)).toEqual(before);
  });

  test('cannot be chosen for what is required and due today, but for what is optional', async () => {
    const required = await told('U0ANA', '2026-10-01');
    const optional = await told('U0BEN', '2026-10-01', { certification: { need: 'optional' } });
    expect(lastMessage(required).words).not.toContain(snoozePressed);
    expect([...snoozesIn(lastMessage(optional).words).keys()]).toEqual(['For 1 day', 'For 3 days', 'For a week']);
  });

  test('8.4 pressed twice, even at once, gives the same answer twice and one fact', async () => {
    const ana = await told('U0ANA', '2026-11-06', { certification: { name: 'First aid' } });
    const value = snoozeValue(await seenOf(ana), 7);
    const pressOnce = () => forger.press(snoozePressed, ana.slackId, { selected_option: { value } });
    const answers = [...(await Promise.all([pressOnce(), pressOnce(), pressOnce()])), await pressOnce()];
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(answers[0]?.text).toBe('Snoozed until Thursday 8 October 2026.');
    expect(await factsOf(ana, 'assignment.snoozed')).toBe(1);
  });

  test('8.5 pressed for another length from an old message is refused, and the message is redrawn', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    const seen = await seenOf(ana);
    await forger.press(snoozePressed, ana.slackId, { selected_option: { value: snoozeValue(seen, 7) } });
    const snoozed = await assignmentOf(ana);
    const answer = await forger.press(snoozePressed, ana.slackId, { selected_option: { value: snoozeValue(seen, 1) } });
    expect(answer.text).toBe(refusals.changed);
    expect((await assignmentOf(ana)).nudge).toEqual(snoozed.nudge);
    await house.settleDown();
    expect(lastMessage(ana).words).toContain('Thursday 8 October 2026');
  });

  test('pressed after the assignment was closed says so and changes nothing', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    const value = snoozesIn(lastMessage(ana).words).get('For 1 day');
    const { personId, certification } = ana;
    await house.features.assignments.store.change(
      await assignmentOf(ana),
      { state: 'closed', closing: 'waived' },
      { type: 'assignment.closed', personId, certificationId: certification._id, closing: 'waived' },
      { at: house.clock.now(), by: 'test' },
    );
    const closed = await assignmentOf(ana);
    // The message has not been redrawn yet: the old button is still there to be pressed.
    const { answer } = await press(ana, snoozePressed, value);
    expect(answer.text).toMatch(/ is waived\. You need not do anything\.$/);
    expect((await assignmentOf(ana)).nudge).toEqual(closed.nudge);
    await house.settleDown();
    expect(lastMessage(ana).words).toContain('is waived. You need not do anything.');
  });
});

describe('a press that is not the person’s own', () => {
  test('is refused to a colleague, to an unknown person and to a stranger, and changes nothing', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    await house.hire({ slackId: 'U0BEN' });
    const before = await assignmentOf(ana);
    const seen = await seenOf(ana);
    const snooze = { selected_option: { value: snoozeValue(seen, 1) } };
    const why = { selected_option: { value: menuValue(seen, 'why') } };
    expect((await forger.press(snoozePressed, 'U0BEN', snooze)).text).toBe(refusals['not-yours']);
    expect((await forger.press(morePressed, 'U0BEN', why)).text).toBe(refusals['not-yours']);
    expect((await forger.press(snoozePressed, 'U0NOBODY', snooze)).text).toBe(refusals['not-yours']);
    const toStranger = await forger.press(snoozePressed, ana.slackId, snooze, 'T0OTHERTEAM');
    expect(toStranger.text).toBe('Laurel answers only members of its own workspace.');
    expect(await assignmentOf(ana)).toEqual(before);
  });

  test('is refused to somebody who has left', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    const value = snoozeValue(await seenOf(ana), 1);
    await house.features.people.store.model.updateOne({ _id: ana.personId }, { $set: { state: 'left' } });
    const answer = await forger.press(snoozePressed, ana.slackId, { selected_option: { value } });
    expect(answer.text).toBe(refusals['not-yours']);
  });
});

describe('garbage', () => {
  test('in a button is answered with a sentence and changes nothing', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    const before = await assignmentOf(ana);
    const { id: assignmentId, version } = await seenOf(ana);
    const nearly = fc.constantFrom(
      `${assignmentId} ${version} 2`,
      `${assignmentId} ${version} 1 1`,
      `${assignmentId} ${version} 7 `,
      `${assignmentId} -1 7`,
      `${assignmentId} ${version + 1}`,
      ` ${assignmentId} ${version} 1`,
      `asg_ffffffffffffffffffffffffffffffff 0 1`,
      `${assignmentId}\n${version}\n1`,
    );
    const sentences: readonly string[] = Object.values(refusals);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(snoozePressed, morePressed),
        fc.oneof(
          nearly,
          hostileText.map((text) => [...text].slice(0, 70).join('')),
        ),
        fc.constantFrom('value', 'selected_option'),
        async (actionId, value, place) => {
          const action = place === 'value' ? { value } : { selected_option: { value } };
          const { text } = await forger.press(actionId, ana.slackId, action);
          if (actionId === snoozePressed) expect(sentences).toContain(text);
          else expect(text).toMatch(/^[A-Z].*[a-z0-9.]$/);
        },
      ),
      { numRuns: 40 },
    );
    expect(await assignmentOf(ana)).toEqual(before);
  });

  test('instead of a press is acknowledged and dropped, and the house goes on', async () => {
    const ana = await told('U0ANA', '2026-11-06');
    const before = await assignmentOf(ana);
    await fc.assert(
      fc.asyncProperty(fc.object({ values: [hostileText, fc.integer()] }), fc.anything(), async (junk, actions) => {
        const status = await forger.send({
          type: 'block_actions',
          user: junk,
          team: junk,
          actions: [{ action_id: snoozePressed, block_id: 'b', type: 'button', value: actions }],
        });
        expect([200, 400, 401, 404]).toContain(status);
      }),
      { numRuns: 25 },
    );
    expect(await assignmentOf(ana)).toEqual(before);
    const { answer } = await chooses(ana, 'why');
    expect(answer.text).toContain('Why you hear of');
  });
});

describe('why am I getting this', () => {
  test('explains who asked, by when, and when the next reminder really comes', async () => {
    const manager = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
    const wanted = aCertification({ name: 'First aid', relevantTo: [{ role: 'Technician', why: 'you work alone.' }] });
    await house.certify(wanted);
    const ana = await house.hire({ slackId: 'U0ANA' });
    const { _id: assignmentId } = await house.assign({
      personId: ana._id,
      certificationId: wanted._id,
      dueOn: date('2026-11-05'),
      assignedBy: manager._id,
      because: 'the lift hall needs two',
    });
    await house.liveUntil(new Date('2026-10-01T07:01:00Z'));
    const who = { slackId: 'U0ANA', personId: ana._id, assignmentId, certification: wanted };
    const { answer } = await chooses(who, 'why');
    const words = JSON.stringify(answer.blocks);
    expect(words).toContain('Mel Ortiz asked you on Tuesday 1 September 2026 to earn it by Thursday 5 November 2026.');
    expect(words).toContain('It is required.\\nReason given: the lift hall needs two');
    expect(words).toContain('For you as Technician: you work alone.');
    expect(words).toContain(
      '90, 60, 30, 14 and 7 days and 1 day before the due date, on the day itself and 7, 14 and 21 days after',
    );
    expect(words).toContain('(09:00, Europe/Madrid)');
    expect(words).toContain('The next one is planned for Tuesday 6 October 2026.');
    await house.liveUntil(new Date('2026-10-07T00:00:00Z'));
    expect(house.told('U0ANA').at(-1)?.at).toBe('2026-10-06T07:00:00.000Z');
  });

  test('names the day on which it really comes to those who asked for fewer messages', async () => {
    const ana = await told('U0ANA', '2026-11-05');
    await chooses(ana, 'weekly');
    const { answer } = await chooses(ana, 'why');
    const words = JSON.stringify(answer.blocks);
    // The step is on Tuesday the 6th.
    expect(words).toContain('The next one is planned for Monday 12 October 2026.');
    expect(words).toContain('You asked for at most one message a week.');
    await house.liveUntil(new Date('2026-10-13T00:00:00Z'));
    expect(house.told('U0ANA').map(({ at }) => at.slice(0, 10))).toEqual(['2026-10-01', '2026-10-12']);
  }, 60_000);
});

test('too many messages: at most one a week, but for what is required and urgent, until asked for as usual again', async () => {
  const ana = await told('U0ANA', '2026-10-14', { certification: { name: 'First aid' } });
  const optional = aCertification({ name: 'Rope work', need: 'optional' });
  await house.certify(optional);
  await house.assign({ personId: ana.personId, certificationId: optional._id, dueOn: date('2026-10-15') });
  const { answer } = await chooses(ana, 'weekly');
  expect(answer.text).toBe('From now on you get at most one message a week.');
  await house.settleDown();
  expect(lastMessage(ana).words).toContain('Remind me as usual again');
  expect(lastMessage(ana).words).not.toContain('Too many messages?');

  const days = () => house.told('U0ANA').map(({ at }) => at.slice(0, 10));
  await house.liveUntil(new Date('2026-10-15T12:00:00Z'));
  // Mondays; then at once what is required and due on Wednesday the 14th. What is optional and due then is no reason.
  expect(days()).toEqual(['2026-10-01', '2026-10-05', '2026-10-12', '2026-10-13', '2026-10-14']);

  expect((await chooses(ana, 'usual')).answer.text).toBe('Reminders come as usual again.');
  await house.liveUntil(new Date('2026-10-17T00:00:00Z'));
  expect(days().slice(5)).toEqual(['2026-10-16']);
  expect(lastMessage(ana).words).toContain('Too many messages?');
}, 60_000);

test('too many messages: what was about to be said when they asked for less waits for the first day of a week', async () => {
  const ana = await told('U0ANA', '2026-11-05');
  house.setTime(new Date('2026-10-06T07:00:00Z'));
  for (const sweep of house.features.nudges.sweeps) await sweep.run(() => true);
  expect(await house.platform.outbox.countPendingDue(house.clock.now())).toBe(1);
  await chooses(ana, 'weekly');
  await house.liveUntil(new Date('2026-10-13T00:00:00Z'));
  expect(house.told('U0ANA').map(({ at }) => at.slice(0, 10))).toEqual(['2026-10-01', '2026-10-12']);
}, 60_000);

test('reminders that are switched off say nothing, though rows were put before', async () => {
  house.setTime(new Date('2026-10-01T16:00:00Z'));
  const certification = aCertification();
  await house.certify(certification);
  const ana = await house.hire({ slackId: 'U0ANA' });
  await house.assign({ personId: ana._id, certificationId: certification._id, dueOn: date('2026-11-05') });
  await house.settleDown();
  const rows = house.database.db.collection('outbox');
  expect(await rows.countDocuments({ state: 'pending' })).toBe(1);
  await house.features.nudges.switchTo({ state: 'off' }, 10, 'U0OWNER');
  await house.liveUntil(new Date('2026-10-03T00:00:00Z'));
  expect(house.told('U0ANA')).toEqual([]);
  expect(await rows.countDocuments({ state: 'pending' })).toBe(0);
});

test('the log of a house in which everything goes wrong holds no name, no words and no secret', async () => {
  const secrets = {
    person: 'Zebulon Quartermaine',
    address: 'zebulon@example.com',
    certification: 'Underwater basketry',
    because: 'the lift hall needs two',
    role: 'Basket diver',
    why: 'baskets do not weave themselves',
  };
  const certification = aCertification({
    name: secrets.certification,
    relevantTo: [{ role: secrets.role, why: secrets.why }],
  });
  await house.certify(certification);
  const person = { name: secrets.person, email: secrets.address, role: secrets.role };
  const zeb = await house.hire({ slackId: 'U0ZEB', ...person });
  house.slack.faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
  const { _id: assignmentId } = await house.assign({
    personId: zeb._id,
    certificationId: certification._id,
    dueOn: date('2026-11-05'),
    because: secrets.because,
  });
  await house.liveUntil(new Date('2026-10-01T09:00:00Z'));
  const who = { slackId: 'U0ZEB', personId: zeb._id, assignmentId, certification };
  expect(house.told('U0ZEB')).toHaveLength(1);
  expect(lastMessage(who).words).toContain(secrets.because);

  await forger.press(snoozePressed, 'U0ZEB', { selected_option: { value: `${secrets.person} 1` } });
  await forger.send({
    type: 'block_actions',
    user: secrets.person,
    actions: [{ action_id: morePressed, block_id: 'b' }],
  });
  // What is stored is no longer what the house believes it to be: a bug, as far as the presser is concerned.
  await house.database.db.collection('people').updateOne({ slackId: 'U0ZEB' }, { $set: { zone: secrets.person } });
  const { answer } = await chooses(who, 'why');
  expect(answer.text).toMatch(/^Sorry, something went wrong on our side \(reference [0-9a-f]{8}\)\.$/);
  const [, reference] = /reference (\w+)/.exec(answer.text)!;

  const log = house.logLines.join('');
  expect(log).toContain(reference);
  expect(log).toContain('a press that Slack does not send was dropped');
  for (const secret of [...Object.values(secrets), house.slack.botToken, house.slack.appToken, 'response_url']) {
    expect(log).not.toContain(secret);
  }
  expect(log).not.toMatch(/\/actions\/T|xox|[\w.]+@[\w.]+/);
});

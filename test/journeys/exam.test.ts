import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/features/assignments/index.js';
import { examSent, failedSent } from '../../src/features/assignments/messages/exam.js';
import { examPressed, failedPressed } from '../../src/features/assignments/parts.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { CredentialFact } from '../../src/features/credentials/index.js';
import { snoozePressed } from '../../src/features/nudges/parts.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { aPerson } from '../builders/person.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const ana = 'U0ANA';
const denise = 'U0DENISE';

/** Ana, whose manager is Denise, has just been told of an assignment. */
async function told(
  dueOn: string,
  certification: Partial<Certification> = {},
): Promise<{ person: Person; manager: Person; certification: Certification; id: Assignment['_id'] }> {
  const wanted = aCertification({ name: 'First aid', ...certification });
  await house.certify(wanted);
  const manager = await house.hire({ slackId: denise, name: 'Denise Ortiz' });
  const person = await house.hire({ slackId: ana, name: 'Ana Ruiz', managerId: manager._id });
  const { _id: id } = await house.assign({
    personId: person._id,
    certificationId: wanted._id,
    dueOn: date(dueOn),
    assignedBy: manager._id,
  });
  await house.liveUntil(new Date(house.clock.now().getTime() + 60_000));
  expect(house.told(ana)).toHaveLength(1);
  return { person, manager, certification: wanted, id };
}

/** The n-th message to Ana, counted from the first, as it now stands. */
function messageTo(user: string, n = -1) {
  const channel = house.slack.dmOf(user)!;
  const message = house.slack.messages(channel).at(n)!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

/** Presses in Ana's client; the dialog that it opened. */
async function press(actionId: string, { n = -1, user = ana } = {}): Promise<string> {
  const { channel, ts } = messageTo(user, n);
  const before = house.slack.effects().length;
  const { acked } = await house.slack.act.press({ user, actionId, channel, ts });
  expect(acked).toBe(true);
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
  return JSON.stringify(house.slack.modals(user).at(-1));
}

/** Sends Ana's dialog in; the errors at its fields, or the words that it shows then. */
async function submit(values: Record<string, string | readonly string[] | null>): Promise<string> {
  const sent = await house.slack.act.submit({ user: ana, values: values as Record<string, string> });
  expect(sent.formProblem).toBeNull();
  const words = JSON.stringify(sent.response ?? null);
  await house.settleDown();
  return words;
}

const daysTold = (user = ana) => house.told(user).map(({ at }) => at.slice(0, 10));

async function bookExam(on: string): Promise<string> {
  await press(examPressed);
  const words = await submit({ on });
  await house.slack.act.close({ user: ana, which: 'all' });
  return words;
}

describe('I have a date', () => {
  test('1.4 pauses reminders until the day after the exam, asks then how it went, and goes on with the ladder', async () => {
    const { id } = await told('2026-11-06');
    const dialog = await press(examPressed);
    expect(dialog).toContain('When is your exam?');
    expect(await submit({ on: '2026-09-30' })).toContain('That day has passed.');
    expect(await submit({ on: '2028-10-02' })).toContain('more than two years ahead');
    const words = await submit({ on: '2026-10-23' });
    expect(words).toContain('is on Friday 23 October 2026. Good luck!');
    expect(words).toContain('On Monday 26 October 2026 you are asked how it went.');
    expect(messageTo(ana).words).toContain(
      'Your exam is on Friday 23 October 2026. Reminders pause; on Monday 26 October 2026 you are asked how it went.',
    );
    expect(messageTo(ana).words).not.toContain(snoozePressed);

    // The steps of 30 and 14 days fall on the 7th and the 23rd.
    await house.liveUntil(new Date('2026-10-26T08:30:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-26']);
    expect(house.told(ana).at(-1)?.text).toBe('How did your exam for First aid go?');
    const question = messageTo(ana).words;
    expect(question).toContain('How did your exam for *First aid* on Friday 23 October 2026 go?');
    expect(question).not.toContain('Plan study time');
    const controls = ['I passed', 'It did not work out', 'It was moved'].map((label) => question.indexOf(label));
    expect(controls.every((place) => place > 0)).toBe(true);
    expect(controls).toEqual(controls.toSorted((a, b) => a - b));
    expect((await house.assignment(id))?.nudge.said.map(({ reason }) => reason)).toEqual([
      'assigned',
      'exam-2026-10-23',
    ]);

    await house.liveUntil(new Date('2026-11-01T00:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-26', '2026-10-30']);
  }, 60_000);

  test('1.4 after the due date of what is required is kept and shown, pauses nothing, and says whom to ask for time', async () => {
    await told('2026-10-14');
    const words = await bookExam('2026-10-20');
    expect(words).toContain(
      'That is after Wednesday 14 October 2026, by when it is required, so reminders go on. For more time ask Denise Ortiz.',
    );
    expect(messageTo(ana).words).toContain('Your exam is on Tuesday 20 October 2026, after the due date');
    await house.liveUntil(new Date('2026-10-21T12:00:00Z'));
    // Steps of 7, 1 and 0 days; 7 days after it falls on the day on which the exam is asked about.
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-07', '2026-10-13', '2026-10-14', '2026-10-21']);
    expect(house.told(ana).at(-1)?.text).toBe('How did your exam for First aid go?');
  }, 60_000);

  test('1.4 taken back or moved plans anew, and the dialog shows what is booked', async () => {
    const { id } = await told('2026-11-06');
    await bookExam('2026-10-23');
    expect(await press(examPressed)).toContain('"initial_date":"2026-10-23"');
    expect(await submit({ on: '2026-10-19' })).toContain('Monday 19 October 2026');
    await house.slack.act.close({ user: ana, which: 'all' });
    expect((await house.assignment(id))?.nudge.nextAt).toEqual(new Date('2026-10-20T07:00:00Z'));
    await press(examPressed);
    expect(await submit({ 'taken-back': ['yes'] })).toContain('Reminders come as usual again.');
    expect(await house.assignment(id)).toMatchObject({
      examOn: null,
      nudge: { nextAt: new Date('2026-10-07T07:00:00Z') },
    });
    await house.liveUntil(new Date('2026-10-08T00:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-07']);
  }, 60_000);

  test('1.4 clears what was owed already, and follows hours and due dates that change meanwhile', async () => {
    const { id, person } = await told('2026-11-06');
    // At night, before the step of 30 days, which is owed in the morning.
    await house.liveUntil(new Date('2026-10-06T20:00:00Z'));
    await bookExam('2026-10-07');
    await house.liveUntil(new Date('2026-10-07T20:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01']);
    // New York begins at 09:00, which is 13:00 UTC.
    await house.features.people.store.model.updateOne({ _id: person._id }, { $set: { zone: 'America/New_York' } });
    await house.features.nudges.planAgain([person._id]);
    expect((await house.assignment(id))?.nudge.nextAt).toEqual(new Date('2026-10-08T13:00:00Z'));
    const moved = { ...(await house.assignment(id))!, dueOn: date('2026-11-20'), how: 'loaded' as const };
    expect(await house.features.nudges.firstNudge({ ...moved, now: house.clock.now() })).toMatchObject({
      owed: null,
      nextAt: new Date('2026-10-08T13:00:00Z'),
    });
    await house.liveUntil(new Date('2026-10-08T14:00:00Z'));
    expect(house.told(ana).at(-1)).toMatchObject({ at: '2026-10-08T13:00:00.000Z' });
  }, 60_000);
});

describe('it did not work out', () => {
  test('1.6 is answered warmly, knows the waiting period, and pauses until the next attempt', async () => {
    const { id } = await told('2026-12-18', { retakeDays: 14 });
    await bookExam('2026-10-22');
    await house.liveUntil(new Date('2026-10-23T07:30:00Z'));
    const dialog = await press(failedPressed);
    expect(dialog).toContain('This stays between you and Laurel.');
    expect(dialog).toContain('The issuer asks for 14 days between attempts, so from Thursday 5 November 2026.');
    expect(await submit({ next: '2026-11-04' })).toContain('so from Thursday 5 November 2026.');
    expect((await house.assignment(id))?.attemptedOn).toBeNull();
    const words = await submit({ next: '2026-11-20' });
    expect(words).toContain('Your next attempt is on Friday 20 November 2026.');
    expect(words).toContain('Nobody is told.');
    expect(await house.assignment(id)).toMatchObject({ attemptedOn: '2026-10-22', examOn: '2026-11-20' });
    await house.liveUntil(new Date('2026-11-24T00:00:00Z'));
    // The step of 30 days, on 18 November, is silent.
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-23', '2026-11-23']);
  }, 60_000);

  test('1.6 without a next date goes on with the ladder, but never on the same day', async () => {
    const { id } = await told('2026-11-06');
    // Early on the day of a step, before work.
    house.setTime(new Date('2026-10-07T05:00:00Z'));
    const { version } = (await house.assignment(id))!;
    await house.features.assignments.forms[failedSent]!({
      slackUserId: ana as SlackUserId,
      subject: writeSeen(id, version),
      values: {},
    });
    expect(await house.assignment(id)).toMatchObject({ attemptedOn: '2026-10-07', examOn: null });
    await house.liveUntil(new Date('2026-10-24T00:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-23']);
  }, 60_000);

  test('1.6 is told to the manager once, and only when it is ticked', async () => {
    await told('2026-12-18', { studyHours: 12 });
    await bookExam('2026-10-02');
    await house.liveUntil(new Date('2026-10-05T07:30:00Z'));
    await press(failedPressed);
    const words = await submit({ tell: ['manager'] });
    expect(words).toContain('Denise Ortiz gets a short note, and nobody else.');
    await house.liveUntil(new Date('2026-10-06T12:00:00Z'));
    expect(house.told(denise).map(({ text }) => text)).toEqual(['A note from Ana Ruiz about First aid']);
    const note = messageTo(denise).words;
    expect(note).toContain('did not work out this time.');
    expect(note).toContain('There is no new date yet.');
    expect(note).toContain('about 12 hours');
  }, 60_000);

  test('1.6 names and tells the nearest manager who has Slack, as one without would never hear of it', async () => {
    const { person, manager } = await told('2026-12-18');
    const { model } = house.features.people.store;
    const between = aPerson({ name: 'Nils Offline', slackId: null, managerId: manager._id });
    await model.insertMany([{ ...between, ...bornSilently }]);
    await model.updateOne({ _id: person._id }, { $set: { managerId: between._id } });
    await bookExam('2026-10-02');
    await house.liveUntil(new Date('2026-10-05T07:30:00Z'));
    expect(await press(failedPressed)).toContain('Tell Denise Ortiz');
    expect(await submit({ tell: ['manager'] })).toContain('Denise Ortiz gets a short note, and nobody else.');
    await house.liveUntil(new Date('2026-10-06T12:00:00Z'));
    expect(house.told(denise).map(({ text }) => text)).toEqual(['A note from Ana Ruiz about First aid']);
  }, 60_000);

  test('1.6 when it is not ticked, no message to others, no Home tab and no line of the log says so', async () => {
    const { id } = await told('2026-12-18', { retakeDays: 14 });
    await house.slack.act.openHome({ user: denise });
    await press(examPressed);
    await submit({ on: '2026-10-02' });
    await house.slack.act.close({ user: ana, which: 'all' });
    await house.liveUntil(new Date('2026-10-05T07:30:00Z'));
    const [effects, lines] = [house.slack.effects().length, house.logLines.length];
    await press(failedPressed);
    await submit({ next: '2026-11-20' });
    expect((await house.assignment(id))?.attemptedOn).toBe('2026-10-02');
    await house.slack.act.openHome({ user: denise });
    await house.liveUntil(new Date('2026-10-12T00:00:00Z'));
    const toOthers = house.slack
      .effects()
      .slice(effects)
      .filter((effect) => JSON.stringify(effect).includes(denise) || !JSON.stringify(effect).includes(ana));
    expect(JSON.stringify(toOthers)).not.toMatch(/did not work out|attempt|2026-10-02|2 October/i);
    expect(house.told(denise)).toEqual([]);
    expect(house.logLines.slice(lines).join('')).not.toMatch(/attempt|did not work out|2026-10-02/i);
  }, 60_000);
});

describe('a dialog that is sent in', () => {
  const send = (form: string, id: string, version: number, values: object, user = ana) =>
    house.features.assignments.forms[form]!({
      slackUserId: user as SlackUserId,
      subject: writeSeen(id, version),
      values: values as never,
    });

  test('8.4 twice, even at once, books once and is answered the same', async () => {
    const { id } = await told('2026-11-06');
    const { version } = (await house.assignment(id))!;
    const once = () => send(examSent, id, version, { on: '2026-10-23' });
    const answers = [...(await Promise.all([once(), once(), once()])), await once()];
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(JSON.stringify(answers[0])).toContain('Good luck!');
    const failed = () => send(failedSent, id, version + 1, { next: '2026-10-30', tell: ['manager'] });
    const failures = [...(await Promise.all([failed(), failed()])), await failed()];
    expect(new Set(failures.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    await house.settleDown();
    const facts = await house.database.db
      .collection('audit')
      .find({ about: id, type: /exam-booked|attempted/ })
      .toArray();
    expect(facts.map(({ type }) => type)).toEqual(['assignment.exam-booked', 'assignment.attempted']);
  });

  test('8.1 forged, for somebody else’s or with nonsense in it, gets a sentence and changes nothing', async () => {
    const { id } = await told('2026-11-06');
    const before = await house.assignment(id);
    const { version } = before!;
    const words = async (...given: Parameters<typeof send>) => JSON.stringify(await send(...given));
    expect(await words(examSent, id, version, { on: '2026-10-23' }, denise)).toContain('belongs to somebody else');
    expect(await words(failedSent, id, version, {}, denise)).toContain('belongs to somebody else');
    expect(await words(examSent, id, version, { on: 'tomorrow' })).toContain('Please pick a date.');
    expect(await words(examSent, id, version, {})).toContain('Please pick a date.');
    expect(await words(failedSent, id, version, { next: '2026-02-30' })).toContain('Please pick a date.');
    expect(await words(examSent, `${id}0`, version, { on: '2026-10-23' })).toContain('no longer known here');
    expect(await words(examSent, id, version + 1, { on: '2026-10-23' })).toContain('changed since it was shown');
    expect(await words(examSent, 'asg', version, { on: '2026-10-23' })).toContain('no longer known here');
    expect(await house.assignment(id)).toEqual(before);
  });
});

describe('what is handed in', () => {
  type Stood = Awaited<ReturnType<typeof told>>;

  async function handIn({ person, certification }: Stood, on: string) {
    const credential = aCredential({
      personId: person._id,
      certificationId: certification._id,
      earnedOn: date(on),
      expiresOn: date('2029-10-01'),
      state: 'submitted',
      handedIn: { by: person._id, on: date(on), at: house.clock.now() },
    });
    const about = { personId: person._id, certificationId: certification._id, credentialId: credential._id };
    const { version, ...unborn } = credential;
    expect(version).toBe(0);
    const submitted = { type: 'credential.submitted', ...about, on: date(on) } as const;
    await house.features.credentials.store.insert(unborn, submitted, { at: house.clock.now(), by: person._id });
    await house.settleDown();
    return {
      async decide(state: 'declined' | 'withdrawn') {
        const was = (await house.features.credentials.store.byId(credential._id))!;
        const fact: CredentialFact = { type: `credential.${state}`, ...about };
        await house.features.credentials.store.change(was, state, fact, { at: house.clock.now(), by: 'test' });
        await house.settleDown();
      },
    };
  }

  test('1.9 shows that it is: handed in, open again, waived', async () => {
    const stood = await told('2026-10-14');
    const credential = await handIn(stood, '2026-10-01');
    expect(await house.assignment(stood.id)).toMatchObject({ state: 'in-review', handedInOn: '2026-10-01' });
    expect(messageTo(ana, 0).words).toContain(
      '*First aid* was handed in on Thursday 1 October 2026, on time, and is being reviewed.',
    );
    expect(messageTo(ana, 0).words).not.toContain(snoozePressed);

    // The step of 7 days falls while it is reviewed.
    await house.liveUntil(new Date('2026-10-12T07:30:00Z'));
    expect(house.told(ana).filter(({ text }) => text.includes('is due'))).toHaveLength(1);
    await credential.decide('declined');
    expect(await house.assignment(stood.id)).toMatchObject({ state: 'open', handedInOn: null });
    expect(messageTo(ana, 0).words).toContain('(in 2 days)');
    await house.liveUntil(new Date('2026-10-13T08:00:00Z'));
    expect(house.told(ana).at(-1)).toMatchObject({ at: '2026-10-13T07:00:00.000Z' });

    const now = (await house.assignment(stood.id))!;
    const { personId, certificationId } = now;
    await house.features.assignments.store.change(
      now,
      { state: 'closed', closing: 'waived', closingWhy: 'The lift is gone' },
      { type: 'assignment.closed', personId, certificationId, closing: 'waived' },
      { at: house.clock.now(), by: 'test' },
    );
    await house.settleDown();
    expect(messageTo(ana, 0).words).toContain('is waived. You need not do anything.\\nReason given: The lift is gone');
  }, 60_000);

  test('1.9 and taken back on the day of a step that was told is not told of it again', async () => {
    const stood = await told('2026-10-14');
    await house.liveUntil(new Date('2026-10-07T08:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-07']);
    const credential = await handIn(stood, '2026-10-07');
    await credential.decide('withdrawn');
    await house.liveUntil(new Date('2026-10-13T00:00:00Z'));
    expect(daysTold()).toEqual(['2026-10-01', '2026-10-07']);
  }, 60_000);

  test('8.5 a press on last month’s message says how things stand now', async () => {
    const stood = await told('2026-11-06');
    await house.liveUntil(new Date('2026-11-02T08:00:00Z'));
    // An answer to a newer message: what last month's carries is older.
    await bookExam('2026-11-04');
    expect(await press(examPressed, { n: 0 })).toContain('So far it is booked for Wednesday 4 November 2026.');
    await house.slack.act.close({ user: ana, which: 'all' });
    await handIn(stood, '2026-11-02');
    expect(messageTo(ana, 0).words).not.toContain(examPressed);
    // It was open on Ana's screen before it was redrawn.
    const answer = await house.features.assignments.presses[examPressed]!({
      slackUserId: ana as SlackUserId,
      value: writeSeen(stood.id, 0),
      place: 'message',
    });
    expect(JSON.stringify(answer)).toContain('was handed in and is being reviewed.');
    const snooze = await house.features.nudges.presses[snoozePressed]!({
      slackUserId: ana as SlackUserId,
      value: writeSeen(stood.id, 0, '1'),
      place: 'message',
    });
    expect(JSON.stringify(snooze)).toContain('was handed in on Monday 2 November 2026, on time');
  }, 60_000);
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Effect } from '../../sandbox/effects.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import { handInDialog } from '../../src/features/credentials/messages/hand-in.js';
import { approvePressed } from '../../src/features/credentials/messages/review.js';
import {
  correctPressed,
  handInForPressed,
  passedPressed,
  showFilePressed,
  withdrawPressed,
} from '../../src/features/credentials/parts.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { addMinutes } from '../../src/shared/dates.js';
import type { CredentialId } from '../../src/shared/ids.js';
import { newCredentialId } from '../../src/shared/ids.js';
import { SlackUserId } from '../../src/shared/links.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { aPerson } from '../builders/person.js';
import type { FormAnswer } from '../harness/forger.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid, where everybody works from 09:00 to 17:00. */

let house: Awaited<ReturnType<typeof startHouse>>;
let forger: Awaited<ReturnType<typeof startForger>>;
let denise: Person;
let ana: Person;
let firstAid: Certification;

beforeEach(async () => {
  house = await startHouse();
  forger = await startForger(house);
  await house.switchOn();
  denise = await house.hire({ slackId: 'U0DENISE', name: 'Denise Copperleaf' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: denise._id });
  firstAid = aCertification({ name: 'First aid' });
  await house.certify(firstAid);
});
afterEach(async () => {
  await forger.stop();
  await house.stop();
});

const date = (text: string) => text as CalendarDate;

/** Asks Ana for it, and lets her be told. */
async function assigned(dueOn = '2026-11-06') {
  const assignment = await house.assign({ personId: ana._id, certificationId: firstAid._id, dueOn: date(dueOn) });
  await house.liveUntil(addMinutes(house.clock.now(), 1));
  expect(house.told('U0ANA')).toHaveLength(1);
  return assignment;
}

/** What happens next of this kind, once `act` has been done. */
async function after<Done>(act: () => Promise<Done>, fits: (effect: Effect) => boolean): Promise<Effect> {
  const before = house.slack.effects().length;
  await act();
  return house.slack.waitFor((effect) => effect.n > before && fits(effect));
}

/** The reminder to Ana, as it now stands. */
function reminder() {
  const channel = house.slack.dmOf('U0ANA')!;
  const message = house.slack.messages(channel)[0]!;
  return { channel, ts: String(message.ts), words: JSON.stringify(message.blocks) };
}

/** Presses in the reminder; the words of the dialog that it opens. */
async function openFromReminder(actionId: string): Promise<string> {
  const { channel, ts } = reminder();
  const press = () => house.slack.act.press({ user: 'U0ANA', actionId, channel, ts });
  await after(press, ({ kind }) => kind === 'view.opened');
  return dialogOf('U0ANA');
}

/** Presses in the reminder; what Ana alone is told. */
async function pressInReminder(actionId: string): Promise<string> {
  const { channel, ts } = reminder();
  const press = () => house.slack.act.press({ user: 'U0ANA', actionId, channel, ts });
  const answer = await after(press, ({ kind }) => kind === 'message.ephemeral');
  return textsIn(answer).join('\n');
}

/** Sends the open dialog in; the errors at its fields, or the words that take its place. */
async function submit(user: string, values: Record<string, string | string[] | null>) {
  const { response, formProblem } = await house.slack.act.submit({ user, values });
  expect(formProblem).toBeNull();
  return (response?.errors as Record<string, string> | undefined) ?? dialogOf(user);
}

const dialogOf = (user: string) => {
  const view = house.slack.modals(user).at(-1);
  return [...textsIn(view?.blocks), ...initialsIn(view?.blocks)].join('\n');
};

function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function initialsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.startsWith('initial_') ? [`${key} ${String(inner)}`] : initialsIn(inner),
  );
}

const good = { earned: '2026-09-28', number: 'A-17' };
const credentials = () => house.features.credentials.store;
const all = () =>
  credentials()
    .model.find({ personId: { $exists: true } }, { pendingFacts: 0, appliedFacts: 0 })
    .lean<Credential[]>()
    .exec();
async function theOne(): Promise<Credential> {
  const found = await all();
  expect(found).toHaveLength(1);
  return found[0]!;
}
async function factsOf(type: string): Promise<number> {
  await house.settleDown();
  return house.database.db.collection('audit').countDocuments({ type });
}

/** A dialog as anybody could forge it. */
const stateOf = ({ files, ...values }: Record<string, unknown>) => ({
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      {
        [name]:
          name === 'earned' || name === 'until' ? { type: 'datepicker', selected_date: value } : { type: 'x', value },
      },
    ]),
  ),
  ...(files === undefined ? {} : { files: { files: { type: 'file_input', files } } }),
});
const forge = (user: string, subject: string, values: Record<string, unknown>) =>
  forger.form(handInDialog, user, { subject, state: stateOf(values) });
const wordsIn = (answer: FormAnswer | null) => textsIn(answer?.view).join('\n');
const subjectFor = (person: Person, id: CredentialId = newCredentialId()) => `new ${id} ${person._id} ${firstAid._id}`;

async function handedIn(values: Record<string, unknown> = good): Promise<Credential> {
  const id = newCredentialId();
  expect(wordsIn(await forge('U0ANA', subjectFor(ana, id), values))).toContain('is handed in');
  await house.settleDown();
  return (await credentials().byId(id))!;
}
const seenOf = ({ _id, version }: Credential) => writeSeen(_id, version);

describe('I passed', () => {
  test('1.5 takes date and number from the reminder, says who looks next, and reminders stop', async () => {
    const { _id } = await assigned();
    const dialog = await openFromReminder(passedPressed);
    expect(dialog).toContain('First aid');
    expect(dialog).toContain('Denise Copperleaf looks at it next.');

    const answer = await submit('U0ANA', good);
    expect(answer).toContain('is handed in. Denise Copperleaf looks at it next.');
    expect(answer).toContain('on time: it is due on Friday 6 November 2026');
    expect(await theOne()).toMatchObject({
      personId: ana._id,
      certificationId: firstAid._id,
      state: 'submitted',
      earnedOn: '2026-09-28',
      expiresOn: null,
      number: 'A-17',
      handedIn: { by: ana._id, on: '2026-10-01', at: house.clock.now() },
    });

    await house.settleDown();
    expect(await house.assignment(_id)).toMatchObject({ state: 'in-review', handedInOn: '2026-10-01' });
    expect(reminder().words).not.toContain(passedPressed);
    expect(reminder().words).toContain(correctPressed);
    const remindersBefore = house.told('U0ANA').length;
    // The step of 7 October would be told.
    await house.liveUntil(new Date('2026-10-08T12:00:00Z'));
    expect(house.told('U0ANA')).toHaveLength(remindersBefore);
  }, 60_000);

  test('1.5 what is handed in after the due date is taken, and not called on time', async () => {
    await assigned('2026-10-02');
    await house.liveUntil(new Date('2026-10-05T08:00:00Z'));
    await openFromReminder(passedPressed);
    const answer = await submit('U0ANA', { ...good, until: '2028-09-28', link: 'https://example.com/badge' });
    expect(answer).toContain('It was due on Friday 2 October 2026.');
    expect(answer).not.toContain('on time');
    expect(await theOne()).toMatchObject({ expiresOn: '2028-09-28', evidence: 'https://example.com/badge' });
  });

  test('8.5 pressed when it is earned already says so', async () => {
    const { _id } = await assigned();
    const { channel, ts } = reminder();
    await house.features.assignments.store.model.updateOne({ _id }, { $set: { state: 'closed', closing: 'waived' } });
    const press = () => house.slack.act.press({ user: 'U0ANA', actionId: passedPressed, channel, ts });
    const answer = await after(press, ({ kind }) => kind === 'message.ephemeral');
    expect(textsIn(answer).join()).toContain('is waived, so there is nothing to hand in');
  });
});

describe('what was handed in', () => {
  test('1.8 can be corrected until it is decided, and the dialog holds what was said before', async () => {
    await assigned();
    await handedIn({ ...good, link: 'https://example.com/badge' });
    const dialog = await openFromReminder(correctPressed);
    for (const before of ['2026-09-28', 'A-17', 'https://example.com/badge']) expect(dialog).toContain(before);
    expect(await submit('U0ANA', { number: 'B-18' })).toContain('is corrected. Denise Copperleaf looks at it next.');
    expect(await theOne()).toMatchObject({
      number: 'B-18',
      version: 1,
      state: 'submitted',
      handedIn: { on: '2026-10-01' },
    });
    expect(await factsOf('credential.corrected')).toBe(1);

    await openFromReminder(correctPressed);
    expect(await submit('U0ANA', {})).toContain('Nothing was changed');
    expect(await factsOf('credential.corrected')).toBe(1);
  });

  test('1.8 can be taken back, and is asked for again', async () => {
    const { _id } = await assigned();
    await handedIn();
    const answer = await pressInReminder(withdrawPressed);
    expect(answer).toContain('is taken back');
    expect(answer).toContain('due on Friday 6 November 2026');
    await house.settleDown();
    expect(await theOne()).toMatchObject({ state: 'withdrawn', version: 1 });
    expect(await house.assignment(_id)).toMatchObject({ state: 'open' });
    expect(reminder().words).toContain(passedPressed);
    // And handed in anew.
    await handedIn({ ...good, number: 'B-18' });
    expect((await all()).map(({ state }) => state).toSorted()).toEqual(['submitted', 'withdrawn']);
  });

  test('1.8 once decided it stays, and every old button says who decided', async () => {
    await assigned();
    const submitted = await handedIn();
    await forger.press(approvePressed, 'U0DENISE', { value: seenOf(submitted) });
    const approved = await theOne();
    expect(approved.state).toBe('verified');

    const decided = 'was approved by Denise Copperleaf on Thursday 1 October 2026, so it can no longer be changed.';
    for (const actionId of [correctPressed, withdrawPressed]) {
      const answer = await forger.press(actionId, 'U0ANA', { value: seenOf(submitted) });
      expect(textsIn(answer.blocks).join()).toContain(decided);
    }
    const late = await forge('U0ANA', `correct ${submitted._id} ${submitted.version}`, { ...good, number: 'B-18' });
    expect(wordsIn(late)).toContain(decided);
    expect(await theOne()).toEqual(approved);
  });

  test('1.8 a correction takes back the first of two approvals, and says so before', async () => {
    const tom = await house.hire({ slackId: 'U0TOM', name: 'Tom Brightwater' });
    const both = { by: 'people' as const, personIds: [denise._id, tom._id] };
    const critical = aCertification({ name: 'Crane', approvals: 2, reviewer: both });
    await house.certify(critical);
    const id = newCredentialId();
    const said = await forge('U0ANA', `new ${id} ${ana._id} ${critical._id}`, good);
    expect(wordsIn(said)).toContain('Denise Copperleaf and Tom Brightwater look at it next; both have to agree.');
    await forger.press(approvePressed, 'U0DENISE', { value: writeSeen(id, 0) });
    expect((await theOne()).approvals).toHaveLength(1);

    const corrected = { ...good, number: 'B-18' };
    const asksAgain = await forge('U0ANA', `correct ${id} 0`, corrected);
    expect(wordsIn(asksAgain)).toContain('Denise Copperleaf agreed to it while you were writing.');
    expect(asksAgain?.view).toMatchObject({ private_metadata: `correct ${id} 1` });
    expect(JSON.stringify(asksAgain?.view)).toContain('B-18');
    expect((await theOne()).number).toBe('A-17');

    expect(wordsIn(await forge('U0ANA', `correct ${id} 1`, corrected))).toContain('is corrected');
    const { approvals, review, number } = await theOne();
    expect({ approvals, number }).toEqual({ approvals: [], number: 'B-18' });
    expect(review?.cardAt).toBeInstanceOf(Date);
    expect(review?.asks.filter(({ to }) => to === denise._id)).toEqual([
      expect.objectContaining({ to: denise._id, row: null }),
    ]);
  });

  test('1.8 is nobody else’s to correct or take back', async () => {
    await house.hire({ slackId: 'U0BEN' });
    const submitted = await handedIn();
    for (const user of ['U0BEN', 'U0DENISE', 'U0NOBODY']) {
      for (const actionId of [correctPressed, withdrawPressed]) {
        const { text } = await forger.press(actionId, user, { value: seenOf(submitted) });
        expect(text).toMatch(/^(Only the person|They use Slack)/);
      }
      const sent = await forge(user, `correct ${submitted._id} 0`, { ...good, number: 'B-18' });
      expect(wordsIn(sent)).toMatch(/Only the person|uses Slack/);
    }
    expect(await theOne()).toEqual({ ...(await theOne()), number: 'A-17', state: 'submitted', version: 0 });
  });
});

describe('/cert add', () => {
  const command = (text: string) => house.slack.act.command({ user: 'U0ANA', command: '/cert', text });
  const opened = (text: string) =>
    after(
      () => command(text),
      ({ kind }) => kind === 'view.opened',
    );

  test('2.3 lets one choose what nobody asked for, and hands it in', async () => {
    await house.certify(aCertification({ name: 'Kubernetes', need: 'optional' }));
    await opened('add');
    expect(await submit('U0ANA', { ...good, certification: firstAid._id })).toContain('First aid');
    expect(await theOne()).toMatchObject({ certificationId: firstAid._id, state: 'submitted' });
    expect(dialogOf('U0ANA')).not.toContain('Reminders stop');
  });

  test.each([() => firstAid._id.toLowerCase(), () => 'FIRST AID'])('2.3 takes a code or a name', async (words) => {
    await opened(`add ${words()}`);
    expect(dialogOf('U0ANA')).toContain('Denise Copperleaf looks at it next.');
    expect(await submit('U0ANA', good)).toContain('is handed in');
  });

  test('2.3 takes a name with signs that Slack escapes', async () => {
    await house.certify(aCertification({ name: 'Health & safety <hall>' }));
    await opened('add health &amp; safety &lt;hall&gt;');
    expect(dialogOf('U0ANA')).toContain('Health &amp; safety &lt;hall&gt;');
  });

  test('2.3 says what is written much like a code that it does not know', async () => {
    await command('add frist aid');
    const said = JSON.stringify(house.slack.effects().at(-1));
    expect(said).toContain('no certification “frist aid”');
    expect(said).toContain(`Did you mean *${firstAid._id}* (First aid)?`);
    expect(await all()).toEqual([]);
  });

  test('2.3 a second one asks whether to correct the first', async () => {
    await handedIn();
    await opened(`add ${firstAid._id}`);
    expect(dialogOf('U0ANA')).toContain('This was handed in on Thursday 1 October 2026');
    expect(await submit('U0ANA', { number: 'B-18' })).toContain('is corrected');
    expect(await theOne()).toMatchObject({ number: 'B-18', version: 1 });
  });

  test('8.6 two dialogs at once leave one, and the other asks whether to correct it', async () => {
    const answers = await Promise.all(
      ['A-17', 'B-18'].map((number) => forge('U0ANA', subjectFor(ana), { ...good, number })),
    );
    const count = (says: string) => answers.filter((answer) => wordsIn(answer).includes(says)).length;
    expect([count('is handed in.'), count('Do you want to correct that one?')]).toEqual([1, 1]);
    expect(await theOne()).toMatchObject({ state: 'submitted' });
    expect(await factsOf('credential.submitted')).toBe(1);
  });

  test('2.3 what Laurel knows already is not handed in again', async () => {
    const known = { ...good, certificationId: firstAid._id };
    const submitted = await handedIn(known);
    await forger.press(approvePressed, 'U0DENISE', { value: seenOf(submitted) });
    expect(await forge('U0ANA', subjectFor(ana), good)).toMatchObject({
      errors: { earned: expect.stringContaining('Laurel has the one earned on this day already') },
    });
  });
});

describe('people without Slack', () => {
  let eva: Person;
  beforeEach(async () => {
    eva = aPerson({ name: 'Eva Stone', managerId: denise._id });
    await house.features.people.store.model.insertMany([{ ...eva, ...bornSilently }]);
  });

  const pressFor = (slackId: string, person: Person) =>
    house.features.credentials.presses[handInForPressed]!({
      slackUserId: SlackUserId.parse(slackId),
      value: writeSeen(person._id, 0, firstAid._id),
      place: 'message',
    });

  test('7.2 their manager hands in for them, and is told so', async () => {
    const view = await pressFor('U0DENISE', eva);
    expect(view).toMatchObject({ type: 'modal' });
    expect(textsIn(view).join()).toContain('Eva Stone');
    const subject = view !== undefined && 'type' in view ? view.private_metadata! : '';
    const answer = wordsIn(await forge('U0DENISE', subject, good));
    expect(answer).toContain('of Eva Stone is handed in.');
    expect(await theOne()).toMatchObject({ personId: eva._id, handedIn: { by: denise._id, on: '2026-10-01' } });
    // What they handed in for somebody, they can correct and take back.
    const withdrawn = await forger.press(withdrawPressed, 'U0DENISE', { value: seenOf(await theOne()) });
    expect(withdrawn.text).toBe('First aid is taken back.');
  });

  test('7.2 so can those above the manager and the owner, and nobody else', async () => {
    const cleo = await house.hire({ slackId: 'U0CLEO' });
    await house.hire({ slackId: 'U0OWNER' });
    await house.features.people.store.model.updateOne({ _id: denise._id }, { $set: { managerId: cleo._id } });
    for (const slackId of ['U0CLEO', 'U0OWNER']) expect(await pressFor(slackId, eva)).toMatchObject({ type: 'modal' });
    expect(textsIn(await pressFor('U0ANA', eva)).join()).toContain('Only the person whose certification it is');
    expect(wordsIn(await forge('U0ANA', subjectFor(eva), good))).toContain('Only the person whose certification it is');
    expect(await all()).toEqual([]);
  });

  test('7.2 whoever corrected it last may not decide on it', async () => {
    await house.hire({ slackId: 'U0OWNER' });
    await forge('U0OWNER', subjectFor(eva), good);
    const { _id } = await theOne();
    expect(wordsIn(await forge('U0DENISE', `correct ${_id} 0`, { ...good, number: 'B-18' }))).toContain('is corrected');
    expect((await theOne()).handedIn).toMatchObject({ by: denise._id, on: '2026-10-01' });
    await forger.press(approvePressed, 'U0DENISE', { value: writeSeen(_id, 1) });
    expect((await theOne()).state).toBe('submitted');
    await forger.press(approvePressed, 'U0OWNER', { value: writeSeen(_id, 1) });
    expect((await theOne()).state).toBe('verified');
  });

  test('7.2 who uses Slack hands in alone', async () => {
    expect(textsIn(await pressFor('U0DENISE', ana)).join()).toContain('Ana Ruiz uses Slack');
    expect(wordsIn(await forge('U0DENISE', subjectFor(ana), good))).toContain('Ana Ruiz uses Slack');
    expect(await all()).toEqual([]);
  });
});

describe('bad input', () => {
  const tooMuch = [1, 2, 3, 4].map((n) => ({ id: `F0${n}`, name: 'a.pdf', size: 10 }));
  const wrong: [string, Record<string, unknown>, string, string][] = [
    ['no day', { number: 'A-17' }, 'earned', 'choose the day'],
    ['no day but a word', { ...good, earned: 'yesterday' }, 'earned', 'choose the day'],
    ['tomorrow', { ...good, earned: '2026-10-02' }, 'earned', 'still to come'],
    ['long before anybody was born', { ...good, earned: '1066-10-14' }, 'earned', 'check the year'],
    ['an end before it was earned', { ...good, until: '2026-09-28' }, 'until', 'longer than'],
    ['an end that is no day', { ...good, until: '2026-02-30' }, 'until', 'choose a day'],
    ['nothing to check it by', { earned: '2026-09-28' }, 'number', 'at least one'],
    ['only spaces for a number', { earned: '2026-09-28', number: ' \u200b ' }, 'number', 'at least one'],
    ['too long a number', { ...good, number: 'x'.repeat(101) }, 'number', 'At most 100'],
    ['a script for a link', { ...good, link: 'javascript:alert(1)' }, 'link', 'https://'],
    ['a link that is not safe', { ...good, link: 'http://example.com' }, 'link', 'https://'],
    ['a link that hides where it goes', { ...good, link: 'https://bank.example@evil.example' }, 'link', 'https://'],
    ['four files', { ...good, files: tooMuch }, 'files', 'At most 3'],
    ['too large a file', { ...good, files: [{ id: 'F0A', name: 'a.pdf', size: 10_000_001 }] }, 'files', '10 MB'],
  ];

  test('8.1 a forged or incomplete dialog gets a sentence at the field and changes nothing', async () => {
    for (const [what, values, at, says] of wrong) {
      const answer = await forge('U0ANA', subjectFor(ana), values);
      expect(answer, what).toEqual({ response_action: 'errors', errors: { [at]: expect.stringContaining(says) } });
    }
    expect(await all()).toEqual([]);
  });

  test('8.1 a dialog about somebody or something else changes nothing', async () => {
    const ben = await house.hire({ slackId: 'U0BEN' });
    const submitted = await handedIn();
    const subjects: [string, string][] = [
      [subjectFor(ben), 'Only the person'],
      [subjectFor(ana, submitted._id).replace(firstAid._id, 'NO-SUCH'), 'does not know this any more'],
      ['', 'does not know this any more'],
      [`new ${submitted._id} ${ana._id}`, 'does not know this any more'],
      [`correct ${newCredentialId()} 0`, 'does not know this any more'],
      [`correct ${submitted._id} -1`, 'does not know this any more'],
    ];
    for (const [subject, says] of subjects) {
      expect(wordsIn(await forge('U0ANA', subject, { ...good, number: 'B-18' }))).toContain(says);
    }
    // The id of somebody else's is not taken for one's own.
    const stolen = await forge('U0BEN', subjectFor(ben, submitted._id), good);
    expect(wordsIn(stolen)).toContain('does not know this any more');
    expect(await theOne()).toEqual(submitted);
  });

  test('8.1 a choice that is not in the catalogue is told at its field', async () => {
    const subject = `new ${newCredentialId()} ${ana._id} -`;
    expect(await forge('U0ANA', subject, { ...good, certification: 'NO-SUCH' })).toMatchObject({
      errors: { certification: 'Please choose one of the catalogue.' },
    });
    expect(await forge('U0ANA', subject, good)).toMatchObject({ errors: { certification: expect.any(String) } });
    expect(await all()).toEqual([]);
  });

  test('8.4 a dialog sent three times hands in once and gets the same answer', async () => {
    const subject = subjectFor(ana);
    const send = () => forge('U0ANA', subject, good);
    const answers = [...(await Promise.all([send(), send(), send()])), await send()];
    expect(new Set(answers.map(wordsIn))).toHaveLength(1);
    expect(wordsIn(answers[0]!)).toContain('is handed in');
    await theOne();
    expect(await factsOf('credential.submitted')).toBe(1);
  });

  test('8.4 correcting and taking back twice do one thing each and get the same answer', async () => {
    const { _id } = await handedIn();
    const correct = () => forge('U0ANA', `correct ${_id} 0`, { ...good, number: 'B-18' });
    const corrections = [...(await Promise.all([correct(), correct()])), await correct()];
    expect(new Set(corrections.map(wordsIn))).toHaveLength(1);
    expect(await factsOf('credential.corrected')).toBe(1);
    const withdraw = () => forger.press(withdrawPressed, 'U0ANA', { value: writeSeen(_id, 1) });
    const answers = [...(await Promise.all([withdraw(), withdraw()])), await withdraw()];
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['First aid is taken back.']));
    expect(await factsOf('credential.withdrawn')).toBe(1);
  });
});

describe('files', () => {
  const pdf = Buffer.from('%PDF-1.7 this proves it');
  const upload = (name: string, bytes: Buffer, user = 'U0ANA') => house.slack.addFile({ user, name, bytes });
  const claimed = (id: string, name = 'slip.pdf') => ({ id, name, size: 17 });
  const show = async (user: string, { _id }: Credential) =>
    (await forger.press(showFilePressed, user, { value: writeSeen(_id, 0) })).text;
  const filesIn = (user: string) =>
    house.slack
      .messages(house.slack.dmOf(user)!)
      .flatMap((message) => (message.files as { id: string; name: string }[]) ?? []);

  test('8.3 what is a PDF, PNG or JPEG by its bytes is kept, and shown to whoever decides', async () => {
    await assigned();
    const id = upload('slip.pdf', pdf);
    await openFromReminder(passedPressed);
    await submit('U0ANA', { earned: '2026-09-28', files: [id] });
    await house.settleDown();
    const credential = await theOne();
    expect(credential.files).toEqual([
      { slackFileId: id, name: 'slip.pdf', bytes: pdf.length, kind: 'pdf', kept: true, refused: null },
    ]);
    expect(credential.version).toBe(0);

    expect(await Promise.all([show('U0DENISE', credential), show('U0DENISE', credential)])).toEqual([
      expect.stringContaining('in your messages with Laurel'),
      expect.stringContaining('in your messages with Laurel'),
    ]);
    const [shown, ...others] = filesIn('U0DENISE');
    expect(others).toEqual([]);
    const { file } = await house.clients.reading.files.info({ file: shown!.id });
    const response = await fetch(file!.url_private!, { headers: { authorization: `Bearer ${house.slack.botToken}` } });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
  });

  test('8.3 what is no such file by its bytes, too big, gone or somebody else’s is refused, and told once', async () => {
    await house.hire({ slackId: 'U0BEN' });
    const [zip, big, his] = [
      upload('slip.pdf', Buffer.from('PK\u0003\u0004 not a slip')),
      upload('scan.png', Buffer.alloc(10_000_001, 1)),
      upload('his.pdf', pdf, 'U0BEN'),
    ];
    const files = [claimed(zip), claimed(big, 'scan.png'), claimed(his, 'his.pdf')];
    const credential = await handedIn({ earned: '2026-09-28', files });
    expect((await theOne()).files.map(({ refused, kept }) => [refused, kept])).toEqual([
      ['another-kind', false],
      ['too-big', false],
      ['gone', false],
    ]);
    await house.liveUntil(addMinutes(house.clock.now(), 5));
    const [notice, ...more] = house.told('U0ANA');
    expect(more).toEqual([]);
    const message = house.slack.messages(house.slack.dmOf('U0ANA')!).find(({ ts }) => ts === notice!.ts);
    const words = textsIn(message?.blocks).join('\n');
    expect(words).toContain('slip.pdf could not be used, because it is not a PDF, PNG or JPEG file.');
    expect(words).toContain('scan.png could not be used, because it is larger than 10 MB.');
    expect(words).toContain('his.pdf could not be used, because it is no longer in Slack.');
    expect(await show('U0DENISE', credential)).toContain('There is no file that could be shown');

    // However often its reaction runs.
    const about = { personId: ana._id, certificationId: firstAid._id, credentialId: credential._id };
    const fact = { id: `${credential._id}:0`, about: credential._id, at: house.clock.now(), by: ana._id };
    await house.features.credentials.reactions.keepFiles({ type: 'credential.corrected', ...about, ...fact });
    await house.settleDown();
    expect(house.told('U0ANA')).toHaveLength(1);

    // The notice's button opens the dialog, and a good file takes the place of the bad ones.
    const channel = house.slack.dmOf('U0ANA')!;
    const press = () => house.slack.act.press({ user: 'U0ANA', actionId: correctPressed, channel, ts: notice!.ts });
    await after(press, ({ kind }) => kind === 'view.opened');
    expect(await submit('U0ANA', {})).toMatchObject({ number: expect.stringContaining('at least one') });
    expect(await submit('U0ANA', { files: [upload('good.pdf', pdf)] })).toContain('is corrected');
    await house.settleDown();
    expect((await theOne()).files).toMatchObject([{ name: 'good.pdf', kept: true }]);
    expect(house.told('U0ANA')).toHaveLength(1);
  }, 60_000);

  test('8.3 a file is shown to nobody who has no part in it, and a failure is said in words', async () => {
    await house.hire({ slackId: 'U0BEN' });
    const credential = await handedIn({ earned: '2026-09-28', files: [claimed(upload('slip.pdf', pdf))] });
    expect(await show('U0BEN', credential)).toContain('Only whoever decides about it');
    house.slack.faults.next('files.completeUploadExternal', { kind: 'slack-error', error: 'fatal_error' });
    expect(await show('U0ANA', credential)).toContain('Slack did not take the file just now');
    expect(await show('U0ANA', credential)).toContain('in your messages with Laurel');
    expect(filesIn('U0ANA')).toHaveLength(1);
  });

  test('8.3 copies of what was taken back are deleted after 30 days, those of what stands are not', async () => {
    const evidence = () => house.database.db.collection('evidence').countDocuments();
    const credential = await handedIn({ earned: '2026-09-28', files: [claimed(upload('slip.pdf', pdf))] });
    await forger.press(withdrawPressed, 'U0ANA', { value: seenOf(credential) });
    await handedIn({ earned: '2026-09-28', files: [claimed(upload('again.pdf', pdf))] });
    expect(await evidence()).toBe(2);
    house.setTime(new Date('2026-11-02T07:00:00Z'));
    await house.platform.retention.run(() => true);
    expect(await evidence()).toBe(1);
  });

  test('8.3 a file that Slack cannot give just now is looked at later', async () => {
    house.slack.faults.next('files.info', { kind: 'slack-error', error: 'fatal_error' });
    await handedIn({ earned: '2026-09-28', files: [claimed(upload('slip.pdf', pdf))] });
    await expect
      .poll(async () => {
        await house.settleDown();
        return (await theOne()).files[0]?.kept;
      })
      .toBe(true);
  });
});

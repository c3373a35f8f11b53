import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Assignment } from '../../src/features/assignments/index.js';
import {
  cancelPressed,
  confirmPressed,
  pressRefusals,
  takeBackPressed,
} from '../../src/features/assignments/messages/proposals.js';
import type { Person } from '../../src/features/people/index.js';
import { bornSilently } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId, CredentialId } from '../../src/shared/ids.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import { periods } from '../builders/person.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';

/* Thursday 1 October 2026, 09:00 in Madrid. Mel manages Ana and Ben; the owner manages nobody. */

let house: Awaited<ReturnType<typeof startHouse>>;
let mel: Person;
let ana: Person;
let ben: Person;
const firstAid = 'FIRST-AID' as CertificationId;
const date = (text: string) => text as CalendarDate;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
  await house.certify(aCertification({ _id: firstAid, name: 'First aid' }));
  mel = await house.hire({ slackId: 'U0MEL', name: 'Mel Ortiz' });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: mel._id });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Ito', managerId: mel._id });
  await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
});
afterEach(() => house.stop());

type Said = Readonly<{ channel: string; ts: string; text: string; words: string }>;

const saidIn = ({ channel, ts, text, blocks }: MessageEffect): Said => ({
  channel,
  ts,
  text,
  // Slack names blocks that have no id.
  words: JSON.stringify(blocks, (key, value) => (key === 'block_id' ? undefined : value)),
});

/** What this person alone is shown next. */
async function nextSaid(user: string, act: () => Promise<unknown>): Promise<Said> {
  const before = house.slack.effects().length;
  await act();
  const effect = await house.slack.waitFor(
    (one) => one.n > before && one.kind === 'message.ephemeral' && one.user === user,
  );
  return saidIn(effect as MessageEffect);
}

const cert = (user: string, text: string, channel?: string) =>
  nextSaid(user, () => house.slack.act.command({ user, command: '/cert', text, channel }));

const press = (user: string, { channel, ts }: Said, actionId: string) =>
  nextSaid(user, () => house.slack.act.press({ user, actionId, channel, ts }));

/** A press that was on its way when the answer to an earlier one took the place of its button. */
async function pressLate(user: string, { words }: Said, actionId: string): Promise<Pick<Said, 'text' | 'words'>> {
  const value = words.match(/pro_[0-9a-f]+ \d+/)?.[0];
  const forger = await startForger(house);
  try {
    const { text, blocks } = await forger.press(actionId, user, { value });
    return { text, words: JSON.stringify(blocks) };
  } finally {
    await forger.stop();
  }
}

const open = (who: Person) => house.features.assignments.store.unfinishedOf(who._id, firstAid);

/** All assignments, without what is said of them. */
async function all(): Promise<Pick<Assignment, 'state' | 'closing' | 'closingWhy' | 'dueOn'>[]> {
  const found = await house.features.assignments.store.model.find({}).lean<Assignment[]>().exec();
  return found.map(({ state, closing, closingWhy, dueOn }) => ({ state, closing, closingWhy, dueOn }));
}

const soon = (minutes: number) => new Date(house.clock.now().getTime() + minutes * 60_000);

describe('assigning', () => {
  test('2.4 people, a group, “next friday” and a reason are shown back first; confirmed, each is asked in their DM', async () => {
    house.slack.addUserGroup({ id: 'S0FIELD', name: 'Field', handle: 'field', users: ['U0BEN', 'U0ANA', 'U0GONE'] });
    const shown = await cert(
      'U0MEL',
      'assign <@U0ANA|ana> <!subteam^S0FIELD|@field> first-aid by next friday because the lift hall needs two by 1 dec',
    );
    expect(shown.words).toContain('Ask 2 people to earn First aid?');
    expect(shown.words).toContain('By Friday 9 October 2026 (in 8 days)');
    expect(shown.words).toContain('Who: Ana Ruiz, Ben Ito');
    expect(shown.words).toContain('Because: the lift hall needs two by 1 dec');
    expect(shown.words).toContain('1 member of the group who is not in the people file');
    await house.settleDown();
    expect(await all()).toEqual([]);

    const done = await press('U0MEL', shown, confirmPressed);
    expect(done.words).toContain('2 people are asked to earn *First aid* by Friday 9 October 2026.');
    expect(done.words).toContain('They hear of it from Laurel in their next working hours.');
    await house.liveUntil(soon(2));
    expect(await open(ana)).toMatchObject({
      state: 'open',
      dueOn: '2026-10-09',
      because: 'the lift hall needs two by 1 dec',
      assignedBy: mel._id,
      assignedOn: '2026-10-01',
    });
    for (const who of ['U0ANA', 'U0BEN']) {
      expect(house.told(who)).toHaveLength(1);
      const words = JSON.stringify(house.slack.messages(house.slack.dmOf(who)!).at(-1)!.blocks);
      expect(words).toContain('Mel Ortiz asks you to earn *First aid* by Friday 9 October 2026');
      expect(words).toContain('the lift hall needs two by 1 dec');
    }
  }, 90_000);

  test('2.4 who has it already, or is asked for it already, is left out and said; nobody left needs no button', async () => {
    await house.assign({ personId: ana._id, certificationId: firstAid, dueOn: date('2026-11-05') });
    await hold(ben, '2029-03-01');
    const said = await cert('U0MEL', 'assign <@U0ANA|ana> <@U0BEN|ben> FIRST-AID by 30 nov');
    expect(said.words).toContain('Nothing was done, as there is nobody left to ask for First aid.');
    expect(said.words).toContain('Ana Ruiz is asked for it already, due on Thursday 5 November 2026');
    expect(said.words).toContain('Ben Ito holds it until Thursday 1 March 2029');
    expect(said.words).not.toContain('"button"');
    const one = await cert('U0MEL', 'assign <@U0ANA|ana> <@U0BEN|ben> FIRST-AID by 2029-04-01');
    expect(one.words).toContain('Ask Ben Ito to earn First aid?');
    expect(one.words).toContain('Left out:');
  });

  test('2.4 cancelled, nothing is done, and confirming what was cancelled says so', async () => {
    const shown = await cert('U0MEL', 'assign <@U0ANA|ana> FIRST-AID by 30 nov');
    const said = await press('U0MEL', shown, cancelPressed);
    expect(said.text).toBe('Cancelled. Nothing was done.');
    // It stands where the buttons stood.
    expect(said.ts).toBe(shown.ts);
    expect((await pressLate('U0MEL', shown, cancelPressed)).text).toBe('Cancelled. Nothing was done.');
    expect((await pressLate('U0MEL', shown, confirmPressed)).text).toBe(pressRefusals.cancelled);
    await house.settleDown();
    expect(await all()).toEqual([]);
  });

  test('2.4 while reminders are switched off the answer says that nobody is told yet', async () => {
    await house.features.nudges.switchTo({ state: 'off' }, 10, 'U0OWNER');
    const shown = await cert('U0MEL', 'assign <@U0ANA|ana> FIRST-AID by 30 nov');
    const done = await press('U0MEL', shown, confirmPressed);
    expect(done.words).toContain('Reminders are switched off, so Laurel tells nobody yet.');
  });

  test('2.5 without arguments a dialog asks for everything, says what is wrong at the field, and shows it back', async () => {
    await house.slack.act.command({ user: 'U0MEL', command: '/cert', text: 'assign' });
    await house.slack.waitFor((effect) => effect.kind === 'view.opened' && effect.user === 'U0MEL');
    const values = { people: ['U0ANA', 'U0OWNER'], certification: firstAid, due: '2026-11-30', because: 'the hall' };
    const beyond = await house.slack.act.submit({ user: 'U0MEL', values });
    expect(beyond.response).toMatchObject({
      response_action: 'errors',
      errors: { people: expect.stringContaining('Not for Olga Owner') },
    });
    const past = await house.slack.act.submit({ user: 'U0MEL', values: { people: ['U0ANA'], due: '2026-09-30' } });
    expect(past.response).toMatchObject({
      response_action: 'errors',
      errors: { due: 'Wednesday 30 September 2026 is in the past.' },
    });
    const shown = await house.slack.act.submit({ user: 'U0MEL', values: { due: '2026-11-30' } });
    expect(shown).toMatchObject({ formProblem: null });
    expect(JSON.stringify(house.slack.modals('U0MEL').at(-1))).toContain('Ask Ana Ruiz to earn First aid?');
    const done = await house.slack.act.submit({ user: 'U0MEL' });
    expect(done).toMatchObject({ formProblem: null });
    expect(JSON.stringify(house.slack.modals('U0MEL').at(-1))).toContain('Ana Ruiz is asked to earn *First aid*');
    await house.settleDown();
    expect(await open(ana)).toMatchObject({ state: 'open', dueOn: '2026-11-30', because: 'the hall' });
  });
});

describe('more than 25 people', () => {
  const many = 30;
  // Today is not their working day: they hear of it later, and the test need not wait for 30 messages.
  const saturdays = periods([6], '09:00', '17:00');

  async function askMany(): Promise<Said> {
    const team = await Promise.all(
      Array.from({ length: many }, (_, n) =>
        house.hire({ slackId: `U0P${n}`, name: `Person ${n}`, managerId: mel._id, hours: saturdays }),
      ),
    );
    house.slack.addUserGroup({
      id: 'S0MANY',
      name: 'Many',
      handle: 'many',
      users: team.map(({ slackId }) => slackId!),
    });
    const shown = await cert('U0MEL', 'assign <!subteam^S0MANY|@many> FIRST-AID by 30 nov');
    expect(shown.words).toContain('Ask 30 people to earn First aid?');
    expect(shown.words).toContain(' and 20 more');
    return shown;
  }

  test('2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done', async () => {
    const shown = await askMany();
    const again = await press('U0MEL', shown, confirmPressed);
    expect(again.words).toContain('That is 30 people.');
    expect(again.words).toContain('Yes, ask 30 people');
    await house.settleDown();
    expect(await all()).toEqual([]);
    // The first press come twice asks the same again; it confirms nothing.
    expect((await pressLate('U0MEL', shown, confirmPressed)).words).toBe(again.words);
    await house.settleDown();
    expect(await all()).toEqual([]);

    const done = await press('U0MEL', again, confirmPressed);
    expect(done.words).toContain('30 people are asked to earn *First aid* by Monday 30 November 2026.');
    expect(done.words).toContain('Withdraw all');
    await house.settleDown();
    expect((await all()).filter(({ state }) => state === 'open')).toHaveLength(many);

    const [one] = await house.features.assignments.store.model.find({ state: 'open' }).lean<Assignment[]>().exec();
    await house.features.assignments.store.change(
      one!,
      { state: 'in-review', handedInOn: date('2026-10-01') },
      { type: 'assignment.handed-in', personId: one!.personId, certificationId: firstAid, on: date('2026-10-01') },
      { at: house.clock.now(), by: one!.personId },
    );
    // The answer is gone with a reload: a message that stays can withdraw all of it, too.
    await house.liveUntil(soon(2));
    const stays = () => house.slack.messages(house.slack.dmOf('U0MEL')!).at(-1)!;
    expect(JSON.stringify(stays().blocks)).toContain('You asked 30 people to earn *First aid*');
    const kept = { ...done, channel: house.slack.dmOf('U0MEL')!, ts: String(stays().ts) };
    const back = await press('U0MEL', kept, takeBackPressed);
    expect(back.words).toContain('29 people are no longer asked to earn *First aid*.');
    expect(back.words).toContain('It stays for 1, who handed it in or settled it before.');
    await house.settleDown();
    expect((await all()).filter(({ closing }) => closing === 'withdrawn')).toHaveLength(many - 1);
    expect(JSON.stringify(stays().blocks)).toContain('Withdrawn: You asked 30 people');
    expect(JSON.stringify(stays().blocks)).not.toContain(takeBackPressed);
    expect((await press('U0MEL', done, takeBackPressed)).words).toBe(back.words);
    expect((await pressLate('U0MEL', again, confirmPressed)).text).toBe(pressRefusals['taken-back']);
  }, 120_000);

  test('2.6 what is taken back before it was carried out asks nobody', async () => {
    const again = await press('U0MEL', await askMany(), confirmPressed);
    const done = await press('U0MEL', again, confirmPressed);
    await press('U0MEL', done, takeBackPressed);
    await house.settleDown();
    expect((await all()).filter(({ state }) => state !== 'closed')).toEqual([]);
    expect(house.told('U0P1')).toEqual([]);
  }, 60_000);
});

describe('letting off', () => {
  test('2.8 waiving asks for a reason, says what it did, keeps the reason, and the reminder shows it', async () => {
    await house.assign({ personId: ana._id, certificationId: firstAid, dueOn: date('2026-11-05') });
    await house.liveUntil(soon(2));
    expect(house.told('U0ANA')).toHaveLength(1);
    const noReason = await cert('U0MEL', 'waive <@U0ANA|ana> FIRST-AID');
    expect(noReason.words).toContain('It does not say why');
    expect(noReason.words).toContain('/cert waive @ana FIRST-AID because');
    const shown = await cert('U0MEL', 'waive <@U0ANA|ana> FIRST-AID because she moves to the office &amp; drives');
    expect(shown.words).toContain('Waive First aid for Ana Ruiz');
    const done = await press('U0MEL', shown, confirmPressed);
    expect(done.words).toContain('*First aid* is waived for Ana Ruiz.');
    await house.settleDown();
    expect(await all()).toEqual([
      { state: 'closed', closing: 'waived', closingWhy: 'she moves to the office & drives', dueOn: '2026-11-05' },
    ]);
    expect(JSON.stringify(house.slack.messages(house.slack.dmOf('U0ANA')!).at(-1)!.blocks)).toContain('waived');
    await house.liveUntil(new Date('2026-11-10T00:00:00Z'));
    expect(house.told('U0ANA')).toHaveLength(1);
  }, 60_000);

  test('2.8 a planned renewal can be waived, but its day cannot be moved', async () => {
    const held = await hold(ana, '2027-03-01');
    await house.features.assignments.store.insert(
      (await renewalOf(held._id)) as Assignment,
      { type: 'assignment.planned', personId: ana._id, certificationId: firstAid },
      { at: house.clock.now(), by: 'test' },
    );
    const moved = await cert('U0MEL', 'extend <@U0ANA|ana> FIRST-AID to 2027-06-01 because the course is full');
    expect(moved.words).toContain('Ana Ruiz has a certificate that expires on Monday 1 March 2027');
    const shown = await cert('U0MEL', 'waive <@U0ANA|ana> FIRST-AID because she leaves the hall');
    await press('U0MEL', shown, confirmPressed);
    await house.settleDown();
    expect(await all()).toMatchObject([{ state: 'closed', closing: 'waived' }]);
  });

  test('2.8 withdrawing says that it is no longer asked', async () => {
    await house.assign({ personId: ana._id, certificationId: firstAid, dueOn: date('2026-11-05') });
    const shown = await cert('U0MEL', 'withdraw <@U0ANA|ana> <@U0BEN|ben> FIRST-AID because it was a mistake');
    expect(shown.words).toContain('Ben Ito is not asked for it');
    const done = await press('U0MEL', shown, confirmPressed);
    expect(done.words).toContain('*First aid* is no longer asked of Ana Ruiz.');
    await house.settleDown();
    expect(await all()).toMatchObject([{ state: 'closed', closing: 'withdrawn', closingWhy: 'it was a mistake' }]);
  });

  test('2.8 extending moves the due date later only, and reminders follow the new one', async () => {
    await house.assign({ personId: ana._id, certificationId: firstAid, dueOn: date('2026-10-14') });
    await house.liveUntil(soon(2));
    const earlier = await cert('U0MEL', 'extend <@U0ANA|ana> FIRST-AID by 10 oct because sooner');
    expect(earlier.words).toContain('Ana Ruiz has time until Wednesday 14 October 2026 already');
    const shown = await cert('U0MEL', 'extend <@U0ANA|ana> FIRST-AID until 30 nov because the course was cancelled');
    expect(shown.words).toContain('Give Ana Ruiz more time for First aid?');
    const done = await press('U0MEL', shown, confirmPressed);
    expect(done.words).toContain('Ana Ruiz has time for *First aid* until Monday 30 November 2026.');
    await house.settleDown();
    const message = house.slack.messages(house.slack.dmOf('U0ANA')!).at(-1)!;
    expect(JSON.stringify(message.blocks)).toContain('Monday 30 November 2026');
    await house.liveUntil(new Date('2026-10-31T00:00:00Z'));
    // 30 days before the new date is Saturday 31 October: the last working day before it.
    expect(house.told('U0ANA').map(({ at }) => at.slice(0, 10))).toEqual(['2026-10-01', '2026-10-30']);
  }, 60_000);
});

describe('bad input and races', () => {
  test.each([
    ['assign', 'It does not say who'],
    ['assign @carl FIRST-AID by friday', 'Slack did not recognise “@carl”'],
    ['assign <@U0ANA|ana> by friday', 'It does not say which certification'],
    ['assign <@U0ANA|ana> FIRST-AID by the fifth moon', '“the fifth moon” is not clear to me as one day.'],
    ['assign <@U0ANA|ana> FIRST-AID by 5/12', '“5/12” could be two different days.'],
    ['assign <@U0ANA|ana> NO-SUCH by friday', 'There is no certification NO-SUCH'],
    ['assign <!here> FIRST-AID by friday', 'here” is not a person or a user group.'],
    ['assign <!subteam^S0NONE|@none> FIRST-AID by friday', 'Slack did not say just now who is in @none'],
    ['waive', '/cert waive @ana FIRST-AID because'],
    ['withdraw', '/cert withdraw @ana FIRST-AID because'],
    ['extend', '/cert extend @ana FIRST-AID by 15 dec because'],
  ])('8.2 “/cert %s” says what was not understood and does nothing', async (text, words) => {
    const said = await cert('U0MEL', text === 'assign' ? 'assign ,' : text);
    expect(said.words).toContain(words);
    expect(said.words).not.toContain('"button"');
    await house.settleDown();
    expect(await house.database.db.collection('proposals').countDocuments()).toBe(0);
    expect(await all()).toEqual([]);
  });

  test('8.4 Confirm pressed twice does one thing and gets the same answer', async () => {
    const shown = await cert('U0MEL', 'assign <@U0ANA|ana> FIRST-AID by 30 nov');
    const first = await press('U0MEL', shown, confirmPressed);
    expect((await pressLate('U0MEL', shown, confirmPressed)).words).toBe(first.words);
    await house.settleDown();
    expect((await pressLate('U0MEL', shown, confirmPressed)).words).toBe(first.words);
    await house.settleDown();
    expect(await all()).toHaveLength(1);
    expect(await house.database.db.collection('audit').countDocuments({ type: 'proposal.confirmed' })).toBe(1);
  });

  test('8.4 a press with another’s proposal, or with anything else in it, changes nothing', async () => {
    const forger = await startForger(house);
    try {
      await cert('U0MEL', 'assign <@U0ANA|ana> FIRST-AID by 30 nov');
      const [{ _id }] = (await house.database.db.collection('proposals').find().toArray()) as unknown as [
        { _id: string },
      ];
      const says = async (user: string, value: string) => (await forger.press(confirmPressed, user, { value })).text;
      expect(await says('U0OWNER', `${_id} 0`)).toBe(pressRefusals['not-yours']);
      expect(await says('U0NOBODY', `${_id} 0`)).toBe(pressRefusals['not-asked']);
      expect(await says('U0MEL', `${_id} 7`)).toBe(pressRefusals.changed);
      expect(await says('U0MEL', `${_id} x`)).toBe(pressRefusals['not-known']);
      expect(await says('U0MEL', 'pro_ffffffffffffffff 0')).toBe(pressRefusals['not-known']);
      expect((await forger.press(takeBackPressed, 'U0MEL', { value: `${_id} 0` })).text).toBe(pressRefusals.changed);
      await house.settleDown();
      expect(await all()).toEqual([]);
    } finally {
      await forger.stop();
    }
  });

  test('8.6 who has become somebody else’s report meanwhile is out of reach when it is confirmed', async () => {
    const shown = await cert('U0MEL', 'assign <@U0ANA|ana> <@U0BEN|ben> FIRST-AID by 30 nov');
    await house.features.people.store.model.updateOne({ _id: ben._id }, { $set: { managerId: null } });
    const said = await press('U0MEL', shown, confirmPressed);
    expect(said.words).toContain('Not for Ben Ito (ask Olga Owner).');
    await house.settleDown();
    expect(await all()).toEqual([]);
  });

  test('8.6 two processes that confirm at once ask each person once', async () => {
    const shown = await cert('U0MEL', 'assign <@U0ANA|ana> <@U0BEN|ben> FIRST-AID by 30 nov');
    const other = await house.startProcess();
    const [{ _id }] = (await house.database.db.collection('proposals').find().toArray()) as unknown as [
      { _id: string },
    ];
    const pressed = { slackUserId: 'U0MEL' as never, value: `${_id} 0`, place: 'message' as const };
    const answers = await Promise.all(
      [house, other, house, other].map(({ features }) => features.assignments.presses[confirmPressed]!(pressed)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(shown.words).toContain('Ask 2 people');
    await Promise.all([house.settleDown(), other.settleDown()]);
    expect(await all()).toHaveLength(2);
    expect(await house.database.db.collection('audit').countDocuments({ type: 'assignment.opened' })).toBe(2);
  });
});

async function hold(who: Person, expiresOn: string) {
  const credential = aCredential({ personId: who._id, certificationId: firstAid, expiresOn: date(expiresOn) });
  await house.features.credentials.store.model.insertMany([{ ...credential, ...bornSilently }]);
  return credential;
}

async function renewalOf(renews: CredentialId): Promise<Omit<Assignment, 'version'>> {
  return anAssignment({
    personId: ana._id,
    certificationId: firstAid,
    state: 'planned',
    dueOn: date('2027-03-01'),
    opensOn: date('2026-12-01'),
    renews,
  });
}

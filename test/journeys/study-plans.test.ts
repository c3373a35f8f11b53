import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { TrainingBlock } from '../../src/features/training-time/index.js';
import { movePressed, planPressed } from '../../src/features/training-time/parts.js';
import { givePressed } from '../../src/features/training-time/plans/giving-messages.js';
import {
  agreePressed,
  askPressed,
  changePressed,
  offerPressed,
  offerSent,
  planRefusals,
  stopPressed,
  takePressed,
  weeklyPressed,
} from '../../src/features/training-time/plans/messages.js';
import { usualTerms } from '../../src/features/training-time/training-policy.js';
import type { FactBody } from '../../src/platform/database/facts.js';
import { changedWith } from '../../src/platform/database/facts.js';
import type { CalendarDate, TimeOfDay } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { aCertification } from '../builders/certification.js';
import { periods } from '../builders/person.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';

/*
 * Thursday 1 October 2026, 09:00 in Madrid (UTC+2), where everybody works from 09:00 to 17:00. Ana is asked to earn First
 * aid, which takes 12 hours, by 30 November; Ben is her manager, Eva is his.
 */

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;
let eva: Person;
let ben: Person;
let ana: Person;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
  eva = await house.hire({ slackId: 'U0EVA', name: 'Eva Sol' });
  ben = await house.hire({ slackId: 'U0BEN', name: 'Ben Roy', managerId: eva._id });
  ana = await house.hire({ slackId: 'U0ANA', name: 'Ana Ruiz', managerId: ben._id });
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const time = (text: string) => text as TimeOfDay;
const at = (text: string) => new Date(`2026-${text}:00Z`);
const minute = 60_000;

/** Somebody is asked for it, and has just been told. */
async function told(person: Person, certification: Partial<Certification> = {}) {
  const wanted = aCertification({ name: 'First aid', studyHours: 12, ...certification });
  await house.certify(wanted);
  const { _id } = await house.assign({
    personId: person._id,
    certificationId: wanted._id,
    dueOn: date('2026-11-30'),
  });
  await house.liveUntil(new Date(house.clock.now().getTime() + minute));
  return { assignmentId: _id, certification: wanted };
}

type Shown = Readonly<{ ts: string; text: string; words: string; blocks: unknown }>;

/** All messages of a person's conversation as they now stand, oldest first. */
const messagesOf = (slackId: string): Shown[] =>
  house.slack.messages(house.slack.dmOf(slackId)!).map((message) => ({
    ts: String(message.ts),
    text: String(message.text),
    blocks: message.blocks as unknown,
    words: JSON.stringify(message.blocks),
  }));
const lastOf = (slackId: string) => messagesOf(slackId).at(-1)!;

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...(Array.isArray(value) ? [] : [value as Record<string, unknown>]),
    ...Object.values(value).flatMap(objectsIn),
  ];
}

const actionsIn = (blocks: unknown) =>
  objectsIn(blocks).flatMap(({ action_id, type }) => (type === 'button' ? [String(action_id)] : []));
const buttonValue = (blocks: unknown, actionId: string) =>
  String(objectsIn(blocks).find(({ action_id }) => action_id === actionId)?.value);

/** Presses a button; what they alone are then shown. */
const press = (slackId: string, actionId: string, on: Shown = lastOf(slackId)): Promise<Shown> =>
  pressed(slackId, actionId, on, buttonValue(on.blocks, actionId));

/** Picks weekly study time in the menu of times: in one that plans, or in one that moves. */
async function pickWeekly(slackId: string, on: Shown = lastOf(slackId)): Promise<Shown> {
  const values = objectsIn(on.blocks).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const value = values.find((one) => one.endsWith(' every-week'))!;
  return pressed(slackId, value.startsWith('asg_') ? planPressed : movePressed, on, value);
}

async function pressed(slackId: string, actionId: string, on: Shown, value: string): Promise<Shown> {
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId, channel: house.slack.dmOf(slackId)!, ts: on.ts, value });
  const answer = (await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  )) as MessageEffect;
  return { ts: answer.ts!, text: answer.text, words: JSON.stringify(answer.blocks), blocks: answer.blocks };
}

async function openDialog(slackId: string, actionId: string, on: Shown): Promise<void> {
  const before = house.slack.effects().length;
  const value = buttonValue(on.blocks, actionId);
  await house.slack.act.press({ user: slackId, actionId, channel: house.slack.dmOf(slackId)!, ts: on.ts, value });
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
}

const submit = async (user: string, values: Record<string, string | string[]>) =>
  (await house.slack.act.submit({ user, values })).response as { errors?: Record<string, string>; view?: unknown };

/** Two hours from three on, as a dialog sends it. */
const offered = (day: string) => ({
  weekdays: { weekdays: { type: 'checkboxes', selected_options: [{ value: day }] } },
  from: { from: { type: 'timepicker', selected_time: '15:00' } },
  minutes: { minutes: { type: 'static_select', selected_option: { value: '120' } } },
});

/** As a people file would, with the fact that says so. */
async function change({ _id }: Person, fields: Partial<Person>, fact: FactBody & { fields?: string[] }): Promise<void> {
  const { store } = house.features.people;
  const was = (await store.byId(_id))!;
  const cause = { at: house.clock.now(), by: 'test' };
  await store.model.updateOne({ _id }, { $set: fields, ...changedWith(was, fact, cause) });
  await house.settleDown();
}

const blocksOf = ({ _id }: Person) =>
  house.features.trainingTime.store.model.find({ personId: _id }).sort({ startsAt: 1 }).lean<TrainingBlock[]>().exec();
const plannedOf = async (person: Person) =>
  (await blocksOf(person)).filter(({ state }) => state === 'planned').map(({ startsAt }) => stamp(startsAt));
const stamp = (instant: Date) => instant.toISOString().slice(5, 16);
const textsOf = (slackId: string) => house.told(slackId).map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);

/** Ana has asked for what was proposed, and Ben has been told. */
async function asked() {
  const about = await told(ana);
  const proposal = await pickWeekly('U0ANA');
  await press('U0ANA', askPressed, proposal);
  await house.settleDown();
  return { ...about, proposal };
}

describe('10.1 a person asks for weekly study time', () => {
  test('10.1 it is proposed from what is to be studied, asked for with one press, agreed with another, and planned', async () => {
    await told(ana);
    const proposal = await pickWeekly('U0ANA');
    expect(proposal.words).toContain('*Mondays, 10:00–12:00, from 5 Oct 2026 until 9 Nov 2026*: 12 hours in all.');
    expect(proposal.words).toContain('Ben Roy is asked to agree. Nobody hears of it before you ask.');
    expect(house.told('U0BEN')).toHaveLength(0);

    expect((await press('U0ANA', askPressed, proposal)).words).toContain('Asked Ben Roy for time to study');
    await house.settleDown();
    const card = lastOf('U0BEN');
    expect(card.text).toBe('Ana Ruiz asks for time to study for First aid');
    expect(card.words).toContain('asks for 2 hours a week to study for *First aid*.');
    expect(card.words).toContain('Due on 30 Nov 2026; about 12 hours are left to study, and this is 12 hours of them.');
    expect(actionsIn(card.blocks)).toEqual([agreePressed, offerPressed]);
    expect(await blocksOf(ana)).toEqual([]);

    expect((await press('U0BEN', agreePressed, card)).text).toBe('Agreed: First aid');
    await house.settleDown();
    expect(await plannedOf(ana)).toEqual([
      '10-05T08:00',
      '10-12T08:00',
      '10-19T08:00',
      // Clocks go back on 25 October; it stays at ten.
      '10-26T09:00',
      '11-02T09:00',
      '11-09T09:00',
    ]);
    expect(lastOf('U0ANA').words).toContain('Ben Roy sets time aside for you to study for *First aid*.');
    expect(actionsIn(lastOf('U0BEN').blocks)).toEqual([]);
    expect(lastOf('U0BEN').words).toContain('You agreed. The time is set aside.');
    const [reminder] = messagesOf('U0ANA');
    expect(reminder!.words).toContain(
      'Study time planned: Monday 5 October 2026, 10:00–12:00. 0 of 12 hours studied: on track.',
    );
    expect(reminder!.words).toContain('"Weekly study time…"');

    await house.liveUntil(at('10-12T10:01'));
    const said = textsOf('U0ANA').filter((text) => /study time/i.test(text));
    expect(said).toContainEqual('10-05T07:50 Study time for First aid at 10:00');
    expect(said).toContainEqual('10-05T10:00 Did your study time for First aid happen?');
    expect(said).toContainEqual('10-12T07:50 Study time for First aid at 10:00');
  });

  test('10.1 she changes day, time and length in a dialog, which says at the field what cannot be', async () => {
    await told(ana);
    const proposal = await pickWeekly('U0ANA');
    await openDialog('U0ANA', changePressed, proposal);
    const wish = { weekdays: ['5'], from: '14:00', minutes: '90' };
    expect((await submit('U0ANA', { ...wish, minutes: '180' })).errors).toEqual({ minutes: planRefusals['too-long'] });
    expect((await submit('U0ANA', { ...wish, weekdays: ['2', '4'] })).errors).toEqual({
      minutes: planRefusals['too-much'],
    });
    expect((await submit('U0ANA', { ...wish, from: '16:00' })).errors).toEqual({ from: planRefusals['outside-hours'] });
    const { view } = await submit('U0ANA', wish);
    expect(JSON.stringify(view)).toContain('Asked Ben Roy');
    await house.settleDown();
    expect(lastOf('U0BEN').words).toContain('Fridays, 14:00–15:30, from 9 Oct 2026 until 27 Nov 2026');
  });

  test('10.1 not now leaves nothing behind, and she may come back to it', async () => {
    await told(ana);
    const proposal = await pickWeekly('U0ANA');
    expect((await press('U0ANA', stopPressed, proposal)).words).toContain('No weekly study time is planned');
    await house.settleDown();
    expect(house.told('U0BEN')).toHaveLength(0);
    expect((await pickWeekly('U0ANA')).words).toContain('Mondays, 10:00–12:00');
  });

  test('10.7 while the team meets no time is offered, none proposed, and whoever asks for it is told why', async () => {
    const { policies } = house.features.trainingTime;
    const meetings = [{ weekday: 1 as const, from: time('09:30'), to: time('12:00') }];
    const noun = { ...usualTerms, _id: 'training-policy:*|*', team: '*', role: '*', meetings };
    const fact = { type: 'training-policy.added' as const };
    await policies.saveAll([{ kind: 'born', noun, fact }], { at: house.clock.now(), by: 'test' });
    await told(ana);
    expect(lastOf('U0ANA').words).not.toContain('Mon 5 Oct, 10:00');
    expect(lastOf('U0ANA').words).toContain('Mon 5 Oct, 14:00');
    const proposal = await pickWeekly('U0ANA');
    expect(proposal.words).not.toContain('Mondays, 10:00');
    await openDialog('U0ANA', changePressed, proposal);
    const { errors } = await submit('U0ANA', { weekdays: ['1'], from: '11:00', minutes: '60' });
    expect(errors).toEqual({ from: planRefusals.meeting });
  });

  test('10.1 where the policy agrees, it is planned at once and no manager is asked', async () => {
    await house.features.trainingTime.policies.saveAll(
      [
        {
          kind: 'born',
          noun: {
            _id: 'training-policy:*|Technician',
            team: '*',
            role: 'Technician',
            weeklyMinutes: 60,
            longestMinutes: 60,
            weekdays: [4],
            between: null,
            noticeDays: 7,
            blackouts: [{ from: date('2026-10-20'), until: date('2026-10-31') }],
            meetings: [],
            agreedBy: 'policy',
          },
          fact: { type: 'training-policy.added' },
        },
      ],
      { at: house.clock.now(), by: 'test' },
    );
    await told(ana, { studyHours: 4 });
    const proposal = await pickWeekly('U0ANA');
    expect(proposal.words).toContain('Your company’s policy agrees to it, so nobody has to be asked.');
    expect((await press('U0ANA', askPressed, proposal)).words).toContain('Time is set aside for you to study');
    await house.settleDown();
    expect(await plannedOf(ana)).toEqual(['10-08T08:00', '10-15T08:00', '11-05T09:00', '11-12T09:00']);
    expect(house.told('U0BEN')).toHaveLength(0);
  });

  test('10.1 who has no manager that can be written to is told so', async () => {
    await told(eva);
    const proposal = await pickWeekly('U0EVA');
    expect((await press('U0EVA', askPressed, proposal)).text).toBe(planRefusals['nobody-to-ask']);
  });
});

describe('10.2 the manager answers', () => {
  test('10.2 with another time, which she takes', async () => {
    await asked();
    await openDialog('U0BEN', offerPressed, lastOf('U0BEN'));
    const other = { weekdays: ['3'], from: '15:00', minutes: '120' };
    expect((await submit('U0BEN', { ...other, from: '16:00' })).errors).toEqual({
      from: planRefusals['outside-hours'],
    });
    expect(JSON.stringify((await submit('U0BEN', other)).view)).toContain('Offered: *First aid* for Ana Ruiz');
    await house.settleDown();
    const news = lastOf('U0ANA');
    expect(news.words).toContain('Ben Roy cannot give you Mondays, 10:00–12:00, to study for *First aid*');
    expect(news.words).toContain('*Wednesdays, 15:00–17:00, from 7 Oct 2026 until 11 Nov 2026*');
    expect(lastOf('U0BEN').words).toContain('You offered another time: Wednesdays, 15:00–17:00.');
    await press('U0ANA', takePressed, news);
    await house.settleDown();
    expect((await plannedOf(ana))[0]).toBe('10-07T13:00');
    expect(house.told('U0BEN')).toHaveLength(1);
    expect(lastOf('U0BEN').words).toContain('You agreed.');
  });

  test('10.2 on Home, too, where it waits among other decisions until it is made', async () => {
    await asked();
    const home = () => house.slack.home('U0BEN')?.blocks;
    const published = async (act: () => Promise<unknown>) => {
      const before = house.slack.effects().length;
      await act();
      await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'home.published');
    };
    await published(() => house.slack.act.openHome({ user: 'U0BEN' }));
    expect(JSON.stringify(home())).toContain('asks for 2 hours a week to study for *First aid*.');
    expect(JSON.stringify(home())).toContain('1 study plan waits for your decision');

    const value = buttonValue(home(), agreePressed);
    await published(() => house.slack.act.press({ user: 'U0BEN', actionId: agreePressed, home: true, value }));
    await house.settleDown();
    expect(await plannedOf(ana)).toHaveLength(6);
    expect(JSON.stringify(home())).toContain('Nothing at the moment.');
    expect(actionsIn(home())).not.toContain(agreePressed);
  });

  test('10.2 only who manages her may, decided when it is pressed', async () => {
    await asked();
    const value = buttonValue(lastOf('U0BEN').blocks, agreePressed);
    const forger = await startForger(house);
    await house.hire({ slackId: 'U0DAN', name: 'Dan Lee' });
    for (const stranger of ['U0DAN', 'U0ANA'])
      expect((await forger.press(agreePressed, stranger, { value })).text).toBe(planRefusals['not-for-you']);
    await forger.stop();
    expect(await blocksOf(ana)).toEqual([]);
  });

  test('10.2 of two who agree at once one does, and the other is told who did', async () => {
    await asked();
    const value = buttonValue(lastOf('U0BEN').blocks, agreePressed);
    const forger = await startForger(house);
    const answers = await Promise.all(['U0BEN', 'U0EVA'].map((who) => forger.press(agreePressed, who, { value })));
    const first = answers.findIndex(({ text }) => text === 'Agreed: First aid');
    const words = JSON.stringify(answers[1 - first]!.blocks);
    expect(words).toContain(`${['Ben Roy', 'Eva Sol'][first]} agreed to this before, so nothing more was done.`);
    // The same press of the same manager, come twice, is answered the same.
    const again = await forger.press(agreePressed, ['U0BEN', 'U0EVA'][first], { value });
    expect(again.text).toBe('Agreed: First aid');
    await house.settleDown();
    expect(await plannedOf(ana)).toHaveLength(6);
    const facts = house.database.db.collection('audit').find({ type: 'study-plan.agreed' });
    expect(await facts.toArray()).toHaveLength(1);
    await forger.stop();
  });

  test('10.2 who offers another time, or agrees, after somebody has offered one is told which and by whom', async () => {
    const { assignmentId } = await asked();
    const card = lastOf('U0BEN');
    const subject = buttonValue(card.blocks, offerPressed);
    const forger = await startForger(house);
    const offer = async (who: string, day: string) =>
      JSON.stringify(await forger.form(offerSent, who, { subject, state: offered(day) }));
    expect(await offer('U0BEN', '3')).toContain('Offered: *First aid* for Ana Ruiz');
    const before = 'Ben Roy offered another time before: Wednesdays, 15:00–17:00, so nothing more was done.';
    expect(await offer('U0EVA', '4')).toContain(before);
    expect(await offer('U0EVA', '3')).toContain(before);
    const late = await forger.press(agreePressed, 'U0EVA', { value: subject });
    expect(JSON.stringify(late.blocks)).toContain(before);
    // His own again is the same; his own other one is not.
    expect(await offer('U0BEN', '3')).toContain('Offered: *First aid* for Ana Ruiz');
    expect(await offer('U0BEN', '4')).toContain('You offered another time before: Wednesdays, 15:00–17:00');
    const plan = await house.features.trainingTime.plans.livingFor(assignmentId);
    expect(plan).toMatchObject({ state: 'declined', answeredBy: ben._id, instead: { weekdays: [3] } });
    // Where nothing is left to answer no dialog opens.
    expect(JSON.stringify((await forger.press(offerPressed, 'U0EVA', { value: subject })).blocks)).toContain(before);
    await forger.stop();
  });

  test('10.2 what is taken back is not asked for any more, and cannot be agreed to', async () => {
    const { proposal } = await asked();
    const again = await pickWeekly('U0ANA', messagesOf('U0ANA')[0]);
    expect(again.words).toContain('Asked Ben Roy');
    const card = lastOf('U0BEN');
    await press('U0ANA', stopPressed, again);
    expect((await press('U0BEN', agreePressed, card)).words).toContain('This has changed since the message was sent');
    await house.settleDown();
    expect(lastOf('U0BEN').words).toContain('This is not asked for any more.');
    const forger = await startForger(house);
    const late = await forger.press(askPressed, 'U0ANA', { value: buttonValue(proposal.blocks, askPressed) });
    expect(JSON.stringify(late.blocks)).toContain('This has changed since the message was sent');
    await forger.stop();
    expect(await blocksOf(ana)).toEqual([]);
  });
});

describe('10.3 an agreed plan', () => {
  async function agreed() {
    const about = await asked();
    await press('U0BEN', agreePressed, lastOf('U0BEN'));
    await house.settleDown();
    return about;
  }

  test('10.3 is given up by its person: what is to come is dropped, what was asked about stays', async () => {
    await agreed();
    await house.liveUntil(at('10-12T11:00'));
    const news = messagesOf('U0ANA').find(({ words }) => words.includes('sets time aside'))!;
    await press('U0ANA', stopPressed, news);
    await house.settleDown();
    expect(await plannedOf(ana)).toEqual(['10-05T08:00', '10-12T08:00']);
    expect((await pickWeekly('U0ANA', messagesOf('U0ANA')[0])).words).toContain('until 23 Nov 2026');
  });

  test('10.3 never lies on another that was agreed a moment before, whose hours are not there yet', async () => {
    await asked();
    const other = await told(ana, { name: 'Rope work' });
    const forger = await startForger(house);
    const proposal = await forger.press(weeklyPressed, 'U0ANA', { value: `${other.assignmentId} 0` });
    await forger.press(askPressed, 'U0ANA', { value: buttonValue(proposal.blocks, askPressed) });
    await house.settleDown();
    const cards = messagesOf('U0BEN').filter(({ words }) => words.includes(`"${agreePressed}"`));
    expect(cards).toHaveLength(2);
    for (const { blocks } of cards)
      await forger.press(agreePressed, 'U0BEN', { value: buttonValue(blocks, agreePressed) });
    await house.settleDown();
    const planned = (await blocksOf(ana)).map(
      ({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()] as const,
    );
    for (const [n, [startsAt]] of planned.entries()) expect(startsAt).toBeGreaterThanOrEqual(planned[n - 1]?.[1] ?? 0);
    await forger.stop();
  });

  test('10.3 ends with its assignment, without a word', async () => {
    const { assignmentId } = await agreed();
    const { store } = house.features.assignments;
    const open = (await store.byId(assignmentId))!;
    const { personId, certificationId } = open;
    const fact = { type: 'assignment.closed', personId, certificationId, closing: 'waived' } as const;
    await store.change(open, { state: 'closed', closing: 'waived' }, fact, { at: house.clock.now(), by: 'test' });
    const before = house.told('U0ANA').length;
    await house.liveUntil(at('10-12T11:00'));
    expect(await plannedOf(ana)).toEqual([]);
    expect(house.told('U0ANA')).toHaveLength(before);
    expect(await house.features.trainingTime.plans.livingFor(assignmentId)).toBeNull();
  });

  test('10.3 is made of times that can each be moved, and leaves room for a second certification only in other hours', async () => {
    await agreed();
    const other = await told(ana, { name: 'Rope work' });
    await house.liveUntil(at('10-02T08:00'));
    const forger = await startForger(house);
    const answer = await forger.press(weeklyPressed, 'U0ANA', { value: `${other.assignmentId} 0` });
    // Until 9 November the two hours of each week are taken.
    expect(JSON.stringify(answer.blocks)).toContain('from 16 Nov 2026');
    await forger.stop();
  });
});

describe('10.4 a manager gives time to a team', () => {
  /** What this person alone is shown next. */
  async function shown(user: string, act: () => Promise<unknown>): Promise<Shown & { channel: string }> {
    const before = house.slack.effects().length;
    await act();
    const said = (await house.slack.waitFor(
      (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.user === user,
    )) as MessageEffect;
    const { ts, text, blocks, channel } = said;
    return { ts: ts!, text, words: JSON.stringify(blocks), blocks, channel };
  }
  const cert = (user: string, text: string) =>
    shown(user, () => house.slack.act.command({ user, command: '/cert', text }));
  const give = (user: string, { channel, ts }: { channel: string; ts: string }) =>
    shown(user, () => house.slack.act.press({ user, actionId: givePressed, channel, ts }));

  const code = 'AWS-SAA' as CertificationId;
  const friday = 'time <!subteam^S0FIELD|@field> friday 14:00-16:00 for aws-saa until 2026-11-20';

  /** Ana and Max are asked for it; Ben leads both, and is in the group. */
  async function team() {
    const max = await house.hire({
      slackId: 'U0MAX',
      name: 'Max Orr',
      managerId: ben._id,
      hours: periods([1, 2, 3, 4], '09:00', '17:00'),
    });
    const users = ['U0ANA', 'U0MAX', 'U0BEN'];
    house.slack.addUserGroup({ id: 'S0FIELD', name: 'Field', handle: 'field', users });
    await told(ana, { _id: code, name: 'Solutions Architect', studyHours: 40 });
    await house.assign({ personId: max._id, certificationId: code, dueOn: date('2026-11-30') });
    return max;
  }

  test('10.4 it is shown first, with who is left out and why; confirmed, each gets a plan and is told', async () => {
    const max = await team();
    const question = await cert('U0BEN', friday);
    expect(question.words).toContain('Give 1 person time to study for Solutions Architect?');
    expect(question.words).toContain('Fridays, 14:00–16:00, until Friday 20 November 2026');
    expect(question.words).toContain('Max Orr does not work then');
    await house.settleDown();
    expect(await blocksOf(ana)).toEqual([]);

    expect((await give('U0BEN', question)).text).toBe('Done: time to study for Solutions Architect');
    await house.settleDown();
    expect(await plannedOf(ana)).toEqual([
      '10-09T12:00',
      '10-16T12:00',
      '10-23T12:00',
      '10-30T13:00',
      '11-06T13:00',
      '11-13T13:00',
      '11-20T13:00',
    ]);
    expect(await blocksOf(max)).toEqual([]);
    expect(lastOf('U0ANA').words).toContain('Ben Roy sets time aside for you to study for *Solutions Architect*.');
    // The same command again gives nothing twice.
    await give('U0BEN', await cert('U0BEN', friday));
    await house.settleDown();
    expect(await blocksOf(ana)).toHaveLength(7);
    expect(textsOf('U0ANA').filter((text) => text.includes('Time is set aside'))).toHaveLength(1);
  });

  test('10.4 only to people who report to whoever asks, decided again when it is confirmed', async () => {
    await team();
    const words = 'Not to Ana Ruiz. Nothing was done.';
    await house.hire({ slackId: 'U0DAN', name: 'Dan Lee' });
    expect((await cert('U0DAN', 'time <@U0ANA|ana> fri 14:00-16:00 for aws-saa')).words).toContain(words);
    expect((await cert('U0ANA', 'time <@U0ANA|ana> fri 14:00-16:00 for aws-saa')).words).toContain(words);
    const forger = await startForger(house);
    const value = '<@U0ANA> Friday 14:00-16:00 for AWS-SAA';
    expect(JSON.stringify((await forger.press(givePressed, 'U0DAN', { value })).blocks)).toContain(words);
    expect(await blocksOf(ana)).toEqual([]);
    await forger.stop();
  });

  test('10.4 what was not understood is said, with what to type', async () => {
    await team();
    expect((await cert('U0BEN', 'time <@U0ANA|ana> someday 16:00-14:00 until soon')).words).toMatch(
      /someday.*no person.*which day of the week.*from when until when.*for which certification.*For example/,
    );
    expect((await cert('U0BEN', 'time <@U0ANA|ana> fri 14:00-16:00 for nope')).words).toContain(
      'There is no certification NOPE, so nothing was done.',
    );
  });
});

describe('10.5 while somebody studies', () => {
  test('10.5 reminders wait until they are done', async () => {
    await asked();
    await press('U0BEN', agreePressed, lastOf('U0BEN'));
    await house.liveUntil(at('10-05T08:30'));
    const other = aCertification({ name: 'Rope work' });
    await house.certify(other);
    await house.assign({ personId: ana._id, certificationId: other._id, dueOn: date('2026-11-30') });
    await house.liveUntil(at('10-05T10:02'));
    const after = textsOf('U0ANA').filter((text) => text > '10-05T08:01');
    expect(after.length).toBeGreaterThan(0);
    expect(after.every((text) => text >= '10-05T10:00')).toBe(true);
    expect(after.some((text) => text.includes('Rope work'))).toBe(true);
  });
});

describe('10.6 what nobody answers', () => {
  /** Who was asked, and when, on which day at which hour. */
  const askedOf = (slackId: string) => textsOf(slackId).filter((text) => text.includes('for time to study'));

  test('10.6 is asked again after two working days, then of whoever is above, then of the owners; then it ends with a word', async () => {
    await house.hire({ slackId: 'U0OWNER', name: 'Olga Owner' });
    await asked();
    await house.liveUntil(at('10-12T16:00'));
    expect(askedOf('U0BEN')).toEqual([
      '10-01T07:01 Ana Ruiz asks for time to study for First aid',
      '10-05T07:00 Ana Ruiz still asks for time to study for First aid',
    ]);
    expect(askedOf('U0EVA')).toEqual(['10-07T07:00 Ana Ruiz asks for time to study for First aid']);
    expect(lastOf('U0EVA').words).toContain('Nobody has answered for some days, so it comes to you.');
    expect(askedOf('U0OWNER')).toEqual(['10-09T07:00 Ana Ruiz asks for time to study for First aid']);

    await house.liveUntil(at('10-13T08:00'));
    const news = textsOf('U0ANA').filter((text) => text.includes('weekly study time'));
    expect(news).toEqual(['10-13T07:00 Nobody has answered in time about weekly study time for First aid']);
    expect(lastOf('U0ANA').words).toContain('have a word with Ben Roy, and ask again.');
    for (const who of ['U0BEN', 'U0EVA', 'U0OWNER']) {
      expect(lastOf(who).words).toContain('This is not asked for any more.');
      expect(actionsIn(lastOf(who).blocks)).toEqual([]);
    }
    expect((await press('U0ANA', weeklyPressed)).words).toContain('Thursdays, 10:00–12:00, from 15 Oct 2026');
  });

  test('10.6 can still be agreed to after its first day: what is left of it is planned', async () => {
    await asked();
    await house.liveUntil(at('10-06T08:00'));
    await press('U0BEN', agreePressed, lastOf('U0BEN'));
    await house.settleDown();
    expect((await plannedOf(ana))[0]).toBe('10-12T08:00');
  });

  test('10.6 follows the person to a new manager, and on when that one leaves; the old card says so', async () => {
    await asked();
    const max = await house.hire({ slackId: 'U0MAX', name: 'Max Orr', managerId: eva._id });
    await change(ana, { managerId: max._id }, { type: 'person.changed', fields: ['managerId'] });
    await house.liveUntil(at('10-01T07:05'));
    expect(lastOf('U0BEN').words).toContain('This is for somebody else to decide now.');
    expect(actionsIn(lastOf('U0BEN').blocks)).toEqual([]);
    expect(askedOf('U0MAX')).toHaveLength(1);

    await change(max, { state: 'left' }, { type: 'person.left' });
    await house.liveUntil(at('10-01T07:10'));
    expect(askedOf('U0EVA')).toHaveLength(1);
    expect((await press('U0EVA', agreePressed)).text).toBe('Agreed: First aid');
    expect(askedOf('U0BEN')).toHaveLength(1);
  });

  test('10.6 is asked of whoever stands in for the manager, too', async () => {
    const max = await house.hire({ slackId: 'U0MAX', name: 'Max Orr' });
    const delegate = { personId: max._id, from: date('2026-10-01'), until: date('2026-10-31') };
    await change(ben, { delegate }, { type: 'person.leave-changed' });
    await asked();
    expect(lastOf('U0MAX').words).toContain('You decide in the place of somebody who asked you to.');
    await press('U0MAX', agreePressed);
    await house.settleDown();
    expect(lastOf('U0BEN').words).toContain('Max Orr agreed. The time is set aside.');
  });

  test('10.6 of one day is over when that day is, whoever could still be asked', async () => {
    await told(ana, { studyHours: 2 });
    const proposal = await pickWeekly('U0ANA');
    expect(proposal.words).toContain('*Monday 5 Oct 2026, 10:00–12:00*');
    await press('U0ANA', askPressed, proposal);
    await house.liveUntil(at('10-06T08:00'));
    expect(textsOf('U0ANA').at(-1)).toBe(
      '10-06T07:00 Nobody has answered in time about weekly study time for First aid',
    );
  });
});

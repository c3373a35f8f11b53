import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect } from '../../sandbox/effects.js';
import type { Certification } from '../../src/features/catalog/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { TrainingBlock } from '../../src/features/training-time/index.js';
import {
  keptPressed,
  lostPressed,
  partlyPressed,
  planAtSent,
  refusals,
} from '../../src/features/training-time/messages.js';
import { movePressed, planPressed } from '../../src/features/training-time/parts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import { hostileText } from '../registry/hostile.js';

/* Thursday 1 October 2026, 09:00 in Madrid (UTC+2), where everybody works from 09:00 to 17:00. */

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;

beforeEach(async () => {
  house = await startHouse();
  await house.switchOn();
});
afterEach(() => house.stop());

const date = (text: string) => text as CalendarDate;
const at = (text: string) => new Date(`2026-10-${text}:00Z`);
const minute = 60_000;

/** Somebody who has just been told of an assignment. */
async function told(
  slackId: string,
  {
    certification = {},
    person = {},
  }: { certification?: Partial<Certification>; person?: Omit<Partial<Person>, 'slackId'> } = {},
) {
  const wanted = aCertification({ name: 'First aid', studyHours: 12, ...certification });
  await house.certify(wanted);
  const employee = await house.hire({ slackId, ...person });
  const { _id } = await house.assign({
    personId: employee._id,
    certificationId: wanted._id,
    dueOn: date('2026-11-30'),
  });
  await house.liveUntil(new Date(house.clock.now().getTime() + minute));
  expect(house.told(slackId)).toHaveLength(1);
  return { slackId, personId: employee._id, assignmentId: _id, certification: wanted };
}
type Told = Awaited<ReturnType<typeof told>>;

/** All messages of a person's conversation as they now stand, oldest first. */
const messagesOf = ({ slackId }: Told) =>
  house.slack.messages(house.slack.dmOf(slackId)!).map((message) => ({
    channel: house.slack.dmOf(slackId)!,
    ts: String(message.ts),
    blocks: message.blocks as unknown,
    words: JSON.stringify(message.blocks),
  }));

const lastOf = (who: Told) => messagesOf(who).at(-1)!;

/** The labels of a menu with the values behind them. */
function choicesIn(blocks: unknown, actionId: string): Map<string, string> {
  const [menu] = objectsIn(blocks).filter((one) => one.action_id === actionId);
  const options = (menu?.options ?? []) as { text: { text: string }; value: string }[];
  return new Map(options.map(({ text, value }) => [text.text, value]));
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...(Array.isArray(value) ? [] : [value as Record<string, unknown>]),
    ...Object.values(value).flatMap(objectsIn),
  ];
}

/** Presses in the person's own client; what they alone were then shown. */
async function press(who: Told, actionId: string, value?: string, on = lastOf(who)): Promise<MessageEffect> {
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: who.slackId, actionId, channel: on.channel, ts: on.ts, value });
  const answer = await house.slack.waitFor(
    (effect) => effect.n > before && effect.kind === 'message.ephemeral' && effect.via === 'response_url',
  );
  return answer as MessageEffect;
}

/** Opens the menu of the last message and picks the time that is labelled so. */
async function pick(who: Told, actionId: string, label: string, on = lastOf(who)) {
  const value = choicesIn(on.blocks, actionId).get(label);
  if (value === undefined) throw new Error(`There is no ${label} in ${on.words}`);
  return press(who, actionId, value, on);
}

const blocksOf = ({ assignmentId }: Told) =>
  house.features.trainingTime.store.model.find({ assignmentId }).lean<TrainingBlock[]>().exec();

const textsOf = (who: Told) => house.told(who.slackId).map(({ at: when, text }) => `${when.slice(5, 16)} ${text}`);

describe('1.1 planning study time', () => {
  test('1.1 takes two presses: the menu, and one of the times in it', async () => {
    const ana = await told('U0ANA');
    const offered = [...choicesIn(lastOf(ana).blocks, planPressed).keys()];
    expect(offered).toEqual([
      'Today, Thu 1 Oct, 10:00–11:00',
      'Today, Thu 1 Oct, 14:00–15:00',
      'Tomorrow, Fri 2 Oct, 10:00–11:00',
      'Tomorrow, Fri 2 Oct, 14:00–15:00',
      'Mon 5 Oct, 10:00–11:00',
      'Mon 5 Oct, 14:00–15:00',
      'Tue 6 Oct, 10:00–11:00',
      'Tue 6 Oct, 14:00–15:00',
      'Every week…',
      'Another time…',
    ]);
    const answer = await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    expect(answer.text).toBe('Planned: Friday 2 October 2026, 10:00–11:00.');
    expect(JSON.stringify(answer.blocks)).toContain(
      'Planned: study time for *First aid*, Friday 2 October 2026, 10:00–11:00. Laurel reminds you 10 minutes before.',
    );
    await house.settleDown();
    const now = lastOf(ana);
    expect(now.words).toContain('Study time planned: Friday 2 October 2026, 10:00–11:00.');
    expect(choicesIn(now.blocks, planPressed).size).toBe(0);
    expect([...choicesIn(now.blocks, movePressed).keys()]).toContain('Drop it');
    expect(await house.features.trainingTime.plannedOf(ana.personId)).toMatchObject([
      { startsAt: at('02T08:00'), endsAt: at('02T09:00'), state: 'planned' },
    ]);
  });

  test('1.1 any other time is picked in a dialog, which says at the field what is wrong', async () => {
    const ana = await told('U0ANA');
    const other = choicesIn(lastOf(ana).blocks, planPressed).get('Another time…');
    const { channel, ts } = lastOf(ana);
    await house.slack.act.press({ user: 'U0ANA', actionId: planPressed, channel, ts, value: other });
    await house.slack.waitFor((effect) => effect.kind === 'view.opened');
    const submit = async (values: Record<string, string>) =>
      (await house.slack.act.submit({ user: 'U0ANA', values })).response as {
        response_action: string;
        errors?: Record<string, string>;
        view?: unknown;
      };
    expect((await submit({ date: '2026-09-30', time: '19:00', minutes: '30' })).errors).toEqual({
      date: refusals.past,
    });
    expect((await submit({ date: '2026-10-01', time: '08:30', minutes: '30' })).errors).toEqual({
      time: refusals.past,
    });
    expect((await submit({ date: '2027-12-01', time: '08:30', minutes: '30' })).errors).toEqual({
      date: refusals['too-far'],
    });
    expect(await blocksOf(ana)).toEqual([]);
    // A Saturday evening is the person's own choice.
    const answer = await submit({ date: '2026-10-03', time: '19:00', minutes: '120' });
    expect(JSON.stringify(answer.view)).toContain('Saturday 3 October 2026, 19:00–21:00');
    await house.liveUntil(at('03T17:00'));
    expect(textsOf(ana)).toContainEqual('10-03T16:50 Study time for First aid at 19:00');
  });

  test('1.1 on Home it is planned the same way, and answered in a dialog', async () => {
    const ana = await told('U0ANA');
    await house.slack.act.openHome({ user: 'U0ANA' });
    await house.slack.waitFor((effect) => effect.kind === 'home.published');
    const value = choicesIn(house.slack.home('U0ANA'), planPressed).get('Tomorrow, Fri 2 Oct, 10:00–11:00');
    await house.slack.act.press({ user: 'U0ANA', actionId: planPressed, home: true, value });
    await house.slack.waitFor((effect) => effect.kind === 'view.opened');
    expect(JSON.stringify(house.slack.modals('U0ANA'))).toContain('Friday 2 October 2026, 10:00–11:00');
    expect(await blocksOf(ana)).toMatchObject([{ state: 'planned' }]);
  });

  test('1.1 time that is taken by another certification is neither offered nor planned', async () => {
    const ana = await told('U0ANA');
    await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    const other = aCertification({ name: 'Rope work' });
    await house.certify(other);
    const { _id: assignmentId } = await house.assign({
      personId: ana.personId,
      certificationId: other._id,
      dueOn: date('2026-11-06'),
    });
    const forger = await startForger(house);
    const taken = writeSeen(assignmentId, 0, '20261002T0800Z');
    const answer = await forger.press(planPressed, 'U0ANA', { selected_option: { value: taken } });
    expect(answer.text).toBe(refusals.taken);
    await house.liveUntil(at('02T07:01'));
    const offered = [...choicesIn(lastOf(ana).blocks, planPressed).keys()];
    expect(offered[0]).toBe('Today, Fri 2 Oct, 14:00–15:00');
    await forger.stop();
  });
});

describe('1.2 planned time', () => {
  test('1.2 is recalled ten minutes before, with what to study, and the same message says when it has begun', async () => {
    const ana = await told('U0ANA', { certification: { studyHours: 60 } });
    await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 14:00–15:30');
    await house.liveUntil(at('02T11:59'));
    expect(textsOf(ana).slice(1)).toEqual(['10-02T11:50 Study time for First aid at 14:00']);
    expect(lastOf(ana).words).toContain('"Your study time for *First aid*, 14:00–15:30.');
    await house.liveUntil(at('02T12:10'));
    expect(textsOf(ana)).toHaveLength(2);
    const { words } = lastOf(ana);
    expect(words).toContain('It has begun: your study time for *First aid*, 14:00–15:30.');
    expect(words).toContain('<https://example.com/study|Study material> (about 60 hours in all)');
  });

  test('1.2 is not recalled at the time that it was moved from, but at the one that it was moved to', async () => {
    const ana = await told('U0ANA');
    await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    await house.settleDown();
    const answer = await pick(ana, movePressed, 'Mon 5 Oct, 14:00–15:00');
    expect(answer.text).toBe('Moved: Monday 5 October 2026, 14:00–15:00.');
    await house.liveUntil(at('05T12:30'));
    expect(textsOf(ana).slice(1)).toEqual(['10-05T11:50 Study time for First aid at 14:00']);
  });

  test('1.2 that is moved after its recall is no longer shown there as planned then', async () => {
    const ana = await told('U0ANA');
    await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    await house.liveUntil(at('02T07:52'));
    await pick(ana, movePressed, 'Today, Fri 2 Oct, 14:00–15:00');
    await house.settleDown();
    expect(lastOf(ana).words).toContain('is planned for Friday 2 October 2026, 14:00–15:00.');
    await house.liveUntil(at('02T12:00'));
    expect(
      textsOf(ana)
        .slice(1)
        .map((said) => said.slice(0, 11)),
    ).toEqual(['10-02T07:50', '10-02T11:50']);
  });

  test('1.2 nothing is said of what was dropped, nor when the assignment is closed or the person has left', async () => {
    const [ana, ben, eva] = [await told('U0ANA'), await told('U0BEN'), await told('U0EVA')] as const;
    for (const who of [ana, ben, eva]) await pick(who, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    await house.settleDown();
    const dropped = await pick(ana, movePressed, 'Drop it');
    expect(dropped.text).toBe('Dropped: study time for First aid.');
    expect(JSON.stringify(dropped.blocks)).toContain('Plans change, and nobody else hears of it.');
    expect(choicesIn(dropped.blocks, planPressed).size).toBe(9);
    await close(ben);
    await house.features.people.store.model.updateOne({ _id: eva.personId }, { $set: { state: 'left' } });
    await house.liveUntil(at('05T12:00'));
    for (const who of [ana, ben, eva]) expect(textsOf(who)).toHaveLength(1);
    expect(await blocksOf(ben)).toMatchObject([{ state: 'dropped', nextAt: null }]);
    await house.settleDown();
    const facts = house.database.db.collection('audit').find({ type: 'training-block.dropped' });
    expect((await facts.toArray()).map((fact) => fact.why).toSorted()).toEqual(['assignment-closed', 'by-person']);
  });
});

/** As an owner's waiver would. */
async function close(who: Told): Promise<void> {
  const { store } = house.features.assignments;
  const open = (await store.byId(who.assignmentId))!;
  const { personId, certificationId } = open;
  const fact = { type: 'assignment.closed', personId, certificationId, closing: 'waived' } as const;
  await store.change(open, { state: 'closed', closing: 'waived' }, fact, { at: house.clock.now(), by: 'test' });
}

describe('1.3 afterwards', () => {
  /** Somebody who was just asked how their study time of Friday, 10:00, went. */
  async function asked(slackId: string) {
    const who = await told(slackId);
    await pick(who, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    await house.liveUntil(at('02T09:01'));
    expect(textsOf(who).at(-1)).toBe('10-02T09:00 Did your study time for First aid happen?');
    return who;
  }

  test('1.3 Laurel asks once; kept is noted, shown, and the next time is offered', async () => {
    const ana = await asked('U0ANA');
    const question = lastOf(ana);
    const answer = await press(ana, keptPressed);
    expect(answer.text).toBe('Kept: study time for First aid.');
    expect(choicesIn(answer.blocks, planPressed).size).toBe(9);
    await house.settleDown();
    expect(lastOf(ana).words).toContain(
      'Your study time for *First aid* on Friday 2 October 2026, 10:00–11:00, was kept.',
    );
    expect(lastOf(ana).words).not.toContain(keptPressed);
    // 8.4: the same press again, as an old client may send it.
    const forger = await startForger(house);
    const value = String(objectsIn(question.blocks).find((one) => one.action_id === keptPressed)?.value);
    expect((await forger.press(keptPressed, 'U0ANA', { value })).text).toBe(answer.text);
    expect((await forger.press(partlyPressed, 'U0ANA', { value })).text).toContain('This has changed');
    expect(await blocksOf(ana)).toMatchObject([{ state: 'kept', lostTo: null, version: 1 }]);
    // From the answer itself the next time is planned.
    const next = await pick(ana, planPressed, 'Mon 5 Oct, 10:00–11:00', {
      ...question,
      ts: answer.ts!,
      blocks: answer.blocks,
      words: '',
    });
    expect(next.text).toBe('Planned: Monday 5 October 2026, 10:00–11:00.');
    await house.liveUntil(at('02T20:00'));
    expect(textsOf(ana)).toHaveLength(3);
    await forger.stop();
  });

  test('1.3 partly counts, and the next time is offered', async () => {
    const ana = await asked('U0ANA');
    const answer = await press(ana, partlyPressed);
    expect(JSON.stringify(answer.blocks)).toContain(
      'part of your study time for *First aid* happened, and that counts',
    );
    expect(choicesIn(answer.blocks, planPressed).size).toBe(9);
    await house.settleDown();
    expect(lastOf(ana).words).toContain('was partly kept.');
    expect(await blocksOf(ana)).toMatchObject([{ state: 'partly' }]);
  });

  test('1.3 lost is one press with what took it, taken without reproach, and other times are offered', async () => {
    const ana = await asked('U0ANA');
    const question = lastOf(ana);
    const answer = await pick(ana, lostPressed, 'Lost to a customer');
    expect(JSON.stringify(answer.blocks)).toContain('was lost to a customer. Your manager sees such reasons added up');
    expect(choicesIn(answer.blocks, planPressed).size).toBe(9);
    await house.settleDown();
    expect(lastOf(ana).words).toContain('Friday 2 October 2026, 10:00–11:00, was lost.');
    expect(await blocksOf(ana)).toMatchObject([{ state: 'lost', lostTo: 'customer' }]);
    const lost = house.database.db.collection('audit').find({ type: 'training-block.lost' });
    expect(await lost.toArray()).toMatchObject([{ to: 'customer', personId: ana.personId }]);
    // A second reason, from another device, comes too late; so does one that nobody offered.
    const forger = await startForger(house);
    const values = choicesIn(question.blocks, lostPressed);
    const reply = async (value: string) =>
      (await forger.press(lostPressed, 'U0ANA', { selected_option: { value } })).text;
    expect(await reply(values.get('Lost to a meeting')!)).toContain('This has changed');
    expect(await reply(values.get('Lost to a customer')!.replace('customer', 'the-boss'))).toBe(refusals['not-known']);
    expect(await blocksOf(ana)).toMatchObject([{ state: 'lost', lostTo: 'customer', version: 1 }]);
    await forger.stop();
  });

  test('1.3 moved picks a new time, which is recalled and asked about anew', async () => {
    const ana = await asked('U0ANA');
    const answer = await pick(ana, movePressed, 'Mon 5 Oct, 10:00–11:00');
    expect(answer.text).toBe('Moved: Monday 5 October 2026, 10:00–11:00.');
    await house.settleDown();
    expect(lastOf(ana).words).toContain('is planned for Monday 5 October 2026, 10:00–11:00.');
    await house.liveUntil(at('05T20:00'));
    expect(
      textsOf(ana)
        .slice(3)
        .filter((said) => said.includes('study') || said.includes('Study')),
    ).toEqual([
      '10-05T07:50 Study time for First aid at 10:00',
      '10-05T09:00 Did your study time for First aid happen?',
    ]);
    expect(await blocksOf(ana)).toHaveLength(1);
  });

  test('1.3 moved stays as long as it was', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    await forger.send(aForm(ana, { date: '2026-10-02', time: '09:00', minutes: '120' }));
    await forger.stop();
    await house.liveUntil(at('02T09:01'));
    expect(lastOf(ana).words).toContain('Did your study time');
    const answer = await pick(ana, movePressed, 'Mon 5 Oct, 10:00–12:00');
    expect(answer.text).toBe('Moved: Monday 5 October 2026, 10:00–12:00.');
    expect(await blocksOf(ana)).toMatchObject([{ startsAt: at('05T08:00'), endsAt: at('05T10:00') }]);
  });

  test('1.3 without an answer nothing more is said, and the reminder offers to plan anew', async () => {
    const ana = await asked('U0ANA');
    const [first] = messagesOf(ana);
    await house.liveUntil(at('09T20:00'));
    expect(textsOf(ana).filter((said) => said.includes('Did your study time'))).toHaveLength(1);
    // An old message still offers times that have passed.
    const passed = [...choicesIn(first!.blocks, movePressed).keys()].find((label) => label.includes('Thu 1 Oct'))!;
    const old = await pick(ana, movePressed, passed, first);
    expect(old.text).toBe(refusals.past);
    await house.settleDown();
    const redrawn = messagesOf(ana)[0]!;
    expect(redrawn.words).not.toContain('Study time planned');
    const [soonest] = choicesIn(redrawn.blocks, movePressed).keys();
    expect(soonest).toBe('Mon 12 Oct, 10:00–11:00');
    expect((await pick(ana, movePressed, soonest!, redrawn)).text).toBe('Moved: Monday 12 October 2026, 10:00–11:00.');
  });

  test('1.3 who has gone home is asked when they are at work again', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    await forger.send(aForm(ana, { date: '2026-10-02', time: '18:00' }));
    await house.liveUntil(at('05T08:00'));
    expect(textsOf(ana).slice(1)).toEqual([
      '10-02T15:50 Study time for First aid at 18:00',
      '10-05T07:00 Did your study time for First aid happen?',
    ]);
    await forger.stop();
  });

  test('1.3 who moves it before they could be asked is not asked', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    await forger.send(aForm(ana, { date: '2026-10-02', time: '18:00' }));
    await house.liveUntil(at('03T10:00'));
    const [reminder] = messagesOf(ana);
    const monday = 'Mon 5 Oct, 14:00–15:00';
    expect((await pick(ana, movePressed, monday, reminder)).text).toBe('Moved: Monday 5 October 2026, 14:00–15:00.');
    await house.liveUntil(at('05T11:55'));
    expect(textsOf(ana).slice(1)).toEqual([
      '10-02T15:50 Study time for First aid at 18:00',
      '10-05T11:50 Study time for First aid at 14:00',
    ]);
    await forger.stop();
  });
});

/** The dialog as Slack would send it in. */
const aForm = (
  { slackId, assignmentId }: Told,
  { date: day, time, minutes = '60' }: { date: string; time: string; minutes?: string },
) => ({
  type: 'view_submission',
  user: { id: slackId, team_id: house.slack.teamId },
  team: { id: house.slack.teamId },
  view: {
    id: 'V0FORGED',
    type: 'modal',
    callback_id: planAtSent,
    private_metadata: writeSeen(assignmentId, 0),
    state: {
      values: {
        date: { date: { type: 'datepicker', selected_date: day } },
        time: { time: { type: 'timepicker', selected_time: time } },
        minutes: { minutes: { type: 'static_select', selected_option: { value: minutes } } },
      },
    },
  },
});

describe('8.4 and 8.6 presses that come twice, late or from somebody else', () => {
  test('8.4 the same press or dialog sent twice plans once and is answered the same', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    const action = { selected_option: { value: writeSeen(ana.assignmentId, 0, '20261002T0800Z') } };
    const answers = await Promise.all([1, 2, 3].map(() => forger.press(planPressed, 'U0ANA', action)));
    for (const { text } of answers) expect(text).toBe('Planned: Friday 2 October 2026, 10:00–11:00.');
    await Promise.all([1, 2].map(() => forger.send(aForm(ana, { date: '2026-10-02', time: '10:00' }))));
    expect(await blocksOf(ana)).toMatchObject([{ startsAt: at('02T08:00'), version: 0 }]);
    await forger.stop();
  });

  test('8.6 of two devices that plan different times at once one wins, and the other is told', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    const times = ['20261002T0800Z', '20261002T1200Z', '20261005T0800Z'];
    const answers = await Promise.all(
      times.map((stamp) =>
        forger.press(planPressed, 'U0ANA', { selected_option: { value: writeSeen(ana.assignmentId, 0, stamp) } }),
      ),
    );
    const texts = answers.map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('Planned: '))).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith('This has changed since'))).toHaveLength(2);
    expect(await blocksOf(ana)).toHaveLength(1);
    await forger.stop();
  });

  test('8.5 a press on last month’s message says how things stand, and so does one after the assignment was closed', async () => {
    const ana = await told('U0ANA');
    const forger = await startForger(house);
    const action = (stamp: string) => ({ selected_option: { value: writeSeen(ana.assignmentId, 0, stamp) } });
    await house.liveUntil(at('30T10:00'));
    expect((await forger.press(planPressed, 'U0ANA', action('20261002T0800Z'))).text).toBe(refusals.past);
    await close(ana);
    expect((await forger.press(planPressed, 'U0ANA', action('20261102T0900Z'))).text).toBe(refusals.closed);
    expect(await blocksOf(ana)).toEqual([]);
    await forger.stop();
  });

  test('8.1 what is forged is answered with a sentence and changes nothing', async () => {
    const ana = await told('U0ANA');
    await house.hire({ slackId: 'U0BEN' });
    const forger = await startForger(house);
    const offered = writeSeen(ana.assignmentId, 0, '20261002T0800Z');
    const at3InTheMorning = writeSeen(ana.assignmentId, 0, '20261002T0100Z');
    const text = async (user: string, actionId: string, value: string) =>
      (await forger.press(actionId, user, { selected_option: { value } })).text;
    expect(await text('U0BEN', planPressed, offered)).toBe(refusals['not-yours']);
    expect(await text('U0NOBODY', planPressed, offered)).toBe(refusals['not-yours']);
    expect(await text('U0ANA', planPressed, at3InTheMorning)).toBe(refusals['not-offered']);
    expect(await text('U0ANA', planPressed, writeSeen(ana.assignmentId, 0, '20261302T0100Z'))).toBe(
      refusals['not-known'],
    );
    expect(await blocksOf(ana)).toEqual([]);

    await pick(ana, planPressed, 'Tomorrow, Fri 2 Oct, 10:00–11:00');
    const [block] = await blocksOf(ana);
    const later = writeSeen(block!._id, 0, '20261005T0800Z');
    expect(await text('U0BEN', movePressed, later)).toBe(refusals['not-yours']);
    expect(await text('U0BEN', lostPressed, writeSeen(block!._id, 0, 'meeting'))).toBe(refusals['not-yours']);
    expect(await text('U0ANA', keptPressed, writeSeen(block!._id, 0))).toBe(refusals['not-begun']);
    expect(await text('U0ANA', movePressed, writeSeen(block!._id, 7, '20261005T0800Z'))).toContain('This has changed');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(planPressed, movePressed, keptPressed, partlyPressed, lostPressed),
        hostileText.map((words) => [...words].slice(0, 70).join('')),
        async (actionId, value) => {
          expect(await text('U0ANA', actionId, value)).toBe(refusals['not-known']);
        },
      ),
      { numRuns: 20 },
    );
    expect(await blocksOf(ana)).toEqual([block]);
    await forger.stop();
  });
});

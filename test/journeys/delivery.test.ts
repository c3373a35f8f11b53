import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../src/features/assignments/index.js';
import type { Person } from '../../src/features/people/index.js';
import type { Row } from '../../src/platform/slack/outbox.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { anAssignment } from '../builders/assignment.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';

type House = Awaited<ReturnType<typeof startHouse>>;
let house: House;

const date = (text: string) => text as CalendarDate;
const dueOn = date('2026-10-15');
const certification = aCertification({ name: 'First aid at work' });
const firstMorning = new Date('2026-10-01T07:00:00Z');
const nextMorning = new Date('2026-10-02T07:00:00Z');

const sweep = (name: string) =>
  house.ticks
    .flatMap(({ sweeps }) => sweeps)
    .find((one) => one.name === name)!
    .run(() => true);
const loop = (name: string) => house.loops.find((one) => one.name === name)!.run();

/** The four steps of DESIGN 5 as any worker may do them, by hand. */
const owe = () => sweep('nudges.owe');
const putRows = () => sweep('nudges.rows');
const settle = () => loop('settle');
async function send(): Promise<void> {
  const { outbox } = house.platform;
  while ((await outbox.countPendingDue(house.clock.now())) + (await outbox.countUnknown()) > 0) {
    await loop('delivery');
    await sweep('outbox.freeExpired');
    await loop('reconcile');
  }
}

/** Slack takes the message, and nobody has looked for it yet. */
async function sendButLoseReply(person: Person): Promise<void> {
  house.slack.faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
  while ((await rowOf(person))?.state !== 'unknown') {
    await loop('delivery');
    await sweep('outbox.freeExpired');
  }
}

const rowOf = (person: Person, on = '2026-10-01') =>
  house.database.db.collection<Row>('outbox').findOne({ _id: `nudge|${person._id}|${on}` });

/** Somebody whose DM is open and who has a step of the ladder due this very morning. */
async function owes(slackId: string): Promise<{ person: Person; assignment: Assignment }> {
  const person = await house.hire({ slackId });
  const assignment = anAssignment({
    personId: person._id,
    certificationId: certification._id,
    dueOn,
    nudge: { nextAt: firstMorning, owed: null, snoozedUntil: null, said: [] },
  });
  const fact = { type: 'assignment.opened', personId: person._id, certificationId: certification._id } as const;
  await house.features.assignments.store.insert(assignment, fact, { at: firstMorning, by: 'test' });
  while ((await house.features.people.store.byId(person._id))?.dmChannel === null) await sweep('people.openDms');
  return { person, assignment };
}

const snooze = (slackId: string, { _id }: Assignment, version = 0) =>
  house.features.nudges.presses['nudges.snooze']!({
    slackUserId: slackId as never,
    value: `${_id} ${version} 1`,
    place: 'message',
  });

const memoryOf = async ({ _id }: Assignment) => (await house.assignment(_id))!.nudge;

async function startReminding(): Promise<void> {
  house = await startHouse({ now: firstMorning });
  await house.certify(certification);
  await house.switchOn();
}

describe('between any two of the four steps', { timeout: 60_000 }, () => {
  beforeAll(startReminding);
  beforeEach(() => house.setTime(firstMorning));
  afterAll(() => house.stop());

  test('a snooze wins: nothing is told again before its day, and on its day it is told once', async () => {
    // A column for each moment at which somebody presses Snooze.
    const moments = ['before', 'owed', 'row', 'sent', 'settled'] as const;
    const people = new Map<string, Awaited<ReturnType<typeof owes>>>();
    for (const moment of moments) people.set(moment, await owes(`U0${moment.toUpperCase()}`));
    const snoozeAt = (moment: (typeof moments)[number]) =>
      snooze(`U0${moment.toUpperCase()}`, people.get(moment)!.assignment);

    await snoozeAt('before');
    await owe();
    await snoozeAt('owed');
    await putRows();
    await snoozeAt('row');
    await send();
    await snoozeAt('sent');
    await settle();
    await snoozeAt('settled');
    for (const step of [owe, putRows, send, settle]) await step();

    const toldOf = () => moments.map((moment) => house.told(`U0${moment.toUpperCase()}`).length);
    expect(toldOf()).toEqual([0, 0, 0, 1, 1]);
    for (const { assignment } of people.values())
      expect(await memoryOf(assignment)).toMatchObject({ snoozedUntil: '2026-10-02', owed: null, nextAt: nextMorning });

    house.setTime(nextMorning);
    for (let again = 0; again < 3; again += 1) for (const step of [owe, putRows, send, settle]) await step();
    expect(toldOf()).toEqual([1, 1, 1, 2, 2]);
    for (const { assignment } of people.values())
      expect((await memoryOf(assignment)).said.at(-1)).toMatchObject({ reason: 'snooze-2026-10-02', certain: true });
  });

  test('a kill loses nothing and doubles nothing, wherever it falls', async () => {
    const { person, assignment } = await owes('U0KILLED');
    const assignments = house.features.assignments.store.model;
    await owe();
    await owe();
    const { owed } = await memoryOf(assignment);
    expect(owed).toEqual({ reason: 'due-14', since: '2026-10-01', askAt: firstMorning });
    await putRows();
    // Killed after the row was put and before the day to ask again was written: that write is undone.
    await assignments.updateOne({ _id: assignment._id }, { $set: { 'nudge.owed': owed } });
    await putRows();
    await send();
    expect(house.told('U0KILLED')).toHaveLength(1);
    // Everybody else comes round again before it is settled.
    await owe();
    await putRows();
    await send();
    await settle();
    // Killed after the items were settled and before the row was: the row is settled again.
    const row = await rowOf(person);
    await house.database.db.collection<Row>('outbox').updateOne({ _id: row!._id }, { $set: { holding: true } });
    await settle();
    await settle();
    for (const step of [owe, putRows, send, settle]) await step();
    expect(house.told('U0KILLED')).toHaveLength(1);
    expect(await memoryOf(assignment)).toMatchObject({
      owed: null,
      said: [{ reason: 'due-14', row: row!._id, certain: true }],
    });
  });

  test('any order of the steps, by any number of workers, tells once', async () => {
    const { assignment } = await owes('U0ORDER');
    const steps = [settle, send, putRows, owe];
    for (const first of steps) for (const second of steps) await Promise.all([first(), second(), second()]);
    for (const step of [owe, putRows, send, settle]) await step();
    expect(house.told('U0ORDER')).toHaveLength(1);
    expect((await memoryOf(assignment)).said).toHaveLength(1);
  });

  test('a tighter reason that comes while a message is on its way is told on the next day', async () => {
    const { person, assignment } = await owes('U0TIGHT');
    await owe();
    await putRows();
    await sendButLoseReply(person);
    await house.features.assignments.store.model.updateOne(
      { _id: assignment._id },
      { $set: { 'nudge.owed': { reason: 'due-7', since: date('2026-10-01'), askAt: firstMorning } } },
    );
    for (const step of [putRows, send, settle, putRows, send, settle]) await step();
    expect(house.told('U0TIGHT')).toHaveLength(1);
    expect((await memoryOf(assignment)).owed).toMatchObject({ reason: 'due-7', askAt: nextMorning });
    house.setTime(nextMorning);
    for (const step of [putRows, send, settle]) await step();
    expect(house.told('U0TIGHT')).toHaveLength(2);
    expect(await memoryOf(assignment)).toMatchObject({ owed: null, said: [{ reason: 'due-7' }] });
  });

  test('what may have been told already is in no other message while nobody knows', async () => {
    const { person, assignment } = await owes('U0HELD');
    await owe();
    await putRows();
    await sendButLoseReply(person);
    house.setTime(nextMorning);
    await putRows();
    while ((await house.platform.outbox.countPendingDue(nextMorning)) > 0) {
      await loop('delivery');
      await sweep('outbox.freeExpired');
    }
    expect((await rowOf(person))?.state).toBe('unknown');
    expect(await rowOf(person, '2026-10-02')).toMatchObject({ state: 'dropped', why: 'empty' });
    for (const step of [send, settle, owe, putRows, send, settle]) await step();
    expect(house.told('U0HELD')).toHaveLength(1);
    expect((await memoryOf(assignment)).said).toMatchObject([{ reason: 'due-14' }]);
  });

  test('what was done meanwhile is not told; what is owed again arms the same row', async () => {
    const { person, assignment } = await owes('U0DONE');
    const assignments = house.features.assignments.store.model;
    await owe();
    await putRows();
    const { owed } = await memoryOf(assignment);
    await assignments.updateOne({ _id: assignment._id }, { $set: { 'nudge.owed': null } });
    await send();
    expect(await rowOf(person)).toMatchObject({ state: 'dropped', why: 'empty', attempts: [] });
    await assignments.updateOne({ _id: assignment._id }, { $set: { 'nudge.owed': { ...owed, askAt: firstMorning } } });
    await putRows();
    await send();
    expect(house.told('U0DONE')).toHaveLength(1);
  });

  test('a reply that was lost twice is remembered as not certain, and the same is not told again', async () => {
    const { person, assignment } = await owes('U0LOST');
    await owe();
    await putRows();
    house.slack.faults.next('chat.postMessage', { kind: 'reset' }, { times: 2 });
    await send();
    await settle();
    expect(await rowOf(person)).toMatchObject({ state: 'needs-review', holding: false });
    expect((await memoryOf(assignment)).said).toMatchObject([{ reason: 'due-14', certain: false }]);
    for (const step of [owe, putRows, send, settle]) await step();
    expect(house.told('U0LOST')).toEqual([]);
  });

  test('a change that no message knew of when it was composed is drawn when it is settled', async () => {
    const { person, assignment } = await owes('U0DRAWN');
    await owe();
    await putRows();
    await send();
    await house.features.assignments.store.model.updateOne(
      { _id: assignment._id },
      { $set: { dueOn: date('2026-10-12') }, $inc: { version: 1 } },
    );
    await settle();
    expect((await rowOf(person))?.stale).toBe(1);
    while ((await house.platform.outbox.countStale()) > 0) await loop('redraw');
    const [message] = house.slack.messages(house.slack.dmOf('U0DRAWN')!);
    expect(message?.text).toContain('12 October');
  });
});

describe('in Slack', () => {
  beforeEach(startReminding);
  afterEach(() => house.stop());

  test('a snooze that is pressed redraws its message once, and a second press of the old button changes nothing', async () => {
    await owes('U0ANA');
    await house.settleDown();
    const channel = house.slack.dmOf('U0ANA')!;
    const [{ ts } = { ts: '' }] = house.told('U0ANA');
    const updates = () => house.slack.effects().filter(({ kind }) => kind === 'message.updated');
    const answer = house.slack.waitFor(({ kind }) => kind === 'message.ephemeral');
    const block = house.slack.messages(channel)[0]!;
    const option = JSON.stringify(block).match(/"value":"(asg_[0-9a-z]+ \d+ 1)"/)?.[1];
    await house.slack.act.press({ user: 'U0ANA', actionId: 'nudges.snooze', channel, ts, value: option! });
    await answer;
    await house.settleDown();
    expect(updates()).toHaveLength(1);
    expect(updates()[0]).toMatchObject({ ts, channel });
    await house.settleDown();
    expect(updates()).toHaveLength(1);
    expect(house.told('U0ANA')).toHaveLength(1);
  });

  test('two processes at once never tell anybody twice', async () => {
    const crowd = Array.from({ length: 10 }, (_, n) => `U0CROWD${n}`);
    for (const slackId of crowd) await owes(slackId);
    const other = await house.startProcess();
    await Promise.all([house.settleDown(), other.settleDown()]);
    for (const slackId of crowd) expect(house.told(slackId), slackId).toHaveLength(1);
  }, 60_000);
});

test('a DM that Slack no longer knows is opened anew, and the reminder comes on the next working day', async () => {
  const house = await startHouse();
  try {
    const certification = aCertification({ name: 'Shaft access' });
    await house.certify(certification);
    const ana = await house.hire({ slackId: 'U0ANA' });
    await house.switchOn();
    await house.settleDown();
    await house.features.people.store.model.updateOne({ _id: ana._id }, { $set: { dmChannel: 'D0GONE' } });
    await house.assign({
      personId: ana._id,
      certificationId: certification._id,
      dueOn: '2026-12-24' as CalendarDate,
    });
    await house.settleDown();
    expect(house.told('U0ANA')).toEqual([]);
    await house.liveUntil(new Date('2026-10-02T12:00:00Z'));
    expect(house.told('U0ANA').map(({ at }) => at.slice(0, 10))).toEqual(['2026-10-02']);
  } finally {
    await house.stop();
  }
});

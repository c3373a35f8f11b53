import type { VEvent } from 'node-ical';
import nodeIcal from 'node-ical';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctorCommand } from '../../src/app/commands/doctor.js';
import type { Person } from '../../src/features/people/index.js';
import { addressEnded, addressPressed, filePressed } from '../../src/features/training-time/calendar/messages.js';
import type { TrainingBlock } from '../../src/features/training-time/index.js';
import { askPressed, stopPressed, weeklyPressed } from '../../src/features/training-time/plans/messages.js';
import { changedWith } from '../../src/platform/database/facts.js';
import { createServer } from '../../src/platform/http/server.js';
import { createLogger } from '../../src/platform/logging.js';
import type { MailAddress } from '../../src/platform/mail/address.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { addMinutes } from '../../src/shared/dates.js';
import { writeSeen } from '../../src/shared/seen.js';
import { aCertification } from '../builders/certification.js';
import { readByDefinition, readByName } from '../harness/calendar-readers.js';
import { startForger } from '../harness/forger.js';
import { startHouse } from '../harness/house.js';
import type { Received } from '../harness/mail.js';
import { calendarTextIn, startMailServer } from '../harness/mail.js';

/* Thursday 1 October 2026, 09:00 in Madrid (UTC+2). Study time goes into calendars by mail, or is read from an address. */

type House = Awaited<ReturnType<typeof startHouse>>;
type MailServer = Awaited<ReturnType<typeof startMailServer>>;
let house: House;
let server: MailServer;
const stops: (() => Promise<void>)[] = [];

const at = (text: string) => new Date(`2026-10-${text}:00Z`);
const from = 'laurel@example.com' as MailAddress;

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function open(options: Parameters<typeof startHouse>[0]) {
  house = await startHouse(options);
  stops.push(house.stop);
}

/** Somebody with an open assignment. */
async function employee(slackId: string, fields: Omit<Partial<Person>, 'slackId'> = {}) {
  const certification = aCertification({ name: 'First aid', studyHours: 12 });
  await house.certify(certification);
  const person = await house.hire({ slackId, ...fields });
  const assignment = await house.assign({
    personId: person._id,
    certificationId: certification._id,
    dueOn: '2026-11-30' as CalendarDate,
  });
  const blocks = () =>
    house.features.trainingTime.store.model
      .find({ assignmentId: assignment._id })
      .sort({ startsAt: 1 })
      .lean<TrainingBlock[]>()
      .exec();
  return { person, assignment, slackId, blocks };
}
type Employee = Awaited<ReturnType<typeof employee>>;

/** As the menus do, at times that are written as in `at`. */
async function plan({ person, assignment, blocks }: Employee, time: string): Promise<TrainingBlock> {
  const wish = { from: 'dialog', startsAt: at(time), minutes: 60 } as const;
  expect(await house.features.trainingTime.actions.plan(person, assignment._id, wish)).toMatchObject({
    kind: 'planned',
  });
  return (await blocks()).find(({ planId }) => planId === null)!;
}

async function move({ person, blocks }: Employee, time: string, which?: TrainingBlock) {
  const { _id: id, version } = which ?? (await blocks()).at(-1)!;
  const wish = { from: 'dialog', startsAt: at(time), minutes: 60 } as const;
  expect(await house.features.trainingTime.actions.move(person, { id, version, choice: '' }, wish)).toMatchObject({
    kind: 'moved',
  });
}

async function drop({ person, blocks }: Employee, which?: TrainingBlock) {
  const { _id: id, version } = which ?? (await blocks()).at(-1)!;
  const reply = { kind: 'dropped', to: null } as const;
  const seen = { id, version, choice: '' };
  expect(await house.features.trainingTime.actions.answer(person, seen, reply)).toMatchObject({ kind: 'answered' });
}

/** As the people file would. */
async function change({ person }: Employee, fields: Partial<Person>) {
  const { store } = house.features.people;
  const was = (await store.byId(person._id))!;
  const fact =
    fields.state === 'left'
      ? ({ type: 'person.left' } as const)
      : ({ type: 'person.changed', fields: Object.keys(fields) } as const);
  await store.model.updateOne(
    { _id: was._id },
    { $set: fields, ...changedWith(was, fact, { at: house.clock.now(), by: 'test' }) },
  );
}

const soon = () => house.liveUntil(addMinutes(house.clock.now(), 2));
const eventsIn = (text: string) =>
  Object.values(nodeIcal.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');

function entryIn(mail: Received): VEvent {
  const [event] = eventsIn(calendarTextIn(mail));
  if (event === undefined) throw new Error(`There is no entry in ${mail.raw}`);
  return event;
}

/** When a text says that study time is, for both kinds of readers: `10-05T08:00-10:00`, in UTC. */
function timesIn(text: string): string[] {
  const times = readByDefinition(text);
  expect(readByName(text)).toEqual(times);
  return times.map((time) => `${time.slice(5, 16)}-${time.slice(36, 41)}`);
}

/** Weekly study time, proposed and asked for by press, where the policy agrees. */
async function planWeekly({ assignment, slackId }: Employee) {
  const row = { team: '*', role: '*', weeklyMinutes: 120, longestMinutes: 120, weekdays: [1], between: null } as const;
  const terms = {
    ...row,
    weekdays: [...row.weekdays],
    noticeDays: 2,
    blackouts: [],
    meetings: [],
    agreedBy: 'policy' as const,
  };
  await house.features.trainingTime.policies.saveAll(
    [{ kind: 'born', noun: { _id: 'training-policy:*|*', ...terms }, fact: { type: 'training-policy.added' } }],
    { at: house.clock.now(), by: 'test' },
  );
  const forger = await startForger(house);
  stops.push(forger.stop);
  const press = async (actionId: string, value: string) =>
    JSON.stringify((await forger.press(actionId, slackId, { value })).blocks);
  await press(weeklyPressed, `${assignment._id} 0`);
  const { plans } = house.features.trainingTime;
  const { _id, version } = (await plans.livingFor(assignment._id))!;
  const answer = await press(askPressed, writeSeen(_id, version));
  await house.settleDown();
  return { answer, id: _id, giveUp: () => press(stopPressed, writeSeen(_id, version + 1)) };
}

/** What a calendar makes of a mail: how it is told, to whom, which number, and when. */
function told(mail: Received): string {
  const { method, sequence, start } = entryIn(mail);
  return `${method} ${mail.to} ${sequence} ${start.toISOString().slice(5, 16)}`;
}

describe('11.1 by mail', () => {
  beforeEach(async () => {
    server = await startMailServer();
    stops.push(server.stop);
    await open({ mail: { smtpUrl: server.url, from } });
  });

  test('11.1 study time is in the calendar a minute after it was planned, follows when it is moved, and goes when it is dropped', async () => {
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    const block = await plan(ana, '02T08:00');
    await soon();
    await move(ana, '05T12:00');
    await soon();
    await drop(ana);
    await soon();
    expect(server.received.map(told)).toEqual([
      'REQUEST ana@example.com 0 10-02T08:00',
      'REQUEST ana@example.com 1 10-05T12:00',
      'CANCEL ana@example.com 2 10-05T12:00',
    ]);
    expect(server.received.map((mail) => entryIn(mail).uid)).toEqual(Array(3).fill(`${block._id}@laurel`));
    await house.liveUntil(at('05T20:00'));
    expect(server.received).toHaveLength(3);
  });

  test('11.1 who moves it to and fro within a minute gets one mail, with the last', async () => {
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    await plan(ana, '02T08:00');
    for (const time of ['05T12:00', '06T12:00', '02T12:00']) await move(ana, time);
    await soon();
    expect(server.received.map(told)).toEqual(['REQUEST ana@example.com 3 10-02T12:00']);
  });

  test('11.1 what is dropped before it was sent is never sent, and what is over stays as it is', async () => {
    const [ana, ben] = [
      await employee('U0ANA', { email: 'ana@example.com' }),
      await employee('U0BEN', { email: 'ben@example.com' }),
    ];
    await plan(ana, '02T08:00');
    await drop(ana);
    await plan(ben, '02T08:00');
    await house.liveUntil(at('02T10:00'));
    await drop(ben);
    await soon();
    expect(server.received.map(told)).toEqual(['REQUEST ben@example.com 0 10-02T08:00']);
  });

  test('11.2 whoever has another address keeps one calendar; whoever leaves, none', async () => {
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    await plan(ana, '20T08:00');
    await soon();
    await change(ana, { email: 'ana.author@example.com' });
    await soon();
    await change(ana, { state: 'left' });
    await soon();
    expect(server.received.slice(1).map(told)).toEqual([
      'CANCEL ana@example.com 1 10-20T08:00',
      'REQUEST ana.author@example.com 1 10-20T08:00',
      'CANCEL ana.author@example.com 2 10-20T08:00',
    ]);
  });

  test('11.2 who has no address gets no mail, until the people file knows one', async () => {
    const ana = await employee('U0ANA', { email: null });
    await plan(ana, '20T08:00');
    await soon();
    await change(ana, { role: 'Team lead' });
    await soon();
    expect(server.received).toEqual([]);
    await change(ana, { email: 'ana@example.com' });
    await soon();
    expect(server.received.map(told)).toEqual(['REQUEST ana@example.com 1 10-20T08:00']);
  });

  test('11.3 while the mail server is away nothing is lost: it is tried again, and what is then so is sent', async () => {
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    server.refuse({ at: 'from', code: 451 });
    await plan(ana, '20T08:00');
    await house.liveUntil(at('01T09:00'));
    expect(await doctor()).toContain(
      '! 1 calendar invitation could not be sent (451); tried again at least every six hours.',
    );
    server.refuse(undefined);
    await house.liveUntil(at('02T09:00'));
    expect(server.received.map(told)).toEqual(['REQUEST ana@example.com 0 10-20T08:00']);
    expect(await doctor()).toContain('Nothing needs you.');
  });

  test('11.3 an address that is refused for good is not tried again, and an owner is told', async () => {
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    server.refuse({ at: 'to', code: 550 });
    await plan(ana, '20T08:00');
    await house.liveUntil(at('03T09:00'));
    server.refuse(undefined);
    await house.liveUntil(at('04T09:00'));
    expect(server.received).toEqual([]);
    expect(await doctor()).toContain(
      `! The mail server does not take calendar invitations for ${ana.person._id} (550); is the e-mail address in the people file right?`,
    );
    await change(ana, { email: 'ana.author@example.com' });
    await soon();
    expect(server.received.map(told).at(-1)).toBe('REQUEST ana.author@example.com 1 10-20T08:00');
    expect(await doctor()).toContain('Nothing needs you.');
  });

  test('11.3 one mail that cannot be sent does not delay the others', async () => {
    const [ana, ben] = [
      await employee('U0ANA', { email: 'ana@example.com' }),
      await employee('U0BEN', { email: 'ben@example.com' }),
    ];
    server.refuse({ at: 'to', code: 452, only: 'ana@example.com' });
    await plan(ana, '20T08:00');
    await plan(ben, '20T08:00');
    await soon();
    expect(server.received.map(told)).toEqual(['REQUEST ben@example.com 0 10-20T08:00']);
  });

  test('11.3 a lost reply brings a second copy of the very same mail', async () => {
    server.loseReplies(1);
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    await plan(ana, '20T08:00');
    await house.liveUntil(at('01T08:00'));
    const [first, second] = server.received as [Received, Received];
    expect(server.received).toHaveLength(2);
    expect([second.messageId, told(second)]).toEqual([first.messageId, told(first)]);
  });

  test('11.3 what may have arrived is taken out again, though nobody knows whether it did', async () => {
    server.loseReplies(1);
    const ana = await employee('U0ANA', { email: 'ana@example.com' });
    await plan(ana, '20T08:00');
    await house.liveUntil(at('01T07:01'));
    await drop(ana);
    await soon();
    expect(server.received.map(told)).toEqual([
      'REQUEST ana@example.com 0 10-20T08:00',
      'CANCEL ana@example.com 1 10-20T08:00',
    ]);
  });
});

describe('11.6 weekly study time by mail', () => {
  let ana: Employee;

  beforeEach(async () => {
    server = await startMailServer();
    stops.push(server.stop);
    await open({ mail: { smtpUrl: server.url, from } });
    // Monday 12 October is a holiday there, and clocks go back on the 25th.
    ana = await employee('U0ANA', { email: 'ana@example.com', country: 'ES' });
  });

  const blockOn = async (day: string) =>
    (await ana.blocks()).find(({ startsAt }) => startsAt.toISOString().startsWith(`2026-${day}`))!;

  test('11.6 is one entry however many times it has, without holidays, at its hour when clocks change', async () => {
    const { answer, id } = await planWeekly(ana);
    expect(answer).toContain('An invitation for your calendar comes by mail.');
    await soon();
    expect(server.received.map(told)).toEqual(['REQUEST ana@example.com 0 10-05T08:00']);
    const text = calendarTextIn(server.received[0]!);
    expect(timesIn(text)).toEqual([
      '10-05T08:00-10:00',
      '10-19T08:00-10:00',
      '10-26T09:00-11:00',
      '11-02T09:00-11:00',
      '11-09T09:00-11:00',
      '11-16T09:00-11:00',
    ]);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain(`\r\nUID:${id}@laurel\r\n`);
    expect(text).toContain('\r\nEXDATE;TZID=Europe/Madrid:20261012T100000\r\n');
    await house.liveUntil(at('06T09:00'));
    expect(server.received).toHaveLength(1);
  });

  test('11.6 one of its times is moved and another dropped, and the entry follows', async () => {
    const { id } = await planWeekly(ana);
    await soon();
    await move(ana, '20T12:00', await blockOn('10-19'));
    await soon();
    await drop(ana, await blockOn('10-26'));
    await soon();
    const [, moved, dropped] = server.received.map(calendarTextIn) as [string, string, string];
    expect(server.received.slice(1).map(told)).toEqual([
      'REQUEST ana@example.com 1 10-05T08:00',
      'REQUEST ana@example.com 2 10-05T08:00',
    ]);
    expect(timesIn(moved).slice(0, 3)).toEqual(['10-05T08:00-10:00', '10-20T12:00-13:00', '10-26T09:00-11:00']);
    expect(moved).toContain('\r\nRECURRENCE-ID;TZID=Europe/Madrid:20261019T100000\r\n');
    expect(timesIn(dropped).slice(0, 3)).toEqual(['10-05T08:00-10:00', '10-20T12:00-13:00', '11-02T09:00-11:00']);
    expect(eventsIn(dropped).map(({ uid }) => uid)).toEqual([`${id}@laurel`]);
  });

  test('11.6 given up before it began, it goes, with one mail', async () => {
    const { giveUp } = await planWeekly(ana);
    await soon();
    await giveUp();
    await soon();
    expect(server.received.slice(1).map(told)).toEqual(['CANCEL ana@example.com 1 10-05T08:00']);
    await house.liveUntil(at('20T20:00'));
    expect(server.received).toHaveLength(2);
  });

  test('11.6 given up halfway, what is over stays and what was to come goes, with one mail', async () => {
    const { giveUp } = await planWeekly(ana);
    await house.liveUntil(at('19T11:00'));
    await giveUp();
    await soon();
    expect(server.received.slice(1).map(told)).toEqual(['REQUEST ana@example.com 1 10-05T08:00']);
    expect(timesIn(calendarTextIn(server.received[1]!))).toEqual(['10-05T08:00-10:00', '10-19T08:00-10:00']);
  });

  test('11.6 let be before anybody agreed, it never comes', async () => {
    const forger = await startForger(house);
    stops.push(forger.stop);
    await forger.press(weeklyPressed, 'U0ANA', { value: `${ana.assignment._id} 0` });
    const { _id, version } = (await house.features.trainingTime.plans.livingFor(ana.assignment._id))!;
    await forger.press(stopPressed, 'U0ANA', { value: writeSeen(_id, version) });
    await soon();
    expect(server.received).toEqual([]);
  });

  test('11.6 whoever has another address keeps it in one calendar; whoever leaves, in none', async () => {
    await planWeekly(ana);
    await soon();
    await change(ana, { email: 'ana.author@example.com' });
    await soon();
    await change(ana, { state: 'left' });
    await soon();
    expect(server.received.slice(1).map(told)).toEqual([
      'CANCEL ana@example.com 1 10-05T08:00',
      'REQUEST ana.author@example.com 1 10-05T08:00',
      'CANCEL ana.author@example.com 2 10-05T08:00',
    ]);
  });
});

async function doctor(): Promise<string[]> {
  const lines: string[] = [];
  await doctorCommand(house, { print: (line) => lines.push(line), say: () => {} });
  return lines;
}

describe('11.4 from an address', () => {
  /** The same words whoever asks; the port is another one each time. */
  let get: (path: string, headers?: Record<string, string>) => Promise<Response>;

  beforeEach(async () => {
    await open({ publicUrl: 'https://laurel.example.com/app' });
    const http = createServer({
      readiness: async () => ({ ready: true }),
      routers: [house.features.trainingTime.calendar.router],
      log: createLogger('info', () => {}),
    });
    const port = await http.listen(0);
    stops.push(http.close);
    get = (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers });
  });

  const homeOf = ({ slackId }: Employee) => JSON.stringify(house.slack.home(slackId));

  async function openHome({ slackId }: Employee) {
    await house.slack.act.openHome({ user: slackId });
    await house.slack.waitFor((effect) => effect.kind === 'home.published' && effect.user === slackId);
  }

  /** Presses on Home until an address is shown. */
  async function makeAddress(who: Employee): Promise<string> {
    const before = house.slack.effects().length;
    await house.slack.act.press({ user: who.slackId, actionId: addressPressed, home: true });
    await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
    const shown = JSON.stringify(house.slack.modals(who.slackId).at(-1));
    return /https:\/\/laurel\.example\.com\/app(\/calendar\/[0-9a-f]{40}\.ics)/.exec(shown)?.[1] ?? shown;
  }

  test('11.4 a calendar reads what is planned, and only that of its person', async () => {
    const [ana, ben] = [await employee('U0ANA'), await employee('U0BEN')];
    await openHome(ana);
    expect(homeOf(ana)).toContain('Colleagues may not see you as busy');
    const path = await makeAddress(ana);
    await plan(ana, '02T08:00');
    await plan(ben, '02T12:00');
    await soon();
    const answer = await get(path);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, no-cache',
    ]);
    expect(eventsIn(text).map(({ start, summary }) => `${start.toISOString()} ${summary}`)).toEqual([
      '2026-10-02T08:00:00.000Z Study time: First aid',
    ]);
    // Without the second header, Node's own fetch would ask for a fresh copy.
    const known = { 'if-none-match': answer.headers.get('etag')!, 'cache-control': 'max-age=0' };
    expect((await get(path, known)).status).toBe(304);
    await move(ana, '05T12:00');
    expect((await get(path, known)).status).toBe(200);
    await drop(ana);
    expect(eventsIn(await (await get(path)).text())).toEqual([]);
  });

  test('11.4 weekly study time is one entry there, beside single times', async () => {
    const ana = await employee('U0ANA');
    await openHome(ana);
    const path = await makeAddress(ana);
    const single = await plan(ana, '02T08:00');
    const { id } = await planWeekly(ana);
    const [first] = (await ana.blocks()).filter(({ planId }) => planId === id);
    await move(ana, '06T12:00', first);
    const text = await (await get(path)).text();
    expect(timesIn(text).slice(0, 3)).toEqual(['10-02T08:00-09:00', '10-06T12:00-13:00', '10-12T08:00-10:00']);
    expect(timesIn(text)).toHaveLength(6);
    expect(eventsIn(text).map(({ uid }) => uid)).toEqual([`${single._id}@laurel`, `${id}@laurel`]);
  });

  test('11.4 a new address ends the old one, and it can be ended altogether; leaving ends it too', async () => {
    const ana = await employee('U0ANA');
    await openHome(ana);
    const first = await makeAddress(ana);
    const second = await makeAddress(ana);
    expect(second).not.toBe(first);
    expect([(await get(first)).status, (await get(second)).status]).toEqual([404, 200]);
    await change(ana, { state: 'left' });
    expect((await get(second)).status).toBe(404);
    await change(ana, { state: 'active' });
    await house.slack.act.press({ user: 'U0ANA', actionId: addressEnded, home: true });
    await house.slack.waitFor(() => homeOf(ana).includes('"Calendar address"'));
    expect((await get(second)).status).toBe(404);
  });

  test('11.4 of what is no address nothing can be learned, and the database does not hold the secret', async () => {
    const ana = await employee('U0ANA');
    await openHome(ana);
    const path = await makeAddress(ana);
    const secret = path.slice('/calendar/'.length, -'.ics'.length);
    const wrong = [`/calendar/${'0'.repeat(40)}.ics`, '/calendar/x.ics', `/calendar/${secret}`, '/calendar/%00.ics'];
    const answers = await Promise.all(wrong.map((one) => get(one)));
    const shapes = await Promise.all(
      answers.map(async (answer) => [answer.status, answer.headers.get('cache-control'), await answer.text()].join()),
    );
    expect(new Set(shapes)).toEqual(new Set(['404,no-store,Not found\n']));
    const stored = await house.database.db.collection('calendarFeeds').find().toArray();
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(house.logLines.join()).not.toContain(secret);
  });
});

test('11.5 a calendar takes what is planned from a file, where neither mail nor address leads', async () => {
  await open({});
  const ana = await employee('U0ANA');
  await house.slack.act.openHome({ user: 'U0ANA' });
  await house.slack.waitFor((effect) => effect.kind === 'home.published');
  expect(JSON.stringify(house.slack.home('U0ANA'))).not.toContain('Calendar address');
  expect(await askForFile(ana)).toContain('no study time planned');
  await plan(ana, '02T08:00');
  await plan(await employee('U0BEN'), '02T12:00');
  expect(await askForFile(ana)).toContain('in your conversation with Laurel');
  const uploaded = house.slack.effects().flatMap((effect) => (effect.kind === 'file.uploaded' ? [effect] : []));
  expect(uploaded.map(({ name }) => name)).toEqual(['study-time.ics']);
  expect(house.told('U0ANA').at(-1)?.text).toContain('for your calendar');
});

/** What is shown after the press on Home. */
async function askForFile({ slackId }: Employee): Promise<string> {
  const before = house.slack.effects().length;
  await house.slack.act.press({ user: slackId, actionId: filePressed, home: true });
  await house.slack.waitFor((effect) => effect.n > before && effect.kind === 'view.opened');
  return JSON.stringify(house.slack.modals(slackId).at(-1));
}

test('11.5 whom mail reaches is offered neither', async () => {
  const mailServer = await startMailServer();
  stops.push(mailServer.stop);
  await open({ mail: { smtpUrl: mailServer.url, from }, publicUrl: 'https://laurel.example.com' });
  await employee('U0ANA', { email: 'ana@example.com' });
  await house.slack.act.openHome({ user: 'U0ANA' });
  await house.slack.waitFor((effect) => effect.kind === 'home.published');
  expect(JSON.stringify(house.slack.home('U0ANA'))).not.toContain('alendar');
});

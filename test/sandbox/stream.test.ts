import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { readEvents } from './event-reader.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
const readers: ReturnType<typeof readEvents>[] = [];
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off', page: { folder: '/nowhere', heartbeatMs: 100 } });
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.stop();
  await sandbox.stop();
});

function read(query: string, headers: Record<string, string> = {}) {
  const reader = readEvents(`${sandbox.url}/control/stream${query}`, headers);
  readers.push(reader);
  return reader;
}

const post = (text: string) => clientOf(sandbox).chat.postMessage({ channel: 'U0ANA', text });

it('tells of each effect as it happens, with its number', async () => {
  const stream = read('');
  expect(await stream.answered).toEqual({ status: 200, type: 'text/event-stream; charset=utf-8' });
  await stream.until(() => stream.of('clock').length === 1);
  await post('Hello');
  await stream.until(() => stream.of('effect').length === 1);
  const [effect] = stream.of('effect');
  expect(effect).toEqual(sandbox.effects().at(-1));
  expect(stream.received.find(({ event }) => event === 'effect')?.id).toBe(String(effect?.n));
});

it('gives what was missed to who comes back, and believes what they got rather than what they asked at first', async () => {
  for (const text of ['one', 'two', 'three']) await post(text);
  const asked = read('?since=2');
  await asked.until(() => asked.of('effect').length === 3);
  const back = read('?since=2', { 'last-event-id': '4' });
  await back.until(() => back.of('effect').length === 1);
  expect(back.of('effect')).toMatchObject([{ n: 5, text: 'three' }]);
  const wrong = await fetch(`${sandbox.url}/control/stream?since=soon`);
  expect(wrong.status).toBe(400);
});

it('begins at the newest for who knows of effects that are not there, as after a restart', async () => {
  const stream = read('?since=900');
  await stream.until(() => stream.of('clock').length === 1);
  await post('new');
  await stream.until(() => stream.of('effect').length === 1);
  expect(stream.of('effect')).toMatchObject([{ n: 3, text: 'new' }]);
});

it('tells of an exchange when it begins and when it is settled, and of the clock when it is set', async () => {
  const stream = read('');
  await stream.until(() => stream.of('clock').length === 1);
  await post('Hello');
  sandbox.setClock(new Date('2027-01-01T00:00:00Z'));
  await stream.until(() => stream.of('traffic').length === 2 && stream.of('clock').length === 2);
  expect(stream.of('traffic')).toMatchObject([
    { n: 1, what: 'chat.postMessage', outcome: 'pending', ms: null },
    { n: 1, what: 'chat.postMessage', outcome: 'ok', ms: expect.any(Number) },
  ]);
  expect(stream.of('clock').at(-1)).toMatchObject({ now: '2027-01-01T00:00:00.000Z', runs: false });
});

it('gives signs of life', async () => {
  const stream = read('');
  await stream.until(() => stream.comments() >= 3);
});

it('cuts off who reads nothing, keeps nothing for them, and lets them come back for the rest', async () => {
  const channel = sandbox.addChannel({ name: 'general' }).id;
  const idle = read('?since=0');
  await idle.until(() => idle.of('clock').length === 1);
  idle.idle();
  // More than the buffers of both ends take together.
  const text = 'x'.repeat(30_000);
  for (let count = 0; count < 600; count += 1) await sandbox.act.say({ user: 'U0ANA', channel, text });
  const awake = read('');
  await awake.until(() => awake.comments() >= 4);
  idle.resume();
  await idle.ended;
  const last = sandbox.lastEffect();
  const numbers = idle.of('effect').map(({ n }) => n);
  expect(numbers.length).toBeLessThan(last);
  numbers.push(...(await readTo(last, numbers.at(-1) ?? 0)));
  expect(numbers).toEqual(Array.from({ length: last }, (_, index) => index + 1));
});

/** Comes back as often as it is cut off, as a browser does: both ends share this process, which may be slow. */
async function readTo(last: number, after: number): Promise<number[]> {
  const reader = read('?since=0', { 'last-event-id': String(after) });
  await Promise.race([reader.ended, reader.until(() => reader.of('effect').at(-1)?.n === last)]);
  const numbers = reader.of('effect').map(({ n }) => n);
  const reached = numbers.at(-1) ?? after;
  return reached === last ? numbers : [...numbers, ...(await readTo(last, reached))];
}

it('ends with the sandbox', async () => {
  const stream = read('');
  await stream.answered;
  await sandbox.stop();
  await stream.ended;
});

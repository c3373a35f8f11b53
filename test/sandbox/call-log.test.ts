import { afterEach, expect, it } from 'vitest';
import type { CallAnswered, Effect } from '../../sandbox/effects.js';
import type { Fault } from '../../sandbox/faults.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

const start = async (options: SandboxOptions = {}) => {
  sandbox = await startWithPeople({ limits: 'off', calls: 'logged', ...options });
};
const metadata = { event_type: 'reminder_sent', event_payload: { delivery_id: 'd1' } };
function post(channel = 'U0ANA') {
  return clientOf(sandbox, { timeout: 2000 }).chat.postMessage({ channel, text: 'Hi', metadata });
}
const isCall = (effect: Effect): effect is Effect & CallAnswered => effect.kind === 'call.answered';
const calls = () => sandbox.effects().filter(isCall);
const kinds = () => sandbox.effects().flatMap(({ kind }) => (kind === 'user.added' ? [] : [kind]));

it('notes a call that was answered, after what it did', async () => {
  await start();
  const begin = performance.timeOrigin + performance.now();
  await post();
  expect(kinds()).toEqual(['message.posted', 'call.answered']);
  const [call] = calls();
  expect(call).toEqual({
    n: 4,
    at: '2026-12-01T09:00:00.000Z',
    wallMs: expect.any(Number),
    kind: 'call.answered',
    method: 'chat.postMessage',
    channel: 'U0ANA',
    deliveryId: 'd1',
    arrivedMs: expect.any(Number),
    came: 'accepted',
    error: null,
    retryAfterMs: null,
    limitedBy: null,
    fault: null,
    by: 'app',
  });
  expect(call?.arrivedMs).toBeGreaterThan(begin);
  expect(call?.arrivedMs).toBeLessThanOrEqual(call?.wallMs ?? 0);
});

it('notes every method, and calls that were refused', async () => {
  await start();
  const client = clientOf(sandbox);
  const { channel } = await client.conversations.open({ users: 'U0ANA' });
  await client.conversations.history({ channel: channel?.id ?? '' });
  await client.conversations.open({ users: 'U0NONE' }).catch(() => undefined);
  await client.apiCall('chat.sing').catch(() => undefined);
  await clientOf(sandbox, { token: 'xoxb-other' })
    .auth.test()
    .catch(() => undefined);
  expect(calls().map(({ method, channel: where, came, error }) => [method, where, came, error])).toEqual([
    ['conversations.open', null, 'accepted', null],
    ['conversations.history', channel?.id, 'accepted', null],
    ['conversations.open', null, 'refused', 'user_not_found'],
    ['chat.sing', null, 'refused', 'unknown_method'],
    ['auth.test', null, 'refused', 'invalid_auth'],
  ]);
});

it('notes who came too early, and how long they must wait in real time', async () => {
  await start({ limits: 'on', scale: 2 });
  await post();
  await post().catch(() => undefined);
  expect(calls()[1]).toMatchObject({ came: 'limited', error: 'ratelimited', retryAfterMs: 500, limitedBy: 'limits' });
});

it('says nothing of calls unless asked to', async () => {
  await start({ calls: 'unlogged' });
  await post();
  expect(kinds()).toEqual(['message.posted']);
});

it.each<[Fault, Partial<CallAnswered>, string[]]>([
  [{ kind: 'status', status: 503 }, { came: 'failed' }, []],
  [{ kind: 'reset' }, { came: 'failed' }, []],
  [{ kind: 'slack-error', error: 'account_inactive' }, { came: 'refused', error: 'account_inactive' }, []],
  [{ kind: 'slack-error', error: 'internal_error' }, { came: 'failed', error: 'internal_error' }, []],
  [{ kind: 'ratelimited', retryAfter: 30 }, { came: 'limited', retryAfterMs: 3000, limitedBy: 'fault' }, []],
  [{ kind: 'ratelimited', retryAfter: 'absent' }, { came: 'limited', retryAfterMs: null, limitedBy: 'fault' }, []],
  [{ kind: 'ratelimited', retryAfter: 0 }, { came: 'limited', retryAfterMs: 0, limitedBy: 'fault' }, []],
  [{ kind: 'ratelimited', retryAfter: { inSeconds: 9 } }, { came: 'limited', retryAfterMs: 900 }, []],
  [{ kind: 'ratelimited', retryAfter: 4, said: 'body' }, { came: 'limited', retryAfterMs: 400 }, []],
  [{ kind: 'ratelimited', retryAfter: 'absent', said: 'body' }, { came: 'limited', retryAfterMs: null }, []],
  [{ kind: 'status', status: 429 }, { came: 'limited', error: null, retryAfterMs: null, limitedBy: 'fault' }, []],
  [{ kind: 'unreadable', body: 'empty' }, { came: 'failed' }, []],
  [{ kind: 'unreadable', body: 'html' }, { came: 'failed' }, []],
  [{ kind: 'unreadable', body: 'null' }, { came: 'failed' }, []],
  [{ kind: 'accept-then', what: 'answer' }, { came: 'accepted' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'empty' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'html' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'null' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'delay', ms: 30 }, { came: 'accepted' }, ['message.posted']],
  [{ kind: 'late-commit', ms: 30 }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: '500' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'reset' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'cut' }, { came: 'lost' }, ['message.posted']],
  [{ kind: 'accept-then', what: 'internal_error' }, { came: 'lost' }, ['message.posted']],
])('tells the truth about a call that met %j', async (fault, end, before) => {
  await start({ scale: 10 });
  sandbox.faults.next('chat.postMessage', fault);
  await post().catch(() => undefined);
  const call = await sandbox.waitFor(isCall);
  expect(call).toMatchObject({ deliveryId: 'd1', fault: fault.kind, ...end });
  expect(kinds()).toEqual([...before, 'call.answered']);
});

it('notes a call at once whose answer never comes', async () => {
  await start();
  sandbox.faults.next('chat.postMessage', { kind: 'accept-then', what: 'hang' });
  const gaveUp = clientOf(sandbox, { timeout: 200 }).chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
  const told = expect(gaveUp).rejects.toThrow();
  expect(await sandbox.waitFor(isCall)).toMatchObject({ came: 'lost', fault: 'accept-then' });
  await told;
});

it('calls it lost when nobody was there any more to be told', async () => {
  await start();
  sandbox.faults.next('chat.postMessage', { kind: 'delay', ms: 500 });
  const gaveUp = clientOf(sandbox, { timeout: 50 }).chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
  await expect(gaveUp).rejects.toThrow();
  expect(kinds()).toEqual([]);
  expect(await sandbox.waitFor(isCall)).toMatchObject({ came: 'lost', fault: 'delay' });
  expect(kinds()).toEqual(['message.posted', 'call.answered']);
});

it.each<Fault>([
  { kind: 'delay', ms: 800 },
  { kind: 'late-commit', ms: 800 },
])('takes the limits of a call when it arrives, however late it lands: %j', async (slow) => {
  await start({ limits: 'on', scale: 2 });
  const { channel } = await clientOf(sandbox).conversations.open({ users: 'U0ANA' });
  const dm = channel?.id ?? '';
  const after = sandbox.lastEffect();
  sandbox.faults.next('chat.postMessage', slow);
  const first = post(dm).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  // Within a second of Slack's time, which is half a real one here, after the first one arrived; then after it landed.
  await post(dm).catch(() => undefined);
  await first;
  await sandbox.waitFor(({ kind }) => kind === 'message.posted');
  await post(dm);
  expect(calls().map(({ came, limitedBy }) => `${came} ${limitedBy}`)).toEqual([
    'accepted null',
    'limited limits',
    slow.kind === 'delay' ? 'accepted null' : 'lost null',
    'accepted null',
  ]);
  expect(sandbox.effects().filter(({ n }) => n > after).length).toBe(5);
});

it('answers a refused call plainly when its reply was to be lost, and says so', async () => {
  await start();
  sandbox.faults.next('chat.postMessage', { kind: 'accept-then', what: 'reset' });
  await post('C0NOWHERE').catch(() => undefined);
  expect(calls()).toMatchObject([{ came: 'refused', error: 'channel_not_found', fault: 'accept-then' }]);
});

it('says that a late effect never landed when the sandbox stopped before', async () => {
  await start();
  sandbox.faults.next('chat.postMessage', { kind: 'late-commit', ms: 60_000 });
  await post().catch(() => undefined);
  await sandbox.stop();
  expect(calls()).toMatchObject([{ came: 'failed', fault: 'late-commit' }]);
  expect(kinds()).toEqual(['call.answered']);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Exchange } from '../../sandbox/page-contract.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { readEvents } from './event-reader.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
let app: Awaited<ReturnType<typeof startRequestUrl>>;
beforeEach(async () => {
  sandbox = await startWithPeople();
  app = await startRequestUrl();
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

async function traffic(): Promise<Exchange[]> {
  return (await fetch(`${sandbox.url}/control/traffic`)).json() as Promise<Exchange[]>;
}

/** The traffic once everything in it is settled, which for a call is a moment after its answer. */
async function settled(count: number): Promise<Exchange[]> {
  const stream = readEvents(`${sandbox.url}/control/stream`);
  await stream.until(() => stream.of('clock').length === 1);
  const found = await traffic();
  const open = found.filter(({ outcome }) => outcome === 'pending').map(({ n }) => n);
  await stream.until(() => open.every((n) => stream.of('traffic').some((one) => one.n === n)));
  stream.stop();
  const all = await traffic();
  expect(all).toHaveLength(count);
  return all;
}

const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
const modal = {
  type: 'modal',
  callback_id: 'evidence',
  title: { type: 'plain_text', text: 'Hand in' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Sure?' } }],
};

it('shows calls of the app with their length and outcome, and what was sent without its token', async () => {
  const client = clientOf(sandbox);
  const { channel = '' } = await client.chat.postMessage({
    channel: 'U0ANA',
    text: `Hi ${sandbox.botToken}`,
    blocks: [{ type: 'actions', elements: [button] }] as never,
  });
  await client.chat.postMessage({ channel, text: 'too soon' }).catch(() => undefined);
  await client.apiCall('chat.delete', { token: sandbox.botToken, channel, ts: '1.000001' }).catch(() => undefined);
  sandbox.faults.next('users.list', { kind: 'status', status: 503 });
  await client.users.list({ limit: 1 }).catch(() => undefined);
  sandbox.faults.next('users.list', { kind: 'reset' });
  await client.users.list({ limit: 1 }).catch(() => undefined);
  const all = await settled(5);
  expect(all.map(({ n, direction, what, outcome, detail }) => [n, direction, what, outcome, detail])).toEqual([
    [1, 'from-app', 'chat.postMessage', 'ok', null],
    [2, 'from-app', 'chat.postMessage', 'failed', 'ratelimited'],
    [3, 'from-app', 'chat.delete', 'failed', 'message_not_found'],
    [4, 'from-app', 'users.list', 'failed', 'http 503'],
    [5, 'from-app', 'users.list', 'failed', 'no answer'],
  ]);
  expect(all[0]).toMatchObject({
    at: '2026-12-01T09:00:00.000Z',
    ms: expect.any(Number),
    body: { text: 'Hi (a token)', blocks: [{ type: 'actions', elements: [button] }] },
  });
  expect(all[2]?.body).toEqual({ channel, ts: '1.000001' });
  expect(JSON.stringify(all)).not.toContain(sandbox.botToken);
});

it('shows what the app is told, and how long it took to say that it heard', async () => {
  const client = clientOf(sandbox);
  const { channel = '', ts = '' } = await client.chat.postMessage({
    channel: 'U0ANA',
    text: 'Hi',
    blocks: [{ type: 'actions', elements: [button] }] as never,
  });
  await sandbox.act.press({ user: 'U0ANA', actionId: 'go', channel, ts });
  const body = JSON.parse(new URLSearchParams(app.received[0]?.body).get('payload') ?? '') as Record<string, string>;
  await client.views.open({ trigger_id: body.trigger_id ?? '', view: modal as never });
  await sandbox.act.submit({ user: 'U0ANA' });
  await fetch(body.response_url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"Thanks"}',
  });
  await fetch(`${sandbox.url}/actions/T0/none`, { method: 'POST', body: '' });
  await sandbox.act.command({ user: 'U0ANA', command: '/cert', text: 'help' });
  await sandbox.act.openHome({ user: 'U0ANA' });
  await app.stop();
  await sandbox.act.message({ user: 'U0ANA', text: 'Anybody there?' });
  const all = await settled(10);
  expect(all.slice(1, 9).map(({ direction, what, outcome, detail }) => [direction, what, outcome, detail])).toEqual([
    ['to-app', 'block_actions go', 'ok', null],
    ['from-app', 'views.open', 'ok', null],
    ['to-app', 'view_submission evidence', 'ok', null],
    ['from-app', 'response_url', 'ok', null],
    ['from-app', 'response_url', 'failed', 'expired_url'],
    ['to-app', '/cert', 'ok', null],
    ['to-app', 'app_home_opened', 'ok', null],
    ['to-app', 'message', 'failed', 'connection_failed'],
  ]);
  expect(all[9]?.what).toBe('message (try 2)');
  expect(all[1]?.body).toMatchObject({ type: 'block_actions', user: { id: 'U0ANA' } });
  expect(all[1]?.body).not.toHaveProperty('token');
});

it('keeps the last 500, and of long texts the beginning', async () => {
  sandbox.setLimits('off');
  for (let count = 0; count < 501; count += 1)
    await sandbox.act.command({ user: 'U0ANA', command: '/cert', text: `${count}` });
  await sandbox.act.command({ user: 'U0ANA', command: '/cert', text: 'y'.repeat(5000) });
  const all = await traffic();
  expect(all).toHaveLength(500);
  expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 500 }, (_, index) => index + 3));
  expect(all[0]?.body).toMatchObject({ text: '2' });
  expect(all.at(-1)?.body.text).toBe(`${'y'.repeat(4096)}… (904 more)`);
});

it.each([
  ['in many pieces', Array.from({ length: 2000 }, () => 'z'.repeat(900))],
  ['in very many pieces', Array.from({ length: 300_000 }, () => 1)],
  ['in many names', Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`name-${index}`, null]))],
  ['in depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('keeps little of a body that is large %s', async (_how, large) => {
  await clientOf(sandbox)
    .apiCall('chat.unknown', { large })
    .catch(() => undefined);
  const [call] = await settled(1);
  expect(call).toMatchObject({ what: 'chat.unknown', outcome: 'failed', detail: 'unknown_method' });
  expect(JSON.stringify(call).length).toBeLessThan(500_000);
});

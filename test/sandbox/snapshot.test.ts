import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createIds } from '../../sandbox/ids.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { readSnapshot, writeSnapshot } from '../../sandbox/snapshot.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, generousManifest, startWithPeople } from './workspace.js';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-snapshot-'));
const path = join(folder, 'workspace');
const started: Sandbox[] = [];
const apps: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all([...started.splice(0), ...apps.splice(0)].map((one) => one.stop()));
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

/** Keeps the workspace in a file, stops, and starts from the file. */
async function goOn(sandbox: Sandbox): Promise<Sandbox> {
  writeSnapshot(path, sandbox.snapshot());
  await sandbox.stop();
  const snapshot = readSnapshot(path);
  if (!snapshot) throw new Error('The snapshot was not written.');
  const next = await startSandbox({ manifest: generousManifest(), limits: 'off', from: snapshot });
  started.push(next);
  return next;
}

async function furnished(): Promise<{ sandbox: Sandbox; channel: string; evidence: string }> {
  const sandbox = await startWithPeople({ limits: 'off' });
  started.push(sandbox);
  const client = clientOf(sandbox);
  const channel = sandbox.addChannel({ name: 'general' }).id;
  sandbox.setChannel(sandbox.addChannel({ name: 'former', kind: 'private' }).id, { archived: true });
  sandbox.removeUser(sandbox.addUser({ realName: 'Dora Left' }).id);
  sandbox.addUserGroup({ name: 'Drivers', handle: 'drivers', users: ['U0ANA'] });
  const evidence = sandbox.addFile({ user: 'U0ANA', name: 'proof.pdf', bytes: Buffer.from([0, 255, 1]) });
  const metadata = { event_type: 'reminder', event_payload: { delivery_id: 'd1' } };
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'Well done', metadata });
  await client.reactions.add({ channel, timestamp: ts, name: 'tada' });
  await client.chat.update({ channel, ts, text: 'Well done, Ana' });
  await client.chat.postMessage({ channel, text: 'Indeed', thread_ts: ts });
  await client.chat.postEphemeral({ channel, user: 'U0BEN', text: 'Only Ben' });
  await client.files.uploadV2({ channel_id: channel, file: Buffer.from('chart'), filename: 'chart.png' });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'A reminder' });
  await sandbox.act.message({ user: 'U0BEN', text: 'Hello app' });
  const home = { type: 'home', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Home' } }] };
  await client.views.publish({ user_id: 'U0ANA', view: home as never });
  return { sandbox, channel, evidence };
}

/** Everything that people and the app can see. */
async function seen(sandbox: Sandbox) {
  const get = async (place: string) => (await fetch(`${sandbox.url}/control/${place}`)).json() as Promise<unknown>;
  const state = (await get('state')) as { users: { id: string }[]; channels: { id: string }[] };
  const groups = await clientOf(sandbox).usergroups.list({ include_users: true });
  const all = {
    state,
    groups: groups.usergroups,
    people: await Promise.all(state.users.map(({ id }) => get(`users/${id}`))),
    conversations: await Promise.all(state.users.map(({ id }) => get(`conversations?user=${id}`))),
    messages: await Promise.all(
      state.channels.flatMap(({ id }) => [get(`channels/${id}/messages`), get(`channels/${id}/messages?viewer=U0BEN`)]),
    ),
  };
  // Addresses hold the port, which is another after a restart.
  return JSON.parse(JSON.stringify(all).replaceAll(sandbox.url, 'http://sandbox')) as typeof all;
}

it('goes on after a restart as if nothing had been', async () => {
  const { sandbox, channel, evidence } = await furnished();
  const before = await seen(sandbox);
  const { botToken, appToken, botUserId, teamId } = sandbox;
  const [n, dm] = [sandbox.lastEffect(), sandbox.dmOf('U0BEN')];

  const next = await goOn(sandbox);
  expect(await seen(next)).toEqual(before);
  expect(next).toMatchObject({ botToken, appToken, botUserId, teamId });
  expect(next.dmOf('U0BEN')).toBe(dm);
  expect(next.now()).toEqual(new Date('2026-12-01T09:00:00Z'));
  const file = await fetch(`${next.url}/control/files/${evidence}`);
  expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255, 1]);

  expect(next.effects()).toEqual([]);
  const posted = next.waitFor(({ kind }) => kind === 'message.posted');
  const { ts } = await clientOf(next).chat.postMessage({ channel, text: 'Next' });
  expect(await posted).toMatchObject({ n: n + 1, text: 'Next' });
  const earlier = before.messages[0] as { ts: string }[];
  expect(Number(ts)).toBeGreaterThan(Number(earlier.at(-1)?.ts));
  expect(await (await fetch(`${next.url}/control/effects?since=${n}`)).json()).toMatchObject([{ n: n + 1 }]);
});

it('lets the app come back with the token it has', async () => {
  const next = await goOn((await furnished()).sandbox);
  const { url = '' } = await clientOf(next, { token: next.appToken }).apps.connections.open();
  const socket = new WebSocket(url);
  socket.on('message', (data) => {
    const { envelope_id: id } = JSON.parse(String(data)) as { envelope_id?: string };
    if (id) socket.send(JSON.stringify({ envelope_id: id }));
  });
  try {
    await next.sockets.connected();
    expect(await next.act.command({ user: 'U0ANA', command: '/cert' })).toMatchObject({ acked: true });
  } finally {
    socket.terminate();
  }
});

it('forgets open modals and addresses to answer at', async () => {
  const app = await startRequestUrl();
  apps.push(app);
  const { sandbox } = await furnished();
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
  await sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  const told = new URLSearchParams(app.received[0]?.body);
  const title = { type: 'plain_text', text: 'Open' };
  const blocks = [{ type: 'section', text: title }];
  await clientOf(sandbox).views.open({
    trigger_id: told.get('trigger_id') ?? '',
    view: { type: 'modal', title, blocks } as never,
  });
  expect(sandbox.modals('U0ANA')).toHaveLength(1);
  const former = sandbox.url;
  const next = await goOn(sandbox);
  expect(next.modals('U0ANA')).toEqual([]);
  const address = (told.get('response_url') ?? '').replace(former, next.url);
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"x"}',
  });
  expect(await answer.json()).toEqual({ ok: false, error: 'expired_url' });
});

it('gives no id again: neither one of before, nor one that was given after the snapshot', async () => {
  const { sandbox } = await furnished();
  const given = sandbox.addUser({ realName: 'Before' }).id;
  const snapshot = sandbox.snapshot();
  const lost = sandbox.addUser({ realName: 'Lost' }).id;
  const starts = [0, 1].map(() => startSandbox({ manifest: generousManifest(), from: snapshot }));
  const fresh = (await Promise.all(starts)).map((next) => {
    started.push(next);
    return next.addUser({ realName: 'After' }).id;
  });
  expect(new Set([given, lost, ...fresh]).size).toBe(4);
  const first = createIds(7).next('U');
  expect(createIds(7, [first]).next('U')).not.toBe(first);
});

it('is a copy: what happens later, and to another who starts from it, does not reach it', async () => {
  const { sandbox, channel } = await furnished();
  const snapshot = sandbox.snapshot();
  const count = sandbox.messages(channel).length;
  await sandbox.act.say({ user: 'U0ANA', channel, text: 'later' });
  const starts = [0, 1].map(() => startSandbox({ manifest: generousManifest(), from: snapshot }));
  const [first, second] = await Promise.all(starts);
  started.push(first as Sandbox, second as Sandbox);
  await first?.act.say({ user: 'U0ANA', channel, text: 'elsewhere' });
  expect([sandbox, first, second].map((one) => one?.messages(channel).length)).toEqual([count + 1, count + 1, count]);
});

it('lets time stand still while it is off', async () => {
  const { sandbox } = await furnished();
  sandbox.setClock({ runningFrom: new Date('2026-12-24T12:00:00Z') });
  const next = await goOn(sandbox);
  const passed = next.now().getTime() - Date.parse('2026-12-24T12:00:00Z');
  expect(passed).toBeGreaterThanOrEqual(0);
  expect(passed).toBeLessThan(60_000);
});

it('refuses a file that is torn, foreign or of another shape, in a sentence', async () => {
  const { sandbox } = await furnished();
  expect(readSnapshot(path)).toBeUndefined();
  writeSnapshot(path, sandbox.snapshot());
  expect(readdirSync(folder)).toEqual(['workspace']);
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 100));
  expect(() => readSnapshot(path)).toThrow(`${path} is damaged: the workspace in it cannot be read.`);
  const flipped = Buffer.from(whole);
  flipped[whole.length - 50] = (flipped[whole.length - 50] ?? 0) ^ 1;
  writeFileSync(path, flipped);
  expect(() => readSnapshot(path)).toThrow('is damaged');
  writeFileSync(path, 'name,email\n');
  expect(() => readSnapshot(path)).toThrow(`${path} is no workspace that this sandbox has kept.`);
  writeFileSync(path, '');
  expect(() => readSnapshot(path)).toThrow('is no workspace');
});

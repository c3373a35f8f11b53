import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, refusalOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startWithPeople();
});
afterEach(() => sandbox.stop());

interface Answer {
  status: number;
  body: unknown;
}

async function control(method: string, path: string, sent?: unknown): Promise<Answer> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('another process', () => {
  it('adds and changes people and channels, and sees the state', async () => {
    expect(await control('POST', 'users', { id: 'U0CLEO', realName: 'Cleo Park' })).toMatchObject({ status: 200 });
    await control('PATCH', 'users/U0CLEO', { deleted: true });
    const made = await control('POST', 'channels', { name: 'wins' });
    const { id } = made.body as { id: string };
    await control('PATCH', `channels/${id}`, { archived: true });
    expect((await control('GET', 'state')).body).toMatchObject({
      users: expect.arrayContaining([expect.objectContaining({ id: 'U0CLEO', deleted: true })]),
      channels: [{ id, name: 'wins', is_archived: true, messages: 0 }],
    });
  });

  it('acts as anybody, and hears how the app took it', async () => {
    const app = await startRequestUrl();
    try {
      await control('POST', 'http', { requestUrl: app.url, signingSecret: 'secret' });
      const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'v' };
      const posted = (await clientOf(sandbox).apiCall('chat.postMessage', {
        channel: 'U0ANA',
        text: 'Press',
        blocks: [{ type: 'actions', elements: [button] }],
      })) as { channel?: string; ts?: string };
      const place = { user: 'U0ANA', channel: posted.channel, ts: posted.ts };
      const pressed = await control('POST', 'act/press', { ...place, actionId: 'go' });
      expect(pressed).toMatchObject({ status: 200, body: { acked: true, problem: null } });
      const payload = JSON.parse(new URLSearchParams(app.received[0]?.body).get('payload') ?? '{}') as object;
      expect(payload).toMatchObject({
        type: 'block_actions',
        user: { id: 'U0ANA' },
        container: { type: 'message', channel_id: posted.channel, message_ts: posted.ts },
        actions: [{ action_id: 'go', value: 'v' }],
      });
      expect(await control('POST', 'act/press', { ...place, actionId: 'stop' })).toEqual({
        status: 400,
        body: { error: 'There is no stop here; there is go.' },
      });
      expect((await control('GET', `channels/${posted.channel}/messages`)).body).toMatchObject([{ text: 'Press' }]);
      expect((await control('GET', 'users/U0ANA')).body).toMatchObject({ dm: posted.channel, home: null, modals: [] });
      await control('POST', 'act/change', { user: 'U0ANA', change: { title: 'SRE' } });
      await control('POST', 'act/home', { user: 'U0ANA' });
      await control('POST', 'act/message', { user: 'U0ANA', text: 'Hello' });
      await control('POST', 'act/command', { user: 'U0ANA', command: '/cert', text: 'help' });
      await control('POST', 'act/join', { realName: 'Dora' });
      await control('POST', 'act/leave', { user: 'U0BEN' });
      expect(app.received).toHaveLength(7);
    } finally {
      await app.stop();
    }
  });

  it('takes people and channels away while the app runs', async () => {
    const client = clientOf(sandbox);
    const { channel: dm } = await client.conversations.open({ users: 'U0ANA' });
    const { id: wins } = (await control('POST', 'channels', { name: 'wins' })).body as { id: string };
    await client.chat.postMessage({ channel: wins, text: 'Before' });
    expect((await control('POST', 'act/leave', { user: 'U0ANA' })).status).toBe(200);
    await control('PATCH', `channels/${wins}`, { archived: true });
    // Slack takes messages to the DM of somebody who left, and opens no new one.
    expect((await client.chat.postMessage({ channel: dm?.id ?? '', text: 'Hi' })).ok).toBe(true);
    expect(await refusalOf(client.conversations.open({ users: 'U0ANA' }))).toBe('user_disabled');
    expect((await client.users.info({ user: 'U0ANA' })).user?.deleted).toBe(true);
    expect(await refusalOf(client.chat.postMessage({ channel: wins, text: 'After' }))).toBe('is_archived');
    expect((await client.conversations.info({ channel: wins })).channel?.is_archived).toBe(true);
    await control('PATCH', `channels/${wins}`, { archived: false });
    sandbox.setLimits('off');
    expect((await client.chat.postMessage({ channel: wins, text: 'Again' })).ok).toBe(true);
  });

  it('refreshes and drops connections', async () => {
    const connect = async (nth: number) => {
      const { url = '' } = await clientOf(sandbox, { token: sandbox.appToken }).apps.connections.open();
      const socket = new WebSocket(url);
      const said: { type: string; reason?: string }[] = [];
      socket.on('message', (data) => said.push(JSON.parse(String(data)) as { type: string }));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await sandbox.sockets.connected(nth);
      return { socket, said, closed };
    };
    const count = async () => ((await control('GET', 'sockets')).body as { count: number }).count;
    const [oldest, younger] = [await connect(1), await connect(2)];
    expect(await count()).toBe(2);
    expect((await control('POST', 'sockets/disconnect', { reason: 'warning' })).body).toEqual({ told: 2 });
    expect(await count()).toBe(2);
    expect((await control('POST', 'sockets/disconnect', { which: 'oldest' })).body).toEqual({ told: 1 });
    expect(await count()).toBe(1);
    expect((await control('POST', 'sockets/drop', {})).body).toEqual({ dropped: 1 });
    await younger.closed;
    expect(await count()).toBe(0);
    expect(oldest.said.map(({ type, reason = '' }) => `${type} ${reason}`.trim())).toEqual([
      'hello',
      'disconnect warning',
      'disconnect refresh_requested',
    ]);
    oldest.socket.terminate();
  });

  it('sets the clock, orders faults, switches limits and reads effects as they come', async () => {
    expect((await control('PUT', 'clock', { at: '2027-01-01T08:00:00+01:00' })).body).toEqual({
      now: '2027-01-01T07:00:00.000Z',
    });
    expect((await control('GET', 'clock')).body).toEqual({ now: '2027-01-01T07:00:00.000Z' });
    const fault = { kind: 'accept-then', what: 'reset' };
    await control('POST', 'faults', { method: 'chat.postMessage', fault, times: 2 });
    expect((await control('GET', 'faults')).body).toHaveLength(2);
    expect((await control('DELETE', 'faults')).body).toEqual([]);
    await control('PUT', 'limits', { state: 'off' });
    const next = control('GET', 'effects?since=2&waitMs=5000');
    await clientOf(sandbox).chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
    expect((await next).body).toMatchObject([{ n: 3, kind: 'message.posted', at: '2027-01-01T07:00:00.000Z' }]);
    expect((await control('GET', 'effects?since=3&waitMs=10')).body).toEqual([]);
    expect((await control('GET', 'sockets')).body).toEqual({ count: 0 });
    expect((await control('POST', 'sockets/disconnect', {})).body).toEqual({ told: 0 });
  });

  it.each<[string, string, string, unknown, string]>([
    ['a field that is none', 'POST', 'users', { realName: 'A', shoe: 43 }, 'Unrecognized key'],
    ['a missing field', 'POST', 'users', {}, 'realName'],
    ['a person who is there', 'POST', 'users', { id: 'U0ANA', realName: 'A' }, 'There is a member U0ANA already.'],
    ['a zone that is none', 'POST', 'users', { realName: 'A', tz: 'Mars/Base' }, 'A time zone is an IANA name'],
    ['a person who is not there', 'PATCH', 'users/U0NONE', { title: 'x' }, 'There is no member U0NONE.'],
    ['a clock that is none', 'PUT', 'clock', { at: 'soon' }, 'at:'],
    ['a fault that is none', 'POST', 'faults', { method: 'x', fault: { kind: 'meteor' } }, 'fault'],
    ['an act that is none', 'POST', 'act/fly', {}, 'There is no act fly'],
    ['an act of nobody', 'POST', 'act/home', { user: 'U0NONE' }, 'There is no member U0NONE.'],
    ['no JSON', 'POST', 'users', '{', 'The body cannot be read'],
    ['a strange number', 'GET', 'effects?since=x', undefined, 'since'],
  ])('is told in a sentence what is wrong: %s', async (_name, method, path, sent, sentence) => {
    const { status, body } = await control(method, path, sent);
    expect(status).toBe(400);
    expect((body as { error: string }).error).toContain(sentence);
  });

  it('is told that a path is none', async () => {
    expect(await control('GET', 'nothing')).toEqual({
      status: 404,
      body: { error: 'There is no GET /control/nothing.' },
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseManifest, readManifest } from '../../sandbox/manifest.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, refusalOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startWithPeople();
});
afterEach(() => sandbox.stop());

async function callWith(method: string, init: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(`${sandbox.apiUrl}${method}`, { method: 'POST', ...init });
  return (await answer.json()) as Record<string, unknown>;
}

describe('who may call', () => {
  it('says who the app is', async () => {
    expect(await clientOf(sandbox).auth.test()).toMatchObject({
      ok: true,
      user_id: sandbox.botUserId,
      team_id: sandbox.teamId,
    });
  });

  it('refuses a missing token, a wrong one and one of the wrong kind', async () => {
    expect(await callWith('auth.test', {})).toEqual({ ok: false, error: 'not_authed' });
    expect(await refusalOf(clientOf(sandbox, { token: 'xoxb-other' }).auth.test())).toBe('invalid_auth');
    expect(await refusalOf(clientOf(sandbox).apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusalOf(clientOf(sandbox, { token: sandbox.appToken }).users.list({}))).toBe(
      'not_allowed_token_type',
    );
  });

  it('refuses a call whose scope the manifest does not ask for, and names the scope', async () => {
    const poor = await startWithPeople({ manifest: parseManifest('oauth_config: {scopes: {bot: [chat:write]}}') });
    try {
      const call = clientOf(poor).conversations.open({ users: 'U0ANA' });
      await expect(call).rejects.toMatchObject({
        data: { error: 'missing_scope', needed: 'im:write', provided: 'chat:write' },
      });
    } finally {
      await poor.stop();
    }
  });

  it('hides e-mail addresses from an app without users:read.email', async () => {
    const poor = await startWithPeople({ manifest: parseManifest('oauth_config: {scopes: {bot: [users:read]}}') });
    try {
      const { user } = await clientOf(poor).users.info({ user: 'U0ANA' });
      expect(user?.profile).not.toHaveProperty('email');
      expect(await refusalOf(clientOf(poor).users.lookupByEmail({ email: 'ana@example.com' }))).toBe('missing_scope');
    } finally {
      await poor.stop();
    }
  });

  it("reads the app's own manifest", () => {
    expect(readManifest('manifest.yml').botScopes).toContain('chat:write');
  });

  it('installs no app whose events or commands lack their scopes', () => {
    const yaml = 'settings: {event_subscriptions: {bot_events: [message.im]}}';
    expect(() => parseManifest(yaml)).toThrow('needs these bot scopes, too: im:history.');
  });

  it('answers unknown_method to what Slack does not have', async () => {
    expect(await refusalOf(clientOf(sandbox).apiCall('chat.whisper'))).toBe('unknown_method');
  });

  it('takes JSON bodies as well as forms, and survives a body that is neither', async () => {
    const headers = { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ channel: 'U0ANA', text: 'Hello', blocks: [{ type: 'divider' }] });
    expect(await callWith('chat.postMessage', { headers, body })).toMatchObject({
      ok: true,
      message: { text: 'Hello' },
    });
    expect(await callWith('chat.postMessage', { headers, body: '{' })).toEqual({ ok: false, error: 'invalid_json' });
    expect(await callWith('chat.postMessage', { headers, body: '[1]' })).toMatchObject({ error: 'invalid_arguments' });
  });
});

describe('people', () => {
  it('shows a person with zone, offset of the day, and e-mail', async () => {
    const client = clientOf(sandbox);
    const { user } = await client.users.info({ user: 'U0ANA', include_locale: true });
    expect(user).toMatchObject({
      id: 'U0ANA',
      real_name: 'Ana Ruiz',
      tz: 'Europe/Madrid',
      tz_offset: 3600,
      locale: 'en-GB',
      deleted: false,
      profile: { email: 'ana@example.com' },
    });
    sandbox.setClock(new Date('2026-07-01T09:00:00Z'));
    expect((await client.users.info({ user: 'U0ANA' })).user).toMatchObject({ tz_offset: 7200 });
    expect((await client.users.lookupByEmail({ email: 'BEN@example.com' })).user?.id).toBe('U0BEN');
    expect(await refusalOf(client.users.lookupByEmail({ email: 'no@example.com' }))).toBe('users_not_found');
    expect(await refusalOf(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  });

  it('lists everyone page by page, even when somebody joins in between', async () => {
    for (let i = 0; i < 7; i += 1) sandbox.addUser({ realName: `Person ${i}` });
    const seen: string[] = [];
    for await (const page of clientOf(sandbox).paginate('users.list', { limit: 4 })) {
      seen.push(...((page as { members?: { id: string }[] }).members ?? []).map(({ id }) => id));
      if (seen.length === 4) sandbox.addUser({ id: 'U0LATE', realName: 'Late Comer' });
    }
    expect(seen).toEqual(expect.arrayContaining(['U0ANA', 'U0BEN', 'U0LATE', 'USLACKBOT', sandbox.botUserId]));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(12);
  });

  it('wants a limit from whoever lists a large workspace, and a cursor of its own making', async () => {
    for (let i = 0; i < 500; i += 1) sandbox.addUser({ realName: `Person ${i}` });
    expect(await refusalOf(clientOf(sandbox).users.list({}))).toBe('limit_required');
    expect(await refusalOf(clientOf(sandbox).users.list({ limit: 10, cursor: 'abc' }))).toBe('invalid_cursor');
  });

  it('shows who left as deleted', async () => {
    sandbox.removeUser('U0BEN');
    expect((await clientOf(sandbox).users.info({ user: 'U0BEN' })).user?.deleted).toBe(true);
  });
});

describe('conversations', () => {
  it('opens one DM per person, however often it is asked', async () => {
    const client = clientOf(sandbox);
    const first = await client.conversations.open({ users: 'U0ANA' });
    const again = await client.conversations.open({ users: 'U0ANA', return_im: true });
    expect(again.channel?.id).toBe(first.channel?.id);
    expect(again).toMatchObject({ already_open: true, channel: { user: 'U0ANA', is_im: true } });
  });

  it('opens none with somebody who left, a bot, or nobody', async () => {
    const client = clientOf(sandbox);
    sandbox.removeUser('U0BEN');
    expect(await refusalOf(client.conversations.open({ users: 'U0BEN' }))).toBe('user_disabled');
    expect(await refusalOf(client.conversations.open({ users: sandbox.botUserId }))).toBe('cannot_dm_bot');
    expect(await refusalOf(client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await refusalOf(client.apiCall('conversations.open'))).toBe('users_list_not_supplied');
  });

  it('lists, describes and joins channels', async () => {
    const client = clientOf(sandbox);
    const inside = sandbox.addChannel({ name: 'wins', members: ['U0ANA'] });
    const outside = sandbox.addChannel({ name: 'other', app: 'outside' });
    const secret = sandbox.addChannel({ name: 'secret', kind: 'private', app: 'outside' });
    const { channels = [] } = await client.conversations.list({ types: 'public_channel,private_channel' });
    expect(channels.map(({ name }) => name)).toEqual(['wins', 'other']);
    expect((await client.conversations.members({ channel: inside.id })).members).toEqual(['U0ANA', sandbox.botUserId]);
    expect(await refusalOf(client.conversations.info({ channel: secret.id }))).toBe('channel_not_found');
    expect(await refusalOf(client.chat.postMessage({ channel: outside.id, text: 'Hi' }))).toBe('not_in_channel');
    await client.conversations.join({ channel: outside.id });
    expect((await client.chat.postMessage({ channel: outside.id, text: 'Hi' })).ok).toBe(true);
  });
});

describe('the rest of the directory', () => {
  it('knows the team, the bot, user groups, do-not-disturb and reactions', async () => {
    const client = clientOf(sandbox);
    const group = sandbox.addUserGroup({ name: 'SRE', handle: 'sre', users: ['U0ANA'] });
    expect((await client.team.info()).team?.id).toBe(sandbox.teamId);
    expect((await client.bots.info()).bot?.user_id).toBe(sandbox.botUserId);
    expect((await client.usergroups.list()).usergroups).toMatchObject([{ id: group, handle: 'sre', user_count: 1 }]);
    expect((await client.usergroups.users.list({ usergroup: group })).users).toEqual(['U0ANA']);
    expect((await client.dnd.info({ user: 'U0ANA' })).dnd_enabled).toBe(false);
    const { channel = '', ts = '' } = await client.chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
    await client.reactions.add({ channel, timestamp: ts, name: 'tada' });
    expect(await refusalOf(client.reactions.add({ channel, timestamp: ts, name: 'tada' }))).toBe('already_reacted');
    expect(sandbox.messages(channel)[0]).toMatchObject({ reactions: [{ name: 'tada', count: 1 }] });
  });

  it('takes a file in three steps and shares it', async () => {
    const client = clientOf(sandbox);
    const { channel } = await client.conversations.open({ users: 'U0ANA' });
    const uploaded = await client.filesUploadV2({
      channel_id: channel?.id ?? '',
      filename: 'report.csv',
      file: Buffer.from('a,b\n1,2\n'),
      initial_comment: 'Your report',
    });
    expect(uploaded.ok).toBe(true);
    const [message] = sandbox.messages(channel?.id ?? '');
    expect(message).toMatchObject({ text: 'Your report', files: [{ name: 'report.csv', size: 8 }] });
    const [file] = (message?.files ?? []) as { id: string; url_private: string }[];
    expect((await client.files.info({ file: file?.id ?? '' })).file?.name).toBe('report.csv');
    const url = file?.url_private ?? '';
    expect((await fetch(url)).status).toBe(403);
    const bytes = await fetch(url, { headers: { authorization: `Bearer ${sandbox.botToken}` } });
    expect(await bytes.text()).toBe('a,b\n1,2\n');
  });
});

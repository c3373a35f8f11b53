import type { KnownBlock } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, refusalOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
let dm: string;
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off' });
  const { channel } = await clientOf(sandbox).conversations.open({ users: 'U0ANA' });
  dm = channel?.id ?? '';
});
afterEach(() => sandbox.stop());

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('posting', () => {
  it('stamps messages with the sandbox clock, each later than the one before', async () => {
    const client = clientOf(sandbox);
    const first = await client.chat.postMessage({ channel: dm, text: 'One' });
    const second = await client.chat.postMessage({ channel: dm, text: 'Two' });
    sandbox.setClock(new Date('2026-11-30T00:00:00Z'));
    const third = await client.chat.postMessage({ channel: dm, text: 'Three' });
    expect([first.ts, second.ts, third.ts]).toEqual(['1796115600.000000', '1796115600.000001', '1796115600.000002']);
  });

  it('opens the DM when a person is addressed, and reaches even one who left', async () => {
    const client = clientOf(sandbox);
    const posted = await client.chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
    expect(posted.channel).toBe(dm);
    sandbox.removeUser('U0ANA');
    expect((await client.chat.postMessage({ channel: dm, text: 'Still there?' })).ok).toBe(true);
  });

  it('refuses what Slack refuses', async () => {
    const client = clientOf(sandbox);
    const archived = sandbox.addChannel({ name: 'old' });
    sandbox.setChannel(archived.id, { archived: true });
    const post = (args: object) => refusalOf(client.apiCall('chat.postMessage', { channel: dm, ...args }));
    expect(await post({ text: '  ' })).toBe('no_text');
    expect(await post({ blocks: [] })).toBe('no_text');
    expect(await post({ text: 'Hi', channel: 'C0NOWHERE' })).toBe('channel_not_found');
    expect(await post({ text: 'Hi', channel: archived.id })).toBe('is_archived');
    expect(await post({ text: 'Hi', blocks: '{' })).toBe('invalid_blocks_format');
    expect(await post({ text: 'Hi', thread_ts: '1.000000' })).toBe('thread_not_found');
    expect(await post({ text: 'Hi', markdown_text: 'Hi' })).toBe('markdown_text_conflict');
    expect(await post({ text: 'Hi', metadata: { event_type: 'a b', event_payload: {} } })).toBe(
      'invalid_metadata_format',
    );
    expect(await post({ text: 'Hi', metadata: { event_type: 'a', event_payload: { x: { y: { z: 1 } } } } })).toBe(
      'invalid_metadata_format',
    );
    expect(await post({ text: 'Hi', metadata: { event_type: 'a', event_payload: { x: 'x'.repeat(8000) } } })).toBe(
      'metadata_too_large',
    );
    expect(sandbox.messages(dm)).toEqual([]);
  });

  it('truncates a text of more than 40,000 characters and says so', async () => {
    const posted = await clientOf(sandbox).chat.postMessage({ channel: dm, text: '🎉'.repeat(40_001) });
    expect(posted).toMatchObject({ warning: 'message_truncated' });
    expect([...String(posted.message?.text)]).toHaveLength(40_000);
  });

  it('refuses blocks that are too long together', async () => {
    const blocks = Array.from({ length: 5 }, (_, i) => section(`${i}${'x'.repeat(2400)}`));
    expect(await refusalOf(clientOf(sandbox).chat.postMessage({ channel: dm, text: 'Hi', blocks }))).toBe(
      'msg_blocks_too_long',
    );
  });

  it('shows an ephemeral message to one person and keeps it out of history', async () => {
    const client = clientOf(sandbox);
    const channel = sandbox.addChannel({ name: 'wins' });
    await client.chat.postEphemeral({ channel: channel.id, user: 'U0ANA', text: 'Only you' });
    expect(sandbox.messages(channel.id)).toEqual([]);
    expect(sandbox.effects().at(-1)).toMatchObject({ kind: 'message.ephemeral', user: 'U0ANA', text: 'Only you' });
    const stranger = client.chat.postEphemeral({ channel: dm, user: 'U0BEN', text: 'Hi' });
    expect(await refusalOf(stranger)).toBe('user_not_in_channel');
  });

  it('gives a permalink', async () => {
    const client = clientOf(sandbox);
    const { ts = '' } = await client.chat.postMessage({ channel: dm, text: 'Hi' });
    const { permalink } = await client.chat.getPermalink({ channel: dm, message_ts: ts });
    expect(permalink).toBe(`https://sandbox.slack.com/archives/${dm}/p${ts.replace('.', '')}`);
  });
});

describe('updating and deleting', () => {
  it('keeps what an update does not mention and removes what it empties', async () => {
    const client = clientOf(sandbox);
    const metadata = { event_type: 'reminder_sent', event_payload: { delivery_id: 'd1' } };
    const { ts = '' } = await client.chat.postMessage({ channel: dm, text: 'A', blocks: [section('A')], metadata });
    await client.chat.update({ channel: dm, ts, text: 'B' });
    expect(sandbox.messages(dm)[0]).toMatchObject({ text: 'B', blocks: [{ type: 'section' }], metadata });
    await client.chat.update({ channel: dm, ts, text: 'C', blocks: [] });
    expect(sandbox.messages(dm)[0]).toMatchObject({
      text: 'C',
      blocks: [],
      metadata,
      edited: { user: sandbox.botUserId },
    });
  });

  it('refuses a long text, a missing message and one that somebody else wrote', async () => {
    const client = clientOf(sandbox);
    const { ts = '' } = await client.chat.postMessage({ channel: dm, text: 'A' });
    expect(await refusalOf(client.chat.update({ channel: dm, ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    expect(await refusalOf(client.chat.update({ channel: dm, ts: '1.000000', text: 'B' }))).toBe('message_not_found');
    await sandbox.act.message({ user: 'U0ANA', text: 'My own words' });
    const hers = String(sandbox.messages(dm).at(-1)?.ts);
    expect(await refusalOf(client.chat.update({ channel: dm, ts: hers, text: 'B' }))).toBe('cant_update_message');
    expect(await refusalOf(client.chat.delete({ channel: dm, ts: hers }))).toBe('cant_delete_message');
    await client.chat.delete({ channel: dm, ts });
    expect(sandbox.messages(dm).map(({ text }) => text)).toEqual(['My own words']);
  });
});

describe('history', () => {
  it('comes newest first, in pages, within bounds', async () => {
    const client = clientOf(sandbox);
    for (const text of ['1', '2', '3', '4', '5']) await client.chat.postMessage({ channel: dm, text });
    const ts = sandbox.messages(dm).map((message) => String(message.ts));
    const texts = async (args: object) => {
      const { messages = [] } = await client.conversations.history({ channel: dm, ...args });
      return messages.map(({ text }) => text).join('');
    };
    expect(await texts({})).toBe('54321');
    expect(await texts({ oldest: ts[1], latest: ts[3] })).toBe('3');
    expect(await texts({ oldest: ts[1], latest: ts[3], inclusive: true })).toBe('432');
    const pages: string[] = [];
    for await (const page of client.paginate('conversations.history', { channel: dm, limit: 2 })) {
      pages.push(((page as { messages?: { text: string }[] }).messages ?? []).map(({ text }) => text).join(''));
    }
    expect(pages).toEqual(['54', '32', '1']);
  });

  it('gives whole metadata only to who asks for it', async () => {
    const client = clientOf(sandbox);
    const metadata = { event_type: 'reminder_sent', event_payload: { delivery_id: 'd1' } };
    await client.chat.postMessage({ channel: dm, text: 'Hi', metadata });
    const plain = await client.conversations.history({ channel: dm });
    const whole = await client.conversations.history({ channel: dm, include_all_metadata: true });
    expect(plain.messages?.[0]?.metadata).toEqual({ event_type: 'reminder_sent' });
    expect(whole.messages?.[0]).toMatchObject({
      metadata,
      app_id: expect.stringMatching(/^A/),
      user: sandbox.botUserId,
    });
  });

  it('keeps threads apart', async () => {
    const client = clientOf(sandbox);
    const { ts = '' } = await client.chat.postMessage({ channel: dm, text: 'Root' });
    await client.chat.postMessage({ channel: dm, text: 'Reply', thread_ts: ts });
    const history = await client.conversations.history({ channel: dm });
    const replies = await client.conversations.replies({ channel: dm, ts });
    expect(history.messages).toMatchObject([{ text: 'Root', reply_count: 1 }]);
    expect(replies.messages?.map(({ text }) => text)).toEqual(['Root', 'Reply']);
  });
});

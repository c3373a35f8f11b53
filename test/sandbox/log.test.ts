import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Effect } from '../../sandbox/effects.js';
import { clientOf, startWithPeople } from './workspace.js';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-log-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('writes every accepted effect as one line, numbered without gaps, before the call is answered', async () => {
  const logFile = join(folder, 'effects.log');
  const lines = () =>
    readFileSync(logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Effect);
  const sandbox = await startWithPeople({ logFile, fsync: 'each-line' });
  try {
    const client = clientOf(sandbox);
    const metadata = { event_type: 'reminder_sent', event_payload: { delivery_id: 'd1' } };
    const { channel, ts } = await client.chat.postMessage({ channel: 'U0ANA', text: 'Hi', metadata });
    expect(lines().at(-1)).toEqual({
      n: 3,
      at: '2026-12-01T09:00:00.000Z',
      wallMs: expect.any(Number),
      kind: 'message.posted',
      channel,
      user: 'U0ANA',
      ts,
      threadTs: null,
      text: 'Hi',
      blocks: null,
      metadata,
      by: 'app',
      via: 'chat.postMessage',
    });
    await expect(client.chat.postMessage({ channel: 'U0ANA', text: '' })).rejects.toThrow('no_text');
    sandbox.setUser('U0BEN', { tz: 'Europe/London' });
    expect(lines().map(({ n, kind }) => `${n} ${kind}`)).toEqual([
      '1 user.added',
      '2 user.added',
      '3 message.posted',
      '4 user.changed',
    ]);
    expect(lines()).toEqual(sandbox.effects());
  } finally {
    await sandbox.stop();
  }
});

it('keeps an effect as it was, whatever happens to the message later', async () => {
  const sandbox = await startWithPeople();
  try {
    const client = clientOf(sandbox);
    const { channel = '', ts = '' } = await client.chat.postMessage({ channel: 'U0ANA', text: 'Before' });
    await client.chat.update({ channel, ts, text: 'After' });
    const texts = sandbox.effects().flatMap((effect) => ('text' in effect ? [effect.text] : []));
    expect(texts).toEqual(['Before', 'After']);
  } finally {
    await sandbox.stop();
  }
});

it('lets a test wait for an effect, past or future, and says when none came', async () => {
  const sandbox = await startWithPeople();
  const future = sandbox.waitFor(({ kind }) => kind === 'user.changed');
  sandbox.setUser('U0ANA', { title: 'SRE' });
  expect(await future).toMatchObject({ user: 'U0ANA', changes: { title: 'SRE' } });
  const n = (await sandbox.waitFor(({ kind }) => kind === 'user.changed')).n;
  const never = sandbox.waitFor(({ kind }) => kind === 'user.changed', { after: n, timeoutMs: 20 });
  await expect(never).rejects.toThrow('No such effect within 20 ms');
  const cutShort = sandbox.waitFor(() => false);
  const told = expect(cutShort).rejects.toThrow('stopped before');
  await sandbox.stop();
  await told;
});

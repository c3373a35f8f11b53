import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageFacts, ShownMessage } from '../../sandbox/page-contract.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { readEvents } from './event-reader.js';
import { startRequestUrl } from './request-url.js';
import { clientOf, startWithPeople } from './workspace.js';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-page-'));
let sandbox: Sandbox;
const stops: (() => Promise<void>)[] = [];
/** The jump under way: what its starter was asked, and how it ends. */
let jump: { to: Date; reached(at: Date): void; finish(): void; fail(error: Error): void } | undefined;

beforeEach(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<title>The page</title>');
  writeFileSync(join(folder, 'assets', 'page-1a2b.js'), 'export {};');
  jump = undefined;
  sandbox = await startWithPeople({
    limits: 'off',
    page: {
      folder,
      startAs: 'U0ANA',
      people: { U0ANA: { role: 'Engineer', manager: 'Ben Okafor' } },
      jump: (to, reached) =>
        new Promise((finish, fail) => {
          jump = { to, reached, finish, fail };
        }),
    },
  });
});
afterEach(async () => {
  for (const stop of [sandbox.stop, ...stops.splice(0)]) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function get<T = unknown>(path: string): Promise<T> {
  return (await fetch(`${sandbox.url}/control/${path}`)).json() as Promise<T>;
}

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('the page', () => {
  it('is served, and a browser may keep all of it but its first file', async () => {
    const index = await fetch(`${sandbox.url}/?as=U0ANA&in=home`);
    expect([await index.text(), index.headers.get('cache-control')]).toEqual(['<title>The page</title>', 'no-cache']);
    const asset = await fetch(`${sandbox.url}/assets/page-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${sandbox.url}/nothing.js`)).status).toBe(404);
  });

  it('is not there when nobody asked for it, and then no clock jumps', async () => {
    const plain = await startWithPeople();
    try {
      expect((await fetch(`${plain.url}/`)).status).toBe(404);
      const answer = await fetch(`${plain.url}/control/clock/jump`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"to":"2026-12-02T09:00:00Z"}',
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringContaining('This clock cannot jump') });
    } finally {
      await plain.stop();
    }
  });

  it('learns who is there, where one can write and what can be typed', async () => {
    sandbox.addUser({ id: 'U0CLEO', realName: 'Cleo Park', title: 'Designer', deleted: true });
    const general = sandbox.addChannel({ name: 'general' }).id;
    const board = sandbox.addChannel({ name: 'board', kind: 'private', members: ['U0BEN'], app: 'outside' }).id;
    sandbox.setChannel(sandbox.addChannel({ name: 'former' }).id, { archived: true });
    const facts = await get<PageFacts>('page');
    expect(facts).toEqual({
      title: 'Laurel sandbox',
      appName: 'Laurel',
      botUserId: sandbox.botUserId,
      commands: [{ command: '/cert', description: 'Certifications', usageHint: '' }],
      startAs: 'U0ANA',
      people: [
        { ...person('U0ANA', 'Ana Ruiz', 'Europe/Madrid'), role: 'Engineer', manager: 'Ben Okafor' },
        person('U0BEN', 'Ben Okafor', 'Africa/Lagos'),
        { ...person('U0CLEO', 'Cleo Park', 'Europe/London'), title: 'Designer', role: 'Designer', deleted: true },
      ],
      channels: [
        { id: general, name: 'general', kind: 'public', members: ['U0ANA', 'U0BEN', sandbox.botUserId] },
        { id: board, name: 'board', kind: 'private', members: ['U0BEN'] },
      ],
      clock: { now: '2026-12-01T09:00:00.000Z', runs: false, canJump: true, jump: null, problem: null },
      n: sandbox.lastEffect(),
    });
  });

  it('shows one person what they can see, newest first to load, and nothing of others', async () => {
    const client = clientOf(sandbox);
    const channel = sandbox.addChannel({ name: 'general' }).id;
    sandbox.addChannel({ name: 'board', kind: 'private', members: ['U0BEN'], app: 'outside' });
    const said: string[] = [];
    for (const text of ['one', 'two', 'three']) said.push((await client.chat.postMessage({ channel, text })).ts ?? '');
    await client.chat.postEphemeral({ channel, user: 'U0ANA', text: 'for Ana' });
    const { channel: dm, ts: dmTs } = await client.chat.postMessage({ channel: 'U0ANA', text: 'Hello' });

    const newest = await get<ShownMessage[]>(`channels/${channel}/messages?viewer=U0ANA&limit=2`);
    expect(newest).toMatchObject([{ text: 'three' }, { text: 'for Ana', is_ephemeral: true }]);
    expect(newest[0]).not.toHaveProperty('is_ephemeral');
    const before = await get<ShownMessage[]>(`channels/${channel}/messages?viewer=U0ANA&limit=2&before=${said[2]}`);
    expect(before.map(({ text }) => text)).toEqual(['one', 'two']);
    const bens = await get<ShownMessage[]>(`channels/${channel}/messages?viewer=U0BEN&limit=200`);
    expect(bens.map(({ text }) => text)).toEqual(['one', 'two', 'three']);

    const ephemeralTs = newest[1]?.ts;
    expect(await get('conversations?user=U0ANA')).toEqual([
      { id: channel, kind: 'public', name: 'general', latestTs: ephemeralTs },
      { id: dm, kind: 'im', name: null, latestTs: dmTs },
    ]);
    expect(await get('conversations?user=U0BEN')).toMatchObject([
      { name: 'general', latestTs: said[2] },
      { name: 'board', kind: 'private', latestTs: null },
    ]);
    expect(await get(`channels/${dm}/messages?viewer=U0BEN`)).toEqual({ error: `U0BEN is not in ${dm}.` });
    expect(await get(`channels/${channel}/messages?before=yesterday`)).toEqual({ error: 'yesterday is no ts.' });
    expect(await get('conversations?user=U0NONE')).toEqual({ error: 'There is no member U0NONE.' });
  });

  it('hands people the files that were uploaded, and runs none of them', async () => {
    const pdf = sandbox.addFile({ user: 'U0ANA', name: 'proof.pdf', bytes: Buffer.from('%PDF-1.7') });
    const shown = await fetch(`${sandbox.url}/control/files/${pdf}`);
    expect(await shown.text()).toBe('%PDF-1.7');
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    expect(shown.headers.get('content-disposition')).toBe('inline');
    const html = sandbox.addFile({ user: 'U0ANA', name: 'trick"\r\nx.html', bytes: Buffer.from('<script>') });
    expect((await fetch(`${sandbox.url}/control/files/${html}`)).headers.get('content-disposition')).toContain(
      'attach',
    );
    expect(await get('files/F0NONE')).toEqual({ error: 'There is no file F0NONE.' });
  });

  it('takes a large file from a person', async () => {
    const base64 = Buffer.alloc(20_000_000, 7).toString('base64');
    const { status, body } = await post('files', { user: 'U0ANA', name: 'scan.png', base64 });
    expect(status).toBe(200);
    const bytes = await (await fetch(`${sandbox.url}/control/files/${body.id}`)).arrayBuffer();
    expect(bytes.byteLength).toBe(20_000_000);
  });
});

describe('people who write', () => {
  it('are heard in channels that they are in, and the app is told where it asked to be', async () => {
    const app = await startRequestUrl();
    stops.push(app.stop);
    sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
    const channel = sandbox.addChannel({ name: 'general', members: ['U0ANA'] }).id;
    const said = await post('act/say', {
      user: 'U0ANA',
      channel,
      text: 'Well done <@U0BEN>, 3 < 4 & <!subteam^S01|@us>',
    });
    expect(said).toMatchObject({ status: 200, body: { acked: false, problem: 'not_subscribed' } });
    expect(sandbox.messages(channel)).toMatchObject([
      { user: 'U0ANA', text: 'Well done <@U0BEN>, 3 &lt; 4 &amp; <!subteam^S01|@us>' },
    ]);
    const { channel: dm } = await clientOf(sandbox).chat.postMessage({ channel: 'U0ANA', text: 'Hi' });
    expect(await post('act/say', { user: 'U0ANA', channel: dm, text: 'Hi back' })).toMatchObject({
      body: { acked: true },
    });
    expect(JSON.parse(app.received[0]?.body ?? '')).toMatchObject({ event: { type: 'message', text: 'Hi back' } });
  });

  it('are told in a sentence where they cannot', async () => {
    const board = sandbox.addChannel({ name: 'board', kind: 'private', members: ['U0BEN'] }).id;
    const former = sandbox.addChannel({ name: 'former' }).id;
    sandbox.setChannel(former, { archived: true });
    const say = async (channel: string, text = 'Hello') =>
      (await post('act/say', { user: 'U0ANA', channel, text })).body;
    expect(await say(board)).toEqual({ error: `U0ANA is not in ${board}.` });
    expect(await say(former)).toEqual({ error: '#former is archived. Nobody can write there any more.' });
    expect(await say('C0NONE')).toEqual({ error: 'There is no channel C0NONE.' });
    sandbox.setChannel(former, { archived: false });
    expect(await say(former, ' \u0000\n')).toEqual({ error: 'There is nothing to send.' });
    expect(sandbox.messages(former)).toEqual([]);
  });

  it('send no control characters, and not more than Slack takes', async () => {
    const channel = sandbox.addChannel({ name: 'general' }).id;
    const tooLong = { error: 'This text has 100,000 characters. Slack takes at most 40,000.' };
    const pasted = 'é'.repeat(100_000);
    expect((await post('act/say', { user: 'U0ANA', channel, text: pasted })).body).toEqual(tooLong);
    expect((await post('act/message', { user: 'U0ANA', text: pasted })).body).toEqual(tooLong);
    expect((await post('act/command', { user: 'U0ANA', command: '/cert', text: pasted })).body).toEqual(tooLong);
    expect(await post('act/say', { user: 'U0ANA', channel, text: 'x'.repeat(5_000_000) })).toEqual({
      status: 413,
      body: { error: 'This is too large to be sent.' },
    });
    expect(sandbox.messages(channel)).toEqual([]);
    await post('act/say', { user: 'U0ANA', channel, text: 'a\u0000b\u001b[1m\r\n\tc\u0085\u007f\ud800d' });
    await post('act/say', { user: 'U0ANA', channel, text: '🌿'.repeat(40_000) });
    await post('act/command', { user: 'U0ANA', command: '/cert', text: ' he\u0007lp  me ' });
    expect(sandbox.messages(channel).map(({ text }) => text)).toEqual(['ab[1m\n\tc\ufffdd', '🌿'.repeat(40_000)]);
    expect(sandbox.effects().at(-1)).toMatchObject({ kind: 'act.command', text: ' help  me ' });
  });
});

describe('the clock', () => {
  it('goes on from a set instant, stands at one, and follows the machine', () => {
    sandbox.setClock({ runningFrom: new Date('2027-03-28T00:59:59Z') });
    const started = performance.now();
    while (performance.now() - started < 30);
    const passed = sandbox.now().getTime() - Date.parse('2027-03-28T00:59:59Z');
    expect(passed).toBeGreaterThanOrEqual(29);
    expect(passed).toBeLessThan(5000);
    sandbox.setClock(new Date('2027-01-01T00:00:00Z'));
    expect(sandbox.now()).toEqual(new Date('2027-01-01T00:00:00Z'));
    sandbox.setClock('wall');
    expect(Math.abs(sandbox.now().getTime() - Date.now())).toBeLessThan(1000);
    expect(() => sandbox.setClock({ runningFrom: new Date('soon') })).toThrow('The clock needs a valid date.');
  });

  it('jumps through the instants that its starter lives through, and tells of each', async () => {
    const stream = readEvents(`${sandbox.url}/control/stream`);
    await stream.until(() => stream.of('clock').length === 1);
    const to = '2026-12-03T09:00:00.000Z';
    const asked = await post('clock/jump', { to });
    const under = { from: '2026-12-01T09:00:00.000Z', to };
    expect(asked).toMatchObject({ status: 202, body: { jump: under, problem: null } });
    expect(jump?.to).toEqual(new Date(to));
    expect(await post('clock/jump', { to: '2026-12-09T09:00:00Z' })).toMatchObject({
      status: 400,
      body: { error: `The clock is on its way to ${to} already.` },
    });
    jump?.reached(new Date('2026-12-02T07:45:00Z'));
    sandbox.setClock({ runningFrom: new Date(to) });
    jump?.finish();
    await stream.until(() => stream.of('clock').at(-1)?.jump === null && stream.of('clock').length > 2);
    expect(stream.of('clock').map(({ now, runs, jump: on }) => [now.slice(0, 16), runs, on !== null])).toEqual([
      ['2026-12-01T09:00', false, false],
      ['2026-12-01T09:00', false, true],
      ['2026-12-02T07:45', false, true],
      ['2026-12-03T09:00', true, true],
      ['2026-12-03T09:00', true, false],
    ]);
    stream.stop();
  });

  it('says why a jump ended before its goal, and can jump again', async () => {
    const stream = readEvents(`${sandbox.url}/control/stream`);
    await post('clock/jump', { to: '2026-12-03T09:00:00Z' });
    jump?.fail(new Error('Laurel is not running.'));
    await stream.until(() => stream.of('clock').at(-1)?.problem === 'Laurel is not running.');
    expect((await post('clock/jump', { to: '2026-12-03T09:00:00Z' })).body).toMatchObject({ problem: null });
    stream.stop();
  });

  it.each([
    ['2026-12-01T09:00:00Z', 'The clock goes forward only: it is 2026-12-01T09:00:00.000Z now.'],
    ['2028-02-01T09:00:00Z', 'The clock goes at most 400 days ahead at once.'],
    ['tomorrow', 'This cannot be read. to: Invalid ISO datetime'],
  ])('does not jump to %s', async (to, error) => {
    expect(await post('clock/jump', { to })).toEqual({ status: 400, body: { error } });
    expect(jump).toBeUndefined();
  });
});

function person(id: string, name: string, tz: string) {
  return { id, name, title: '', role: '', manager: null, tz, deleted: false };
}

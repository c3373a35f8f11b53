import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../sandbox/json.js';
import { isObject } from '../../sandbox/json.js';
import type { ClockFacts, PageFacts, ShownMessage } from '../../sandbox/page-contract.js';
import type { DemoProcess } from './demo-process.js';
import { hasEngineFile, kill, killAll, runningOf, startDemoProcess } from './demo-process.js';

/** One demo after the other in one folder, as somebody would use it: the tests build on each other, in their order. */
const folder = mkdtempSync(join(tmpdir(), 'laurel-demo-'));
let demo: DemoProcess;
/** Some ten seconds of work for two processors. */
const busyMachineMs = 150_000;

const start = (...args: string[]): Promise<DemoProcess> => startDemoProcess(folder, '--port', '0', ...args);

beforeAll(async () => {
  demo = await start();
}, busyMachineMs);
afterAll(async () => {
  await killAll();
  rmSync(folder, { recursive: true, force: true });
});

test('the page is there, and knows who everybody is', async () => {
  expect(demo.said.join('\n')).toContain('Open http://127.0.0.1:');
  expect(await (await fetch(demo.address)).text()).toContain('<script');
  const page = await demo.ask<PageFacts>('page');
  expect(page.people).toContainEqual(
    expect.objectContaining({ name: 'Ana Ribadeluz', role: 'Field engineer', manager: 'Álvaro Tornasol' }),
  );
  expect(page.channels.map(({ name }) => name)).toEqual(expect.arrayContaining(['general', 'well-done']));
  expect(page.clock).toMatchObject({ runs: true, canJump: true, jump: null, problem: null });
});

test('a company in the middle of its quarter: reminders, a decision that waits, a post', async () => {
  const { startAs, channels } = await demo.ask<PageFacts>('page');
  expect(await wordsOf(startAs!)).toMatch(/nudges\.snooze/);
  expect(await wordsOf('U01HANNA11')).toMatch(/credentials\.approve.*Aylin|Aylin.*credentials\.approve/);
  const praise = channels.find(({ name }) => name === 'well-done')!;
  expect(JSON.stringify(await messagesIn(praise.id))).toContain('U01IKER51');
  expect(demo.said.join('\n')).not.toContain('did not work out');
});

test('what is pressed is acknowledged', async () => {
  const { startAs } = await demo.ask<PageFacts>('page');
  expect(await pressSomething(startAs!)).toMatchObject({ acked: true, problem: null });
});

test('a jump lives through a day and its messages', async () => {
  const before = await demo.ask<PageFacts>('page');
  const to = new Date(Date.parse(before.clock.now) + 86_400_000);
  expect(await demo.ask<ClockFacts>('clock/jump', { to: to.toISOString() })).toMatchObject({
    jump: { to: to.toISOString() },
  });
  await vi.waitFor(async () => expect((await demo.ask<PageFacts>('page')).clock.jump).toBeNull(), { timeout: 30_000 });
  const after = await demo.ask<PageFacts>('page');
  expect(after.clock).toMatchObject({ problem: null, runs: true });
  expect(Date.parse(after.clock.now) - to.getTime()).toBeGreaterThanOrEqual(0);
  expect(Date.parse(after.clock.now) - to.getTime()).toBeLessThan(30_000);
  const news = await demo.ask<{ kind: string }[]>(`effects?since=${before.n}`);
  expect(news.filter(({ kind }) => kind === 'message.posted').length).toBeGreaterThan(3);
});

test('a second demo in the folder, or on the port, is told so and changes nothing', async () => {
  const inFolder = await start();
  expect(await inFolder.ended).toBe(1);
  expect(inFolder.said.join('\n')).toContain(`already: ${demo.address}`);
  const elsewhere = mkdtempSync(join(tmpdir(), 'laurel-demo-'));
  const onPort = await startDemoProcess(elsewhere, '--port', new URL(demo.address).port);
  expect(await onPort.ended).toBe(1);
  expect(onPort.said.join('\n')).toMatch(/Port \d+ is taken/);
  rmSync(elsewhere, { recursive: true });
  expect(await demo.ask<PageFacts>('page')).toMatchObject({ appName: 'Laurel' });
});

test('Ctrl-C leaves nothing running, and the next start goes on from there', async () => {
  const { startAs, clock } = await demo.ask<PageFacts>('page');
  await demo.ask('act/message', { user: startAs, text: 'Good night!' });
  const shown = await messagesOf(startAs!);
  expect(shown.map(({ text }) => text)).toContain('Good night!');
  const pids = [demo.child.pid!, demo.appPid(), demo.enginePid()];
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  expect(runningOf(pids)).toEqual([]);
  expect(hasEngineFile(folder)).toBe(false);

  demo = await start();
  expect((await messagesOf(startAs!)).map(({ ts }) => ts)).toEqual(expect.arrayContaining(shown.map(({ ts }) => ts)));
  const later = Date.parse((await demo.ask<PageFacts>('page')).clock.now) - Date.parse(clock.now);
  expect(later).toBeGreaterThan(0);
  // Time stood still meanwhile.
  expect(later).toBeLessThan(30_000);
  expect(await pressSomething(startAs!)).toMatchObject({ acked: true });
});

test('an app that died shows as one that does not answer, and is spoken of', async () => {
  const { startAs } = await demo.ask<PageFacts>('page');
  process.kill(demo.appPid(), 'SIGKILL');
  await vi.waitFor(() => expect(demo.said.join('\n')).toContain('Laurel has ended by itself (SIGKILL)'), {
    timeout: 10_000,
  });
  expect(await pressSomething(startAs!)).toMatchObject({ acked: false });
  const to = new Date(Date.parse((await demo.ask<PageFacts>('page')).clock.now) + 3_600_000).toISOString();
  await demo.ask('clock/jump', { to });
  await vi.waitFor(
    async () => expect((await demo.ask<PageFacts>('page')).clock.problem).toContain('does not run any more'),
    { timeout: 10_000 },
  );
});

test('a killed demo leaves nothing running', async () => {
  demo.child.kill('SIGTERM');
  await demo.ended;
  demo = await start();
  const pids = [demo.child.pid!, demo.appPid(), demo.enginePid()];
  await kill(demo.child);
  await vi.waitFor(() => expect(runningOf(pids)).toEqual([]), { timeout: 15_000, interval: 200 });
  expect(hasEngineFile(folder)).toBe(false);
});

test(
  'the next one can start over',
  async () => {
    demo = await start('--fresh');
    const { clock, startAs } = await demo.ask<PageFacts>('page');
    expect(clock.now).toMatch(/^2026-11-16T09:/);
    expect(await pressSomething(startAs!)).toMatchObject({ acked: true });
  },
  busyMachineMs,
);

async function messagesOf(user: string): Promise<ShownMessage[]> {
  const { dm } = await demo.ask<{ dm: string }>(`users/${user}`);
  return messagesIn(dm, user);
}

const messagesIn = (channel: string, viewer = 'U01INES01') =>
  demo.ask<ShownMessage[]>(`channels/${channel}/messages?viewer=${viewer}&limit=200`);

const wordsOf = async (user: string) => JSON.stringify(await messagesOf(user));

/** A button of the newest message that has one. */
async function pressSomething(user: string): Promise<JsonObject> {
  const { dm } = await demo.ask<{ dm: string }>(`users/${user}`);
  const message = (await messagesIn(dm, user)).findLast((one) => buttonIn(one.blocks) !== undefined)!;
  const button = buttonIn(message.blocks)!;
  return demo.ask('act/press', { user, channel: dm, ts: message.ts, ...button });
}

function buttonIn(blocks: unknown): { actionId: string; blockId: string } | undefined {
  for (const block of Array.isArray(blocks) ? blocks : []) {
    const elements = [block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    const button = elements.find((one) => isObject(one) && one.type === 'button' && one.url === undefined);
    if (button !== undefined) return { actionId: String(button.action_id), blockId: String(block.block_id) };
  }
  return undefined;
}

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/faults.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { clientOf, startWithPeople } from './workspace.js';

let sandbox: Sandbox;
let dm: string;
beforeEach(async () => {
  sandbox = await startWithPeople({ limits: 'off' });
  const { channel } = await clientOf(sandbox).conversations.open({ users: 'U0ANA' });
  dm = channel?.id ?? '';
});
afterEach(() => sandbox.stop());

const metadata = { event_type: 'reminder_sent', event_payload: { delivery_id: 'd1' } };
const post = () => clientOf(sandbox).chat.postMessage({ channel: dm, text: 'Hi', metadata });
async function history() {
  const { messages = [] } = await clientOf(sandbox).conversations.history({ channel: dm, include_all_metadata: true });
  return messages.map((message) => ({ text: message.text, metadata: (message as { metadata?: object }).metadata }));
}
const postedEffect = () => sandbox.waitFor(({ kind }) => kind === 'message.posted');

it('shows what proves a message, unless a fault stripped it', async () => {
  await post();
  expect(await history()).toEqual([{ text: 'Hi', metadata }]);
  expect(await postedEffect()).not.toHaveProperty('strippedOfMetadata');
});

it.each<Fault>([
  { kind: 'accept-then', what: 'answer', metadata: 'stripped' },
  { kind: 'accept-then', what: 'reset', metadata: 'stripped' },
  { kind: 'delay', ms: 10, metadata: 'stripped' },
  { kind: 'late-commit', ms: 10, metadata: 'stripped' },
])('shows a message without its metadata after %j, and the log says both', async (fault) => {
  sandbox.faults.next('chat.postMessage', fault);
  const answer = await post().catch(() => undefined);
  expect(answer !== undefined).toBe(fault.kind === 'delay' || ('what' in fault && fault.what === 'answer'));
  expect(await postedEffect()).toMatchObject({ metadata, strippedOfMetadata: true });
  expect(await history()).toEqual([{ text: 'Hi', metadata: undefined }]);
  const { ts } = (await postedEffect()) as { ts?: string };
  await clientOf(sandbox).chat.update({ channel: dm, ts: ts ?? '', text: 'Hi again', metadata });
  expect(await history()).toEqual([{ text: 'Hi again', metadata: undefined }]);
});

it.each<Fault>([
  { kind: 'accept-then', what: 'answer', historyLagMs: 1000 },
  { kind: 'accept-then', what: '500', historyLagMs: 1000 },
  { kind: 'late-commit', ms: 10, historyLagMs: 1000 },
])('shows a message in history only later after %j, and the log says when', async (fault) => {
  sandbox.faults.next('chat.postMessage', fault);
  const began = performance.timeOrigin + performance.now();
  await post().catch(() => undefined);
  const { hiddenUntilMs = 0, ts } = (await postedEffect()) as { hiddenUntilMs?: number; ts?: string };
  expect(await history()).toEqual([]);
  expect(hiddenUntilMs - began).toBeGreaterThanOrEqual(1000);
  expect(sandbox.messages(dm)).toMatchObject([{ ts }]);
  while (performance.timeOrigin + performance.now() < hiddenUntilMs) await new Promise((r) => setTimeout(r, 10));
  expect(await history()).toEqual([{ text: 'Hi', metadata }]);
});

it('hides a reply of a thread in the same way', async () => {
  const { ts: root = '' } = await post();
  sandbox.faults.next('chat.postMessage', { kind: 'accept-then', what: 'answer', historyLagMs: 60_000 });
  await clientOf(sandbox).chat.postMessage({ channel: dm, text: 'Reply', thread_ts: root });
  const { messages = [] } = await clientOf(sandbox).conversations.replies({ channel: dm, ts: root });
  expect(messages.map(({ text }) => text)).toEqual(['Hi']);
});

import { expect, test } from 'vitest';
import type { Effect } from '../../effects.js';
import type { Exchange, PageFacts, ShownMessage } from '../../page-contract.js';
import { reduce } from './reduce.js';
import type { Event, State } from './state.js';
import { atFirst } from './state.js';

const clock = { now: '2026-11-22T10:00:00Z', runs: true, canJump: true, jump: null, problem: null };
const facts: PageFacts = {
  title: 'Laurel sandbox',
  appName: 'Laurel',
  botUserId: 'U0BOT',
  commands: [],
  startAs: null,
  people: [],
  channels: [],
  clock,
  n: 7,
};
const message = (ts: string, text: string): ShownMessage => ({ ts, user: 'U0BOT', text });
const stamp = { n: 1, at: clock.now, wallMs: 0 };
const effect = (
  kind: 'message.posted' | 'message.updated' | 'message.ephemeral',
  ts: string,
  text: string,
): Effect => ({
  ...stamp,
  ...{ kind, ts, text, channel: 'D1', user: 'U0ANA', threadTs: null, blocks: null, metadata: null },
  ...{ by: 'app', via: 'chat.postMessage' },
});
const streamed = (...effects: Effect[]): Event => ({
  kind: 'streamed',
  items: effects.map((data) => ({ kind: 'effect', data })),
  readAt: 0,
});
const loaded = (...messages: ShownMessage[]): Event => ({
  kind: 'messages-loaded',
  ...{ me: 'U0ANA', id: 'D1', messages, hasEarlier: true },
});
const live = (state: State, ...events: Event[]) => events.reduce(reduce, state);
const texts = ({ shown }: State) => shown?.messages.map(({ text }) => text);

/** Ana stands in her DM with the app, whose newest message has not come yet. */
const arriving = live(
  atFirst,
  { kind: 'opened', facts, me: 'U0ANA', place: 'messages', lastRead: {}, readAt: 0 },
  {
    kind: 'conversations-loaded',
    me: 'U0ANA',
    conversations: [
      { id: 'D1', kind: 'im', name: null, latestTs: '1700000002.000000' },
      { id: 'C1', kind: 'public', name: 'general', latestTs: '1700000001.000000' },
    ],
  },
);
const there = reduce(arriving, loaded(message('1700000001.000000', 'one'), message('1700000002.000000', 'two')));

test('what comes by stream while a page is loading is put onto that page', () => {
  const busy = live(
    arriving,
    streamed(
      effect('message.updated', '1700000001.000000', 'one, redrawn'),
      effect('message.posted', '1700000003.000000', 'three'),
    ),
    loaded(message('1700000001.000000', 'one'), message('1700000002.000000', 'two')),
  );
  expect(texts(busy)).toEqual(['one, redrawn', 'two', 'three']);
});

test('a message is redrawn in place, and keeps its files', () => {
  const file = { id: 'F1', name: 'proof.pdf' };
  const withFile = reduce(arriving, loaded({ ...message('1700000001.000000', 'one'), files: [file] }));
  const redrawn = reduce(withFile, streamed(effect('message.updated', '1700000001.000000', 'one, redrawn')));
  expect(texts(redrawn)).toEqual(['one, redrawn']);
  expect(redrawn.shown?.messages[0]?.files).toEqual([file]);
});

test('a message older than what is shown is not pulled in when it is redrawn', () => {
  const after = reduce(there, streamed(effect('message.updated', '1600000000.000000', 'long ago')));
  expect(texts(after)).toEqual(['one', 'two']);
});

test('what others alone see is not shown', () => {
  const toBen = { ...effect('message.ephemeral', '1700000004.000000', 'for Ben'), user: 'U0BEN' } as Effect;
  expect(texts(reduce(there, streamed(toBen)))).toEqual(['one', 'two']);
  const toAna = effect('message.ephemeral', '1700000004.000000', 'for Ana');
  expect(reduce(there, streamed(toAna)).shown?.messages.at(-1)).toMatchObject({ text: 'for Ana', is_ephemeral: true });
});

test('what stands in the middle is read, what comes elsewhere is not', () => {
  expect(there.lastRead).toEqual({ D1: '1700000002.000000' });
  const elsewhere = { ...effect('message.posted', '1700000009.000000', 'hello all'), channel: 'C1' } as Effect;
  const after = reduce(there, streamed(elsewhere, effect('message.posted', '1700000008.000000', 'hello')));
  expect(after.lastRead).toEqual({ D1: '1700000008.000000' });
  expect(after.conversations.find(({ id }) => id === 'C1')?.latestTs).toBe('1700000009.000000');
});

test('earlier messages come before, and the page of somebody else is not taken', () => {
  const earlier = live(
    there,
    { kind: 'loading-messages', loading: 'earlier' },
    loaded(message('1700000000.000000', 'zero')),
  );
  expect(texts(earlier)).toEqual(['zero', 'one', 'two']);
  const asBen = reduce(there, { kind: 'went', me: 'U0BEN', place: 'messages', lastRead: {} });
  expect(texts(reduce(asBen, loaded(message('1700000001.000000', 'for Ana'))))).toEqual([]);
});

test('dialogs open, lie on each other, are redrawn and close as one is told, and those of others are not shown', () => {
  const viewed = (kind: 'view.opened' | 'view.pushed' | 'view.updated', id: string, title: string, user = 'U0ANA') =>
    streamed({ ...stamp, kind, user, viewId: id, view: { id, title }, by: 'app', via: 'views.open' });
  const closed = (viewId: string) =>
    streamed({ ...stamp, kind: 'view.closed', user: 'U0ANA', viewId, state: {}, by: 'U0ANA' });
  const titles = ({ modals }: State) => modals.map(({ title }) => title);
  const two = live(there, viewed('view.opened', 'V1', 'one'), viewed('view.pushed', 'V2', 'two'));
  expect(titles(two)).toEqual(['one', 'two']);
  expect(titles(reduce(two, viewed('view.updated', 'V1', 'one, redrawn')))).toEqual(['one, redrawn', 'two']);
  expect(titles(reduce(two, viewed('view.opened', 'V3', 'instead')))).toEqual(['instead']);
  expect(titles(reduce(two, viewed('view.opened', 'V4', 'for Ben', 'U0BEN')))).toEqual(['one', 'two']);
  expect(titles(reduce(two, closed('V2')))).toEqual(['one']);
});

test('an exchange is shown once, as it now stands, and only the last 500 are kept', () => {
  const exchange = (n: number, outcome: Exchange['outcome']): Exchange => ({
    ...{ n, at: clock.now, direction: 'to-app', what: '/cert', outcome, detail: null, ms: null, body: {} },
  });
  const told = (...exchanges: Exchange[]): Event => ({
    kind: 'streamed',
    items: exchanges.map((data) => ({ kind: 'traffic', data })),
    readAt: 0,
  });
  const two = live(there, told(exchange(1, 'pending'), exchange(2, 'pending')), told(exchange(1, 'ok')));
  expect(two.traffic.map(({ n, outcome }) => [n, outcome])).toEqual([
    [1, 'ok'],
    [2, 'pending'],
  ]);
  const many = reduce(two, told(...Array.from({ length: 600 }, (_, at) => exchange(at + 3, 'ok'))));
  expect(many.traffic.map(({ n }) => n)).toEqual(Array.from({ length: 500 }, (_, at) => at + 103));
  // What was asked for afterwards holds the older ones: they go before.
  const asked = live(there, told(exchange(5, 'ok')), {
    kind: 'traffic-loaded',
    traffic: [exchange(4, 'ok'), exchange(5, 'pending')],
  });
  expect(asked.traffic.map(({ n, outcome }) => [n, outcome])).toEqual([
    [4, 'ok'],
    [5, 'ok'],
  ]);
});

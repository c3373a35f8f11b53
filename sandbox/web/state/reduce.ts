import type { Effect } from '../../effects.js';
import type { JsonObject } from '../../json.js';
import type { Exchange, ShownMessage } from '../../page-contract.js';
import type { StreamItem } from '../client/stream.js';
import { changed, changeOf } from './message-changes.js';
import type { Event, ShownConversation, State } from './state.js';
import { conversationAt } from './state.js';

const mostTraffic = 500;

/** What the page shows after this event. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'opened': {
      const { facts, me, place, lastRead, readAt } = event;
      const clock = { ...facts.clock, readAt };
      // Exchanges are counted anew by a sandbox that was started again.
      return moved({ ...state, facts, connection: 'open', clock, traffic: [], problem: null }, me, place, lastRead);
    }
    case 'facts-loaded':
      return { ...state, facts: event.facts };
    case 'connection-lost':
      return { ...state, connection: 'lost' };
    case 'streamed':
      return read(event.items.reduce((so, item) => streamed(so, item, event.readAt), state));
    case 'went':
      return moved({ ...state, problem: null }, event.me, event.place, event.lastRead);
    case 'conversations-loaded': {
      if (event.me !== state.me) return state;
      const { shown } = state;
      const id = conversationAt(state.place, event.conversations);
      if (!shown) return { ...state, conversations: event.conversations };
      // A DM that was opened only now takes the place of the empty one.
      const loading = id === null ? 'no' : id === shown.id ? shown.loading : 'first';
      return read({ ...state, conversations: event.conversations, shown: { ...shown, id, loading } });
    }
    case 'loading-messages':
      return state.shown ? { ...state, shown: { ...state.shown, loading: event.loading } } : state;
    case 'messages-loaded':
      return event.me === state.me && event.id === state.shown?.id ? read(withPage(state, state.shown, event)) : state;
    case 'views-loaded':
      if (event.me !== state.me) return state;
      return { ...state, modals: event.views.modals, home: { ...state.home, view: event.views.home } };
    case 'home-opening':
      return { ...state, home: { ...state.home, opening: 'yes', problem: null } };
    case 'home-opened':
      return event.me === state.me
        ? { ...state, home: { ...state.home, opening: 'no', problem: event.problem } }
        : state;
    case 'traffic-loaded':
      return { ...state, traffic: state.traffic.reduce(withExchange, event.traffic) };
    case 'clock-read':
      return { ...state, clock: { ...event.clock, readAt: event.readAt } };
    case 'failed':
      return { ...state, problem: event.problem };
  }
}

/** Somewhere else, or as somebody else: nothing of the place before is shown for a moment. */
function moved(state: State, me: string, place: State['place'], lastRead: State['lastRead']): State {
  const samePerson = me === state.me;
  const conversations = samePerson ? state.conversations : [];
  const id = conversationAt(place, conversations);
  const { shown: before, ...rest } = state;
  const stays = samePerson && place === state.place && before !== undefined;
  const shown: ShownConversation | undefined =
    place === 'home'
      ? undefined
      : stays
        ? before
        : { id, loading: 'first', messages: [], hasEarlier: false, since: [] };
  return {
    ...rest,
    me,
    place,
    lastRead,
    conversations,
    ...(shown ? { shown } : {}),
    home: samePerson ? state.home : { view: null, opening: 'no', problem: null },
    modals: samePerson ? state.modals : [],
  };
}

function streamed(state: State, item: StreamItem, readAt: number): State {
  switch (item.kind) {
    case 'clock':
      return { ...state, clock: { ...item.data, readAt } };
    case 'traffic':
      return { ...state, traffic: withExchange(state.traffic, item.data) };
    case 'effect':
      return affected(state, item.data);
  }
}

function affected(state: State, effect: Effect): State {
  switch (effect.kind) {
    case 'message.posted':
    case 'message.updated':
    case 'message.ephemeral':
    case 'message.deleted':
    case 'reaction.added': {
      const change = changeOf(effect, state.me, state.facts?.botUserId ?? '');
      const newest = change?.kind === 'put' ? withNewest(state, effect.channel, effect.ts) : state;
      if (!change || effect.channel !== state.shown?.id) return newest;
      const { shown } = state;
      const messages = changed(shown.messages, change);
      const since = shown.loading === 'no' ? [] : [...shown.since, change];
      return { ...newest, shown: { ...shown, messages, since } };
    }
    case 'view.opened':
      return effect.user === state.me ? { ...state, modals: [effect.view] } : state;
    case 'view.pushed':
    case 'view.updated':
      return effect.user === state.me ? { ...state, modals: withModal(state.modals, effect.view) } : state;
    case 'view.closed':
      if (effect.user !== state.me) return state;
      return { ...state, modals: state.modals.filter(({ id }) => id !== effect.viewId) };
    case 'home.published':
      return effect.user === state.me ? { ...state, home: { ...state.home, view: effect.view } } : state;
    default:
      return state;
  }
}

function withModal(modals: readonly JsonObject[], modal: JsonObject): readonly JsonObject[] {
  const at = modals.findIndex(({ id }) => id === modal.id);
  return at < 0 ? [...modals, modal] : modals.with(at, modal);
}

function withNewest(state: State, channel: string, ts: string): State {
  const known = state.conversations.find(({ id }) => id === channel);
  if (!known || ts <= (known.latestTs ?? '')) return state;
  const conversations = state.conversations.map((one) => (one === known ? { ...one, latestTs: ts } : one));
  return { ...state, conversations };
}

function withPage(
  state: State,
  shown: ShownConversation,
  { messages, hasEarlier }: { messages: readonly ShownMessage[]; hasEarlier: boolean },
): State {
  const page = shown.loading === 'earlier' ? [...messages, ...shown.messages] : messages;
  const upToDate = shown.since.reduce(changed, page);
  return { ...state, shown: { ...shown, loading: 'no', messages: upToDate, hasEarlier, since: [] } };
}

/** What stands in the middle is read. */
function read(state: State): State {
  const { shown } = state;
  if (!shown?.id || shown.loading === 'first') return state;
  const newest = state.conversations.find(({ id }) => id === shown.id)?.latestTs;
  if (!newest || newest <= (state.lastRead[shown.id] ?? '')) return state;
  return { ...state, lastRead: { ...state.lastRead, [shown.id]: newest } };
}

function withExchange(traffic: readonly Exchange[], exchange: Exchange): readonly Exchange[] {
  // It is settled soon after it started, so it stands near the end.
  const at = traffic.findLastIndex(({ n }) => n === exchange.n);
  if (at >= 0) return traffic.with(at, exchange);
  return [...traffic, exchange].slice(-mostTraffic);
}

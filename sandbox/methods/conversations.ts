import type { Method, Params } from '../call.js';
import { invalidArguments, requireScope, SlackError } from '../call.js';
import { microsOf, monotonicMs } from '../clock.js';
import { pageOf } from '../pages.js';
import { channelJson, messageJson } from '../slack-json.js';
import type { Channel, Message } from '../workspace.js';
import type { World } from '../world.js';
import { channelOf, isMember, scopeFor, scopesFor } from './channel-of.js';

const HISTORY_PAGE = { usual: 100, most: 999 };
const LIST_PAGE = { usual: 100, most: 1000 };

export const conversationMethods: Record<string, Method> = {
  'conversations.open': {
    token: 'bot',
    scopes: ['im:write'],
    tier: 'tier3',
    run(params, world) {
      const { channel, opened } = dmToOpen(params, world);
      if (opened) {
        world.log.append({ kind: 'dm.opened', channel: channel.id, user: channel.userId, name: null, by: 'app' });
      }
      const shown = params.flag('return_im') ? channelJson(world, channel) : { id: channel.id };
      return { channel: shown, ...(opened ? {} : { no_op: true, already_open: true }) };
    },
  },
  'conversations.info': {
    token: 'bot',
    scopes: scopesFor('read'),
    tier: 'tier3',
    run(params, world) {
      return { channel: channelJson(world, readable(params, world, 'read')) };
    },
  },
  'conversations.members': {
    token: 'bot',
    scopes: scopesFor('read'),
    tier: 'tier4',
    run(params, world) {
      const channel = readable(params, world, 'read');
      const page = pageOf([...channel.members], (id) => id, params, LIST_PAGE);
      return { members: page.items, ...page.metadata };
    },
  },
  'conversations.list': {
    token: 'bot',
    scopes: scopesFor('read'),
    tier: 'tier2',
    run(params, world) {
      const page = pageOf(listed(params, world), ({ id }) => id, params, LIST_PAGE);
      return { channels: page.items.map((channel) => channelJson(world, channel)), ...page.metadata };
    },
  },
  'conversations.join': {
    token: 'bot',
    scopes: ['channels:join'],
    tier: 'tier3',
    run(params, world) {
      const channel = channelOf(world, params.required('channel'));
      if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
      if (channel.archived) throw new SlackError('is_archived');
      if (isMember(world, channel)) return { channel: channelJson(world, channel), warning: 'already_in_channel' };
      channel.members.add(world.identity.botUserId);
      world.log.append({ kind: 'channel.joined', channel: channel.id, user: null, name: channel.name, by: 'app' });
      return { channel: channelJson(world, channel) };
    },
  },
  'conversations.history': {
    token: 'bot',
    scopes: scopesFor('history'),
    tier: 'tier3',
    run(params, world) {
      const channel = memberReadable(params, world);
      const inTimeline = channel.messages.filter(({ threadTs, ts }) => threadTs === null || threadTs === ts);
      return timeline(inTimeline.reverse(), params, world);
    },
  },
  'conversations.replies': {
    token: 'bot',
    scopes: scopesFor('history'),
    tier: 'tier3',
    run(params, world) {
      const channel = memberReadable(params, world);
      const root = world.workspace.message(channel, params.required('ts'));
      if (!root) throw new SlackError('thread_not_found');
      const rootTs = root.threadTs ?? root.ts;
      return timeline(
        channel.messages.filter(({ threadTs, ts }) => threadTs === rootTs || ts === rootTs),
        params,
        world,
      );
    },
  },
};

function dmToOpen(params: Params, world: World): { channel: Channel; opened: boolean } {
  const { workspace, identity } = world;
  const channelId = params.text('channel');
  if (channelId !== undefined) {
    const channel = channelOf(world, channelId);
    if (channel.kind !== 'im') throw new SlackError('method_not_supported_for_channel_type');
    return { channel, opened: false };
  }
  const userIds = params.text('users')?.split(',') ?? [];
  if (userIds.length === 0) throw new SlackError('users_list_not_supplied');
  if (userIds.length > 8) throw new SlackError('too_many_users');
  if (userIds.length > 1) throw invalidArguments('the sandbox opens DMs with one person only');
  const member = workspace.members.get(userIds[0] ?? '');
  if (!member) throw new SlackError('user_not_found');
  if (member.deleted) throw new SlackError('user_disabled');
  if (member.isBot) throw new SlackError('cannot_dm_bot');
  return workspace.openDm(member.id, identity.botUserId);
}

function readable(params: Params, world: World, right: 'history' | 'read'): Channel {
  const channel = channelOf(world, params.required('channel'));
  requireScope(world, [scopeFor(channel, right)]);
  return channel;
}

function memberReadable(params: Params, world: World): Channel {
  const channel = readable(params, world, 'history');
  if (!isMember(world, channel)) throw new SlackError('not_in_channel');
  return channel;
}

function listed(params: Params, world: World): Channel[] {
  const kinds: Record<string, Channel['kind']> = { public_channel: 'public', private_channel: 'private', im: 'im' };
  const wanted = (params.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
  const shown = [...world.workspace.channels.values()].filter((channel) => {
    const asked = wanted.some((type) => kinds[type] === channel.kind);
    const visible = channel.kind === 'public' || isMember(world, channel);
    return asked && visible && !(channel.archived && params.flag('exclude_archived'));
  });
  for (const channel of shown) requireScope(world, [scopeFor(channel, 'read')]);
  return shown;
}

/** Messages in the order given, between `oldest` and `latest`, whose ends count only with `inclusive`. */
function timeline(messages: Message[], params: Params, world: World) {
  const inclusive = params.flag('inclusive');
  const oldest = bound(params, 'oldest');
  const latest = bound(params, 'latest');
  const nowMs = monotonicMs();
  const within = messages.filter(({ ts, hiddenUntilMs = 0 }) => {
    if (hiddenUntilMs > nowMs) return false;
    const micros = microsOf(ts) ?? 0;
    if (oldest !== undefined && (inclusive ? micros < oldest : micros <= oldest)) return false;
    return latest === undefined || (inclusive ? micros <= latest : micros < latest);
  });
  const page = pageOf(within, ({ ts }) => ts, params, HISTORY_PAGE);
  const metadata = params.flag('include_all_metadata') ? 'whole' : 'type-only';
  const more = page.metadata.response_metadata.next_cursor !== '';
  return {
    messages: page.items.map((message) => messageJson(world, message, metadata)),
    has_more: more,
    pin_count: 0,
    ...(more ? page.metadata : {}),
  };
}

function bound(params: Params, name: 'oldest' | 'latest'): number | undefined {
  const ts = params.text(name);
  if (ts === undefined || ts === '0') return undefined;
  const micros = microsOf(ts);
  if (micros === undefined) throw new SlackError(`invalid_ts_${name}`);
  return micros;
}

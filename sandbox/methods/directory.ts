import type { Method } from '../call.js';
import { SlackError } from '../call.js';
import { botProfile } from '../slack-json.js';
import { channelOf } from './channel-of.js';

/** Who and what is here: the app itself, the team, user groups, reactions, do-not-disturb. */
export const directoryMethods: Record<string, Method> = {
  'auth.test': {
    token: 'bot',
    scopes: [],
    run(_params, { identity, manifest }) {
      return {
        url: `https://${identity.teamDomain}.slack.com/`,
        team: identity.teamName,
        team_id: identity.teamId,
        user: manifest.appName.toLowerCase(),
        user_id: identity.botUserId,
        bot_id: identity.botId,
        is_enterprise_install: false,
      };
    },
  },
  'apps.connections.open': {
    token: 'app',
    scopes: [],
    tier: 'tier3',
    run(_params, world) {
      const url = world.socketUrl();
      if (url === undefined) throw new SlackError('too_many_websockets');
      return { url };
    },
  },
  'team.info': {
    token: 'bot',
    scopes: ['team:read'],
    tier: 'tier3',
    run(_params, { identity }) {
      return {
        team: {
          id: identity.teamId,
          name: identity.teamName,
          domain: identity.teamDomain,
          email_domain: '',
          icon: { image_default: true },
          url: `https://${identity.teamDomain}.slack.com/`,
        },
      };
    },
  },
  'bots.info': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier3',
    run(params, world) {
      const asked = params.text('bot') ?? world.identity.botId;
      if (asked !== world.identity.botId) throw new SlackError('bot_not_found');
      return { bot: botProfile(world) };
    },
  },
  'dnd.info': {
    token: 'bot',
    scopes: ['dnd:read'],
    tier: 'tier3',
    run(params, world) {
      const asked = params.text('user') ?? world.identity.botUserId;
      if (!world.workspace.members.has(asked)) throw new SlackError('user_not_found');
      return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1, snooze_enabled: false };
    },
  },
  'usergroups.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    tier: 'tier2',
    run(params, world) {
      const groups = [...world.workspace.groups.values()];
      return {
        usergroups: groups.map(({ users, ...group }) => ({
          ...group,
          team_id: world.identity.teamId,
          is_usergroup: true,
          date_delete: 0,
          user_count: users.length,
          ...(params.flag('include_users') ? { users } : {}),
        })),
      };
    },
  },
  'usergroups.users.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    tier: 'tier2',
    run(params, world) {
      const group = world.workspace.groups.get(params.required('usergroup'));
      if (!group) throw new SlackError('no_such_subteam');
      return { users: group.users };
    },
  },
  'reactions.add': {
    token: 'bot',
    scopes: ['reactions:write'],
    tier: 'tier3',
    run(params, world) {
      const channel = channelOf(world, params.required('channel'));
      const name = params.required('name');
      if (!/^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
      const message = world.workspace.message(channel, params.required('timestamp'));
      if (!message) throw new SlackError('message_not_found');
      const users = message.reactions.get(name) ?? new Set<string>();
      if (users.has(world.identity.botUserId)) throw new SlackError('already_reacted');
      message.reactions.set(name, users.add(world.identity.botUserId));
      const { id, userId } = channel;
      world.log.append({ kind: 'reaction.added', channel: id, user: userId, ts: message.ts, name, by: 'app' });
      return {};
    },
  },
};

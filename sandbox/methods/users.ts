import type { Method } from '../call.js';
import { SlackError } from '../call.js';
import { pageOf } from '../pages.js';
import { userJson } from '../slack-json.js';

/** Above this many members Slack does not answer an unpaginated users.list. */
const MOST_WITHOUT_LIMIT = 500;

export const userMethods: Record<string, Method> = {
  'users.list': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier2',
    run(params, world) {
      const members = [...world.workspace.members.values()];
      if (!params.has('limit') && members.length > MOST_WITHOUT_LIMIT) throw new SlackError('limit_required');
      const page = pageOf(members, ({ id }) => id, params, { usual: MOST_WITHOUT_LIMIT, most: 1000 });
      const locale = params.flag('include_locale');
      return {
        members: page.items.map((member) => userJson(world, member, { locale })),
        cache_ts: Math.floor(world.clock.now().getTime() / 1000),
        ...page.metadata,
      };
    },
  },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    tier: 'tier4',
    run(params, world) {
      const member = world.workspace.members.get(params.required('user'));
      if (!member) throw new SlackError('user_not_found');
      return { user: userJson(world, member, { locale: params.flag('include_locale') }) };
    },
  },
  'users.lookupByEmail': {
    token: 'bot',
    scopes: ['users:read.email'],
    tier: 'tier3',
    run(params, world) {
      const email = params.required('email').toLowerCase();
      const member = [...world.workspace.members.values()].find((one) => one.email?.toLowerCase() === email);
      if (!member || member.deleted) throw new SlackError('users_not_found');
      return { user: userJson(world, member) };
    },
  },
};

import { z } from 'zod';
import { Zone } from '../../shared/dates.js';
import { slackIdPattern } from './person.js';

/**
 * An account of our own workspace as Slack last showed it, with no more of it than is needed here. Bots and people of
 * other workspaces have none. `guest` accounts are linked by the people file only.
 */
export type SlackAccount = Readonly<{
  slackId: string;
  state: 'member' | 'guest' | 'deleted';
  /** Lower case; null when Slack shows none, or one that nobody confirmed: it proves nothing. */
  email: string | null;
  zone: Zone | null;
  /** Seconds since 1970 at which the account last changed; null when Slack does not say. */
  updated: number | null;
}>;

export type AccountRead =
  | { kind: 'account'; account: SlackAccount }
  /** A bot, or somebody of another workspace. */
  | { kind: 'outside' }
  /** Nothing can be trusted but that this id was named, if it was. */
  | { kind: 'unreadable'; slackId: string | null };

/** Reads a user object of `users.list`, `user_change` or `team_join` (PLATFORM-FACTS 1.7). */
export function readAccount(payload: unknown, teamId: string): AccountRead {
  const parsed = SlackUser.safeParse(payload);
  if (!parsed.success) return { kind: 'unreadable', slackId: OnlyId.safeParse(payload).data?.id ?? null };
  const user = parsed.data;
  if (isOutside(user, teamId)) return { kind: 'outside' };
  const gone = user.deleted === true;
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
  return {
    kind: 'account',
    account: {
      slackId: user.id,
      state: gone ? 'deleted' : isGuest ? 'guest' : 'member',
      email: gone || user.is_email_confirmed === false ? null : user.profile.email,
      zone: gone ? null : user.tz,
      updated: user.updated,
    },
  };
}

function isOutside(user: z.infer<typeof SlackUser>, teamId: string): boolean {
  const isOurs = user.team_id === teamId || user.enterprise_user?.teams.includes(teamId) === true;
  return !isOurs || user.is_stranger === true || user.is_bot === true || user.id === slackbot;
}

/** By Slack's own word it is no bot. */
const slackbot = 'USLACKBOT';

const OnlyId = z.object({ id: z.string().regex(slackIdPattern) });

/** What decides whose account it is must be right; of the rest, what is wrong counts as not shown. */
const SlackUser = OnlyId.extend({
  team_id: z.string(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional().catch(undefined),
  enterprise_user: z
    .object({ teams: z.array(z.string()) })
    .optional()
    .catch(undefined),
  tz: Zone.nullable().catch(null),
  updated: z.int().min(0).nullable().catch(null),
  profile: z
    .object({ email: z.string().max(254).trim().toLowerCase().pipe(z.email()).nullable().catch(null) })
    .catch({ email: null }),
});

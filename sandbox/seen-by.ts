import { microsOf } from './clock.js';
import type { ConversationFacts, ShownMessage } from './page-contract.js';
import { Refused } from './refused.js';
import { messageJson } from './slack-json.js';
import type { Channel, Message } from './workspace.js';
import type { World } from './world.js';

/** The channels and the DM that this person is in, with the newest `ts` that they can see. */
export function conversationsOf({ workspace }: World, userId: string): ConversationFacts {
  if (!workspace.members.has(userId)) throw new Refused(`There is no member ${userId}.`);
  const own = [...workspace.channels.values()].filter(({ members, archived }) => members.has(userId) && !archived);
  return own.map((channel) => ({
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    latestTs: visibleTo(channel, userId, { limit: 1 }).at(-1)?.ts ?? null,
  }));
}

/** Messages as people see them now, oldest first: the newest ones before a `ts`, all unless limited. */
export function shownMessages(
  world: World,
  channelId: string,
  { viewer, limit = Number.POSITIVE_INFINITY, before }: { viewer?: string; limit?: number; before?: string },
): ShownMessage[] {
  const channel = world.workspace.channels.get(channelId);
  if (!channel) throw new Refused(`There is no channel ${channelId}.`);
  if (viewer !== undefined && channel.kind !== 'public' && !channel.members.has(viewer)) {
    throw new Refused(`${viewer} is not in ${channelId}.`);
  }
  const beforeMicros = before === undefined ? Number.POSITIVE_INFINITY : microsOf(before);
  if (beforeMicros === undefined) throw new Refused(`${before} is no ts.`);
  return visibleTo(channel, viewer, { limit, beforeMicros }).map((message) => ({
    ...(messageJson(world, message, 'whole') as ShownMessage),
    ...(message.viewerId === null ? {} : { is_ephemeral: true }),
  }));
}

function visibleTo(
  channel: Channel,
  viewer: string | undefined,
  { limit, beforeMicros = Number.POSITIVE_INFINITY }: { limit: number; beforeMicros?: number },
): Message[] {
  const isBefore = ({ ts }: Message) => microsBy(ts) < beforeMicros;
  const forAll = newest(channel.messages, limit, isBefore);
  if (viewer === undefined) return forAll;
  const forViewer = newest(channel.ephemerals, limit, (one) => one.viewerId === viewer && isBefore(one));
  const both = [...forAll, ...forViewer].sort((a, b) => microsBy(a.ts) - microsBy(b.ts));
  return both.slice(Math.max(0, both.length - limit));
}

/** The last ones that fit, in their order, looking at no more than it takes. */
function newest(messages: readonly Message[], limit: number, fits: (message: Message) => boolean): Message[] {
  const found: Message[] = [];
  for (let index = messages.length - 1; index >= 0 && found.length < limit; index -= 1) {
    const message = messages[index];
    if (message && fits(message)) found.push(message);
  }
  return found.reverse();
}

function microsBy(ts: string): number {
  return microsOf(ts) ?? 0;
}

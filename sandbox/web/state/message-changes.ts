import type { Effect } from '../../effects.js';
import type { JsonObject } from '../../json.js';
import type { ShownMessage } from '../../page-contract.js';
import { objectsOf } from '../client/json.js';
import type { MessageChange } from './state.js';

/** What this effect does to a conversation as `me` sees it; undefined when nothing. */
export function changeOf(effect: Effect, me: string, botUserId: string): MessageChange | undefined {
  switch (effect.kind) {
    case 'message.ephemeral':
      return effect.user === me
        ? { kind: 'put', message: { ...messageOf(effect, botUserId), is_ephemeral: true } }
        : undefined;
    case 'message.posted':
      return { kind: 'put', message: messageOf(effect, botUserId) };
    case 'message.updated': {
      const edited = { user: botUserId, ts: effect.ts };
      return { kind: 'redrawn', message: { ...messageOf(effect, botUserId), edited } };
    }
    case 'message.deleted':
      return { kind: 'removed', ts: effect.ts };
    case 'reaction.added':
      return { kind: 'reacted', ts: effect.ts, name: effect.name, by: effect.by === 'app' ? botUserId : effect.by };
    default:
      return undefined;
  }
}

/** The messages after this change, still oldest first. What a change does not tell of a known message stays. */
export function changed(messages: readonly ShownMessage[], change: MessageChange): readonly ShownMessage[] {
  const ts = 'message' in change ? change.message.ts : change.ts;
  const at = messages.findLastIndex((message) => message.ts === ts);
  const known = messages[at];
  switch (change.kind) {
    case 'put':
      return known ? messages.with(at, merged(known, change.message)) : inserted(messages, change.message);
    case 'redrawn':
      // One that is not here is older than the page shows.
      return known ? messages.with(at, merged(known, change.message)) : messages;
    case 'removed':
      return known ? messages.toSpliced(at, 1) : messages;
    case 'reacted':
      return known ? messages.with(at, { ...known, reactions: reacted(known.reactions, change) }) : messages;
  }
}

function messageOf(
  effect: Extract<Effect, { kind: 'message.posted' | 'message.updated' | 'message.ephemeral' }>,
  botUserId: string,
): ShownMessage {
  return {
    ts: effect.ts,
    user: effect.by === 'app' ? botUserId : effect.by,
    text: effect.text,
    ...(effect.blocks ? { blocks: effect.blocks } : {}),
    ...(effect.threadTs ? { thread_ts: effect.threadTs } : {}),
  };
}

/** Files and reactions are not told again when the words change. */
function merged(known: ShownMessage, message: ShownMessage): ShownMessage {
  const { files, reactions } = known;
  return { ...(files ? { files } : {}), ...(reactions ? { reactions } : {}), ...message };
}

/** A `ts` is seconds of ten digits and six micros, so that its text sorts as its time. */
function inserted(messages: readonly ShownMessage[], message: ShownMessage): readonly ShownMessage[] {
  const after = messages.findLastIndex(({ ts }) => ts < message.ts) + 1;
  return messages.toSpliced(after, 0, message);
}

function reacted(reactions: unknown, { name, by }: { name: string; by: string }): JsonObject[] {
  const all = objectsOf(reactions);
  const one = all.find((reaction) => reaction.name === name);
  const users = [...new Set([...(Array.isArray(one?.users) ? one.users.map(String) : []), by])];
  const now = { name, users, count: users.length };
  return one ? all.map((reaction) => (reaction === one ? now : reaction)) : [...all, now];
}

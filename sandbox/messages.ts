import { invalidArguments, RateLimited, SlackError } from './call.js';
import { secondsOf } from './clock.js';
import type { MessageEffect } from './effects.js';
import type { JsonObject } from './json.js';
import { codePoints } from './json.js';
import { checkBlocks } from './validate-blocks.js';
import { checkMetadata } from './validate-metadata.js';
import type { Channel, Message, NewMessage } from './workspace.js';
import type { World } from './world.js';

/** The words of a message, as a Web API call or a response_url brings them, before any check. */
export interface Words {
  text: string | undefined;
  /** Undefined when not sent; null when sent and unreadable never comes here. */
  blocks: unknown;
  attachments: unknown;
  metadata: unknown;
}

export type CheckedWords = Required<Pick<NewMessage, 'text' | 'blocks' | 'attachments' | 'metadata'>> & {
  warning?: 'message_truncated';
};

const MOST_TEXT = 40_000;
const MOST_UPDATE_TEXT = 4_000;

/** Checks as Slack does when a message is posted. Throws no_text, invalid_blocks, msg_blocks_too_long and the like. */
export function checkNewWords(world: World, words: Words): CheckedWords {
  const blocks = checkBlocks(words.blocks, 'message', world.ids);
  const attachments = checkAttachments(words.attachments);
  const text = words.text ?? '';
  if (text.trim() === '' && !blocks?.length && attachments.length === 0) throw new SlackError('no_text');
  const metadata = checkMetadata(words.metadata);
  if (codePoints(text) <= MOST_TEXT) return { text, blocks, attachments, metadata };
  return { text: [...text].slice(0, MOST_TEXT).join(''), blocks, attachments, metadata, warning: 'message_truncated' };
}

/** Checks an update: what is not sent stays as it was, an empty array or object removes it. */
export function checkChangedWords(world: World, message: Message, words: Words): CheckedWords {
  if (words.text !== undefined && codePoints(words.text) > MOST_UPDATE_TEXT) throw new SlackError('msg_too_long');
  const blocks = words.blocks === undefined ? message.blocks : checkBlocks(words.blocks, 'message', world.ids);
  const attachments = words.attachments === undefined ? message.attachments : checkAttachments(words.attachments);
  const sentNothing = words.text === undefined && words.blocks === undefined && words.attachments === undefined;
  const text = words.text ?? (words.blocks === undefined ? message.text : '');
  if (sentNothing || (text.trim() === '' && !blocks?.length && attachments.length === 0)) {
    throw new SlackError('no_text');
  }
  const metadata = words.metadata === undefined ? message.metadata : checkMetadata(words.metadata);
  return { text, blocks, attachments, metadata };
}

export interface Posting {
  words: CheckedWords;
  threadTs: string | undefined;
  files?: string[];
  by: string;
  via: string;
}

/** Puts a message into a channel and the log; throws thread_not_found for a thread that is not there. */
export function postMessage(world: World, channel: Channel, { words, threadTs, files, by, via }: Posting): Message {
  const root = threadTs === undefined ? undefined : threadRoot(world, channel, threadTs);
  if (root) root.threadTs = root.ts;
  const message = world.workspace.addMessage(channel, {
    authorId: by === 'app' ? world.identity.botUserId : by,
    text: words.text,
    blocks: words.blocks,
    attachments: words.attachments,
    metadata: words.metadata,
    threadTs: root?.ts ?? null,
    files: files ?? [],
    ...world.flaw,
  });
  world.log.append({ ...messageEffect('message.posted', channel, message, by, via), ...world.flaw });
  return message;
}

export function postEphemeral(world: World, channel: Channel, viewerId: string, posting: Posting): Message {
  const { words, by, via } = posting;
  const message = world.workspace.addMessage(
    channel,
    { authorId: world.identity.botUserId, text: words.text, blocks: words.blocks, attachments: words.attachments },
    viewerId,
  );
  world.log.append(messageEffect('message.ephemeral', channel, message, by, via));
  return message;
}

export function changeMessage(
  world: World,
  channel: Channel,
  message: Message,
  words: CheckedWords,
  via: string,
): void {
  Object.assign(message, {
    text: words.text,
    blocks: words.blocks,
    attachments: words.attachments,
    metadata: words.metadata,
    edited: { user: message.authorId, ts: `${secondsOf(world.clock.now())}.000000` },
  });
  const kind = message.viewerId === null ? 'message.updated' : 'message.ephemeral';
  world.log.append(messageEffect(kind, channel, message, 'app', via));
}

export function removeMessage(world: World, channel: Channel, message: Message, via: string): void {
  const list = message.viewerId === null ? channel.messages : channel.ephemerals;
  list.splice(list.indexOf(message), 1);
  world.log.append({
    kind: 'message.deleted',
    channel: channel.id,
    user: message.viewerId ?? channel.userId,
    ts: message.ts,
    by: 'app',
    via,
  });
}

/** Refuses a second message in one second of (scaled) time. */
export function takeMessageSlot(world: World, channel: Channel): void {
  const allowance = world.limits.takeMessage(channel.id);
  if (!allowance.allowed) throw new RateLimited(allowance.retryAfterSeconds);
}

function threadRoot(world: World, channel: Channel, threadTs: string): Message {
  const root = world.workspace.message(channel, threadTs);
  if (!root) throw new SlackError('thread_not_found');
  if (root.threadTs !== null && root.threadTs !== root.ts) return threadRoot(world, channel, root.threadTs);
  return root;
}

function checkAttachments(value: unknown): JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidArguments('attachments must be an array');
  if (value.length > 100) throw new SlackError('too_many_attachments');
  return value as JsonObject[];
}

function messageEffect(
  kind: MessageEffect['kind'],
  channel: Channel,
  message: Message,
  by: string,
  via: string,
): MessageEffect {
  return {
    kind,
    channel: channel.id,
    user: message.viewerId ?? channel.userId,
    ts: message.ts,
    threadTs: message.threadTs,
    text: message.text,
    blocks: message.blocks,
    metadata: message.metadata,
    by,
    via,
  };
}

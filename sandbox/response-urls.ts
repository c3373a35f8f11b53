import { SlackError } from './call.js';
import type { JsonObject } from './json.js';
import { isObject, stringOf } from './json.js';
import {
  changeMessage,
  checkChangedWords,
  checkNewWords,
  postEphemeral,
  postMessage,
  removeMessage,
} from './messages.js';
import type { Channel, Message } from './workspace.js';
import type { World } from './world.js';

const MOST_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** The addresses with which the app may answer a press or a command: five times within thirty minutes of sandbox time. */
export interface ResponseUrls {
  /** `original` is the message that was acted on. */
  issue(world: World, about: { channel: Channel; userId: string; original: Message | null }): string;
  /** What a POST to the address answers. */
  use(world: World, id: string, body: unknown): { status: number; body: JsonObject };
}

export function createResponseUrls(): ResponseUrls {
  const issued = new Map<string, Issued>();
  return {
    issue(world, about) {
      const id = world.ids.hex(24);
      issued.set(id, { ...about, at: world.clock.now().getTime(), uses: 0 });
      return `${world.url()}/actions/${world.identity.teamId}/${id}`;
    },
    use(world, id, body) {
      const address = issued.get(id);
      if (!address || world.clock.now().getTime() - address.at > LIFETIME_MS) return refusal(404, 'expired_url');
      if (address.uses >= MOST_USES) return refusal(404, 'used_url');
      address.uses += 1;
      if (!isObject(body)) return refusal(400, 'invalid_payload');
      try {
        answer(world, address, body);
        return { status: 200, body: { ok: true } };
      } catch (error) {
        if (error instanceof SlackError) return refusal(400, error.code);
        throw error;
      }
    },
  };
}

interface Issued {
  channel: Channel;
  userId: string;
  original: Message | null;
  at: number;
  uses: number;
}

function answer(world: World, { channel, userId, original }: Issued, body: JsonObject): void {
  const via = 'response_url';
  const words = {
    text: stringOf(body.text),
    blocks: body.blocks,
    attachments: body.attachments,
    metadata: body.metadata,
  };
  if (body.delete_original === true) {
    removeMessage(world, channel, existing(channel, original), via);
    if (words.text === undefined && words.blocks === undefined) return;
  } else if (body.replace_original === true) {
    const message = existing(channel, original);
    changeMessage(world, channel, message, checkChangedWords(world, message, words), via);
    return;
  }
  const posting = { words: checkNewWords(world, words), threadTs: stringOf(body.thread_ts), by: 'app', via };
  if (body.response_type === 'in_channel') postMessage(world, channel, posting);
  else postEphemeral(world, channel, userId, posting);
}

function existing(channel: Channel, original: Message | null): Message {
  const there = original && [...channel.messages, ...channel.ephemerals].includes(original);
  if (!there) throw new SlackError('message_not_found');
  return original;
}

function refusal(status: number, error: string) {
  return { status, body: { ok: false, error } };
}

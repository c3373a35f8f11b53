import type { Method, Params } from '../call.js';
import { requireScope, SlackError } from '../call.js';
import type { JsonObject } from '../json.js';
import type { Words } from '../messages.js';
import {
  changeMessage,
  checkChangedWords,
  checkNewWords,
  postEphemeral,
  postMessage,
  removeMessage,
  takeMessageSlot,
} from '../messages.js';
import { messageJson } from '../slack-json.js';
import type { Channel, Message } from '../workspace.js';
import type { World } from '../world.js';
import { channelOf, isMember } from './channel-of.js';

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': {
    token: 'bot',
    scopes: ['chat:write'],
    run(params, world) {
      const channel = writableChannel(world, params.required('channel'));
      const words = checkNewWords(world, wordsOf(params));
      const threadTs = params.text('thread_ts');
      if (threadTs !== undefined && !world.workspace.message(channel, threadTs))
        throw new SlackError('thread_not_found');
      takeMessageSlot(world, channel);
      const message = postMessage(world, channel, { words, threadTs, by: 'app', via: 'chat.postMessage' });
      return {
        channel: channel.id,
        ts: message.ts,
        message: messageJson(world, message, 'whole'),
        ...(words.warning ? { warning: words.warning, response_metadata: { warnings: [words.warning] } } : {}),
      };
    },
  },
  'chat.update': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run(params, world) {
      const channel = channelOf(world, params.required('channel'));
      if (channel.archived) throw new SlackError('is_inactive');
      const message = ownMessage(world, channel, params.required('ts'), 'cant_update_message');
      const words = checkChangedWords(world, message, wordsOf(params));
      changeMessage(world, channel, message, words, 'chat.update');
      const json = messageJson(world, message, 'whole');
      return { channel: channel.id, ts: message.ts, text: message.text, message: json };
    },
  },
  'chat.delete': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run(params, world) {
      const channel = channelOf(world, params.required('channel'));
      const message = ownMessage(world, channel, params.required('ts'), 'cant_delete_message');
      removeMessage(world, channel, message, 'chat.delete');
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier4',
    run(params, world) {
      const channel = writableChannel(world, params.required('channel'));
      const viewerId = params.required('user');
      if (!channel.members.has(viewerId)) throw new SlackError('user_not_in_channel');
      const words = checkNewWords(world, wordsOf(params));
      const posting = { words, threadTs: undefined, by: 'app', via: 'chat.postEphemeral' };
      return { message_ts: postEphemeral(world, channel, viewerId, posting).ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    run(params, world) {
      const channel = channelOf(world, params.required('channel'));
      const message = world.workspace.message(channel, params.required('message_ts'));
      if (!message) throw new SlackError('message_not_found');
      const place = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
      return { channel: channel.id, permalink: `https://${world.identity.teamDomain}.slack.com/${place}` };
    },
  },
};

function wordsOf(params: Params): Words {
  if (params.has('markdown_text')) {
    if (params.has('text') || params.has('blocks')) throw new SlackError('markdown_text_conflict');
    const blocks: JsonObject[] = [{ type: 'markdown', text: params.required('markdown_text') }];
    return {
      text: undefined,
      blocks,
      attachments: undefined,
      metadata: params.json('metadata', 'invalid_metadata_format'),
    };
  }
  return {
    text: params.text('text'),
    blocks: params.json('blocks', 'invalid_blocks_format'),
    attachments: params.json('attachments', 'invalid_attachments'),
    metadata: params.json('metadata', 'invalid_metadata_format'),
  };
}

/** Where the app may post. A user id opens the DM; somebody who left can still be written to, as in Slack. */
function writableChannel(world: World, id: string): Channel {
  const { workspace, identity, manifest } = world;
  const member = workspace.members.get(id);
  if (member && !member.isBot) return workspace.openDm(member.id, identity.botUserId).channel;
  const channel = channelOf(world, id);
  if (channel.archived) throw new SlackError('is_archived');
  if (!isMember(world, channel)) {
    if (channel.kind !== 'public' || !manifest.botScopes.has('chat:write.public'))
      throw new SlackError('not_in_channel');
    requireScope(world, ['chat:write.public']);
  }
  return channel;
}

function ownMessage(world: World, channel: Channel, ts: string, refusal: string): Message {
  const message = world.workspace.message(channel, ts);
  if (!message) throw new SlackError('message_not_found');
  if (message.authorId !== world.identity.botUserId) throw new SlackError(refusal);
  return message;
}

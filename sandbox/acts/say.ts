import type { Delivered } from '../delivery.js';
import { postMessage } from '../messages.js';
import type { Saying } from '../page-contract.js';
import { Refused } from '../refused.js';
import type { Channel } from '../workspace.js';
import type { World } from '../world.js';
import { messageEvent, writeToApp } from './presence.js';
import type { Stage } from './stage.js';
import { actor } from './stage.js';
import { typedText } from './typed.js';

/** Writes into a channel. The app hears of it where it is a member and its manifest asks for it. */
export async function say(stage: Stage, { user, channel: channelId, text }: Saying): Promise<Delivered | undefined> {
  const { world } = stage;
  actor(world, user);
  const channel = writable(world, user, channelId);
  if (channel.kind === 'im') return writeToApp(stage, { user, text });
  const words = { text: typedText(text), blocks: null, attachments: [], metadata: null };
  const message = postMessage(world, channel, { words, threadTs: undefined, by: user, via: 'person' });
  if (!channel.members.has(world.identity.botUserId)) return undefined;
  return channel.kind === 'private'
    ? stage.events.tell('message.groups', messageEvent(world, message, 'group'))
    : stage.events.tell('message.channels', messageEvent(world, message, 'channel'));
}

function writable(world: World, user: string, channelId: string): Channel {
  const channel = world.workspace.channels.get(channelId);
  if (!channel) throw new Refused(`There is no channel ${channelId}.`);
  if (!channel.members.has(user)) throw new Refused(`${user} is not in ${channelId}.`);
  if (channel.archived) throw new Refused(`#${channel.name} is archived. Nobody can write there any more.`);
  return channel;
}

import { SlackError } from '../call.js';
import type { Channel } from '../workspace.js';
import type { World } from '../world.js';

/** The channel as the app can see it: private ones only from inside. Throws channel_not_found. */
export function channelOf(world: World, id: string): Channel {
  const channel = world.workspace.channels.get(id);
  if (!channel || (channel.kind === 'private' && !isMember(world, channel))) throw new SlackError('channel_not_found');
  return channel;
}

export function isMember(world: World, channel: Channel): boolean {
  return channel.members.has(world.identity.botUserId);
}

const KIND_SCOPE: Record<Channel['kind'], string> = { im: 'im', public: 'channels', private: 'groups' };

/** `im:history`, `channels:read` and so on: scopes are given by kind of conversation. */
export function scopeFor(channel: Channel, right: 'history' | 'read'): string {
  return `${KIND_SCOPE[channel.kind]}:${right}`;
}

export function scopesFor(right: 'history' | 'read'): string[] {
  return Object.values(KIND_SCOPE).map((kind) => `${kind}:${right}`);
}

import { Refused } from './refused.js';
import type { Channel } from './workspace.js';
import type { World } from './world.js';

export interface NewChannel {
  id?: string;
  name: string;
  kind?: 'public' | 'private';
  /** User ids, or 'everyone' (unless told). */
  members?: string[] | 'everyone';
  /** Is the app in it? Yes unless told. */
  app?: 'member' | 'outside';
}

export interface ChannelChange {
  archived?: boolean;
  /** With people of another company (Slack Connect). */
  shared?: 'with-others' | 'no';
  addMembers?: string[];
  removeMembers?: string[];
}

export interface NewFile {
  user: string;
  name: string;
  bytes: Buffer;
}

/** Makes a channel and logs it. */
export function addChannel(
  world: World,
  { id, name, kind = 'public', members = 'everyone', app = 'member' }: NewChannel,
): Channel {
  const people = members === 'everyone' ? humanIds(world) : members;
  const all = app === 'member' ? [...people, world.identity.botUserId] : people;
  const channel = world.workspace.addChannel({ ...(id ? { id } : {}), name, kind, members: all });
  world.log.append({ kind: 'channel.added', channel: channel.id, user: null, name, by: 'sandbox' });
  return channel;
}

/** Archives a channel, or changes who is in it. */
export function setChannel(world: World, id: string, change: ChannelChange): Channel {
  const channel = world.workspace.channels.get(id);
  if (!channel) throw new Refused(`There is no channel ${id}.`);
  channel.archived = change.archived ?? channel.archived;
  channel.shared = change.shared ?? channel.shared;
  for (const member of change.addMembers ?? []) channel.members.add(member);
  for (const member of change.removeMembers ?? []) channel.members.delete(member);
  return channel;
}

/** Keeps a file as if this person had uploaded it; gives its id. */
export function addFile(world: World, { user, name, bytes }: NewFile): string {
  const id = world.ids.next('F');
  const created = Math.floor(world.clock.now().getTime() / 1000);
  world.workspace.files.set(id, { id, name, title: name, bytes, completed: true, userId: user, channels: [], created });
  world.log.append({ kind: 'file.uploaded', fileId: id, name, bytes: bytes.length, by: user });
  return id;
}

function humanIds({ workspace }: World): string[] {
  const humans = [...workspace.members.values()].filter(({ isBot, deleted }) => !isBot && !deleted);
  return humans.map(({ id }) => id).filter((id) => id !== 'USLACKBOT');
}

import type { SandboxClock } from './clock.js';
import { microsOf, secondsOf, tsOf } from './clock.js';
import type { Ids } from './ids.js';
import type { JsonObject } from './json.js';
import { Refused } from './refused.js';
import { checkZone } from './zones.js';

/** A member of the workspace: a human, a bot, or Slackbot. */
export interface Member {
  id: string;
  /** The handle, lower case. */
  name: string;
  realName: string;
  email: string | null;
  /** IANA zone; null when Slack does not know it (Slack Connect strangers). */
  tz: string | null;
  locale: string;
  title: string;
  deleted: boolean;
  isBot: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  /** A guest of several channels. */
  isRestricted: boolean;
  /** A guest of one channel. */
  isUltraRestricted: boolean;
  /** From another workspace. */
  isStranger: boolean;
  /** Seconds since 1970. */
  updated: number;
}

export interface Channel {
  id: string;
  kind: 'im' | 'public' | 'private';
  /** Null for a DM. */
  name: string | null;
  /** The human of a DM. */
  userId: string | null;
  members: Set<string>;
  archived: boolean;
  /** Shared with another company (Slack Connect), or with people of this one alone. */
  shared: 'with-others' | 'no';
  created: number;
  /** Oldest first. */
  messages: Message[];
  /** Seen by one person only and absent from history. */
  ephemerals: Message[];
  lastMicros: number;
}

/** Faults of a message that Slack has accepted. */
export interface KeptWithFlaw {
  /** History is behind: it does not show the message before this instant of `monotonicMs()`. */
  hiddenUntilMs?: number;
  /** Nobody is shown its metadata. */
  strippedOfMetadata?: true;
}

export interface Message extends KeptWithFlaw {
  ts: string;
  channelId: string;
  authorId: string;
  text: string;
  blocks: JsonObject[] | null;
  attachments: JsonObject[];
  metadata: JsonObject | null;
  threadTs: string | null;
  edited: { user: string; ts: string } | null;
  /** Emoji name -> who reacted. */
  reactions: Map<string, Set<string>>;
  files: string[];
  /** The only person who sees an ephemeral message. */
  viewerId: string | null;
}

export interface UserGroup {
  id: string;
  name: string;
  handle: string;
  users: string[];
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  bytes: Buffer;
  /** Known once the upload has been completed. */
  completed: boolean;
  userId: string;
  channels: string[];
  created: number;
}

export type NewMember = Partial<Omit<Member, 'updated'>> & { realName: string };
export type MemberChange = Partial<Omit<Member, 'id' | 'updated'>>;

export interface NewMessage extends KeptWithFlaw {
  authorId: string;
  text: string;
  blocks?: JsonObject[] | null;
  attachments?: JsonObject[];
  metadata?: JsonObject | null;
  threadTs?: string | null;
  files?: string[];
}

/** Everything that the workspace holds, without any rule of who may do what. */
export interface Workspace {
  members: Map<string, Member>;
  channels: Map<string, Channel>;
  groups: Map<string, UserGroup>;
  files: Map<string, StoredFile>;
  addMember(member: NewMember): Member;
  changeMember(id: string, change: MemberChange): Member;
  addChannel(channel: { id?: string; name: string; kind: 'public' | 'private'; members: string[] }): Channel;
  /** The DM between the app and this person, opened if it was not. */
  openDm(userId: string, botUserId: string): { channel: Channel; opened: boolean };
  dmOf(userId: string): Channel | undefined;
  /** Gives the message the next ts of its channel. Ephemeral messages are kept apart. */
  addMessage(channel: Channel, message: NewMessage, viewerId?: string): Message;
  message(channel: Channel, ts: string): Message | undefined;
  nextTs(channel: Channel): string;
}

/** What a workspace is made of; DMs are among the channels. */
export type Furniture = Pick<Workspace, 'members' | 'channels' | 'groups' | 'files'>;

export function createWorkspace({ clock, ids, from }: WorkspaceOptions): Workspace {
  const { members, channels, groups, files } = from ?? emptyFurniture();
  const dms = new Map<string, Channel>();
  for (const channel of channels.values()) if (channel.userId !== null) dms.set(channel.userId, channel);

  function newChannel(fields: Pick<Channel, 'id' | 'kind' | 'name' | 'userId' | 'members'>): Channel {
    const channel: Channel = {
      ...fields,
      archived: false,
      shared: 'no',
      created: secondsOf(clock.now()),
      messages: [],
      ephemerals: [],
      lastMicros: 0,
    };
    channels.set(channel.id, channel);
    return channel;
  }

  function nextTs(channel: Channel): string {
    channel.lastMicros = Math.max(clock.now().getTime() * 1000, channel.lastMicros + 1);
    return tsOf(channel.lastMicros);
  }

  return {
    members,
    channels,
    groups,
    files,
    nextTs,
    addMember(given) {
      const member: Member = {
        id: given.id ?? ids.next('U'),
        name: handleOf(given.realName),
        email: null,
        tz: 'Europe/London',
        locale: 'en-GB',
        title: '',
        deleted: false,
        isBot: false,
        isAdmin: false,
        isOwner: false,
        isRestricted: false,
        isUltraRestricted: false,
        isStranger: false,
        ...withoutUndefined(given),
        realName: given.realName,
        updated: secondsOf(clock.now()),
      };
      if (members.has(member.id)) throw new Refused(`There is a member ${member.id} already.`);
      if (!/^[UW][A-Z0-9]{2,20}$/.test(member.id)) throw new Refused('A member id is U or W and then A-Z and 0-9.');
      if (member.tz !== null) checkZone(member.tz);
      members.set(member.id, member);
      return member;
    },
    changeMember(id, change) {
      const member = members.get(id);
      if (!member) throw new Refused(`There is no member ${id}.`);
      if (typeof change.tz === 'string') checkZone(change.tz);
      Object.assign(member, withoutUndefined(change), { updated: secondsOf(clock.now()) });
      return member;
    },
    addChannel({ id, name, kind, members: memberIds }) {
      const taken = [...channels.values()].some((channel) => channel.name === name);
      if (taken || (id !== undefined && channels.has(id))) throw new Refused(`There is a channel ${name} already.`);
      return newChannel({ id: id ?? ids.next('C'), kind, name, userId: null, members: new Set(memberIds) });
    },
    openDm(userId, botUserId) {
      const open = dms.get(userId);
      if (open) return { channel: open, opened: false };
      const channel = newChannel({
        id: ids.next('D'),
        kind: 'im',
        name: null,
        userId,
        members: new Set([userId, botUserId]),
      });
      dms.set(userId, channel);
      return { channel, opened: true };
    },
    dmOf: (userId) => dms.get(userId),
    addMessage(channel, given, viewerId) {
      const message: Message = {
        ts: nextTs(channel),
        channelId: channel.id,
        blocks: null,
        attachments: [],
        metadata: null,
        threadTs: null,
        edited: null,
        reactions: new Map(),
        files: [],
        viewerId: viewerId ?? null,
        ...given,
      };
      (viewerId === undefined ? channel.messages : channel.ephemerals).push(message);
      return message;
    },
    message: (channel, ts) => channel.messages[indexOfTs(channel.messages, ts)],
  };
}

interface WorkspaceOptions {
  clock: SandboxClock;
  ids: Ids;
  /** What is there already, to be used from now on by this workspace alone. */
  from?: Furniture | undefined;
}

function emptyFurniture(): Furniture {
  return { members: new Map(), channels: new Map(), groups: new Map(), files: new Map() };
}

/** Where this ts stands in messages sorted by ts, or -1. */
function indexOfTs(messages: readonly Message[], ts: string): number {
  const wanted = microsOf(ts) ?? -1;
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = messages[middle];
    if (found?.ts === ts) return middle;
    if (found && (microsOf(found.ts) ?? 0) < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function handleOf(realName: string): string {
  const plain = realName.normalize('NFKD').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '') || 'someone';
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

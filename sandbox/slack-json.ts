import type { JsonObject } from './json.js';
import type { Channel, Member, Message, StoredFile } from './workspace.js';
import type { World } from './world.js';
import { offsetSeconds } from './zones.js';

/** Strangers come from one other workspace. */
export const teamOf = ({ identity }: World, { isStranger }: Pick<Member, 'isStranger'>) =>
  isStranger ? 'T0STRANGERS' : identity.teamId;

/** A user object as users.info, users.list and user events show it; the e-mail only to who may read it. */
export function userJson(world: World, member: Member, options: { locale?: boolean } = {}): JsonObject {
  const { clock, identity, manifest } = world;
  return {
    id: member.id,
    team_id: teamOf(world, member),
    name: member.name,
    deleted: member.deleted,
    ...(member.deleted ? {} : zoneJson(member.tz, clock.now())),
    ...(member.deleted ? {} : { real_name: member.realName, color: '9f69e7' }),
    ...(options.locale ? { locale: member.locale } : {}),
    profile: {
      real_name: member.realName,
      real_name_normalized: member.realName,
      display_name: member.realName,
      display_name_normalized: member.realName,
      title: member.title,
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      team: identity.teamId,
      ...(member.email !== null && manifest.botScopes.has('users:read.email') ? { email: member.email } : {}),
      ...(member.isBot ? { bot_id: identity.botId, api_app_id: identity.appId } : {}),
    },
    is_admin: member.isAdmin,
    is_owner: member.isOwner,
    is_primary_owner: false,
    is_restricted: member.isRestricted,
    is_ultra_restricted: member.isUltraRestricted,
    is_bot: member.isBot,
    is_app_user: false,
    ...(member.isStranger ? { is_stranger: true } : {}),
    updated: member.updated,
    is_email_confirmed: member.email !== null,
    who_can_share_contact_card: 'EVERYONE',
  };
}

/** `metadata` 'whole' or, as without include_all_metadata, only the type of the event. */
export function messageJson(world: World, message: Message, metadata: 'whole' | 'type-only'): JsonObject {
  const { identity, workspace } = world;
  const fromApp = message.authorId === identity.botUserId;
  const replies = message.threadTs === message.ts ? repliesTo(world, message) : [];
  return {
    type: 'message',
    user: message.authorId,
    ts: message.ts,
    text: message.text,
    team: identity.teamId,
    ...(fromApp ? { bot_id: identity.botId, app_id: identity.appId, bot_profile: botProfile(world) } : {}),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(replies.length > 0 ? { reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
    ...(message.reactions.size > 0 ? { reactions: reactionsJson(message) } : {}),
    ...(message.files.length > 0
      ? { files: message.files.flatMap((id) => fileOf(world, workspace.files.get(id))), upload: false }
      : {}),
    ...(message.metadata && !message.strippedOfMetadata
      ? { metadata: metadata === 'whole' ? message.metadata : { event_type: message.metadata.event_type ?? '' } }
      : {}),
  };
}

export function channelJson(world: World, channel: Channel): JsonObject {
  const common = { id: channel.id, created: channel.created, is_archived: channel.archived, is_org_shared: false };
  if (channel.kind === 'im') {
    const human = channel.userId === null ? undefined : world.workspace.members.get(channel.userId);
    return { ...common, is_im: true, user: channel.userId, is_user_deleted: human?.deleted ?? false, priority: 0 };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_member: channel.members.has(world.identity.botUserId),
    is_general: channel.name === 'general',
    is_shared: channel.shared === 'with-others',
    is_ext_shared: channel.shared === 'with-others',
    num_members: channel.members.size,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** By its ending, whatever its bytes are: so Slack says it, too. */
const MIME_TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

export function fileJson(world: World, file: StoredFile): JsonObject {
  const ending = file.name.includes('.') ? (file.name.split('.').at(-1) ?? '').toLowerCase() : '';
  const url = `${world.url()}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: MIME_TYPES[ending] ?? 'application/octet-stream',
    filetype: ending,
    user: file.userId,
    size: file.bytes.length,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: url,
    url_private_download: url,
    channels: file.channels.filter((id) => id.startsWith('C')),
    ims: file.channels.filter((id) => id.startsWith('D')),
  };
}

export function botProfile({ identity, manifest }: World): JsonObject {
  return {
    id: identity.botId,
    app_id: identity.appId,
    user_id: identity.botUserId,
    name: manifest.appName,
    deleted: false,
    updated: identity.installedAt,
    team_id: identity.teamId,
  };
}

function repliesTo(world: World, root: Message): Message[] {
  const channel = world.workspace.channels.get(root.channelId);
  return channel?.messages.filter(({ threadTs, ts }) => threadTs === root.ts && ts !== root.ts) ?? [];
}

function zoneJson(tz: string | null, now: Date): JsonObject {
  if (tz === null) return {};
  return { tz, tz_label: tz, tz_offset: offsetSeconds(tz, now) };
}

function reactionsJson(message: Message): JsonObject[] {
  return [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
}

function fileOf(world: World, file: StoredFile | undefined): JsonObject[] {
  return file ? [fileJson(world, file)] : [];
}

import { secondsOf } from '../clock.js';
import type { Delivered } from '../delivery.js';
import type { JsonObject } from '../json.js';
import { postMessage } from '../messages.js';
import { Refused } from '../refused.js';
import { userJson } from '../slack-json.js';
import { viewJson } from '../views.js';
import type { MemberChange, Message, NewMember } from '../workspace.js';
import type { World } from '../world.js';
import type { Stage } from './stage.js';
import { actor } from './stage.js';
import { typedText } from './typed.js';

/** Opens the app's Home tab, or its Messages tab. */
export async function openHome(
  stage: Stage,
  { user, tab = 'home' }: { user: string; tab?: 'home' | 'messages' },
): Promise<Delivered | undefined> {
  const { world } = stage;
  actor(world, user);
  if (tab === 'home' && !world.manifest.homeTab) throw new Refused('The manifest has no Home tab.');
  const { channel } = world.workspace.openDm(user, world.identity.botUserId);
  const view = world.views.homeOf(user);
  world.log.append({ kind: 'act.home-opened', user, by: user });
  return stage.events.tell('app_home_opened', {
    type: 'app_home_opened',
    user,
    channel: channel.id,
    tab,
    ...(tab === 'home' && view ? { view: viewJson(world, view) } : {}),
  });
}

/** Writes to the app in its Messages tab. */
export async function writeToApp(
  stage: Stage,
  { user, text, threadTs }: { user: string; text: string; threadTs?: string },
): Promise<Delivered | undefined> {
  const { world } = stage;
  actor(world, user);
  if (!world.manifest.messagesTab) throw new Refused('The manifest lets nobody write to the app.');
  const { channel } = world.workspace.openDm(user, world.identity.botUserId);
  const words = { text: typedText(text), blocks: null, attachments: [], metadata: null };
  const message = postMessage(world, channel, { words, threadTs, by: user, via: 'person' });
  return stage.events.tell('message.im', messageEvent(world, message, 'im'));
}

/** What the app is told of a person's message. */
export const messageEvent = (world: World, message: Message, channelType: 'im' | 'group' | 'channel'): JsonObject => ({
  type: 'message',
  client_msg_id: world.ids.uuid(),
  user: message.authorId,
  team: world.identity.teamId,
  text: message.text,
  ts: message.ts,
  channel: message.channelId,
  channel_type: channelType,
  event_ts: message.ts,
  ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
});

/** Somebody new signs up, and the app is told. */
export async function joinTeam(stage: Stage, newMember: NewMember): Promise<Delivered | undefined> {
  const { id } = addMember(stage.world, newMember, 'person');
  return stage.events.tell('team_join', { type: 'team_join', user: shownUser(stage.world, id), ...times(stage.world) });
}

/** A profile changes, and the app is told. Leaving is `{ deleted: true }`. */
export async function changeUser(stage: Stage, id: string, change: MemberChange): Promise<Delivered | undefined> {
  setMember(stage.world, id, change, 'person');
  return stage.events.tell('user_change', {
    type: 'user_change',
    user: shownUser(stage.world, id),
    ...times(stage.world),
  });
}

/** Adds a member without telling the app. */
export function addMember(world: World, newMember: NewMember, by: string) {
  const member = world.workspace.addMember(newMember);
  world.log.append({ kind: 'user.added', user: member.id, changes: { ...member }, by });
  return member;
}

/** Changes a member without telling the app, which will find out only by looking. */
export function setMember(world: World, id: string, change: MemberChange, by: string) {
  const member = world.workspace.changeMember(id, change);
  world.log.append({ kind: 'user.changed', user: id, changes: { ...change } as JsonObject, by });
  return member;
}

function shownUser(world: World, id: string): JsonObject {
  const member = world.workspace.members.get(id);
  return member ? userJson(world, member, { locale: true }) : {};
}

function times(world: World): JsonObject {
  return { cache_ts: secondsOf(world.clock.now()) };
}

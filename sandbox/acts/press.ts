import type { Delivered } from '../delivery.js';
import type { Entry } from '../element-state.js';
import { actionOf, enteredState, initialState } from '../element-state.js';
import type { JsonObject } from '../json.js';
import { Refused } from '../refused.js';
import { messageJson } from '../slack-json.js';
import { interactiveElements } from '../validate-blocks.js';
import type { View } from '../view-store.js';
import { viewJson } from '../views.js';
import type { Channel, Message } from '../workspace.js';
import type { World } from '../world.js';
import type { Stage } from './stage.js';
import { actor, interactionFrame, mergedState, requireInteractivity } from './stage.js';

/** Which element, and what is chosen in it. Without `blockId` the first element of that action id is meant. */
export interface Press {
  user: string;
  actionId: string;
  blockId?: string;
  /** The value of an option, several of them, a date, a time, a text. Buttons take none. */
  value?: Entry;
}

export type PressPlace = { channel: string; ts: string } | { viewId: string } | { home: true };

/** Presses a button, or picks in a menu, of a message, a modal or a Home tab, and tells the app. */
export async function press(
  stage: Stage,
  { user, actionId, blockId, value, ...place }: Press & PressPlace,
): Promise<Delivered> {
  const { world } = stage;
  const member = actor(world, user);
  requireInteractivity(world);
  const found = 'channel' in place ? inMessage(world, user, place.channel, place.ts) : inView(world, user, place);
  const { block, element } = elementOf(found.blocks, actionId, blockId);
  if (block.type === 'input' && block.dispatch_action !== true) {
    throw new Refused(`${actionId} is an input: it tells the app nothing before the form is submitted.`);
  }
  const action: JsonObject = { block_id: block.block_id, ...actionOf(element, value) };
  if (remembers(element)) {
    stage.entries.put(user, found.place, String(block.block_id), actionId, enteredState(element, value ?? null));
  }
  world.log.append({
    kind: 'act.pressed',
    channel: found.channel?.id ?? null,
    ts: found.message?.ts ?? null,
    viewId: found.view?.id ?? null,
    user,
    blockId: String(block.block_id),
    actionId,
    action,
    by: user,
  });
  const state = mergedState(initialState(found.blocks), stage.entries.of(user, found.place));
  const payload = {
    type: 'block_actions',
    ...interactionFrame(world, member),
    ...surroundings(world, found, state, user),
    actions: [{ ...action, action_ts: actionTs() }],
  };
  return stage.send({ type: 'interactive', payload, acceptsResponse: false });
}

/** Types into an external select: the app answers with options. */
export async function suggest(
  stage: Stage,
  { user, actionId, blockId, query, ...place }: Omit<Press, 'value'> & { query: string } & PressPlace,
): Promise<Delivered> {
  const { world } = stage;
  const member = actor(world, user);
  requireInteractivity(world);
  const found = 'channel' in place ? inMessage(world, user, place.channel, place.ts) : inView(world, user, place);
  const { block, element } = elementOf(found.blocks, actionId, blockId);
  if (!String(element.type).endsWith('external_select')) throw new Refused(`${actionId} asks the app for no options.`);
  const { response_url: _, ...around } = surroundings(world, found, {}, user);
  const payload = {
    type: 'block_suggestion',
    ...interactionFrame(world, member),
    ...around,
    action_id: actionId,
    block_id: block.block_id,
    value: query,
  };
  return stage.send({ type: 'interactive', payload, acceptsResponse: true });
}

/** The element of this action id; throws Refused with what there is instead. */
function elementOf(blocks: JsonObject[], actionId: string, blockId?: string) {
  const all = interactiveElements(blocks);
  const found = all.find(
    ({ block, element }) => element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  if (found) return found;
  const there = all.map(({ element }) => String(element.action_id)).join(', ') || 'nothing to press';
  throw new Refused(`There is no ${actionId} here; there is ${there}.`);
}

interface Found {
  blocks: JsonObject[];
  /** Names the message or view among a person's entries. */
  place: string;
  channel?: Channel;
  message?: Message;
  view?: View;
}

function inMessage(world: World, user: string, channelId: string, ts: string): Found {
  const channel = world.workspace.channels.get(channelId);
  if (!channel?.members.has(user)) throw new Refused(`${user} is not in ${channelId}.`);
  const ephemeral = channel.ephemerals.find((one) => one.ts === ts && one.viewerId === user);
  const message = world.workspace.message(channel, ts) ?? ephemeral;
  if (!message) throw new Refused(`There is no message ${ts} in ${channelId} that ${user} can see.`);
  return { blocks: message.blocks ?? [], place: `${channelId} ${ts}`, channel, message };
}

function inView(world: World, user: string, place: { viewId: string } | { home: true }): Found {
  const view = 'home' in place ? world.views.homeOf(user) : world.views.byId(place.viewId);
  if (view?.userId !== user) throw new Refused(`${user} does not see this view.`);
  return { blocks: view.spec.blocks, place: view.id, view };
}

function surroundings(world: World, { channel, message, view }: Found, state: JsonObject, userId: string): JsonObject {
  if (view) return { container: { type: 'view', view_id: view.id }, view: viewJson(world, view, state) };
  if (!channel || !message) return {};
  const isEphemeral = message.viewerId !== null;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: { id: channel.id, name: channel.name ?? 'directmessage' },
    ...(isEphemeral ? {} : { message: messageJson(world, message, 'whole') }),
    state: { values: state },
    response_url: world.responseUrls.issue(world, { channel, userId, original: message }),
  };
}

/** Does the client keep what was chosen, so that later payloads show it? */
function remembers(element: JsonObject): boolean {
  const kept = initialState([{ block_id: 'b', type: 'actions', elements: [element] }]);
  return Object.keys(kept).length > 0;
}

/** Real time, so that two presses never share it. */
function actionTs(): string {
  return ((performance.timeOrigin + performance.now()) / 1000).toFixed(6);
}

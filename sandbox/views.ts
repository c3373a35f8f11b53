import { SlackError } from './call.js';
import { secondsOf } from './clock.js';
import type { ViewEffect } from './effects.js';
import { initialState } from './element-state.js';
import type { JsonObject } from './json.js';
import { checkView } from './validate-view.js';
import type { View } from './view-store.js';
import type { World } from './world.js';

const MOST_STACKED = 3;

/** Shows a modal in place of whatever this person had open. Throws invalid_arguments, view_too_large, duplicate_external_id. */
export function openView(world: World, userId: string, spec: unknown, via: string): View {
  const checked = checkNewView(world, spec);
  const stack = world.views.stackOf(userId);
  stack.length = 0;
  const view = newView(world, userId, checked, null);
  stack.push(view);
  logView(world, 'view.opened', view, via);
  return view;
}

/** Puts a modal on top of the open ones; throws push_limit_reached at the fourth. */
export function pushView(world: World, userId: string, spec: unknown, via: string): View {
  const checked = checkNewView(world, spec);
  const stack = world.views.stackOf(userId);
  const top = stack.at(-1);
  if (!top) throw new SlackError('not_found');
  if (stack.length >= MOST_STACKED) throw new SlackError('push_limit_reached');
  const view = newView(world, userId, checked, top);
  stack.push(view);
  logView(world, 'view.pushed', view, via);
  return view;
}

/** Redraws a view. With a hash that is not the view's own: hash_conflict. */
export function updateView(world: World, view: View, spec: unknown, hash: string | undefined, via: string): void {
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
  const checked = checkView(spec, view.kind, world.ids);
  refuseTakenExternalId(world, checked, view);
  view.spec = checked;
  view.hash = nextHash(world);
  logView(world, view.kind === 'home' ? 'home.published' : 'view.updated', view, via);
}

/** Sets a person's Home tab. */
export function publishHome(world: World, userId: string, spec: unknown, hash: string | undefined, via: string): View {
  const existing = world.views.homeOf(userId);
  if (existing) {
    updateView(world, existing, spec, hash, via);
    return existing;
  }
  if (hash !== undefined) throw new SlackError('hash_conflict');
  const checked = checkView(spec, 'home', world.ids);
  refuseTakenExternalId(world, checked);
  const view = newView(world, userId, checked, null, 'home');
  world.views.setHome(view);
  logView(world, 'home.published', view, via);
  return view;
}

/** A view object as Slack hands it out. */
export function viewJson(world: World, view: View, state: JsonObject = initialState(view.spec.blocks)): JsonObject {
  const { identity } = world;
  const { spec } = view;
  return {
    id: view.id,
    team_id: identity.teamId,
    type: view.kind,
    blocks: spec.blocks,
    private_metadata: spec.private_metadata ?? '',
    callback_id: spec.callback_id ?? '',
    external_id: spec.external_id ?? '',
    state: { values: state },
    hash: view.hash,
    title: spec.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    submit: spec.submit ?? null,
    close: spec.close ?? null,
    clear_on_close: spec.clear_on_close ?? false,
    notify_on_close: spec.notify_on_close ?? false,
    submit_disabled: spec.submit_disabled ?? false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

function checkNewView(world: World, spec: unknown): View['spec'] {
  const checked = checkView(spec, 'modal', world.ids);
  refuseTakenExternalId(world, checked);
  return checked;
}

function refuseTakenExternalId(world: World, { external_id: externalId }: View['spec'], self?: View): void {
  if (typeof externalId !== 'string' || externalId === '') return;
  const holder = world.views.byExternalId(externalId);
  if (holder && holder !== self) throw new SlackError('duplicate_external_id');
}

function newView(
  world: World,
  userId: string,
  spec: View['spec'],
  previous: View | null,
  kind: View['kind'] = 'modal',
): View {
  const id = world.ids.next('V');
  return {
    id,
    userId,
    kind,
    spec,
    hash: nextHash(world),
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
  };
}

function nextHash(world: World): string {
  return `${secondsOf(world.clock.now())}.${world.ids.hex(8)}`;
}

function logView(world: World, kind: ViewEffect['kind'], view: View, via: string): void {
  world.log.append({ kind, user: view.userId, viewId: view.id, view: viewJson(world, view), by: 'app', via });
}

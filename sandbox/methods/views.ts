import type { Method, Params } from '../call.js';
import { invalidArguments, SlackError } from '../call.js';
import { openView, publishHome, pushView, updateView, viewJson } from '../views.js';
import type { World } from '../world.js';

export const viewMethods: Record<string, Method> = {
  'views.open': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run(params, world) {
      const view = openView(world, personOf(params, world), specOf(params), 'views.open');
      return { view: viewJson(world, view) };
    },
  },
  'views.push': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run(params, world) {
      const view = pushView(world, personOf(params, world), specOf(params), 'views.push');
      return { view: viewJson(world, view) };
    },
  },
  'views.update': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run(params, world) {
      const viewId = params.text('view_id');
      const externalId = params.text('external_id');
      if (viewId === undefined && externalId === undefined)
        throw invalidArguments('view_id or external_id is required');
      const view = viewId === undefined ? world.views.byExternalId(externalId ?? '') : world.views.byId(viewId);
      if (!view) throw new SlackError('not_found');
      updateView(world, view, specOf(params), params.text('hash'), 'views.update');
      return { view: viewJson(world, view) };
    },
  },
  'views.publish': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run(params, world) {
      if (!world.manifest.homeTab) throw new SlackError('not_enabled');
      const member = world.workspace.members.get(params.required('user_id'));
      if (!member || member.isBot) throw invalidArguments('invalid `user_id`');
      const view = publishHome(world, member.id, specOf(params), params.text('hash'), 'views.publish');
      return { view: viewJson(world, view) };
    },
  },
};

function specOf(params: Params): unknown {
  const spec = params.json('view', 'invalid_arguments');
  if (spec === undefined) throw invalidArguments('missing required field: view');
  return spec;
}

/** Whose trigger it is. A trigger is used up even when the view turns out to be invalid. */
function personOf(params: Params, world: World): string {
  const exchanged = world.triggers.exchange(params.required('trigger_id'));
  if ('error' in exchanged) throw new SlackError(exchanged.error);
  return exchanged.userId;
}

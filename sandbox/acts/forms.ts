import { SlackError } from '../call.js';
import type { Delivered } from '../delivery.js';
import type { Entry } from '../element-state.js';
import { enteredState, initialState, isFilled } from '../element-state.js';
import type { JsonObject } from '../json.js';
import { isObject, objectsOf } from '../json.js';
import { Refused } from '../refused.js';
import { fileJson } from '../slack-json.js';
import { interactiveElements } from '../validate-blocks.js';
import type { View } from '../view-store.js';
import { pushView, updateView, viewJson } from '../views.js';
import type { World } from '../world.js';
import type { Stage } from './stage.js';
import { actor, interactionFrame, mergedState, requireInteractivity } from './stage.js';

export interface Submission {
  user: string;
  /** The topmost open modal unless told. */
  viewId?: string;
  /** Entries by action id, or by block id. */
  values?: Record<string, Entry>;
}

/** `formProblem`: why Slack would not do what the app answered; the form then stays open, in trouble. */
export type Submitted = Delivered & { formProblem: string | null };

/**
 * Fills and submits a modal. The app's answer is carried out: errors keep it open, update, push and clear do what they
 * say, none closes it. Throws Refused where the real client would not submit.
 */
export async function submitForm(stage: Stage, { user, viewId, values = {} }: Submission): Promise<Submitted> {
  const { world } = stage;
  const member = actor(world, user);
  requireInteractivity(world);
  const view = openModal(world, user, viewId);
  const state = filledState(stage, view, values);
  requireFilled(view, state);
  world.log.append({ kind: 'view.submitted', user, viewId: view.id, state, by: user });
  const payload = {
    type: 'view_submission',
    ...interactionFrame(world, member),
    view: viewJson(world, view, state),
    response_urls: [],
  };
  const delivered = await stage.send({ type: 'interactive', payload, acceptsResponse: true });
  return { ...delivered, formProblem: delivered.acked ? followAnswer(stage, view, delivered.response) : null };
}

/** Closes the topmost modal, or all; the app hears of it where it asked to. */
export async function closeForm(
  stage: Stage,
  { user, which = 'top' }: { user: string; which?: 'top' | 'all' },
): Promise<Delivered | undefined> {
  const { world } = stage;
  const member = actor(world, user);
  const view = openModal(world, user, undefined);
  const state = filledState(stage, view, {});
  const stack = world.views.stackOf(user);
  if (which === 'all' || view.spec.clear_on_close === true) stack.length = 0;
  else stack.pop();
  world.log.append({ kind: 'view.closed', user, viewId: view.id, state, by: user });
  if (view.spec.notify_on_close !== true) return undefined;
  const payload = {
    type: 'view_closed',
    ...interactionFrame(world, member),
    view: viewJson(world, view, state),
    is_cleared: which === 'all',
  };
  return stage.send({ type: 'interactive', payload, acceptsResponse: false });
}

function openModal(world: World, user: string, viewId: string | undefined): View {
  const stack = world.views.stackOf(user);
  const view = stack.at(-1);
  if (!view) throw new Refused(`${user} has no modal open.`);
  if (viewId !== undefined && view.id !== viewId) throw new Refused(`${viewId} is not the topmost modal of ${user}.`);
  return view;
}

function filledState({ world, entries }: Stage, view: View, values: Record<string, Entry>): JsonObject {
  const elements = interactiveElements(view.spec.blocks);
  for (const [name, entry] of Object.entries(values)) {
    const found =
      elements.find(({ element }) => element.action_id === name) ??
      elements.find(({ block }) => block.block_id === name);
    if (!found) throw new Refused(`The form has no field ${name}.`);
    const { block, element } = found;
    const state = withFiles(world, view.userId, element, enteredState(element, entry));
    entries.put(view.userId, view.id, String(block.block_id), String(element.action_id), state);
  }
  return mergedState(initialState(view.spec.blocks), entries.of(view.userId, view.id));
}

/** A dialog carries its files as Slack describes them; a person can choose what is their own and what the input takes. */
function withFiles(world: World, user: string, element: JsonObject, state: JsonObject): JsonObject {
  if (element.type !== 'file_input') return state;
  const chosen = objectsOf(state.files).map(({ id }) => {
    const file = world.workspace.files.get(String(id));
    if (file?.userId !== user) throw new Refused(`${user} has uploaded no file ${String(id)}.`);
    return file;
  });
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (chosen.length > most) throw new Refused(`The field takes at most ${most} files.`);
  const endings = Array.isArray(element.filetypes) ? element.filetypes.map(String) : undefined;
  const other = chosen.find(({ name }) => endings?.includes(name.split('.').at(-1)?.toLowerCase() ?? '') === false);
  if (other) throw new Refused(`The field does not take ${other.name}.`);
  return { ...state, files: chosen.map((file) => fileJson(world, file)) };
}

function requireFilled(view: View, state: JsonObject): void {
  for (const { block, element } of interactiveElements(view.spec.blocks)) {
    if (block.type !== 'input' || block.optional === true) continue;
    const held = state[String(block.block_id)];
    const value = isObject(held) ? held[String(element.action_id)] : undefined;
    if (!isFilled(value)) throw new Refused(`${String(element.action_id)} must be filled in before submitting.`);
  }
}

function followAnswer(stage: Stage, view: View, answer: JsonObject | null): string | null {
  const { world } = stage;
  const stack = world.views.stackOf(view.userId);
  try {
    switch (answer?.response_action) {
      case undefined:
        stack.splice(stack.indexOf(view), 1);
        stage.entries.forget(view.userId, view.id);
        return null;
      case 'clear':
        stack.length = 0;
        return null;
      case 'errors':
        return unknownFields(view, answer.errors);
      case 'update':
        updateView(world, view, answer.view, undefined, 'ack');
        return null;
      case 'push':
        pushView(world, view.userId, answer.view, 'ack');
        return null;
      default:
        return `There is no response_action ${String(answer?.response_action)}.`;
    }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return `${error.code} ${JSON.stringify(error.details)}`;
  }
}

/** Errors belong to input blocks; for any other block the real client shows only that something went wrong. */
function unknownFields(view: View, errors: unknown): string | null {
  if (!isObject(errors) || Object.keys(errors).length === 0) return 'errors must name at least one block.';
  const inputs = view.spec.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id);
  const unknown = Object.keys(errors).filter((id) => !inputs.includes(id));
  return unknown.length > 0 ? `errors names no input block: ${unknown.join(', ')}` : null;
}

import type { Effect, MessageEffect } from '../effects.js';
import type { JsonObject } from '../json.js';
import { isObject } from '../json.js';
import type { StoryTools } from './tools.js';

/** All that hands need of a story. */
export type Hands = Pick<StoryTools, 'slack' | 'settleDown'>;

/** What is pressed, by the words that a person sees. */
export type Pressing = Readonly<{
  actionId: string;
  /** Words of the message; the newest that shows them and what is pressed. */
  showing?: string;
  /** Words of the item within it, when several have the same button. */
  about?: string;
  /** The option of a menu that begins with these words. */
  option?: string;
}>;

/** Presses in the newest message that shows it to this person: in a DM, for their eyes alone, or in a channel. */
export async function press({ slack }: Hands, user: string, pressing: Pressing): Promise<void> {
  const message = newestShowing(slack.effects(), user, pressing);
  if (message === undefined) throw new Error(`${user} sees no ${pressing.actionId} to press`);
  const block = partAbout(message.blocks ?? [], pressing.about).find((one) => says(one, `"${pressing.actionId}"`));
  if (block === undefined) throw new Error(`${user} sees no ${pressing.actionId} about ${pressing.about}`);
  const value = pressing.option === undefined ? undefined : optionValue(block, pressing.option);
  if (pressing.option !== undefined && value === undefined)
    throw new Error(`${user} is not offered ${pressing.option}: ${JSON.stringify(block)}`);
  const delivered = await slack.act.press({
    user,
    channel: message.channel,
    ts: message.ts,
    actionId: pressing.actionId,
    blockId: String(block.block_id),
    ...(value !== undefined && { value }),
  });
  if (!delivered.acked) throw new Error(`${pressing.actionId} of ${user} was not acknowledged`);
}

/** Presses what is answered for their eyes alone, and reads that. */
export async function pressAndRead(tools: Hands, user: string, pressing: Pressing): Promise<void> {
  const since = tools.slack.lastEffect();
  await press(tools, user, pressing);
  await seen(tools, since, user, 'message.ephemeral');
}

type Values = Parameters<Hands['slack']['act']['submit']>[0]['values'];

/** Presses what opens a dialog, fills it in and sends it; see `send`. */
export async function pressAndFill(
  tools: Hands,
  user: string,
  pressing: Pressing & { on?: 'home' },
  values: Values,
  problem?: string,
): Promise<void> {
  await opening(tools, user, () =>
    pressing.on === 'home'
      ? tools.slack.act.press({ user, actionId: pressing.actionId, home: true })
      : press(tools, user, pressing),
  );
  await send(tools, user, values, problem);
}

/** `/cert add CODE` and its dialog. */
export async function handIn(tools: Hands, user: string, code: string, values: Values): Promise<void> {
  await opening(tools, user, () => type(tools, user, `add ${code}`));
  await send(tools, user, values);
}

/** Sends a dialog and closes its answer. Where `problem` is given, a field must say so, and the dialog stays. */
export async function send({ slack }: Hands, user: string, values: Values, problem?: string): Promise<void> {
  const { acked, response, formProblem } = await slack.act.submit({ user, ...(values && { values }) });
  const answer = JSON.stringify(response ?? {});
  if (!acked || formProblem !== null) throw new Error(`${user} could not send a dialog: ${formProblem}`);
  const isRefused = answer.includes('"errors"');
  if (isRefused !== (problem !== undefined) || !answer.includes(problem ?? ''))
    throw new Error(`${user} sent a dialog, which said ${answer}`);
  if (!isRefused && slack.modals(user).length > 0) await slack.act.close({ user, which: 'all' });
}

/** Types `/cert …` in the DM with Laurel. */
export async function type({ slack }: Hands, user: string, text: string): Promise<void> {
  const { acked } = await slack.act.command({ user, command: '/cert', text });
  if (!acked) throw new Error(`/cert ${text} of ${user} was not acknowledged`);
}

/** Types `/cert …`, reads what would happen and confirms it. */
export async function typeAndConfirm(
  tools: Hands,
  user: string,
  text: string,
  confirm = 'assignments.confirm',
): Promise<void> {
  const since = tools.slack.lastEffect();
  await type(tools, user, text);
  await seen(tools, since, user, 'message.ephemeral');
  await press(tools, user, { actionId: confirm });
}

export async function openHome(tools: Hands, user: string): Promise<void> {
  const since = tools.slack.lastEffect();
  await tools.slack.act.openHome({ user });
  // The same Home as before is not published again.
  if (tools.slack.home(user) === undefined) await seen(tools, since, user, 'home.published');
  await tools.settleDown();
}

/** A scan that the app takes for one: it looks at the first bytes. */
export function scan({ slack }: Hands, user: string, name: string): string {
  return slack.addFile({ user, name, bytes: Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n') });
}

async function opening(tools: Hands, user: string, act: () => Promise<unknown>): Promise<void> {
  const since = tools.slack.lastEffect();
  await act();
  await seen(tools, since, user, 'view.opened');
}

const seen = ({ slack }: Hands, since: number, user: string, kind: Effect['kind']) =>
  slack.waitFor((effect) => effect.n > since && effect.kind === kind && 'user' in effect && effect.user === user);

/** As it reads now. */
function newestShowing(effects: readonly Effect[], user: string, { actionId, showing = '', about = '' }: Pressing) {
  const messages = new Map<string, Effect & MessageEffect>();
  for (const effect of effects) if (isMessage(effect)) messages.set(`${effect.channel} ${effect.ts}`, effect);
  return [...messages.values()].findLast(
    (message) =>
      (message.user === user || message.user === null) &&
      [`"${actionId}"`, showing, about].every((words) => says(message, words)),
  );
}

/** From the block that says these words to the next line across, behind which another item begins. */
function partAbout(blocks: readonly JsonObject[], words: string | undefined): readonly JsonObject[] {
  if (words === undefined) return blocks;
  const first = blocks.findIndex((block) => says(block, words));
  const next = blocks.findIndex(({ type }, index) => index > first && type === 'divider');
  return first < 0 ? [] : blocks.slice(first, next < 0 ? undefined : next);
}

const isMessage = (effect: Effect): effect is Effect & MessageEffect =>
  effect.kind === 'message.posted' || effect.kind === 'message.updated' || effect.kind === 'message.ephemeral';

const says = (part: unknown, words: string) => JSON.stringify(part).includes(words);

/** The value behind the words of an option, wherever it stands. */
function optionValue(part: unknown, label: string): string | undefined {
  if (Array.isArray(part)) return firstOf(part, label);
  if (!isObject(part)) return undefined;
  const { text, value } = part;
  if (isObject(text) && String(text.text).startsWith(label) && typeof value === 'string') return value;
  return firstOf(Object.values(part), label);
}

function firstOf(parts: readonly unknown[], label: string): string | undefined {
  for (const part of parts) {
    const found = optionValue(part, label);
    if (found !== undefined) return found;
  }
  return undefined;
}

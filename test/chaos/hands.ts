import type { Effect, MessageEffect, ViewEffect } from '../../sandbox/effects.js';
import type { JsonObject } from '../../sandbox/json.js';
import { elementAbout, elementsOf } from './elements.js';
import type { RemoteSlack, Taken } from './remote-slack.js';

/**
 * What people do, as they do it: they press what they see, fill in what opens, and read the answer. Each answers whether
 * the app told them that it is done; without that they know nothing. Rejects where Slack would not let them.
 */
export type Done = 'done' | 'not-told';

const answerWithinMs = 4_000;

type Slack = Pick<RemoteSlack, 'act' | 'home' | 'waitFor' | 'lastEffect' | 'messagesFor'>;

export async function snooze(slack: Slack, user: string, assignmentId: string): Promise<Done> {
  return pressInMessage(slack, user, 'nudges.snooze', assignmentId, /^Snoozed until/);
}

export async function chooseLessOften(slack: Slack, user: string, assignmentId: string): Promise<Done> {
  const isWeekly = (value: string) => value.endsWith(' weekly');
  return pressInMessage(slack, user, 'nudges.more', assignmentId, /^From now on you get at most one/, isWeekly);
}

export async function handInFromReminder(slack: Slack, user: string, assignmentId: string, on: string) {
  return handIn(slack, user, on, async () => {
    const { message, element } = newestShowing(slack, user, 'credentials.passed', assignmentId);
    const { channel, ts } = message;
    return slack.act('press', { user, channel, ts, actionId: 'credentials.passed', blockId: element.blockId });
  });
}

export async function handInFromHome(slack: Slack, user: string, assignmentId: string, on: string): Promise<Done> {
  const home = await openHome(slack, user);
  const element = elementAbout(home?.blocks as JsonObject[] | undefined, 'credentials.passed', assignmentId);
  if (element === undefined) throw new Error(`The Home tab of ${user} does not offer to hand in ${assignmentId}.`);
  return handIn(slack, user, on, () =>
    slack.act('press', { user, actionId: 'credentials.passed', blockId: element.blockId, home: true }),
  );
}

export async function handInByCommand(slack: Slack, user: string, code: string, on: string): Promise<Done> {
  return handIn(slack, user, on, () => slack.act('command', { user, command: '/cert', text: `add ${code}` }));
}

export async function chooseLessOftenAtHome(slack: Slack, user: string): Promise<Done> {
  await openHome(slack, user);
  const after = slack.lastEffect();
  const { acked } = await slack.act('press', { user, actionId: 'people.reminders', value: 'weekly', home: true });
  if (!acked) return 'not-told';
  const shown = await slack.waitFor(
    (effect) => effect.kind === 'home.published' && effect.user === user && saysWeekly(effect.view),
    { after, timeoutMs: answerWithinMs },
  );
  return shown === undefined ? 'not-told' : 'done';
}

/** `/cert assign` or `waive`: reads what would happen and confirms it. */
export const askFor = (slack: Slack, manager: string, text: string): Promise<Done> =>
  confirm(slack, manager, 'assignments.confirm', () => slack.act('command', { user: manager, command: '/cert', text }));

/** `/cert time`: reads who would get it and confirms it. */
export const giveTime = (slack: Slack, manager: string, text: string): Promise<Done> =>
  confirm(slack, manager, 'training-time.give', () => slack.act('command', { user: manager, command: '/cert', text }));

async function confirm(slack: Slack, user: string, actionId: string, ask: () => Promise<Taken>): Promise<Done> {
  const question = await answerShowing(slack, user, actionId, ask);
  if (question === undefined) return 'not-told';
  const { channel, ts } = question;
  return pressAndRead(slack, user, { user, channel, ts, actionId }, /^Done: /);
}

/** Presses a button of a review card that is still there. */
export async function approve(slack: Slack, manager: string, credentialId: string): Promise<Done> {
  return pressInMessage(slack, manager, 'credentials.approve', credentialId, /^Approved: /);
}

/** Presses *Approve* on the card of a reward; the first of two is told so. */
export const approveReward = (slack: Slack, approver: string, grantId: string): Promise<Done> =>
  pressInMessage(slack, approver, 'rewards.approve', grantId, /^(Approved: |You have approved it)/);

/** The same on the Home tab, where the answer comes as a dialog. */
export async function approveRewardAtHome(slack: Slack, approver: string, grantId: string): Promise<Done> {
  await slack.act('close', { user: approver, which: 'all' }).catch(() => undefined);
  const home = await openHomeAnew(slack, approver);
  const element = elementAbout(home?.blocks as JsonObject[] | undefined, 'rewards.approve', grantId);
  if (element === undefined) throw new Error(`The Home tab of ${approver} does not offer to approve ${grantId}.`);
  const press = { user: approver, actionId: 'rewards.approve', blockId: element.blockId, home: true };
  const dialog = await dialogAfter(slack, approver, () => slack.act('press', press));
  return dialog !== undefined && /"(Approved\.|You have approved it\.)/.test(JSON.stringify(dialog.view))
    ? 'done'
    : 'not-told';
}

export async function declineReward(slack: Slack, approver: string, grantId: string): Promise<Done> {
  const values = { why: 'The budget is meant for others.' };
  return pressAndSubmit(slack, approver, 'rewards.decline', grantId, values, 'Declined.');
}

/** How study time went, as the question after it offers to say it. */
export const keepTime = (slack: Slack, user: string, blockId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.kept', blockId, /^Kept: /);
export const keepPart = (slack: Slack, user: string, blockId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.partly', blockId, /^Partly kept: /);
export const loseTime = (slack: Slack, user: string, blockId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.lost', blockId, /^Lost: /, (value) => value.endsWith(' customer'));

/** To the first time that is offered. */
export const moveTime = (slack: Slack, user: string, blockId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.move', blockId, /^Moved: /, isTime);
export const planTime = (slack: Slack, user: string, assignmentId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.plan', assignmentId, /^Planned: /, isTime);

const isTime = (value: string) => !/ (another-time|drop|every-week)$/.test(value);

/** Has weekly study time proposed and asks for it. `onPlan` hears which plan it is. */
export async function askWeekly(
  slack: Slack,
  user: string,
  assignmentId: string,
  onPlan: (planId: string) => void,
): Promise<Done> {
  const actionId = 'training-time.plan';
  const { message, element } = newestShowing(slack, user, actionId, assignmentId);
  const value = element.values.find((one) => one.endsWith(' every-week'));
  if (value === undefined) throw new Error(`${user} is not offered weekly study time.`);
  const { channel, ts } = message;
  const press = { user, channel, ts, actionId, blockId: element.blockId, value };
  const proposal = await answerShowing(slack, user, 'training-time.ask', () => slack.act('press', press));
  if (proposal === undefined) return 'not-told';
  onPlan(elementsOf(proposal.blocks, 'training-time.ask')[0]!.values[0]!.split(' ')[0]!);
  const ask = { user, channel: proposal.channel, ts: proposal.ts, actionId: 'training-time.ask' };
  return pressAndRead(slack, user, ask, /^(Asked for weekly study time|Time is set aside) /);
}

export const agreeWeekly = (slack: Slack, manager: string, planId: string): Promise<Done> =>
  pressInMessage(slack, manager, 'training-time.agree', planId, /^Agreed: /);

export async function offerWeekly(slack: Slack, manager: string, planId: string): Promise<Done> {
  const values = { weekdays: ['3'], from: '15:00', minutes: '60' };
  return pressAndSubmit(slack, manager, 'training-time.offer', planId, values, 'Offered: ');
}

export const takeWeekly = (slack: Slack, user: string, planId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.take', planId, /^Time is set aside /);
export const stopWeekly = (slack: Slack, user: string, planId: string): Promise<Done> =>
  pressInMessage(slack, user, 'training-time.stop', planId, /^No weekly study time /);

/** Presses what opens a dialog, fills it in, and reads what takes its place. */
async function pressAndSubmit(
  slack: Slack,
  user: string,
  actionId: string,
  id: string,
  values: object,
  answer: string,
): Promise<Done> {
  await slack.act('close', { user, which: 'all' }).catch(() => undefined);
  const { message, element } = newestShowing(slack, user, actionId, id);
  const { channel, ts } = message;
  const press = { user, channel, ts, actionId, blockId: element.blockId };
  if ((await dialogAfter(slack, user, () => slack.act('press', press))) === undefined) return 'not-told';
  const { acked, response } = await slack.act('submit', { user, values });
  await slack.act('close', { user, which: 'all' }).catch(() => undefined);
  return acked && JSON.stringify(response ?? {}).includes(answer) ? 'done' : 'not-told';
}

/** The answer to one person alone that shows this element. */
async function answerShowing(slack: Slack, user: string, actionId: string, act: () => Promise<Taken>) {
  const after = slack.lastEffect();
  const { acked } = await act();
  if (!acked) return undefined;
  const isIt = (effect: Effect) => isAnswerTo(user, effect) && elementsOf(effect.blocks, actionId).length > 0;
  const found = await slack.waitFor(isIt, { after, timeoutMs: answerWithinMs });
  return found as (Effect & MessageEffect) | undefined;
}

async function dialogAfter(slack: Slack, user: string, act: () => Promise<Taken>) {
  const after = slack.lastEffect();
  await act();
  const isIt = (effect: Effect) => effect.kind === 'view.opened' && effect.user === user;
  const found = await slack.waitFor(isIt, { after, timeoutMs: answerWithinMs });
  return found as (Effect & ViewEffect) | undefined;
}

async function handIn(slack: Slack, user: string, on: string, open: () => Promise<Taken>): Promise<Done> {
  await slack.act('close', { user, which: 'all' }).catch(() => undefined);
  if ((await dialogAfter(slack, user, open)) === undefined) return 'not-told';
  const { acked, response } = await slack.act('submit', { user, values: { earned: on, number: `N-${user}` } });
  if (!acked) return 'not-told';
  await slack.act('close', { user, which: 'all' }).catch(() => undefined);
  return JSON.stringify(response ?? {}).includes(' is handed in.') ? 'done' : 'not-told';
}

async function pressInMessage(
  slack: Slack,
  user: string,
  actionId: string,
  id: string,
  answer: RegExp,
  isMeant: (value: string) => boolean = () => true,
): Promise<Done> {
  const { message, element } = newestShowing(slack, user, actionId, id);
  const value = element.values.find(isMeant);
  if (value === undefined) throw new Error(`${user} is not offered this by ${actionId}.`);
  const { channel, ts } = message;
  const press = {
    user,
    channel,
    ts,
    actionId,
    blockId: element.blockId,
    ...(element.kind === 'menu' ? { value } : {}),
  };
  return pressAndRead(slack, user, press, answer);
}

async function pressAndRead(slack: Slack, user: string, press: object, answer: RegExp): Promise<Done> {
  const after = slack.lastEffect();
  const { acked } = await slack.act('press', press);
  if (!acked) return 'not-told';
  const said = await slack.waitFor((effect) => isAnswerTo(user, effect) && effect.text !== '', {
    after,
    timeoutMs: answerWithinMs,
  });
  return said !== undefined && isAnswerTo(user, said) && answer.test(said.text) ? 'done' : 'not-told';
}

async function openHome(slack: Slack, user: string): Promise<JsonObject | null> {
  const after = slack.lastEffect();
  await slack.act('home', { user });
  const known = await slack.home(user);
  return known ?? homeAfter(slack, user, after);
}

/** As it is drawn now, not as it was drawn when it was last opened. */
async function openHomeAnew(slack: Slack, user: string): Promise<JsonObject | null> {
  const after = slack.lastEffect();
  await slack.act('home', { user });
  return homeAfter(slack, user, after);
}

async function homeAfter(slack: Slack, user: string, after: number): Promise<JsonObject | null> {
  await slack.waitFor((effect) => effect.kind === 'home.published' && effect.user === user, {
    after,
    timeoutMs: answerWithinMs,
  });
  return slack.home(user);
}

function newestShowing(slack: Slack, user: string, actionId: string, id: string) {
  for (const message of slack.messagesFor(user).toReversed()) {
    const element = elementAbout(message.blocks, actionId, id);
    if (element !== undefined) return { message, element };
  }
  throw new Error(`${user} sees no ${actionId} about ${id}.`);
}

const isAnswerTo = (user: string, effect: Effect): effect is Effect & MessageEffect =>
  effect.kind === 'message.ephemeral' && effect.user === user && effect.by === 'app';

const saysWeekly = (view: JsonObject) =>
  /"initial_option":\{(?:[^{}]|\{[^{}]*\})*"value":"weekly"/.test(JSON.stringify(view));

import type { Effect, MessageEffect } from '../../sandbox/effects.js';
import type { JsonObject } from '../../sandbox/json.js';
import { elementAbout, elementsOf } from './elements.js';
import type { RemoteSlack } from './remote-slack.js';

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
export async function askFor(slack: Slack, manager: string, text: string): Promise<Done> {
  const after = slack.lastEffect();
  const { acked } = await slack.act('command', { user: manager, command: '/cert', text });
  if (!acked) return 'not-told';
  const isQuestion = (effect: Effect) =>
    isAnswerTo(manager, effect) && elementsOf(effect.blocks, 'assignments.confirm').length > 0;
  const question = await slack.waitFor(isQuestion, { after, timeoutMs: answerWithinMs });
  if (question === undefined) return 'not-told';
  const { channel, ts } = question as Effect & MessageEffect;
  const press = { user: manager, channel, ts, actionId: 'assignments.confirm' };
  return pressAndRead(slack, manager, press, /^Done: /);
}

/** Presses a button of a review card that is still there. */
export async function approve(slack: Slack, manager: string, credentialId: string): Promise<Done> {
  return pressInMessage(slack, manager, 'credentials.approve', credentialId, /^Approved: /);
}

async function handIn(slack: Slack, user: string, on: string, open: () => Promise<unknown>): Promise<Done> {
  await slack.act('close', { user, which: 'all' }).catch(() => undefined);
  const after = slack.lastEffect();
  await open();
  const dialog = await slack.waitFor((effect) => effect.kind === 'view.opened' && effect.user === user, {
    after,
    timeoutMs: answerWithinMs,
  });
  if (dialog === undefined) return 'not-told';
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
  const isButton = actionId === 'credentials.approve';
  const press = { user, channel, ts, actionId, blockId: element.blockId, ...(isButton ? {} : { value }) };
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
  if (known !== null) return known;
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

import type { Effect, MessageEffect } from '../../../sandbox/effects.js';
import type { JsonObject } from '../../../sandbox/json.js';
import { dateIn, daysBetween } from '../../../src/shared/dates.js';
import type { Assigned } from '../company.js';
import { elementAbout, elementsOf } from '../elements.js';
import type { Act } from '../evidence.js';
import type { Done } from '../hands.js';
import type { Settings, Stage } from '../scenario.js';
import { nowMs } from '../time.js';

/*
 * What stories of one guard have in common: they are short, and everything falls due at once. Each of them ends well; with its
 * guard taken away it does not (test/mutants/).
 */

export const short = {
  workers: 1,
  messages: 1,
  minutes: 0.01,
  timeScale: 20,
  patienceSeconds: 20,
} as const satisfies Partial<Settings>;

/** As long as anything in such a story may take. */
export const soonMs = 20_000;

export const afterTheCall = 'delivery.ts:post slack.chat.postMessage after';

export const isPosted = (effect: Effect): effect is Effect & MessageEffect => effect.kind === 'message.posted';

/** Somebody was killed where the story says. One in which nobody was, as that point has another name now, would show nothing. */
export async function died(killed: ReturnType<Stage['crew']['killFirstAt']>): Promise<void> {
  if ((await killed) === undefined) throw new Error('Nobody was killed in time: is there such a failpoint?');
}

/** Their reminder, as soon as Slack shows it. */
export async function reminderOf({ slack }: Pick<Stage, 'slack'>, { person, assignment }: Assigned) {
  const isIt = (effect: Effect) =>
    isPosted(effect) && effect.user === person.slackId && JSON.stringify(effect.blocks).includes(assignment._id);
  return shown(await slack.waitFor(isIt, { after: 0, timeoutMs: soonMs }), `a reminder of ${assignment._id}`);
}

/** The card on which somebody is asked to approve. */
export async function cardFor({ slack }: Pick<Stage, 'slack'>, user: string) {
  const isIt = (effect: Effect) => isPosted(effect) && effect.user === user && approvalsIn(effect.blocks).length > 0;
  const card = shown(await slack.waitFor(isIt, { after: 0, timeoutMs: soonMs }), `a card for ${user}`);
  return approvalsIn(card.blocks)[0]!.values[0]!.split(' ')[0]!;
}

/** The card that asks to approve this reward, and whom. */
export async function rewardCard({ slack }: Pick<Stage, 'slack'>, grantId: string) {
  const isIt = (effect: Effect) =>
    isPosted(effect) && elementAbout(effect.blocks, 'rewards.approve', grantId) !== undefined;
  const found = await slack.waitFor(isIt, { after: 0, timeoutMs: soonMs });
  const message = shown(found, `a card about ${grantId}`);
  return { user: message.user!, message };
}

const approvalsIn = (blocks: readonly JsonObject[] | null) => elementsOf(blocks, 'credentials.approve');

function shown(effect: Effect | undefined, what: string): Effect & MessageEffect {
  if (effect === undefined || !isPosted(effect)) throw new Error(`Nobody was shown ${what}.`);
  return effect;
}

export const managerOf = ({ company }: Pick<Stage, 'company'>, { person }: Assigned): string =>
  company.people.find(({ _id }) => _id === person.managerId)!.slackId!;

export const todayOf = ({ person, dueMs }: Assigned) => dateIn(new Date(dueMs), person.zone);

export const daysLeftOf = (assigned: Assigned) => daysBetween(todayOf(assigned), assigned.assignment.dueOn);

/** Somebody does something, once; it is noted whether they were told that it is done. */
export async function does(
  { note }: Pick<Stage, 'note'>,
  about: Pick<Act, 'what' | 'user' | 'assignmentId' | 'about'>,
  attempt: () => Promise<Done>,
): Promise<Done> {
  const atMs = nowMs();
  const done = await attempt().catch((): Done => 'not-told');
  note({ kind: 'act', ...about, acked: done === 'done', atMs, untilMs: nowMs() });
  return done;
}

import type { Effect } from '../../sandbox/effects.js';
import { createActing } from './acting.js';
import { elementAbout } from './elements.js';
import type { Act } from './evidence.js';
import type { Done } from './hands.js';
import {
  agreeWeekly,
  askWeekly,
  giveTime,
  keepPart,
  keepTime,
  loseTime,
  moveTime,
  offerWeekly,
  planTime,
  stopWeekly,
  takeWeekly,
} from './hands.js';
import type { Stage } from './scenario.js';
import type { Sitting } from './students.js';
import { sleep, sleepUntil } from './time.js';

/** What a person wants whose reminder has come, and what becomes of it. */
const wishes = ['weekly-agreed', 'by-hand', 'weekly-offered', 'weekly-stopped'] as const;
export type Wish = Readonly<{ slackId: string; assignmentId: string; wants: (typeof wishes)[number] }>;

const everyNth = 6;
/** Sooner there is no time for a weekly series. */
const leastDaysLeft = 7;
const lookMs = 1_000;
const momentMs = { from: 200, to: 2_000 };

/** Some of those who do nothing else, in turn, so that each wish is met whatever the seed. */
export function wishesOf(
  assigned: Stage['assigned'],
  busy: ReadonlySet<string>,
  daysLeftOf: (one: Stage['assigned'][number]) => number,
): Wish[] {
  const firstOfEach = [...new Map(assigned.toReversed().map((one) => [one.person._id, one])).values()].reverse();
  const idle = firstOfEach.filter((one) => !busy.has(one.person._id) && daysLeftOf(one) > leastDaysLeft);
  return idle
    .filter((_, index) => index % everyNth === 0)
    .map(({ person, assignment }, index) => ({
      slackId: person.slackId!,
      assignmentId: assignment._id,
      wants: wishes[index % wishes.length]!,
    }));
}

/** Lets people plan study time and say what became of it, and managers answer; ends when all have done, or when it is over. */
export async function letPeopleStudy(
  { slack, company, sittings, note, signal, random }: Stage,
  wishes: readonly Wish[],
  isOver: () => boolean,
): Promise<void> {
  const { act } = createActing({ note, signal }, isOver);
  const moments = random('study time');
  const aMoment = () => sleep(moments.between(momentMs.from, momentMs.to), signal);
  const managerOf = (slackId: string) => {
    const person = company.people.find((one) => one.slackId === slackId);
    return company.people.find(({ _id }) => _id === person?.managerId)?.slackId ?? slackId;
  };

  /** Once somebody is shown this button or menu about this; false when that does not come in time. */
  async function isShown(user: string, actionId: string, id: string): Promise<boolean> {
    const isIt = (effect: Effect) =>
      (effect.kind === 'message.posted' || effect.kind === 'message.updated') &&
      effect.user === user &&
      elementAbout(effect.blocks, actionId, id) !== undefined;
    let found: Effect | undefined;
    while (found === undefined && !isOver()) found = await slack.waitFor(isIt, { after: 0, timeoutMs: lookMs });
    await aMoment();
    return found !== undefined;
  }

  async function sit({ person, assignment, block, saysMs, does }: Sitting): Promise<void> {
    const user = person.slackId!;
    const answer = answers[does];
    if (answer === undefined) return does === 'recall' ? giveTimeTo(user, assignment, saysMs) : undefined;
    if (!(await isShown(user, 'training-time.kept', block._id))) return;
    const about = { what: does as Act['what'], user, assignmentId: assignment._id, about: block._id };
    await act(about, () => answer(slack, user, block._id));
  }

  /** The manager, besides: an hour each week. */
  async function giveTimeTo(user: string, { _id, certificationId }: Sitting['assignment'], atMs: number) {
    await sleepUntil(atMs, signal);
    const manager = managerOf(user);
    const text = `time <@${user}> wednesday 14:00-15:00 for ${certificationId}`;
    await act({ what: 'give-time', user: manager, assignmentId: _id }, () => giveTime(slack, manager, text));
  }

  async function wish({ slackId: user, assignmentId, wants }: Wish): Promise<void> {
    if (!(await isShown(user, 'training-time.plan', assignmentId))) return;
    if (wants === 'by-hand') {
      await act({ what: 'plan-time', user, assignmentId }, () => planTime(slack, user, assignmentId));
      return;
    }
    const manager = managerOf(user);
    const plan = await proposalOf(user, assignmentId);
    if (plan === undefined || !(await isShown(manager, 'training-time.agree', plan))) return;
    const about = { assignmentId, about: plan };
    if (wants === 'weekly-offered') {
      await act({ what: 'offer-weekly', user: manager, ...about }, () => offerWeekly(slack, manager, plan));
      if (!(await isShown(user, 'training-time.take', plan))) return;
      await act({ what: 'take-weekly', user, ...about }, () => takeWeekly(slack, user, plan));
      return;
    }
    await act({ what: 'agree-weekly', user: manager, ...about }, () => agreeWeekly(slack, manager, plan));
    if (wants !== 'weekly-stopped' || !(await isShown(user, 'training-time.stop', plan))) return;
    await act({ what: 'stop-weekly', user, ...about }, () => stopWeekly(slack, user, plan));
  }

  /** Asked for until somebody answers: otherwise nothing follows. */
  async function proposalOf(user: string, assignmentId: string): Promise<string | undefined> {
    let plan: string | undefined;
    for (let done: Done | undefined = 'not-told'; done === 'not-told' && !isOver(); ) {
      const about = { what: 'ask-weekly' as const, user, assignmentId };
      done = await act(about, () =>
        askWeekly(slack, user, assignmentId, (id) => {
          plan = id;
        }),
      );
    }
    return plan;
  }

  await Promise.all([...sittings.map(sit), ...wishes.map(wish)]);
}

const answers: Readonly<Partial<Record<Sitting['does'], typeof keepTime>>> = {
  'keep-time': keepTime,
  'keep-part': keepPart,
  'lose-time': loseTime,
  'move-time': moveTime,
};

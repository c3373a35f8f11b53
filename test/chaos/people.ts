import type { Effect } from '../../sandbox/effects.js';
import { addDays, dateIn } from '../../src/shared/dates.js';
import { createActing } from './acting.js';
import type { Assigned } from './company.js';
import { elementsOf } from './elements.js';
import type { Act } from './evidence.js';
import type { Done } from './hands.js';
import {
  approve,
  askFor,
  chooseLessOften,
  chooseLessOftenAtHome,
  handInByCommand,
  handInFromHome,
  handInFromReminder,
  snooze,
} from './hands.js';
import type { Random } from './random.js';
import type { Stage } from './scenario.js';
import { nowMs, sleep, sleepUntil } from './time.js';

/** What somebody will do, and when: soon before their reminder falls due, or after it came. */
export type Intention = Readonly<{
  assigned: Assigned;
  what: Extract<Act['what'], 'snooze' | 'hand-in' | 'waive' | 'less-often' | 'leave'>;
  when: 'before' | 'after';
  /** Before it falls due, or after it was seen. */
  ms: number;
  how: 'reminder' | 'home' | 'command';
}>;

/** A manager asks a colleague to earn something. */
export type Asking = Readonly<{ atMs: number; colleague: number; certification: number }>;

export type Intentions = Readonly<{ own: readonly Intention[]; askings: readonly Asking[] }>;

type Credential = Readonly<{ _id: string; personId: string; certificationId: string }>;

const shareOfActors = 0.2;

/** What people will do, each at most one thing; the same for the same seed. */
export function intentionsOf(
  { assigned, company, fromMs, untilMs }: Pick<Stage, 'assigned' | 'company' | 'fromMs' | 'untilMs'>,
  random: Random,
): Intentions {
  const firstOfEach = [...new Map(assigned.toReversed().map((one) => [one.person._id, one])).values()].reverse();
  const own = firstOfEach.flatMap((one): Intention[] => {
    const acts = random.happens(shareOfActors);
    const after = random.between(200, 3_000);
    const before = random.between(1_000, 5_000);
    const kind = random.below(kinds.length);
    return acts ? [{ assigned: one, ...kinds[kind]!, ms: kinds[kind]!.when === 'before' ? before : after }] : [];
  });
  const askings = company.free.map((_, colleague) => ({
    atMs: random.between(fromMs, untilMs),
    colleague,
    certification: random.below(company.certifications.length),
  }));
  return { own, askings };
}

const kinds: readonly Pick<Intention, 'what' | 'when' | 'how'>[] = [
  { what: 'snooze', when: 'after', how: 'reminder' },
  { what: 'snooze', when: 'after', how: 'reminder' },
  { what: 'snooze', when: 'after', how: 'reminder' },
  { what: 'hand-in', when: 'after', how: 'reminder' },
  { what: 'hand-in', when: 'after', how: 'reminder' },
  { what: 'hand-in', when: 'after', how: 'home' },
  { what: 'hand-in', when: 'before', how: 'home' },
  { what: 'hand-in', when: 'before', how: 'command' },
  { what: 'less-often', when: 'after', how: 'reminder' },
  { what: 'less-often', when: 'before', how: 'home' },
  { what: 'waive', when: 'after', how: 'command' },
  { what: 'waive', when: 'before', how: 'command' },
  { what: 'leave', when: 'before', how: 'command' },
];

/** Lets people do what they intend, and managers approve what is handed in, until `untilMs`; ends when all have done. */
export async function letPeopleAct(stage: Stage, intentions: Intentions): Promise<void> {
  const { slack, company, db, signal, untilMs } = stage;
  const { act: actAs } = createActing(stage, () => signal.aborted || nowMs() > untilMs);

  async function carryOut(intention: Intention): Promise<void> {
    const { assigned, what, when, ms } = intention;
    const { person, assignment, dueMs } = assigned;
    const user = person.slackId!;
    if (when === 'before') await sleepUntil(dueMs - ms, signal);
    else if (!(await hasSeen(user, assignment._id))) return;
    else await sleep(ms, signal);
    if (nowMs() > untilMs || signal.aborted) return;
    const manager = company.people.find(({ _id }) => _id === person.managerId)?.slackId ?? user;
    const actor = what === 'waive' ? manager : user;
    const isAboutPerson = what === 'less-often' || what === 'leave';
    const about = { what, user: actor, assignmentId: isAboutPerson ? null : assignment._id };
    await actAs(about, () => act(intention, user, actor));
  }

  function act({ assigned, what, how }: Intention, user: string, actor: string): Promise<Done> {
    const { person, assignment, certification } = assigned;
    const today = dateIn(new Date(assigned.dueMs), person.zone);
    const id = assignment._id;
    switch (what) {
      case 'snooze':
        return snooze(slack, user, id);
      case 'less-often':
        return how === 'home' ? chooseLessOftenAtHome(slack, user) : chooseLessOften(slack, user, id);
      case 'waive':
        return askFor(slack, actor, `waive <@${user}> ${certification._id} because of another role`);
      case 'hand-in':
        if (how === 'home') return handInFromHome(slack, user, id, today);
        if (how === 'command') return handInByCommand(slack, user, certification._id, today);
        return handInFromReminder(slack, user, id, today);
      case 'leave':
        // Slack knows at once; whether the app has heard of it is another question.
        return slack.act('leave', { user }).then((taken) => (taken.acked ? 'done' : 'not-told'));
    }
  }

  async function hasSeen(user: string, assignmentId: string): Promise<boolean> {
    const isReminder = (effect: Effect) =>
      effect.kind === 'message.posted' && effect.user === user && JSON.stringify(effect.blocks).includes(assignmentId);
    return (await slack.waitFor(isReminder, { after: 0, timeoutMs: Math.max(1, untilMs - nowMs()) })) !== undefined;
  }

  async function ask({ atMs, colleague, certification }: Asking): Promise<void> {
    await sleepUntil(atMs, signal);
    if (signal.aborted) return;
    const person = company.free[colleague]!;
    const manager = company.people.find(({ _id }) => _id === person.managerId)!.slackId!;
    const code = company.certifications[certification]!._id;
    const by = addDays(dateIn(new Date(atMs), person.zone), 40);
    const text = `assign <@${person.slackId}> ${code} by ${by} because the new hall needs it`;
    const about = { what: 'assign' as const, user: manager, assignmentId: null };
    await actAs(about, () => askFor(slack, manager, text));
  }

  /** Managers approve what they are shown, after a moment. */
  async function review(random: Random): Promise<void> {
    const managers = new Set(company.managers.map(({ slackId }) => slackId!));
    const reviews: Promise<void>[] = [];
    for (let after = 0; nowMs() < untilMs && !signal.aborted; ) {
      const isCard = (effect: Effect) =>
        effect.kind === 'message.posted' &&
        managers.has(effect.user ?? '') &&
        elementsOf(effect.blocks, 'credentials.approve').length > 0;
      const card = await slack.waitFor(isCard, { after, timeoutMs: 1_000 });
      if (card?.kind !== 'message.posted') continue;
      after = card.n;
      for (const { values } of elementsOf(card.blocks, 'credentials.approve'))
        reviews.push(decide(card.user!, values[0]!.split(' ')[0]!, random.between(200, 2_500)));
    }
    await Promise.all(reviews);
  }

  /** Asked again while the database is away. */
  async function credentialOf(_id: string): Promise<Credential | null> {
    while (!signal.aborted) {
      try {
        return await db.collection<Credential>('credentials').findOne({ _id });
      } catch {
        await sleep(100, signal);
      }
    }
    return null;
  }

  async function decide(manager: string, credentialId: string, afterMs: number): Promise<void> {
    await sleep(afterMs, signal);
    const credential = await credentialOf(credentialId);
    if (credential === null) return;
    const { personId, certificationId } = credential;
    const assignmentId =
      stage.assigned.find(({ assignment: one }) => one.personId === personId && one.certificationId === certificationId)
        ?.assignment._id ?? null;
    const about = { what: 'approve' as const, user: manager, assignmentId };
    await actAs(about, () => approve(slack, manager, credentialId));
  }

  await Promise.all([...intentions.own.map(carryOut), ...intentions.askings.map(ask), review(stage.random('reviews'))]);
}

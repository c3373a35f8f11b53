import { z } from 'zod';
import type { FormErrors, FormHandler, PressHandler } from '../../../platform/slack/edge.js';
import type { FormValues } from '../../../platform/slack/forms.js';
import { listOf, textOf } from '../../../platform/slack/forms.js';
import type { MessageContent } from '../../../shared/block-limits.js';
import { TimeOfDay } from '../../../shared/dates.js';
import { AssignmentId, StudyPlanId } from '../../../shared/ids.js';
import type { Seen } from '../../../shared/seen.js';
import { readSeen } from '../../../shared/seen.js';
import type { Person } from '../../people/index.js';
import type { PlanActions, PlanAnswer } from './actions.js';
import type { PlanRefusal } from './messages.js';
import {
  agreePressed,
  askPressed,
  askSent,
  changePressed,
  offerPressed,
  offerSent,
  ownPlan,
  planAnswered,
  planCard,
  planRefusals,
  planRefused,
  stopPressed,
  takePressed,
  weeklyDialog,
  weeklyLengths,
  weeklyPressed,
} from './messages.js';
import type { WeeklyWish } from './rules.js';
import { Weekdays } from './study-plan.js';
import type { PlanViews } from './views.js';

type Deps = Readonly<{
  planActions: PlanActions;
  views: PlanViews;
  people: { whoIs(slackId: string): Promise<Person | null> };
}>;

const Length = z.enum(weeklyLengths);

/** The edge of weekly study time: what a person and their manager press, and the dialog for any other time. */
export function createPlanEdges({ planActions, views, people }: Deps) {
  type Answer = Awaited<ReturnType<PressHandler>>;

  const seen =
    (answer: (person: Person, seen: Seen<StudyPlanId>) => Promise<Answer>): PressHandler =>
    async ({ slackUserId, value }) => {
      const person = await people.whoIs(slackUserId);
      if (person === null) return planRefused('not-yours');
      const read = readSeen(StudyPlanId, value);
      return read === undefined ? planRefused('not-known') : answer(person, read);
    };

  async function toPerson(answer: PlanAnswer): Promise<MessageContent> {
    if (answer.kind === 'refused') return planRefused(answer.refusal);
    return ownPlan(await views.own(answer.plan, answer.subject), answer.kind === 'stands' ? 'stands' : 'as-wished');
  }

  async function toManager(answer: PlanAnswer, manager: Person): Promise<MessageContent> {
    if (answer.kind === 'refused') return planRefused(answer.refusal);
    const card = await views.card(answer.plan, answer.subject, manager, 'asked');
    return answer.kind === 'stands' ? planCard(card, 'stands') : planAnswered(card);
  }

  /** The weekly study time of somebody's own assignment. */
  const open = async (person: Person, seen: Readonly<{ id: AssignmentId; version: number }>) =>
    toPerson(await planActions.open(person, seen));

  /** What is answered takes the place of what was pressed, so that it cannot be pressed again. */
  const instead = async (words: Promise<MessageContent>) => ({ instead: await words });

  const presses: Readonly<Record<string, PressHandler>> = {
    async [weeklyPressed]({ slackUserId, value }) {
      const person = await people.whoIs(slackUserId);
      if (person === null) return planRefused('not-yours');
      const read = readSeen(AssignmentId, value);
      return read === undefined ? planRefused('not-known') : open(person, read);
    },
    [askPressed]: seen(async (person, plan) => instead(toPerson(await planActions.ask(person, plan)))),
    [takePressed]: seen(async (person, plan) => instead(toPerson(await planActions.take(person, plan)))),
    [stopPressed]: seen(async (person, plan) => instead(toPerson(await planActions.stop(person, plan)))),
    [changePressed]: seen(async (person, plan) => {
      const found = await planActions.own(person, plan.id);
      if ('kind' in found) return planRefused(found.refusal);
      return dialogFor('person', found, plan);
    }),
    [agreePressed]: seen(async (manager, plan) => toManager(await planActions.agree(manager, plan), manager)),
    [offerPressed]: seen(async (manager, plan) => {
      const begun = await planActions.beginOffer(manager, plan);
      return 'kind' in begun ? toManager(begun, manager) : dialogFor('manager', begun, plan);
    }),
  };

  const form =
    (answer: (person: Person, seen: Seen<StudyPlanId>, wish: WeeklyWish) => Promise<MessageContent | FormErrors>) =>
    async ({ slackUserId, subject, values }: Parameters<FormHandler>[0]) => {
      const person = await people.whoIs(slackUserId);
      if (person === null) return planRefused('not-yours');
      const read = readSeen(StudyPlanId, subject);
      if (read === undefined) return planRefused('not-known');
      const wish = readWish(values);
      return 'errors' in wish ? wish : answer(person, read, wish);
    };

  const forms: Readonly<Record<string, FormHandler>> = {
    [askSent]: form(async (person, plan, wish) => {
      const answer = await planActions.ask(person, plan, wish);
      return errorsOf(answer) ?? toPerson(answer);
    }),
    [offerSent]: form(async (manager, plan, wish) => {
      const answer = await planActions.offer(manager, plan, wish);
      return errorsOf(answer) ?? toManager(answer, manager);
    }),
  };

  return { presses, forms, open };
}

/** The version that was seen goes on into the dialog, so that what changes meanwhile is noticed there. */
const dialogFor = (
  who: 'person' | 'manager',
  { plan, subject }: Extract<Awaited<ReturnType<PlanActions['own']>>, { plan: unknown }>,
  { version }: Seen<StudyPlanId>,
) =>
  weeklyDialog({
    who,
    seen: { id: plan._id, version },
    name: subject.certification.name,
    wish: plan.instead ?? plan.series,
    zone: plan.series.zone,
  });

/** Which field is to be changed; undefined when no other answer would help. */
function errorsOf(answer: PlanAnswer): FormErrors | undefined {
  const field = answer.kind === 'refused' ? fieldOf[answer.refusal] : undefined;
  return answer.kind === 'refused' && field !== undefined
    ? { errors: { [field]: planRefusals[answer.refusal] } }
    : undefined;
}

const fieldOf: Readonly<Partial<Record<PlanRefusal, 'weekdays' | 'from' | 'minutes'>>> = {
  'too-short': 'minutes',
  'too-long': 'minutes',
  'too-much': 'minutes',
  'more-than-needed': 'minutes',
  'day-not-allowed': 'weekdays',
  'hours-not-allowed': 'from',
  'outside-hours': 'from',
  meeting: 'from',
  taken: 'from',
};

function readWish(values: FormValues): WeeklyWish | FormErrors {
  const weekdays = Weekdays.safeParse([...new Set(listOf(values, 'weekdays').map(Number))].toSorted());
  if (!weekdays.success) return { errors: { weekdays: 'Please pick at least one day.' } };
  const from = TimeOfDay.safeParse(textOf(values, 'from'));
  if (!from.success) return { errors: { from: 'Please pick a time of day.' } };
  const minutes = Length.safeParse(textOf(values, 'minutes'));
  if (!minutes.success) return { errors: { minutes: 'Please pick one of the lengths.' } };
  return { weekdays: weekdays.data, from: from.data, minutes: Number(minutes.data) };
}

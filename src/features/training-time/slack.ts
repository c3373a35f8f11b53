import { z } from 'zod';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { FormValues } from '../../platform/slack/forms.js';
import { textOf } from '../../platform/slack/forms.js';
import type { MessageContent } from '../../shared/block-limits.js';
import { CalendarDate, clockTime, dateIn, instantAt, TimeOfDay } from '../../shared/dates.js';
import { AssignmentId, TrainingBlockId } from '../../shared/ids.js';
import { readSeen, writeSeen } from '../../shared/seen.js';
import type { Person } from '../people/index.js';
import type { Actions, Wish } from './actions.js';
import type { Subject, TrainingTimeDeps } from './deps.js';
import type { InCalendar, Length, Refusal } from './messages.js';
import {
  answered,
  keptPressed,
  lengths,
  lostPressed,
  partlyPressed,
  planAt,
  planAtSent,
  planned,
  refusals,
  refused,
  stands,
} from './messages.js';
import type { Offers } from './offers.js';
import type { Offer } from './parts.js';
import { anotherTime, dropIt, everyWeek, movePressed, planPressed } from './parts.js';
import { blockMinutes } from './rules.js';
import { readStamp } from './times.js';
import type { Reply } from './training-block.js';
import { LostTo } from './training-block.js';

type Outcome = Awaited<ReturnType<Actions['plan' | 'move' | 'answer']>>;
type Wished = Readonly<{ date: CalendarDate; time: TimeOfDay; minutes: number }>;

const LengthText = z.enum(lengths);

/** The edge of study time: what is pressed, and the dialog for any other time. */
export function createEdges({
  actions,
  offers,
  people,
  clock,
  inCalendar,
  openWeekly,
}: Pick<TrainingTimeDeps, 'people' | 'clock'> & {
  actions: Actions;
  offers: Offers;
  /** The weekly study time of somebody's own assignment. */
  openWeekly(person: Person, seen: Readonly<{ id: AssignmentId; version: number }>): Promise<MessageContent>;
  /** How this person's calendar hears of what they plan. */
  inCalendar(person: Person): Promise<InCalendar>;
}) {
  const forPerson =
    (answer: (person: Person, value: string | undefined) => ReturnType<PressHandler>): PressHandler =>
    async ({ slackUserId, value }) => {
      const person = await people.whoIs(slackUserId);
      return person === null ? refused('not-yours') : answer(person, value);
    };

  /** How study time went; undefined for what no button of ours says. */
  const replied = (replyOf: (choice: string) => Reply | undefined): PressHandler =>
    forPerson(async (person, value) => {
      const seen = readSeen(TrainingBlockId, value);
      const reply = seen && replyOf(seen.choice);
      if (seen === undefined || reply === undefined) return refused('not-known');
      return answerTo(await actions.answer(person, seen, reply), person);
    });

  const presses: Readonly<Record<string, PressHandler>> = {
    [planPressed]: forPerson(async (person, value) => {
      const seen = readSeen(AssignmentId, value);
      if (seen === undefined) return refused('not-known');
      if (seen.choice === everyWeek) return openWeekly(person, seen);
      if (seen.choice === anotherTime) {
        const subject = await actions.subjectOf(person, seen.id);
        if ('kind' in subject) return refused(subject.refusal);
        return dialogFor(subject, await offers.toPlan(subject, clock.now()));
      }
      const startsAt = readStamp(seen.choice);
      if (startsAt === undefined) return refused('not-known');
      return answerTo(await actions.plan(person, seen.id, { from: 'offer', startsAt }), person);
    }),

    [movePressed]: forPerson(async (person, value) => {
      const seen = readSeen(TrainingBlockId, value);
      if (seen === undefined) return refused('not-known');
      if (seen.choice === dropIt)
        return answerTo(await actions.answer(person, seen, { kind: 'dropped', to: null }), person);
      if (seen.choice === anotherTime || seen.choice === everyWeek) {
        const own = await actions.ownBlock(person, seen.id);
        if ('kind' in own) return refused(own.refusal);
        const { _id: id, version } = own.subject.assignment;
        if (seen.choice === everyWeek) return openWeekly(person, { id, version });
        // The version that was seen goes on into the dialog, so that what changes meanwhile is noticed there.
        return dialogFor(own.subject, {
          ...(await offers.toMove(own.block, own.subject, clock.now())),
          version: seen.version,
        });
      }
      const startsAt = readStamp(seen.choice);
      if (startsAt === undefined) return refused('not-known');
      return answerTo(await actions.move(person, seen, { from: 'offer', startsAt }), person);
    }),

    [keptPressed]: replied(() => ({ kind: 'kept', to: null })),
    [partlyPressed]: replied(() => ({ kind: 'partly', to: null })),
    [lostPressed]: replied((choice) => {
      const to = LostTo.safeParse(choice);
      return to.success ? { kind: 'lost', to: to.data } : undefined;
    }),
  };

  const forms: Readonly<Record<string, FormHandler>> = {
    [planAtSent]: async ({ slackUserId, subject, values }) => {
      const person = await people.whoIs(slackUserId);
      if (person === null) return refused('not-yours');
      const wished = readWished(values);
      if ('errors' in wished) return wished;
      const wish: Wish = {
        from: 'dialog',
        startsAt: instantAt(wished.date, wished.time, person.zone),
        minutes: wished.minutes,
      };
      const outcome = await arrange(person, subject, wish);
      const field = outcome.kind === 'refused' ? fieldOf(outcome.refusal, wished, person) : undefined;
      if (outcome.kind === 'refused' && field !== undefined) return { errors: { [field]: refusals[outcome.refusal] } };
      return answerTo(outcome, person);
    },
  };

  /** The dialog says what it is about; anybody may forge that, so the actions decide anew. */
  async function arrange(person: Person, subject: string, wish: Wish): Promise<Outcome> {
    const block = readSeen(TrainingBlockId, subject);
    if (block !== undefined) return actions.move(person, block, wish);
    const assignment = readSeen(AssignmentId, subject);
    if (assignment !== undefined) return actions.plan(person, assignment.id, wish);
    return { kind: 'refused', refusal: 'not-known' };
  }

  /** Which field is to be changed; undefined when no other answer would help. */
  function fieldOf(refusal: Refusal, { date }: Wished, { zone }: Person): string | undefined {
    if (refusal === 'too-far' || refusal === 'away') return 'date';
    if (refusal === 'past') return date < dateIn(clock.now(), zone) ? 'date' : 'time';
    return refusal === 'taken' || refusal === 'meeting' ? 'time' : undefined;
  }

  async function answerTo(outcome: Outcome, person: Person): Promise<MessageContent> {
    const { zone } = person;
    switch (outcome.kind) {
      case 'planned':
      case 'moved':
        return planned({ ...outcome, how: outcome.kind, zone, inCalendar: await inCalendar(person) });
      case 'answered':
        return answered({ ...outcome, zone });
      case 'stands':
        return stands({ name: outcome.name, span: outcome.block, state: outcome.block.state, zone });
      case 'refused':
        return refused(outcome.refusal);
    }
  }

  return { presses, forms };
}

/** The dialog for any other time, which begins with the first one that is offered. */
function dialogFor({ certification, person }: Subject, offer: Offer<string>) {
  const { zone } = person;
  const first = offer.slots[0]?.startsAt ?? offer.now;
  return planAt({
    subject: writeSeen(offer.id, offer.version),
    name: certification.name,
    date: dateIn(first, zone),
    time: clockTime(first, zone),
    zone,
    minutes: String(blockMinutes(certification.studyHours)) as Length,
  });
}

function readWished(values: FormValues): Wished | { errors: Record<string, string> } {
  const date = CalendarDate.safeParse(textOf(values, 'date'));
  if (!date.success) return { errors: { date: 'Please pick a day.' } };
  const time = TimeOfDay.safeParse(textOf(values, 'time'));
  if (!time.success) return { errors: { time: 'Please pick a time of day.' } };
  const minutes = LengthText.safeParse(textOf(values, 'minutes'));
  if (!minutes.success) return { errors: { minutes: 'Please pick one of the lengths.' } };
  return { date: date.data, time: time.data, minutes: Number(minutes.data) };
}

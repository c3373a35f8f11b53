import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import type { ActionId, Drawn } from '../../../shared/blocks.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  CheckboxesInput,
  Context,
  Modal,
  message,
  modal,
  paragraph,
  Section,
  SelectInput,
  Text,
  TimeInput,
} from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { shortDate } from '../../../shared/dates.js';
import type { AssignmentId, StudyPlanId } from '../../../shared/ids.js';
import type { ReviewStage } from '../../../shared/review.js';
import { writeSeen } from '../../../shared/seen.js';
import type { PlainText } from '../../../shared/text.js';
import { plain } from '../../../shared/text.js';
import type { InCalendar } from '../messages.js';
import { calendarSentences } from '../messages.js';
import { hoursWords } from '../times.js';
import type { PlanHindrance, WeeklyWish } from './rules.js';
import type { StudyPlan, WeeklySeries } from './study-plan.js';
import { dayWord, seriesWords, weeklyWords } from './words.js';

export const askPressed = actionId('training-time.ask');
export const changePressed = actionId('training-time.change');
export const takePressed = actionId('training-time.take');
export const stopPressed = actionId('training-time.stop');
export const agreePressed = actionId('training-time.agree');
export const offerPressed = actionId('training-time.offer');
export const askSent = actionId('training-time.ask-at');
export const offerSent = actionId('training-time.offer-at');
/** Opens the weekly study time of an assignment: proposed, or as it stands. */
export const weeklyPressed = actionId('training-time.weekly');

type SeenPlan = Readonly<{ id: StudyPlanId; version: number }>;

/** A plan as its person sees it. */
export type OwnPlan = Readonly<{
  seen: SeenPlan;
  assignment: Readonly<{ id: AssignmentId; version: number }>;
  name: string;
  state: StudyPlan['state'];
  series: WeeklySeries;
  /** How often it takes place. */
  times: number;
  instead: WeeklySeries | null;
  dueOn: CalendarDate;
  /** What is still to be studied without it. */
  neededMinutes: number;
  inCalendar: InCalendar;
  /** Who answered, or whom it is or would be asked of; undefined where the policy agrees. */
  manager: string | undefined;
}>;

/** How the weekly study time of one certification stands, and what its person can do next. */
export const ownPlan = (plan: OwnPlan, how: 'as-wished' | 'stands' = 'as-wished'): MessageContent =>
  message(
    <Blocks>
      {how === 'stands' && <Section>This has changed since the message was sent, so nothing was done.</Section>}
      {ownBlocks(plan)}
    </Blocks>,
    { text: plain`${headlines[plan.state]} for ${plan.name}` },
  );

const headlines: Readonly<Record<StudyPlan['state'], string>> = {
  proposed: 'Weekly study time',
  asked: 'Asked for weekly study time',
  declined: 'Another weekly study time is offered',
  agreed: 'Time is set aside for you to study',
  ended: 'No weekly study time',
  unanswered: 'Nobody has answered in time about weekly study time',
};

function ownBlocks(plan: OwnPlan) {
  switch (plan.state) {
    case 'proposed':
      return [
        <Section>
          Time to study for {nameOf(plan)}:
          <Br />
          <B>{seriesWords(plan.series)}</B>: {hoursWords(minutesOf(plan))} in all.
          {missing(plan)}
        </Section>,
        <Context>
          {plan.manager === undefined
            ? 'Your company’s policy agrees to it, so nobody has to be asked.'
            : [<Text of={plan.manager} max={100} />, ' is asked to agree. Nobody hears of it before you ask.']}
        </Context>,
        <Actions>
          <Button actionId={askPressed} value={value(plan)} style="primary">
            {plan.manager === undefined ? 'Plan it' : 'Ask for it'}
          </Button>
          <Button actionId={changePressed} value={value(plan)}>
            Change
          </Button>
          <Button actionId={stopPressed} value={value(plan)}>
            Not now
          </Button>
        </Actions>,
      ];
    case 'asked':
      return [
        <Section>
          Asked {managerOf(plan)} for time to study for {nameOf(plan)}: {seriesWords(plan.series)}. You hear from Laurel
          as soon as there is an answer.
        </Section>,
        <Actions>
          <Button actionId={changePressed} value={value(plan)}>
            Change
          </Button>
          <Button actionId={stopPressed} value={value(plan)}>
            Take it back
          </Button>
        </Actions>,
      ];
    case 'declined':
      return [
        <Section>
          {managerOf(plan)} cannot give you {weeklyWords(plan.series)}, to study for {nameOf(plan)}, but offers another
          time:
          <Br />
          <B>{seriesWords(plan.instead ?? plan.series)}</B>
        </Section>,
        <Actions>
          <Button actionId={takePressed} value={value(plan)} style="primary">
            Take it
          </Button>
          <Button actionId={changePressed} value={value(plan)}>
            Ask for a third
          </Button>
          <Button actionId={stopPressed} value={value(plan)}>
            Not now
          </Button>
        </Actions>,
      ];
    case 'agreed':
      return [
        <Section>
          {plan.manager === undefined ? 'Time is set aside' : [managerOf(plan), ' sets time aside']} for you to study
          for {nameOf(plan)}.
          <Br />
          <B>{seriesWords(plan.series)}</B>: {hoursWords(minutesOf(plan))} in all.
        </Section>,
        <Context>
          Laurel says a word ten minutes before each, and is quiet while you study. Single times can be moved from
          there.{calendarSentences[plan.inCalendar].planned}
        </Context>,
        <Actions>
          <Button
            actionId={stopPressed}
            value={value(plan)}
            confirm={{
              title: 'Give it up?',
              text: 'All times that are still to come are dropped.',
              confirm: 'Give it up',
              deny: 'Keep it',
            }}
          >
            Give it up
          </Button>
        </Actions>,
      ];
    case 'ended':
      return [
        <Section>
          No weekly study time is planned for {nameOf(plan)}. Whenever you want some, your reminders and your Home tab
          offer it.
        </Section>,
      ];
    case 'unanswered':
      return [
        <Section>
          Nobody has answered in time about your study time for {nameOf(plan)}, so Laurel asks for it no longer.
          <Br />
          {seriesWords(plan.series)}
          <Br />
          The idea was good: have a word with {managerOf(plan)}, and ask again.
        </Section>,
        <Actions>
          <Button actionId={weeklyPressed} value={writeSeen(plan.assignment.id, plan.assignment.version)}>
            Find another time
          </Button>
        </Actions>,
      ];
  }
}

/** What the proposal leaves open, with what helps. */
function missing(plan: OwnPlan) {
  const left = plan.neededMinutes - minutesOf(plan);
  if (left <= 0) return false;
  return [
    <Br />,
    `It takes about ${hoursWords(plan.neededMinutes)}, so ${hoursWords(left)} have no time yet before it is due on ${shortDate(plan.dueOn)}.`,
  ];
}

/** A plan as a manager is asked for it. */
export type PlanCard = Readonly<{
  seen: SeenPlan;
  person: string;
  name: string;
  series: WeeklySeries;
  times: number;
  dueOn: CalendarDate;
  /** What is still to be studied without it. */
  neededMinutes: number;
  /** On whose clock the times are, where it is another than the reader's. */
  otherClock: boolean;
  /** Why the reader is asked. */
  reason: ReviewStage;
  standing:
    | Readonly<{ kind: 'waiting' | 'over' | 'no-longer-yours' }>
    | Readonly<{ kind: 'agreed' | 'declined'; by: string; instead: WeeklySeries | null }>;
}>;

export const planCard = (card: PlanCard, how: 'as-wished' | 'stands' = 'as-wished'): MessageContent =>
  message(
    <Blocks>
      {how === 'stands' && <Section>{before(card)}, so nothing more was done.</Section>}
      {drawPlanCard(card)}
    </Blocks>,
    { text: headline(card) },
  );

/** The card of one plan: blocks of a message or of a Home tab. */
export const drawPlanCard = (card: PlanCard): readonly Drawn[] => [
  <Section>
    <B>
      <Text of={card.person} max={100} />
    </B>{' '}
    asks for {hoursWords(card.series.minutes * card.series.weekdays.length)}
    {card.times > 1 && ' a week'} to study for {nameOf(card)}.
    {card.standing.kind === 'waiting' && reasonWords[card.reason]}
    <Br />
    <B>{seriesWords(card.series)}</B>
    {card.otherClock && ` (on their clock, ${card.series.zone})`}
    <Br />
    Due on {shortDate(card.dueOn)}; about {hoursWords(card.neededMinutes)} are left to study, and this is{' '}
    {hoursWords(minutesOf(card))} of them.
  </Section>,
  cardEnd(card),
];

const headline = ({ person, name, reason }: PlanCard): PlainText =>
  // The same words as before would be passed over as known.
  reason === 'reminded'
    ? plain`${person} still asks for time to study for ${name}`
    : plain`${person} asks for time to study for ${name}`;

/** Each begins with a blank, and is nothing where nothing needs saying. */
const reasonWords: Readonly<Record<ReviewStage, string>> = {
  asked: '',
  reminded: ' They still wait for your answer.',
  delegate: ' You decide in the place of somebody who asked you to.',
  'level-up': ' Nobody has answered for some days, so it comes to you.',
  owner: ' Nobody has answered for some days, so it comes to you as an owner.',
};

/** What a press that came second finds. */
function before({ standing }: PlanCard) {
  if (standing.kind === 'agreed') return [<Text of={standing.by} max={100} />, ' agreed to this before'];
  if (standing.kind !== 'declined') return 'This has changed since the message was sent';
  const words = standing.instead === null ? '' : `: ${weeklyWords(standing.instead)}`;
  return [<Text of={standing.by} max={100} />, ` offered another time before${words}`];
}

function cardEnd({ standing, seen }: PlanCard) {
  switch (standing.kind) {
    case 'waiting':
      return (
        <Actions>
          <Button actionId={agreePressed} value={writeSeen(seen.id, seen.version)} style="primary">
            Agree
          </Button>
          <Button actionId={offerPressed} value={writeSeen(seen.id, seen.version)}>
            Another time
          </Button>
        </Actions>
      );
    case 'agreed':
      return (
        <Context>
          <Text of={standing.by} max={100} /> agreed. The time is set aside.
        </Context>
      );
    case 'declined':
      return (
        <Context>
          <Text of={standing.by} max={100} /> offered another time
          {standing.instead !== null && `: ${weeklyWords(standing.instead)}`}.
        </Context>
      );
    case 'over':
      return <Context>This is not asked for any more.</Context>;
    case 'no-longer-yours':
      return <Context>This is for somebody else to decide now.</Context>;
  }
}

/** After a manager's answer. */
export const planAnswered = ({ person, name, series, standing }: PlanCard): MessageContent =>
  message(
    <Blocks>
      <Section>
        {standing.kind === 'declined' ? 'Offered' : 'Agreed'}: {nameOf({ name })} for <Text of={person} max={100} />,{' '}
        {standing.kind === 'declined' && standing.instead !== null
          ? `${seriesWords(standing.instead)}. They can take it or ask for a third time.`
          : `${seriesWords(series)}. They are told, and reminded before each time.`}
      </Section>
    </Blocks>,
    { text: plain`${standing.kind === 'declined' ? 'Offered another time' : 'Agreed'}: ${name}` },
  );

/** The lengths that can be picked, in minutes. */
export const weeklyLengths = ['30', '45', '60', '75', '90', '105', '120', '150', '180', '240'] as const;

/** For any other time: the person asks for it, a manager offers it. */
export const weeklyDialog = ({
  who,
  seen,
  name,
  wish,
  zone,
}: {
  who: 'person' | 'manager';
  seen: SeenPlan;
  name: string;
  wish: WeeklyWish;
  zone: string;
}): ModalView =>
  modal(
    <Modal
      callbackId={dialogs[who].callbackId}
      title={dialogs[who].title}
      submit={dialogs[who].submit}
      close="Cancel"
      privateMetadata={writeSeen(seen.id, seen.version)}
    >
      <Section>
        {dialogs[who].question} {nameOf({ name })}?
      </Section>
      <CheckboxesInput
        name="weekdays"
        label="Days of the week"
        options={([1, 2, 3, 4, 5, 6, 7] as const).map((day) => ({ value: String(day), label: dayWord(day) }))}
        initial={wish.weekdays.map(String)}
      />
      <TimeInput name="from" label="From" initial={wish.from} hint={`On ${dialogs[who].whose} clock (${zone}).`} />
      <SelectInput
        name="minutes"
        label="For how long each time"
        placeholder="Pick a length"
        options={weeklyLengths.map((length) => ({ value: length, label: hoursWords(Number(length)) }))}
        initial={String(wish.minutes)}
      />
    </Modal>,
  );

type Dialog = Readonly<{ callbackId: ActionId; title: string; submit: string; question: string; whose: string }>;
const dialogs: Readonly<Record<'person' | 'manager', Dialog>> = {
  person: {
    callbackId: askSent,
    title: 'Weekly study time',
    submit: 'Ask for it',
    question: 'When would you like to study each week for',
    whose: 'your',
  },
  manager: {
    callbackId: offerSent,
    title: 'Another time',
    submit: 'Offer it',
    question: 'When can they study each week for',
    whose: 'their',
  },
};

/** Why nothing was done, and what to do next. */
export const planRefusals = {
  'not-known': 'This study time is no longer known here, so nothing was changed. The next reminder will be up to date.',
  'not-yours': 'This study time belongs to somebody else, so nothing was changed.',
  'not-for-you': 'Their managers decide this, and you are not one of them now, so nothing was changed.',
  closed: 'This certification is not waiting to be earned any more, so there is no study time to plan.',
  'nobody-to-ask':
    'There is no manager above you whom Laurel can reach in Slack, so nobody was asked. Your Laurel owner can change that.',
  enough: 'What is planned and studied already is all the time that it takes, so nothing was planned.',
  'too-short': 'That is too short to study, so nothing was planned. Please take at least half an hour.',
  'too-long': 'The policy for study time does not allow that long at a time. Please take a shorter time.',
  'too-much': 'That is more each week than the policy for study time gives. Please take fewer days or a shorter time.',
  'more-than-needed': 'That is longer than all that is left to study. Please take a shorter time.',
  'day-not-allowed': 'The policy for study time does not allow one of these days. Please take others.',
  'hours-not-allowed': 'The policy for study time does not allow these hours. Please take others.',
  'no-time':
    'Before the due date no time is left that the policy for study time allows, so nothing was planned. A manager can give more time until it is due.',
  'outside-hours': 'That is not within the working hours as we know them. Please take another time.',
  meeting: 'There is a team meeting then, as the policy for study time says. Please take another time.',
  taken: 'Other study time is planned then, or fills the hours of each week already. Please take another time.',
} as const satisfies Record<PlanHindrance | string, string>;
export type PlanRefusal = keyof typeof planRefusals;

export const planRefused = (refusal: PlanRefusal): MessageContent => paragraph(planRefusals[refusal]);

const value = ({ seen }: OwnPlan) => writeSeen(seen.id, seen.version);

const minutesOf = ({ times, series }: Readonly<{ times: number; series: WeeklySeries }>) => times * series.minutes;

const managerOf = ({ manager }: OwnPlan) => <Text of={manager ?? 'Your manager'} max={100} />;

const nameOf = ({ name }: Readonly<{ name: string }>) => (
  <B>
    <Text of={name} max={150} />
  </B>
);

import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import type { Drawn } from '../../../shared/blocks.js';
import { Actions, actionId, B, Br, Button, Context, Section, Text } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { shortDate } from '../../../shared/dates.js';
import type { GrantId } from '../../../shared/ids.js';
import type { ReviewStage } from '../../../shared/review.js';
import type { Decision, Said } from '../../../shared/review-parts.js';
import { cardsMessage, decidedBy, decisionWords, Name, said, Title, whyForm } from '../../../shared/review-parts.js';
import { writeSeen } from '../../../shared/seen.js';
import type { PlainText } from '../../../shared/text.js';
import { plain, plural } from '../../../shared/text.js';
import type { Charge } from '../grant.js';
import type { Reward } from '../reward.js';
import { everyGrade } from '../reward.js';
import { periodWords, rewardWords, writeAmount } from '../sentences.js';

export const approvePressed = actionId('rewards.approve');
/** The button, and the dialog that it opens. */
export const declinePressed = actionId('rewards.decline');

/** How a grant stands, as its reader may know it. */
export type CardStanding = Readonly<{ kind: 'waiting' | 'agreed' | 'no-longer-yours' | 'over' }> | Decision;

/** A reward that waits to be approved, as one reader sees it. */
export type GrantCard = Readonly<{
  seen: Readonly<{ id: GrantId; version: number }>;
  person: string;
  certification: string;
  reward: Reward;
  promised: Readonly<{ on: CalendarDate; how: 'to them' | 'by the table' }>;
  /** The row of the table by which it was found; undefined when it is not there any more. */
  rule: Readonly<{ grade: string; from: CalendarDate }> | undefined;
  /** What is set aside for it, and what its budget has left besides; null for what costs no money. */
  budget: (Charge & Readonly<{ left: number }>) | null;
  /** Why the reader is asked. */
  reason: ReviewStage;
  /** Who has agreed already, where two must. */
  agreed: string | undefined;
  needed: 1 | 2;
  standing: CardStanding;
}>;

/** `more`: how many more wait, which are not shown. */
export type ApprovalMessage = Readonly<{ cards: readonly GrantCard[]; more: number }>;

export const approvalMessage = (data: ApprovalMessage): MessageContent => {
  const { cards } = data;
  return cardsMessage(data, { intro: intro(cards), drawCard, one: 'reward', text: summary(cards) });
};

const waitingOf = (cards: readonly GrantCard[]) => cards.filter(({ standing }) => standing.kind === 'waiting');

function intro(cards: readonly GrantCard[]): string {
  const { length } = waitingOf(cards);
  if (length === 0) return 'No reward here waits for your approval any more.';
  return `${plural(length, 'reward')} ${length === 1 ? 'waits' : 'wait'} for your approval.`;
}

/** What a phone shows before the message is opened. */
function summary(cards: readonly GrantCard[]): PlainText {
  const [first, ...others] = waitingOf(cards);
  if (first === undefined) return plain`No reward here waits for your approval any more.`;
  const { person, certification, reason } = first;
  if (others.length > 0)
    return plain`${others.length + 1} rewards wait for your approval, first of all ${person}’s for ${certification}`;
  // The same words as before would be passed over as known.
  if (reason === 'reminded') return plain`${person}’s reward for ${certification} still waits for your approval`;
  return plain`${person} has earned a reward with ${certification}: please approve it`;
}

/** The card of one grant: blocks of a message or of a Home tab. */
export function drawCard(card: GrantCard): readonly Drawn[] {
  if (card.standing.kind !== 'waiting') return [<Section>{standingLine(card)}</Section>];
  const value = writeSeen(card.seen.id, card.seen.version);
  return [
    <Section>
      {headline(card)}
      <Br />
      Their reward: <B>{rewardWords(card.reward, 'they')}</B>.{twoLine(card)}
    </Section>,
    <Context>
      {promiseLine(card)}
      <Br />
      {budgetLine(card)}
    </Context>,
    <Actions>
      <Button actionId={approvePressed} value={value} style="primary">
        Approve
      </Button>
      <Button actionId={declinePressed} value={value}>
        Decline…
      </Button>
    </Actions>,
  ];
}

const headline = ({ person, certification, reason }: GrantCard) => [
  <Name of={person} />,
  ' has earned ',
  <Title of={certification} />,
  ', and it is verified.',
  reasonWords[reason] !== '' && ` ${reasonWords[reason]}`,
];

const twoLine = ({ needed, agreed }: GrantCard) =>
  needed === 2 && [
    <Br />,
    agreed === undefined
      ? 'A reward of this size needs two different people to approve it: you first, and then an owner.'
      : [<Name of={agreed} />, ' has approved it. A reward of this size needs a second person to approve it, too.'],
  ];

const reasonWords: Readonly<Record<ReviewStage, string>> = {
  asked: '',
  reminded: 'Their reward still waits for your approval.',
  delegate: 'You decide in the place of somebody who asked you to.',
  'level-up': 'Nobody has decided on their reward for some days, so it comes to you.',
  owner: 'Nobody has decided on their reward for some days, so it comes to you as an owner.',
};

function promiseLine({ promised, rule }: GrantCard) {
  const begins =
    promised.how === 'to them'
      ? `They were promised this on ${shortDate(promised.on)}`
      : `Nobody had asked for it; this is what the table gave on ${shortDate(promised.on)}`;
  if (rule === undefined) return `${begins}.`;
  const grade = rule.grade === everyGrade ? 'every grade' : ['grade ', <Text of={rule.grade} max={40} />];
  return [begins, ', by the row for ', grade, ` from ${shortDate(rule.from)}.`];
}

function budgetLine({ budget, reward }: GrantCard): string {
  if (budget === null) return 'It costs no money, so no budget is touched.';
  const { book, period, amount, left } = budget;
  const about = reward.kind === 'percentage-raise' ? 'about ' : '';
  const monthly = reward.kind === 'raise' || reward.kind === 'percentage-raise';
  const paid = `${about}${writeAmount(book, amount)}${monthly ? ' until the period ends' : ''}`;
  return `The budget of ${periodWords(period)} has set aside ${paid}, and has ${writeAmount(book, left)} left.`;
}

function standingLine({ person, certification, standing }: GrantCard) {
  const about = ['The reward of ', <Name of={person} />, ' for ', <Title of={certification} />, ': '];
  switch (standing.kind) {
    case 'approved':
    case 'declined':
      return [about, decisionWords(standing)];
    case 'agreed':
      return [about, 'you have approved it. It is granted once a second person approves it, too.'];
    case 'no-longer-yours':
      return [about, 'somebody else decides on it now.'];
    default:
      return [about, 'there is nothing to decide any more.'];
  }
}

/** The dialog behind *Decline…*. */
export const declineForm = ({
  seen,
  person,
  certification,
}: Pick<GrantCard, 'seen' | 'person' | 'certification'>): ModalView =>
  whyForm({
    id: declinePressed,
    seen,
    title: 'Decline the reward',
    about: ['The reward of ', <Name of={person} />, ' for ', <Title of={certification} />],
    label: 'Why not?',
    hint: 'Your words are shown to them with your name, so that they know whom to talk to.',
  });

/** What a press on a card is answered with; shown to the presser alone. */
export type Decided =
  | Readonly<{ kind: 'approved' | 'agreed' | 'declined'; person: string; certification: string }>
  | Readonly<{ kind: 'refused'; why: GrantRefusal }>
  /** Somebody else was first. */
  | Readonly<{ kind: 'decided-by'; by: string; did: 'approved' | 'declined'; when: string }>;

/** Why nothing was done, and what to do next. */
export const grantRefusals = {
  'not-known': 'This is no longer known here, so nothing was done.',
  own: 'This reward is your own, so somebody else decides on it. Nothing was done.',
  'not-asked': 'Somebody else decides on this reward, so nothing was done.',
  revoked: 'The certification was revoked meanwhile, so there is no reward to decide on.',
  changed: 'This has changed meanwhile, so nothing was done. The card now shows how it stands.',
} as const;
export type GrantRefusal = keyof typeof grantRefusals;

export const decisionSaid = (decided: Decided): MessageContent => said(wordsOf(decided));

function wordsOf(decided: Decided): Said {
  switch (decided.kind) {
    case 'approved':
      return {
        words: [
          'Approved. ',
          <Name of={decided.person} />,
          ' will hear that the reward for ',
          <Title of={decided.certification} />,
          ' is granted.',
        ],
        text: plain`Approved: the reward of ${decided.person} for ${decided.certification}`,
      };
    case 'agreed':
      return {
        words: [
          'You have approved it. The reward for ',
          <Title of={decided.certification} />,
          ' is granted once a second person approves it, too; they are being asked.',
        ],
        text: plain`You have approved it. A second person must approve it, too.`,
      };
    case 'declined':
      return {
        words: ['Declined. ', <Name of={decided.person} />, ' will hear why, with your name.'],
        text: plain`Declined: the reward of ${decided.person} for ${decided.certification}`,
      };
    case 'decided-by':
      return decidedBy({ ...decided, did: { approved: 'approved this', declined: 'declined this' }[decided.did] });
    case 'refused':
      return { words: grantRefusals[decided.why], text: plain`${grantRefusals[decided.why]}` };
  }
}

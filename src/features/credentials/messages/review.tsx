import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import { MessageTooLarge } from '../../../shared/block-limits.js';
import type { Drawn, Words } from '../../../shared/blocks.js';
import { Actions, actionId, Br, Button, Context, Link, Section, Text } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { longDate } from '../../../shared/dates.js';
import type { CredentialId } from '../../../shared/ids.js';
import type { HttpUrl } from '../../../shared/links.js';
import { httpUrl } from '../../../shared/links.js';
import type { ReviewStage } from '../../../shared/review.js';
import type { Decision, Said } from '../../../shared/review-parts.js';
import {
  cardsMessage,
  decidedBy,
  decisionWords,
  Name,
  said,
  Title,
  Who,
  whyForm,
} from '../../../shared/review-parts.js';
import { writeSeen } from '../../../shared/seen.js';
import type { PlainText } from '../../../shared/text.js';
import { plain, plural, writtenLength } from '../../../shared/text.js';
import type { EvidenceFile } from '../credential.js';
import { evidenceButtons } from '../parts.js';
import type { Check } from '../review-rules.js';
import { isWarning } from '../review-rules.js';

export const approvePressed = actionId('credentials.approve');
/** The button, and the dialog that it opens. */
export const declinePressed = actionId('credentials.decline');
export const samePressed = actionId('credentials.same');

/** How a review stands, as its reader may know it. `agreed`: they have, and a second person decides. */
export type CardStanding =
  | Readonly<{ kind: 'waiting' | 'agreed' | 'no-longer-yours' | 'withdrawn' | 'over' }>
  | Readonly<{ kind: 'merged'; by: string | 'you'; when: string }>
  | Decision;

/** One credential that is to be decided, as its reviewer sees it. */
export type ReviewCard = Readonly<{
  seen: Readonly<{ id: CredentialId; version: number }>;
  person: string;
  certification: string;
  earnedOn: CalendarDate;
  /** The last day on which it will count, and who says so; null when it never expires. */
  until: CalendarDate | null;
  untilSays: 'evidence' | 'catalogue';
  number: string;
  /** An address, or words; may be empty. */
  evidence: string;
  files: readonly Pick<EvidenceFile, 'name' | 'kept' | 'refused'>[];
  handedInOn: CalendarDate;
  /** Who handed it in for the person; undefined when they did themselves. */
  handedInBy: string | undefined;
  /** Days after the due date, 0 when in time; null when nobody had asked for it. */
  daysLate: number | null;
  checks: readonly Check[];
  /** What is on record and may be the same one. */
  same: Readonly<{ id: CredentialId; earnedOn: CalendarDate }> | undefined;
  /** Why the reader is asked. */
  reason: ReviewStage;
  /** Who has agreed already, where two must. */
  agreed: string | undefined;
  needed: 1 | 2;
  standing: CardStanding;
}>;

export type ReviewMessage = Readonly<{
  cards: readonly ReviewCard[];
  /** How many more wait, which are not shown. */
  more: number;
}>;

/** Where all of it would be too much for one message, evidence and checks are left out; Home shows them. */
export function reviewMessage(data: ReviewMessage): MessageContent {
  try {
    return drawMessage(data, 'in full');
  } catch (error) {
    if (error instanceof MessageTooLarge) return drawMessage(data, 'in short');
    throw error;
  }
}

type Length = 'in full' | 'in short';

const drawMessage = (data: ReviewMessage, length: Length): MessageContent =>
  cardsMessage(data, {
    intro: intro(data.cards),
    drawCard: (card) => drawCard(card, length),
    one: 'hand-in',
    text: summary(data.cards),
  });

const waitingOf = (cards: readonly ReviewCard[]) => cards.filter(({ standing }) => standing.kind === 'waiting');

function intro(cards: readonly ReviewCard[]): string {
  const { length } = waitingOf(cards);
  if (length === 0) return 'Nothing here waits for your decision any more.';
  if (length === 1) return 'One hand-in waits for your decision.';
  return `${plural(length, 'hand-in')} wait for your decision.`;
}

/** What a phone shows before the message is opened. */
function summary(cards: readonly ReviewCard[]): PlainText {
  const [first, ...others] = waitingOf(cards);
  if (first === undefined) return plain`Nothing here waits for your decision any more.`;
  if (others.length > 0)
    return plain`${others.length + 1} hand-ins wait for your decision, first of all ${first.certification} of ${first.person}`;
  // The same words as before would be passed over as known.
  if (first.reason === 'reminded') return plain`${first.person}’s ${first.certification} still waits for your decision`;
  return plain`${first.person} handed in ${first.certification}: please decide`;
}

/** The card of one credential: blocks of a message or of a Home tab. */
export function drawCard(card: ReviewCard, length: Length = 'in full'): readonly Drawn[] {
  if (card.standing.kind !== 'waiting') return [<Section>{standingLine(card)}</Section>];
  const { seen, files } = card;
  const keptFiles = files.filter(({ kept }) => kept).length;
  return [
    <Section>
      {headline(card)}
      {length === 'in full' && [<Br />, factLines(card)]}
    </Section>,
    ...(length === 'in full' ? [...evidenceBlock(card), <Context>{checkLines(card)}</Context>] : []),
    <Actions>
      <Button
        actionId={approvePressed}
        value={writeSeen(seen.id, seen.version)}
        style="primary"
        confirm={confirmation(card)}
      >
        Approve
      </Button>
      <Button actionId={declinePressed} value={writeSeen(seen.id, seen.version)}>
        Decline…
      </Button>
      {card.same !== undefined && (
        <Button actionId={samePressed} value={writeSeen(seen.id, seen.version, card.same.id)}>
          It is the same one
        </Button>
      )}
      {evidenceButtons({ ...seen, keptFiles })}
    </Actions>,
  ];
}

function headline(card: ReviewCard) {
  return [
    <Name of={card.person} />,
    ' handed in ',
    <Title of={card.certification} />,
    '.',
    reasonWords(card.reason) !== '' && ` ${reasonWords(card.reason)}`,
    card.needed === 2 && [
      <Br />,
      card.agreed === undefined
        ? 'Two different people must agree to this one.'
        : [<Name of={card.agreed} />, ' has agreed. A second person must agree, too.'],
    ],
  ];
}

const reasonWords = (reason: ReviewStage) =>
  ({
    asked: '',
    reminded: 'It still waits for your decision.',
    delegate: 'You decide in the place of somebody who asked you to.',
    'level-up': 'Nobody has decided for some days, so it comes to you.',
    owner: 'Nobody has decided for some days, so it comes to you as an owner.',
  })[reason];

function factLines({ earnedOn, until, untilSays, number, handedInOn, daysLate }: ReviewCard) {
  const source = untilSays === 'catalogue' ? 'as the catalogue says' : 'as handed in';
  return [
    `Earned on ${longDate(earnedOn)}.`,
    <Br />,
    until === null ? 'It never expires.' : `It counts until ${longDate(until)}, ${source}.`,
    number !== '' && [<Br />, 'Number: ', <Text of={number} max={100} />],
    <Br />,
    `Handed in on ${longDate(handedInOn)}${lateWords(daysLate)}.`,
  ];
}

/** Apart, because an address can be as long as a section. */
function evidenceBlock({ evidence, files }: ReviewCard): readonly Drawn[] {
  const address = httpUrl(evidence);
  const words = ['Evidence: ', <Text of={evidence} max={300} />];
  const lines: Words[] = [
    ...(evidence === '' ? [] : [address === undefined ? words : linkWords(address)]),
    ...files.map(({ name, kept, refused }) => [
      'File: ',
      <Text of={name} max={60} />,
      refused !== null
        ? ' (it could not be kept, so it cannot be shown)'
        : !kept && ' (Laurel is still looking at it; it can be shown in a moment)',
    ]),
  ];
  if (lines.length === 0) return [];
  return [<Section>{lines.map((line, index) => [index > 0 && <Br />, line])}</Section>];
}

/** With room for the names of files beside it. */
const longestLink = 2_200;

const linkWords = (address: HttpUrl): Words =>
  writtenLength(address) > longestLink ? (
    'Evidence: a link that is too long to be shown. Please ask for a shorter one.'
  ) : (
    <Link to={address}>Open the evidence</Link>
  );

function lateWords(daysLate: number | null): string {
  if (daysLate === null) return ', though nobody had asked for it';
  return daysLate > 0 ? `, ${plural(daysLate, 'day')} after it was due` : ', in time';
}

const checkLines = (card: ReviewCard) => [
  card.checks.map((check, index) => [index > 0 && <Br />, isWarning(check) ? '⚠ ' : '✓ ', checkWords(check, card)]),
  card.same !== undefined && [
    <Br />,
    `⚠ One that was earned on ${longDate(card.same.earnedOn)} is on record already. Is it the same one?`,
  ],
];

function checkWords({ found }: Check, { person, handedInBy, until }: ReviewCard) {
  const untilDay = until === null ? '' : longDate(until);
  switch (found) {
    case 'own-account':
      return [<Name of={person} />, ' handed it in from their own Slack account.'];
    case 'handed-in-for':
      return [<Name of={handedInBy ?? ''} />, ' handed it in for ', <Name of={person} />, '. Compare the name on it.'];
    case 'in-the-past':
      return 'The day it was earned is not in the future.';
    case 'in-the-future':
      return 'The day it was earned is in the future.';
    case 'plausible':
      return until === null ? 'As the catalogue says, it never expires.' : 'How long it counts fits the catalogue.';
    case 'longer':
      return 'It would count longer than the catalogue says. Compare the day on it.';
    case 'shorter':
      return 'It would count for a shorter time than the catalogue says. Compare the day on it.';
    case 'over':
      return `It counted only until ${untilDay}, which has passed.`;
    case 'unused':
      return 'Nobody else has handed in this number.';
    case 'used':
      return 'Somebody else has handed in the same number for this certification.';
    case 'nothing-to-look-at':
      return 'There is no number, link or file to look at.';
  }
}

/** Asked once more only where something does not look right. */
function confirmation({ checks, same }: ReviewCard) {
  if (!checks.some(isWarning) && same === undefined) return undefined;
  return {
    title: 'Approve it all the same?',
    text: 'Something about it does not look right; the lines marked with ⚠ say what.',
    confirm: 'Approve',
    deny: 'Look again',
  };
}

function standingLine({ person, certification, standing }: ReviewCard) {
  const about = [<Title of={certification} />, ' of ', <Name of={person} />, ': '];
  switch (standing.kind) {
    case 'approved':
    case 'declined':
      return [about, decisionWords(standing)];
    case 'merged':
      return [about, <Who by={standing.by} />, ` said ${standing.when} that it is the same one as on record.`];
    case 'agreed':
      return [about, 'you have agreed. It is verified once a second person agrees, too.'];
    case 'withdrawn':
      return [about, 'it was taken back, so there is nothing to decide.'];
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
}: Pick<ReviewCard, 'seen' | 'person' | 'certification'>): ModalView =>
  whyForm({
    id: declinePressed,
    seen,
    title: 'Decline',
    about: [<Title of={certification} />, ' of ', <Name of={person} />],
    label: 'What is missing?',
    hint: 'Your words are shown to them with your name, so that they can hand in again.',
  });

/** What a press on a card is answered with; shown to the presser alone. */
export type Decided =
  | Readonly<{ kind: 'approved' | 'agreed' | 'declined' | 'merged'; person: string; certification: string }>
  | Readonly<{ kind: 'refused'; why: ReviewRefusal }>
  /** Somebody else was first. */
  | Readonly<{ kind: 'decided-by'; by: string; did: 'approved' | 'declined' | 'merged'; when: string }>
  | Readonly<{ kind: 'new-evidence'; person: string }>
  | Readonly<{ kind: 'same-day'; person: string; earnedOn: CalendarDate; counts: 'yes' | 'no' }>;

/** Why nothing was done, and what to do next. */
export const reviewRefusals = {
  'not-known': 'This is no longer known here, so nothing was done.',
  own: 'This one is your own, so somebody else decides on it. Nothing was done.',
  'handed-in-by-you': 'You handed this one in, so somebody else decides on it. Nothing was done.',
  'not-asked': 'Somebody else decides on this one, so nothing was done.',
  withdrawn: 'It was taken back meanwhile, so there is nothing to decide.',
  over: 'This was decided some time ago and has changed since, so nothing was done.',
  agreed: 'You have agreed already. A second person must agree, too.',
  'not-the-same': 'What was on record has changed meanwhile, so nothing was done. The card now shows how it stands.',
} as const;
export type ReviewRefusal = keyof typeof reviewRefusals;

export const decisionSaid = (decided: Decided): MessageContent => said(wordsOf(decided));

function wordsOf(decided: Decided): Said {
  switch (decided.kind) {
    case 'approved':
      return {
        words: [
          'Approved. ',
          <Name of={decided.person} />,
          ' now holds ',
          <Title of={decided.certification} />,
          ', and will hear of it.',
        ],
        text: plain`Approved: ${decided.certification} of ${decided.person}`,
      };
    case 'agreed':
      return {
        words: [
          'You have agreed. ',
          <Title of={decided.certification} />,
          ' is verified once a second person agrees, too; they are being asked.',
        ],
        text: plain`You have agreed. A second person must agree, too.`,
      };
    case 'declined':
      return {
        words: [
          'Declined. ',
          <Name of={decided.person} />,
          ' will hear what is missing, with your name, and can hand in again.',
        ],
        text: plain`Declined: ${decided.certification} of ${decided.person}`,
      };
    case 'merged':
      return {
        words: [
          'Noted: ',
          <Title of={decided.certification} />,
          ' of ',
          <Name of={decided.person} />,
          ' is on record already. Nothing else changes.',
        ],
        text: plain`Noted: it is the same one as on record.`,
      };
    case 'decided-by': {
      const merged = 'said that this is on record already';
      return decidedBy({
        ...decided,
        did: { approved: 'approved this', declined: 'declined this', merged }[decided.did],
      });
    }
    case 'new-evidence':
      return {
        words: [
          <Name of={decided.person} />,
          ' has handed in new evidence meanwhile, so nothing was done. The card now shows it; please look at it once more.',
        ],
        text: plain`${decided.person} has handed in new evidence meanwhile, so nothing was done.`,
      };
    case 'same-day':
      return {
        words: [
          'One that ',
          <Name of={decided.person} />,
          ` earned on ${longDate(decided.earnedOn)} is on record already, `,
          decided.counts === 'yes'
            ? 'so nothing was done. If it is that one, press It is the same one; otherwise decline it and say what is wrong.'
            : 'but it was revoked, so nothing was done. Decline it and say what is wrong, or ask an owner.',
        ],
        text: plain`One that was earned on ${longDate(decided.earnedOn)} is on record already, so nothing was done.`,
      };
    case 'refused':
      return { words: reviewRefusals[decided.why], text: plain`${reviewRefusals[decided.why]}` };
  }
}

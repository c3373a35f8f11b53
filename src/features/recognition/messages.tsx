import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../shared/block-limits.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  Context,
  Divider,
  Link,
  Mention,
  Modal,
  message,
  modal,
  paragraph,
  Section,
  Text,
  TextInput,
} from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { longDate } from '../../shared/dates.js';
import type { PostId } from '../../shared/ids.js';
import type { HttpUrl, SlackUserId } from '../../shared/links.js';
import { plain, plural } from '../../shared/text.js';
import { longestLine } from './post.js';
import type { Milestone } from './rules.js';
import { earned, roundUpLine } from './sentences.js';

export const postPressed = actionId('recognition.post');
export const addLinePressed = actionId('recognition.add-line');
export const neverPressed = actionId('recognition.never');
export const congratulatePressed = actionId('recognition.congratulate');
export const lineInput = 'line';

/** All that a post tells of somebody: never attempts, never dates, nothing that was late. */
export type Praise = Readonly<{
  name: string;
  slackId: SlackUserId | undefined;
  certification: string;
  issuer: string;
  isRenewal: boolean;
  milestone: Milestone | undefined;
  /** Why it matters for their job role, where the catalogue says so; its words speak to whoever has that role. */
  why: Readonly<{ role: string; words: string }> | undefined;
  need: 'must' | 'required' | 'optional';
  studyHours: number;
  /** The person's own words, or ''. */
  line: string;
  /** They let it be said that it was rewarded; with what is their own affair. */
  isRewarded: boolean;
}>;

/** The post in the recognition channel. The mention is its only ping; redrawing it pings nobody. */
export const post = (
  praise: Praise,
  { postId, congratulations }: { postId: PostId; congratulations: number },
): MessageContent =>
  message(
    <Blocks>
      {praiseBlocks(praise)}
      {congratulations > 0 && (
        <Context>{plural(congratulations, 'colleague congratulates', 'colleagues congratulate')}.</Context>
      )}
      <Actions>
        <Button actionId={congratulatePressed} value={postId}>
          Congratulate
        </Button>
      </Actions>
    </Blocks>,
    { text: plain`${praise.name} has ${earned(praise)} ${praise.certification}.` },
  );

function praiseBlocks(praise: Praise) {
  const { name, slackId, milestone, line, isRewarded } = praise;
  return [
    <Section>
      {slackId === undefined ? <Text of={name} max={150} /> : <Mention person={slackId} />} has {earned(praise)}{' '}
      {certificationName(praise)}.{milestone !== undefined && ` It is their ${milestone} certification here.`}
      {isRewarded && ' They got a reward for it.'}
    </Section>,
    <Section>
      {whyItMatters(praise)}
      {whatItTook(praise)}
    </Section>,
    line !== '' && (
      <Section>
        In their own words: “<Text of={line} max={longestLine} />”
      </Section>
    ),
  ];
}

const certificationName = ({ certification }: Pick<Praise, 'certification'>) => (
  <B>
    <Text of={certification} max={150} />
  </B>
);

/**
 * The catalogue speaks to the holder ("You go into the shaft"), a channel to everybody: so its words are a quotation, and it
 * is said to whom they are spoken. That is right in every language and for every role, and needs no grammar.
 */
function whyItMatters({ why, need }: Praise) {
  if (why !== undefined)
    return [
      'Our catalogue tells every ',
      <Text of={why.role} max={100} />,
      ' why it matters: “',
      <Text of={why.words} max={300} />,
      '”',
      <Br />,
    ];
  if (need === 'must') return ['Why it matters: some of our work may be done only by those who hold it.', <Br />];
  return need === 'required' && ['Why it matters: our work asks for it.', <Br />];
}

/** What the catalogue says of it, the same for everybody. */
const whatItTook = ({ issuer, studyHours }: Praise) => [
  'It is awarded by ',
  <Text of={issuer} max={150} />,
  studyHours > 0 && ` and takes about ${plural(Math.max(1, Math.round(studyHours)), 'hour')} of study`,
  '.',
];

export type Question = Readonly<{ praise: Praise; seen: string; answerBy: CalendarDate }>;

/** Asked once, before anything is posted about somebody. `seen` is what the buttons carry. */
export const question = ({ praise, seen, answerBy }: Question): MessageContent =>
  message(
    <Blocks>
      <Section>
        Congratulations on {certificationName(praise)}! May your colleagues hear of it?
        <Br />
        <B>Nothing is posted unless you say so.</B>{' '}
        {praise.isRenewal
          ? 'As you have renewed it, it would be one line in the week’s round-up in your recognition channel:'
          : 'This is how it would stand in your recognition channel, or in one line of the week’s round-up when much is posted there:'}
      </Section>
      <Divider />
      {praise.isRenewal ? <Section>{roundUpLine(praise)}</Section> : praiseBlocks(praise)}
      <Divider />
      <Actions>
        <Button actionId={postPressed} value={seen} style="primary">
          Post it as shown
        </Button>
        <Button actionId={addLinePressed} value={seen}>
          Add a line…
        </Button>
        <Button actionId={neverPressed} value={seen}>
          Never
        </Button>
      </Actions>
      <Context>
        You are asked only this once: after a yes, later ones are posted the same way; after a never, none is. Your Home
        tab changes that at any time. Without an answer by {longDate(answerBy)}, nothing is posted.
      </Context>
    </Blocks>,
    { text: plain`May your colleagues hear of your ${praise.certification}? Nothing is posted unless you say so.` },
  );

/** What became of the question. `gone`: what it was about no longer counts. */
export type Outcome = 'agreed' | 'posted' | 'private' | 'silent' | 'refused' | 'expired' | 'gone';

const outcomes: Readonly<Record<Outcome, string>> = {
  agreed: 'You said yes. Your colleagues will read of it in the recognition channel.',
  posted: 'You said yes. Your colleagues can read of it in the recognition channel.',
  private: 'Nothing is posted about you, and you will not be asked again. Your Home tab changes that at any time.',
  silent:
    'There was no answer, so nothing was posted, and you will not be asked again. If you would like posts later, choose them on your Home tab.',
  refused: 'The recognition channel did not take the post, so nothing was posted. Your Laurel owner can see why.',
  expired: 'The post could not be made within a week, and then it was no news any more. Nothing was posted.',
  gone: 'It no longer counts, so nothing is posted.',
};

/** The question after it was settled. */
export const settledQuestion = (praise: Pick<Praise, 'certification'>, outcome: Outcome): MessageContent =>
  message(
    <Blocks>
      <Section>
        {certificationName(praise)}
        <Br />
        {outcomes[outcome]}
      </Section>
    </Blocks>,
    { text: plain`${praise.certification}: ${outcomes[outcome]}` },
  );

/** `seen` comes back with what was written. */
export const lineDialog = ({ certification, seen }: { certification: string; seen: string }): ModalView =>
  modal(
    <Modal callbackId={addLinePressed} title="Add a line" submit="Post it" close="Cancel" privateMetadata={seen}>
      <Section>
        Your own words, shown with the post about{' '}
        <B>
          <Text of={certification} max={150} />
        </B>
        . Nothing is posted before you press <B>Post it</B>.
      </Section>
      <TextInput
        name={lineInput}
        label="Your line"
        hint={`Plain words, at most ${longestLine} characters: what helped you, or whom you want to thank.`}
        maxLength={longestLine}
      />
    </Modal>,
  );

/** `link` leads to the post; undefined where there is none, whatever the reason. */
export type Invitation = Pick<Praise, 'name' | 'certification' | 'isRenewal'> & Readonly<{ link: HttpUrl | undefined }>;

/** To the manager, once for each credential, all of a day in one message. Whether somebody wanted no post, it does not tell. */
export function thanksInvitation(invitations: readonly Invitation[]): MessageContent {
  const [first, ...others] = invitations;
  if (first === undefined) throw new TypeError('An invitation is about somebody');
  const isOne = others.length === 0;
  return message(
    <Blocks>
      {isOne ? (
        <Section>
          {earnedBy(first)} A word from you counts more than any post.
          <Br />
          When you next speak, ask what it took, and say what the team can rely on now.
        </Section>
      ) : (
        [
          <Section>
            <B>{invitations.length} pieces of good news from your people.</B> A word from you counts more than any post:
            ask what it took, and say what the team can rely on now.
          </Section>,
          ...invitations.map((one) => <Section>{earnedBy(one)}</Section>),
        ]
      )}
    </Blocks>,
    {
      text: isOne
        ? plain`${first.name} has ${earned(first)} ${first.certification}. A word from you counts.`
        : plain`${first.name} has ${earned(first)} ${first.certification}, and there is more good news. A word from you counts.`,
    },
  );
}

const earnedBy = (invitation: Invitation) => [
  <B>
    <Text of={invitation.name} max={150} />
  </B>,
  ` has ${earned(invitation)} `,
  certificationName(invitation),
  '.',
  invitation.link !== undefined && [' ', <Link to={invitation.link}>Read the post, and answer it</Link>, '.'],
];

/** What a press or a dialog is answered with; shown to the person alone. */
export const answers = {
  agreed: 'Thank you. Your colleagues read of it in the recognition channel, and later ones are posted the same way.',
  declined: outcomes.private,
  congratulated: 'Your congratulation is in.',
  'own-post': 'This button is for your colleagues. Congratulations from here, too!',
  'not-a-colleague':
    'Laurel counts only people whom it knows from the people file, so this was not counted. A word of your own is just as welcome.',
  'not-yours': 'Only the person themselves can answer this, so nothing was changed.',
  'not-known': 'This is no longer known here, so nothing was changed.',
  'agreed-before': 'You have said yes already, so nothing was changed. For later posts, your Home tab has the choice.',
  'declined-before':
    'You have chosen that nothing is posted about you, so nothing was posted. Your Home tab changes that at any time.',
  'too-late':
    'The time to answer is over, and nothing was posted. If you would like posts later, choose them on your Home tab.',
  'not-taken': outcomes.refused,
  expired: outcomes.expired,
  gone: outcomes.gone,
  'reward-shared': 'The post about what you earned says that you got a reward for it, never which or how much.',
  'reward-unshared': 'Nothing is said of your reward.',
  'reward-gone': 'There is no post any more that could tell of your reward, or no reward, so nothing is said of it.',
  'reward-changed': 'This has changed meanwhile, so nothing was done. Your message shows how it stands.',
} as const;
export type Answer = keyof typeof answers;

export const answered = (answer: Answer): MessageContent => paragraph(answers[answer]);

export const lineErrors = {
  empty: 'Please write some words that can be seen, or close this and press “Post it as shown”.',
  long: `Please use at most ${longestLine} characters.`,
} as const;

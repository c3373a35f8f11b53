import type { ModalView } from '@slack/types';
import type { MessageContent } from '../../../shared/block-limits.js';
import type { Drawn } from '../../../shared/blocks.js';
import {
  Actions,
  actionId,
  B,
  Blocks,
  Br,
  Button,
  Context,
  DateInput,
  Modal,
  message,
  modal,
  PeopleInput,
  paragraph,
  Section,
  SelectInput,
  Text,
  TextInput,
} from '../../../shared/blocks.js';
import { longDate } from '../../../shared/dates.js';
import { writeSeen } from '../../../shared/seen.js';
import { plain, plural } from '../../../shared/text.js';
import type { Certification } from '../../catalog/index.js';
import type { Confirmed, PressRefusal } from '../actions/confirm.js';
import type { Proposed, Shown } from '../actions/propose.js';
import type { Left, OutOfReach } from '../actions/weigh.js';
import { examples } from '../command-text.js';
import type { ProposalVerb } from '../proposal.js';
import { longestReason, manyPeople } from '../proposal.js';
import type { LeftOut } from '../proposal-rules.js';

export const confirmPressed = actionId('assignments.confirm');
export const cancelPressed = actionId('assignments.cancel');
export const takeBackPressed = actionId('assignments.take-back');
export const assignSent = actionId('assignments.assign');
export const confirmSent = actionId('assignments.confirm-form');

const mostNamed = 10;
const mostChoices = 100;

/** What would happen, before anything does. */
export const proposal = (shown: Shown): MessageContent =>
  message(
    <Blocks>
      {whatHappens(shown)}
      <Actions>
        {confirmButton(shown, 'Confirm')}
        {cancelButton(shown)}
      </Actions>
    </Blocks>,
    { text: plain`${question(shown)} Nothing is done until you confirm it.` },
  );

/** The same within a dialog. */
export const proposalDialog = (shown: Shown): ModalView =>
  modal(
    <Modal
      callbackId={confirmSent}
      title="Is this right?"
      submit="Assign"
      close="Cancel"
      privateMetadata={seenOf(shown)}
    >
      {whatHappens(shown)}
    </Modal>,
  );

/** Before many people are written to. */
export const askAgain = (shown: Shown): MessageContent =>
  message(
    <Blocks>
      {howMany(shown)}
      <Actions>
        {confirmButton(shown, yesAsk(shown))}
        {cancelButton(shown)}
      </Actions>
    </Blocks>,
    { text: plain`That is ${plural(shown.names.length, 'person', 'people')}. Nothing is done until you confirm it.` },
  );

export const askAgainDialog = (shown: Shown): ModalView =>
  modal(
    <Modal
      callbackId={confirmSent}
      title="So many people?"
      submit={yesAsk(shown)}
      close="Cancel"
      privateMetadata={seenOf(shown)}
    >
      {howMany(shown)}
    </Modal>,
  );

/** Everybody was left out. */
export const nothingToDo = ({ verb, name, left, unknown }: Extract<Proposed, { kind: 'nothing' }>): MessageContent =>
  message(
    <Blocks>
      <Section>
        Nothing was done, as {nothingWords[verb]} <Text of={name} max={150} />.
      </Section>
      {leftBlock(left, unknown)}
    </Blocks>,
    { text: plain`Nothing was done, as ${nothingWords[verb]} ${name}.` },
  );

const nothingWords = {
  assign: 'there is nobody left to ask for',
  waive: 'there is nobody to waive it for:',
  withdraw: 'there is nobody to withdraw it from:',
  extend: 'there is nobody to give more time for',
} as const;

export type Reminding = 'off' | 'pilot' | 'on';

/** What was confirmed, and when the people hear of it. */
export const confirmed = (done: Confirmed, reminders: Reminding): MessageContent =>
  message(
    <Blocks>
      <Section>
        Done: {outcome(done)}
        {done.proposal.because !== '' && [<Br />, 'Reason given: ', <Text of={done.proposal.because} max={500} />]}
      </Section>
      <Context>{hearing(done, reminders)}</Context>
      {isTakenBackAsOne(done) && <Actions>{withdrawAll(done.proposal)}</Actions>}
    </Blocks>,
    { text: plain`Done: ${done.name}` },
  );

/** Stays in the asker's conversation with Laurel, so that it can be withdrawn later. */
export const askedMany = ({ proposal: asked, name }: Pick<Confirmed, 'proposal' | 'name'>): MessageContent =>
  message(
    <Blocks>
      <Section>
        {asked.state === 'withdrawn' ? 'Withdrawn: ' : ''}
        You asked {plural(asked.personIds.length, 'person', 'people')} to earn{' '}
        <B>
          <Text of={name} max={150} />
        </B>
        {asked.dueOn !== null && ` by ${longDate(asked.dueOn)}`}.
        {asked.state === 'withdrawn'
          ? ' They are no longer asked, but for those who had handed it in or settled it before.'
          : ' Should it have been a mistake, all of it can be withdrawn as one.'}
      </Section>
      {asked.state !== 'withdrawn' && <Actions>{withdrawAll(asked)}</Actions>}
    </Blocks>,
    { text: plain`You asked ${plural(asked.personIds.length, 'person', 'people')} to earn ${name}` },
  );

const withdrawAll = ({ _id, version, personIds }: Confirmed['proposal']) => (
  <Button
    actionId={takeBackPressed}
    value={writeSeen(_id, version)}
    confirm={{
      title: 'Withdraw all?',
      text: `None of the ${personIds.length} is asked for it any more, but for those who have handed it in.`,
      confirm: 'Withdraw all',
      deny: 'Keep it',
    }}
  >
    Withdraw all
  </Button>
);

const isTakenBackAsOne = ({ proposal: { verb }, names }: Confirmed) => verb === 'assign' && names.length > manyPeople;

export const cancelled = (): MessageContent => paragraph('Cancelled. Nothing was done.');

export const takenBack = ({ name, taken, stay }: { name: string; taken: number; stay: number }): MessageContent =>
  message(
    <Blocks>
      <Section>
        Withdrawn: {plural(taken, 'person is', 'people are')} no longer asked to earn{' '}
        <B>
          <Text of={name} max={150} />
        </B>
        . Messages that show it say so now.
        {stay > 0 && [<Br />, `It stays for ${stay}, who handed it in or settled it before.`]}
      </Section>
    </Blocks>,
    { text: plain`Withdrawn for ${plural(taken, 'person', 'people')}.` },
  );

/** What was not understood, and what to type. */
export const notUnderstood = (verb: ProposalVerb, reason: string): MessageContent =>
  message(
    <Blocks>
      <Section>
        <Text of={reason} max={1000} />
        <Br />
        Nothing was done. For example: <B>{examples[verb]}</B>
      </Section>
    </Blocks>,
    { text: plain`Nothing was done. ${reason.slice(0, 300)}` },
  );

export type ProposalRefusal = Extract<Proposed, { kind: 'refused' }> | Readonly<{ code: PressRefusal | 'not-asked' }>;

/** Why nothing was done, and whom to ask. */
export const refused = (refusal: ProposalRefusal): MessageContent => {
  const words = refusalWords(refusal);
  return message(
    <Blocks>
      <Section>
        <Text of={words} max={2000} />
      </Section>
    </Blocks>,
    { text: plain`${words}` },
  );
};

/** Asks for all that `/cert assign` takes; with too many certifications for a menu, for the code. */
export const assignDialog = (certifications: readonly Pick<Certification, '_id' | 'name'>[]): ModalView =>
  modal(
    <Modal callbackId={assignSent} title="Assign a certification" submit="Next" close="Cancel">
      <PeopleInput name="people" label="Who is to earn it?" most={100} />
      {certifications.length > 0 && certifications.length <= mostChoices ? (
        <SelectInput
          name="certification"
          label="Which certification?"
          placeholder="Choose one"
          options={certifications
            .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
            .map(({ _id, name }) => ({ value: _id, label: name, description: _id }))}
        />
      ) : (
        <TextInput
          name="certification"
          label="Which certification?"
          hint="Its code, such as FIRST-AID"
          maxLength={40}
        />
      )}
      <DateInput name="due" label="By when?" />
      <TextInput
        name="because"
        label="Why?"
        hint="They see it in the message that asks them."
        optional
        lines="many"
        maxLength={longestReason}
      />
    </Modal>,
  );

/** Plain words, for a field of a dialog too. */
export function refusalWords(refusal: ProposalRefusal): string {
  switch (refusal.code) {
    case 'no-certification':
      return `There is no certification ${refusal.certificationId}, so nothing was done. Your Laurel owner knows the codes.`;
    case 'not-people': {
      const [first, ...more] = refusal.people.map(({ mention, why }) => `${mention} ${nobodyWords[why]}`);
      // Our words come first: what others wrote could fill all that a notification shows.
      return `Nothing was done: ${[first, ...more.slice(0, mostNamed - 1)].join('; ')}.`;
    }
    case 'group-unreadable':
      return `Slack did not say just now who is in ${refusal.mention}, so nothing was done. Please try again in a minute, or mention people by name.`;
    case 'group-empty':
      return `There is nobody in ${refusal.mention}, so nothing was done.`;
    case 'too-many':
      return `These are ${refusal.count} people; at most 500 can be asked at once. Nothing was done.`;
    case 'out-of-reach':
      return outOfReachWords(refusal);
    default:
      return pressRefusals[refusal.code];
  }
}

const nobodyWords = {
  guest: 'is a guest, and guests cannot be asked to earn a certification',
  left: 'has left the company',
  unknown: 'is not in your company’s people file (bots and people of other companies never are)',
} as const;

export const pressRefusals = {
  'not-known': 'This is no longer known here, so nothing was done. Please type the command again.',
  'not-yours': 'Somebody else asked for this, so nothing was changed.',
  'not-asked':
    'You are not in your company’s people file any more, so nothing was done. Your Laurel owner can change that.',
  changed: 'This has changed since it was shown, so nothing was done. Please type the command again.',
  cancelled: 'This was cancelled before, so nothing was done. Please type the command again.',
  'done-already': 'This was confirmed already, and is done.',
  'taken-back': 'This was withdrawn again already.',
  past: 'The day has passed meanwhile, so nothing was done. Please type the command again with a later one.',
} as const satisfies Record<PressRefusal | 'not-asked', string>;

function outOfReachWords({
  verb,
  people,
  more,
}: {
  verb: ProposalVerb;
  people: readonly OutOfReach[];
  more: number;
}): string {
  const [self] = people.filter(({ isSelf }) => isSelf);
  if (self !== undefined) {
    const ask = self.ask === undefined ? 'your Laurel owner' : self.ask;
    return `Nobody can ${ownWords[verb]}, so nothing was done. Please ask ${ask}.`;
  }
  const who = people.map(({ name, ask }) => `${name} (ask ${ask ?? 'your Laurel owner'})`);
  const others = more > 0 ? `, and ${more} more` : '';
  return `You can only do this for people who report to you. Not for ${who.join(', ')}${others}. Nothing was done.`;
}

const ownWords = {
  assign: 'assign this to themselves',
  waive: 'waive their own certification',
  withdraw: 'withdraw what is asked of themselves',
  extend: 'give themselves more time',
} as const;

const seenOf = ({ proposal: { _id, version } }: Shown) => writeSeen(_id, version);

const confirmButton = (shown: Shown, says: string) => (
  <Button actionId={confirmPressed} value={seenOf(shown)} style="primary">
    {says}
  </Button>
);

const cancelButton = (shown: Shown) => (
  <Button actionId={cancelPressed} value={seenOf(shown)}>
    Cancel
  </Button>
);

const yesAsk = ({ names }: Shown) => `Yes, ask ${plural(names.length, 'person', 'people')}`;

const howMany = (shown: Shown) => (
  <Section>
    <B>That is {plural(shown.names.length, 'person', 'people')}.</B> Each of them gets a message that asks them to earn{' '}
    <Text of={shown.name} max={150} />
    {shown.proposal.dueOn !== null && ` by ${longDate(shown.proposal.dueOn)}`}. Is that what you want?
  </Section>
);

function whatHappens(shown: Shown): readonly (Drawn | false)[] {
  const { proposal: asked, names, left, unknown, daysLeft } = shown;
  return [
    <Section>
      <B>{question(shown)}</B>
      {asked.dueOn !== null && [<Br />, `By ${longDate(asked.dueOn)} (${inDays(daysLeft)})`]}
      <Br />
      Who: {namesShown(names)}
      {asked.because !== '' && [<Br />, 'Because: ', <Text of={asked.because} max={500} />]}
    </Section>,
    leftBlock(left, unknown),
  ];
}

function question({ proposal: { verb }, name, names }: Shown): string {
  const who = names.length === 1 ? cut(names[0] ?? '') : plural(names.length, 'person', 'people');
  const what = cut(name);
  switch (verb) {
    case 'assign':
      return `Ask ${who} to earn ${what}?`;
    case 'waive':
      return `Waive ${what} for ${who}, who then need not earn it?`;
    case 'withdraw':
      return `Withdraw ${what}, so that it is no longer asked of ${who}?`;
    case 'extend':
      return `Give ${who} more time for ${what}?`;
  }
}

const inDays = (days: number) => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);

function namesShown(names: readonly string[]): readonly (string | Drawn)[] {
  const shown = names.slice(0, mostNamed).flatMap((name, index) => [index > 0 && ', ', <Text of={name} max={100} />]);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return [...shown.filter((piece) => piece !== false), more];
}

function leftBlock(left: readonly Left[], unknown: number): Drawn | false {
  if (left.length === 0 && unknown === 0) return false;
  const lines = left
    .slice(0, mostNamed)
    .map(({ name, because }) => [<Br />, <Text of={name} max={100} />, ` ${leftWords(because)}`]);
  return (
    <Context>
      Left out:
      {lines}
      {left.length > mostNamed && [<Br />, `and ${left.length - mostNamed} more`]}
      {unknown > 0 && [
        <Br />,
        `${plural(unknown, 'member')} of the group who ${unknown === 1 ? 'is' : 'are'} not in the people file, or a guest`,
      ]}
    </Context>
  );
}

function leftWords(left: LeftOut): string {
  switch (left.why) {
    case 'asked-already':
      return `is asked for it already, due on ${longDate(left.dueOn)}`;
    case 'planned-already':
      return `has it planned already, due on ${longDate(left.dueOn)}`;
    case 'due-later-already':
      return `has time until ${longDate(left.dueOn)} already`;
    case 'renewal':
      return `has a certificate that expires on ${longDate(left.dueOn)}: that day cannot be moved, but the renewal can be waived`;
    case 'holds':
      return left.until === null ? 'holds it for good' : `holds it until ${longDate(left.until)}`;
    case 'in-review':
      return 'has handed it in, and it is being reviewed';
    case 'nothing-open':
      return 'is not asked for it';
  }
}

function outcome({ proposal: { verb, dueOn }, name, names }: Confirmed) {
  const who = names.length === 1 ? <Text of={names[0] ?? ''} max={100} /> : plural(names.length, 'person', 'people');
  const what = (
    <B>
      <Text of={name} max={150} />
    </B>
  );
  const is = names.length === 1 ? 'is' : 'are';
  const until = dueOn === null ? '' : longDate(dueOn);
  switch (verb) {
    case 'assign':
      return [who, ` ${is} asked to earn `, what, ` by ${until}.`];
    case 'waive':
      return [what, ' is waived for ', who, '.'];
    case 'withdraw':
      return [what, ' is no longer asked of ', who, '.'];
    case 'extend':
      return [who, ` ${names.length === 1 ? 'has' : 'have'} time for `, what, ` until ${until}.`];
  }
}

function hearing({ proposal: { verb }, withoutSlack }: Confirmed, reminders: Reminding) {
  if (verb !== 'assign') return 'Messages that show it are brought up to date.';
  const told = {
    on: 'They hear of it from Laurel in their next working hours.',
    pilot: 'Reminders are on for a pilot only: those in it hear of it from Laurel. Please tell the others yourself.',
    off: 'Reminders are switched off, so Laurel tells nobody yet. Please tell them yourself.',
  }[reminders];
  if (withoutSlack.length === 0) return told;
  return [told, <Br />, 'Without Slack, so please tell them yourself: ', namesShown(withoutSlack)];
}

const cut = (words: string) => (words.length > 150 ? `${words.slice(0, 149)}…` : words);

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
  message,
  paragraph,
  Section,
  Text,
} from '../../../shared/blocks.js';
import { longDate } from '../../../shared/dates.js';
import { listWords, plain, plural } from '../../../shared/text.js';
import type { PeopleRefused } from '../../assignments/index.js';
import { timeExample, writeTimeRequest } from './command-text.js';
import type { Giving, GivingRefused, NotGiven } from './giving.js';
import { weeklyWords } from './words.js';

export const givePressed = actionId('training-time.give');
export const keepPressed = actionId('training-time.keep');

const mostNamed = 10;
/** What Slack lets a button carry. */
const mostValue = 2_000;

/** What would be given, before anything is. */
export function giving(given: Giving): MessageContent {
  const value = writeTimeRequest(given.request);
  if (value.length > mostValue)
    return paragraph(
      'These are too many people for one command, so nothing was done. Please mention a user group instead.',
    );
  if (given.names.length === 0)
    return message(
      <Blocks>
        <Section>Nobody of them can be given this time for {nameOf(given)}, so nothing was done.</Section>
        {leftBlock(given)}
      </Blocks>,
      { text: plain`Nobody can be given this time, so nothing was done.` },
    );
  return message(
    <Blocks>
      <Section>
        <B>
          Give {plural(given.names.length, 'person', 'people')} time to study for <Text of={given.name} max={150} />?
        </B>
        <Br />
        {whenWords(given)}
        <Br />
        Who: {namesShown(given.names)}
      </Section>
      <Context>
        On each one’s own clock, in their working hours, and no more than they need. Holidays and what the policy rules
        out are left out.
      </Context>
      {leftBlock(given)}
      <Actions>
        <Button actionId={givePressed} value={value} style="primary">
          Give it
        </Button>
        <Button actionId={keepPressed} value="keep">
          Cancel
        </Button>
      </Actions>
    </Blocks>,
    { text: plain`Give time to study for ${given.name}? Nothing is done until you confirm it.` },
  );
}

export const gave = (given: Giving): MessageContent =>
  message(
    <Blocks>
      <Section>
        Done: {plural(given.names.length, 'person has', 'people have')} time to study for {nameOf(given)}:{' '}
        {whenWords(given)}.
        <Br />
        Who: {namesShown(given.names)}
      </Section>
      {given.names.length > 0 && (
        <Context>They are told in their working hours, and reminded before each time.</Context>
      )}
      {leftBlock(given)}
    </Blocks>,
    { text: plain`Done: time to study for ${given.name}` },
  );

export const notGiven = (): MessageContent => paragraph('Cancelled. Nothing was done.');

/** What was not understood, and what to type. */
export const timeNotUnderstood = (reason: string): MessageContent =>
  message(
    <Blocks>
      <Section>
        <Text of={reason} max={1000} />
        <Br />
        Nothing was done. For example: <B>{timeExample}</B>
      </Section>
    </Blocks>,
    { text: plain`Nothing was done. ${reason.slice(0, 300)}` },
  );

/** Why nothing was done. `peopleWords` says it of mentions, as in the other commands. */
export function timeRefused(refusal: GivingRefused, peopleWords: (refusal: PeopleRefused) => string): MessageContent {
  const words = wordsOf(refusal, peopleWords);
  return message(
    <Blocks>
      <Section>
        <Text of={words} max={2000} />
      </Section>
    </Blocks>,
    { text: plain`${words}` },
  );
}

function wordsOf(refusal: GivingRefused, peopleWords: (refusal: PeopleRefused) => string): string {
  switch (refusal.code) {
    case 'no-certification':
      return `There is no certification ${refusal.certificationId}, so nothing was done. Your Laurel owner knows the codes.`;
    case 'out-of-reach': {
      const named = refusal.names.slice(0, mostNamed);
      const more = refusal.names.length - named.length;
      const who = more > 0 ? `${named.join(', ')}, and ${more} more` : listWords(named);
      return `You can only give time to people who report to you. Not to ${who}. Nothing was done.`;
    }
    default:
      return peopleWords(refusal);
  }
}

const whenWords = ({ request: { wish, until } }: Giving) =>
  `${weeklyWords(wish)}, until ${until === null ? 'it is due' : longDate(until)}`;

function leftBlock({ left, unknown }: Giving): Drawn | false {
  if (left.length === 0 && unknown === 0) return false;
  return (
    <Context>
      Left out:
      {left.slice(0, mostNamed).map(({ name, why }) => [<Br />, <Text of={name} max={100} />, ` ${leftWords[why]}`])}
      {left.length > mostNamed && [<Br />, `and ${left.length - mostNamed} more`]}
      {unknown > 0 && [
        <Br />,
        `${plural(unknown, 'member')} of the group who ${unknown === 1 ? 'is' : 'are'} not in the people file, or a guest`,
      ]}
    </Context>
  );
}

const leftWords: Readonly<Record<NotGiven, string>> = {
  'not-asked': 'is not asked for it',
  'has-another': 'has weekly study time for it already',
  'not-reached': 'gets no messages from Laurel so far',
  enough: 'has all the time planned or studied already that it takes',
  'too-short': 'would have too little time to study; at least half an hour is needed',
  'too-long': 'may not study that long at a time, by the policy',
  'too-much': 'would get more each week than the policy gives',
  'more-than-needed': 'needs less time than that in all',
  'day-not-allowed': 'may not study on that day, by the policy',
  'hours-not-allowed': 'may not study at that hour, by the policy',
  'no-time': 'has no such day left before it is due',
  'outside-hours': 'does not work then',
  meeting: 'is in a meeting of their team then',
  taken: 'has other study time then',
};

function namesShown(names: readonly string[]) {
  const shown = names.slice(0, mostNamed).flatMap((name, index) => [index > 0 && ', ', <Text of={name} max={100} />]);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return [...shown, more];
}

const nameOf = ({ name }: Giving) => (
  <B>
    <Text of={name} max={150} />
  </B>
);

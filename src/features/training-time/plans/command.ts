import type { Clock } from '../../../platform/clock.js';
import type { Answer, PressHandler } from '../../../platform/slack/edge.js';
import type { MessageContent } from '../../../shared/block-limits.js';
import type { PeopleRefused } from '../../assignments/index.js';
import type { Person } from '../../people/index.js';
import type { Reading } from './command-text.js';
import { readTimeRequest } from './command-text.js';
import type { Giving, GivingRefused, TimeGiving } from './giving.js';
import { gave, givePressed, giving, keepPressed, notGiven, timeNotUnderstood, timeRefused } from './giving-messages.js';
import { planRefused } from './messages.js';

type Deps = Readonly<{
  timeGiving: TimeGiving;
  clock: Clock;
  people: { whoIs(slackId: string): Promise<Person | null> };
  reading: Reading & Readonly<{ refusalWords(refusal: PeopleRefused): string }>;
}>;

/** The edge of `/cert time`: what is typed, and the press that confirms it. */
export function createTimeCommand({ timeGiving, clock, people, reading }: Deps) {
  async function answer(
    asker: Person,
    words: string,
    act: (asker: Person, request: Giving['request']) => Promise<Giving | GivingRefused>,
    say: (given: Giving) => MessageContent,
  ): Promise<MessageContent> {
    const read = readTimeRequest(words, { now: clock.now(), zone: asker.zone }, reading);
    if ('reason' in read) return timeNotUnderstood(read.reason);
    const given = await act(asker, read.request);
    return 'kind' in given ? timeRefused(given, reading.refusalWords) : say(given);
  }

  const presses: Readonly<Record<string, PressHandler>> = {
    /** Read like a command, whoever may have written it: who may is decided anew. */
    async [givePressed]({ slackUserId, value }) {
      const asker = await people.whoIs(slackUserId);
      if (asker === null) return planRefused('not-for-you');
      return { instead: await answer(asker, value ?? '', timeGiving.give, gave) };
    },
    [keepPressed]: async () => ({ instead: notGiven() }),
  };

  return {
    verbs: {
      time: (asker: Person, words: string): Promise<Answer> => answer(asker, words, timeGiving.show, giving),
    },
    presses,
  };
}

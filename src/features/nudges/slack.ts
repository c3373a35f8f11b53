import type { PressHandler } from '../../platform/slack/edge.js';
import type { MessageContent } from '../../shared/block-limits.js';
import type { Person } from '../people/index.js';
import type { Answers } from './actions/answers.js';
import {
  explanation,
  fewerMessages,
  refused,
  snoozed,
  snoozePressed,
  tooManyPressed,
  usualMessages,
  usualPressed,
  whyPressed,
} from './messages.js';
import { readSeen, readSnooze } from './nudge.js';

/** The edge of reminders: each action id with what its press does. */
export function createPresses({
  answers,
  whoIs,
}: {
  answers: Answers;
  /** The active person behind a Slack account, or null. */
  whoIs(slackId: string): Promise<Person | null>;
}): Readonly<Record<string, PressHandler>> {
  const forPerson =
    (answer: (person: Person, value: string | undefined) => Promise<MessageContent>): PressHandler =>
    async ({ slackUserId, value }) => {
      const person = await whoIs(slackUserId);
      return person === null ? refused('not-yours') : answer(person, value);
    };

  return {
    [snoozePressed]: forPerson(async (person, value) => {
      const seen = readSnooze(value);
      if (seen === undefined) return refused('not-known');
      const answer = await answers.snooze(person, seen);
      return answer.kind === 'snoozed' ? snoozed(answer) : refused(answer.refusal);
    }),
    [whyPressed]: forPerson(async (person, value) => {
      const seen = readSeen(value);
      if (seen === undefined) return refused('not-known');
      const answer = await answers.explain(person, seen);
      return answer.kind === 'explained' ? explanation(answer.facts) : refused(answer.refusal);
    }),
    [tooManyPressed]: forPerson(async (person) => {
      await answers.chooseReminders(person, 'weekly');
      return fewerMessages();
    }),
    [usualPressed]: forPerson(async (person) => {
      await answers.chooseReminders(person, 'as-planned');
      return usualMessages();
    }),
  };
}

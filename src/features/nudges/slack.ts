import type { PressHandler } from '../../platform/slack/edge.js';
import type { MessageContent } from '../../shared/block-limits.js';
import { AssignmentId } from '../../shared/ids.js';
import { readSeen } from '../../shared/seen.js';
import type { Person } from '../people/index.js';
import type { Answers } from './actions/answers.js';
import { explanation, fewerMessages, refused, settled, snoozed, usualMessages, usualPressed } from './messages.js';
import { morePressed, snoozePressed } from './parts.js';
import { snoozeDays } from './rules.js';

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

  async function chooseUsual(person: Person): Promise<MessageContent> {
    await answers.chooseReminders(person, 'as-planned');
    return usualMessages();
  }

  return {
    [snoozePressed]: forPerson(async (person, value) => {
      const seen = readSeen(AssignmentId, value);
      const days = snoozeDays.find((length) => String(length) === seen?.choice);
      if (seen === undefined || days === undefined) return refused('not-known');
      const answer = await answers.snooze(person, { ...seen, days });
      if (answer.kind === 'settled') return settled(answer.item);
      return answer.kind === 'snoozed' ? snoozed(answer) : refused(answer.refusal);
    }),
    [morePressed]: forPerson(async (person, value) => {
      const seen = readSeen(AssignmentId, value);
      switch (seen?.choice) {
        case 'why': {
          const answer = await answers.explain(person, seen);
          return answer.kind === 'explained' ? explanation(answer.facts) : refused(answer.refusal);
        }
        case 'weekly':
          await answers.chooseReminders(person, 'weekly');
          return fewerMessages();
        case 'usual':
          return chooseUsual(person);
        default:
          return refused('not-known');
      }
    }),
    [usualPressed]: forPerson(chooseUsual),
  };
}

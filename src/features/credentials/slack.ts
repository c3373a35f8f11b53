import type { Answer, FormHandler, PressHandler } from '../../platform/slack/edge.js';
import { AssignmentId, CredentialId, PersonId } from '../../shared/ids.js';
import { readSeen } from '../../shared/seen.js';
import { asTyped } from '../../shared/typed.js';
import type { Person } from '../people/index.js';
import type { ShowFile } from './actions/files.js';
import type { HandIn } from './actions/hand-in.js';
import { readSubject } from './hand-in.js';
import {
  corrected,
  fileShown,
  handedIn,
  handInDialog,
  handInForm,
  handInRefused,
  noSuchCertification,
  unchanged,
  withdrawn,
} from './messages/hand-in.js';
import { correctPressed, handInForPressed, passedPressed, showFilePressed, withdrawPressed } from './parts.js';

type WhoIs = (slackId: string) => Promise<Person | null>;

/** The edge of handing in: each action id with what its press does. */
export function createHandInPresses({
  handIn,
  showFile,
  whoIs,
}: {
  handIn: HandIn;
  showFile: ShowFile;
  /** The active person behind a Slack account, or null. */
  whoIs: WhoIs;
}): Readonly<Record<string, PressHandler>> {
  const forPerson =
    (answer: (person: Person, value: string | undefined) => Promise<Answer>): PressHandler =>
    async ({ slackUserId, value }) => {
      const person = await whoIs(slackUserId);
      return person === null ? notYours() : answer(person, value);
    };

  return {
    [passedPressed]: forPerson(async (person, value) => {
      const seen = readSeen(AssignmentId, value);
      return seen === undefined ? notKnown() : shown(await handIn.passed(person, seen.id));
    }),
    [handInForPressed]: forPerson(async (person, value) => {
      const seen = readSeen(PersonId, value);
      return seen === undefined ? notKnown() : shown(await handIn.handInFor(person, seen.id, seen.choice));
    }),
    [correctPressed]: forPerson(async (person, value) => {
      const seen = readSeen(CredentialId, value);
      return seen === undefined ? notKnown() : shown(await handIn.openCorrection(person, seen));
    }),
    [withdrawPressed]: forPerson(async (person, value) => {
      const seen = readSeen(CredentialId, value);
      if (seen === undefined) return notKnown();
      const answer = await handIn.withdraw(person, seen);
      return answer.kind === 'withdrawn' ? withdrawn(answer) : handInRefused(answer.refusal);
    }),
    [showFilePressed]: forPerson(async (person, value) => {
      const seen = readSeen(CredentialId, value);
      return fileShown(seen === undefined ? 'not-known' : await showFile(person, seen.id));
    }),
  };
}

export function createHandInForms({
  handIn,
  whoIs,
}: {
  handIn: HandIn;
  whoIs: WhoIs;
}): Readonly<Record<string, FormHandler>> {
  return {
    [handInDialog]: async ({ slackUserId, subject: text, values }) => {
      const person = await whoIs(slackUserId);
      if (person === null) return notYours();
      const subject = readSubject(text);
      if (subject === undefined) return notKnown();
      const answer = await handIn.send(person, subject, values);
      switch (answer.kind) {
        case 'errors':
          return { errors: answer.errors };
        case 'handed-in':
          return handedIn(answer.said);
        case 'corrected':
          return corrected(answer.said);
        case 'unchanged':
          return unchanged(answer);
        default:
          return shown(answer);
      }
    },
  };
}

/** `/cert add`. */
export const createAdd =
  (handIn: HandIn) =>
  async (asker: Person, words: string): Promise<Answer> => {
    const answer = await handIn.add(asker, asTyped(words));
    return answer.kind === 'form' ? shown(answer) : noSuchCertification(answer);
  };

const shown = (answer: Awaited<ReturnType<HandIn['passed']>>) =>
  answer.kind === 'form' ? handInForm(answer.form) : handInRefused(answer.refusal);

const notYours = () => handInRefused({ code: 'not-yours' });
const notKnown = () => handInRefused({ code: 'not-known' });

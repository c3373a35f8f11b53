import type { FormHandler, PressHandler, Answer as Shown } from '../../platform/slack/edge.js';
import { textOf } from '../../platform/slack/forms.js';
import { PostId } from '../../shared/ids.js';
import type { Seen } from '../../shared/seen.js';
import { readSeen } from '../../shared/seen.js';
import { cleanText, codePoints } from '../../shared/text.js';
import type { Person } from '../people/index.js';
import type { Answers } from './actions/answers.js';
import type { ShareReward } from './actions/share-reward.js';
import type { Answer } from './messages.js';
import {
  addLinePressed,
  answered,
  congratulatePressed,
  lineDialog,
  lineErrors,
  lineInput,
  neverPressed,
  postPressed,
} from './messages.js';
import { choosePressed, sharePressed, unsharePressed } from './parts.js';
import { Choice, longestLine } from './post.js';

type EdgeDeps = Readonly<{
  answers: Answers;
  shareReward: Pick<ShareReward, 'answer'>;
  choose(person: Person, choice: Choice): Promise<void>;
  /** The active person behind a Slack account, or null. */
  whoIs(slackId: string): Promise<Person | null>;
}>;

/** The edge of recognition: each action id with what its press does. */
export function createPresses({
  answers,
  shareReward,
  choose,
  whoIs,
}: EdgeDeps): Readonly<Record<string, PressHandler>> {
  const forPerson =
    (answer: (person: Person, value: string | undefined) => Promise<Shown>): PressHandler =>
    async ({ slackUserId, value }) => {
      const person = await whoIs(slackUserId);
      return person === null ? answered('not-yours') : answer(person, value);
    };

  /** What is answered about one of their posts. */
  const forPost = (answer: (person: Person, seen: Seen<PostId>) => Promise<Answer>) =>
    forPerson(async (person, value) => {
      const seen = readSeen(PostId, value);
      return answered(seen === undefined ? 'not-known' : await answer(person, seen));
    });

  return {
    [postPressed]: forPost((person, seen) => answers.agree(person, seen, '')),
    [addLinePressed]: forPerson(async (person, value) => {
      const seen = readSeen(PostId, value);
      if (seen === undefined || value === undefined) return answered('not-known');
      const found = await answers.lineFor(person, seen);
      return typeof found === 'string' ? answered(found) : lineDialog({ ...found, seen: value });
    }),
    [neverPressed]: forPost(answers.decline),
    [sharePressed]: forPost((person, seen) => shareReward.answer(person, seen, 'share')),
    [unsharePressed]: forPost((person, seen) => shareReward.answer(person, seen, 'unshare')),
    async [congratulatePressed]({ slackUserId, value }) {
      const colleague = await whoIs(slackUserId);
      if (colleague === null) return answered('not-a-colleague');
      const postId = PostId.safeParse(value);
      return answered(postId.success ? await answers.congratulate(colleague, postId.data) : 'not-known');
    },
    /** On Home, which is drawn anew and shows the choice. */
    [choosePressed]: forPerson(async (person, value) => {
      const choice = Choice.safeParse(value);
      if (!choice.success) return answered('not-known');
      await choose(person, choice.data);
      return undefined;
    }),
  };
}

/** The dialog in which somebody adds a line; sending it in is their yes. */
export function createForms({
  answers,
  whoIs,
}: Pick<EdgeDeps, 'answers' | 'whoIs'>): Readonly<Record<string, FormHandler>> {
  return {
    async [addLinePressed]({ slackUserId, subject, values }) {
      const person = await whoIs(slackUserId);
      if (person === null) return answered('not-yours');
      const seen = readSeen(PostId, subject);
      if (seen === undefined) return answered('not-known');
      const line = cleanText(textOf(values, lineInput) ?? '');
      if (line === '') return { errors: { [lineInput]: lineErrors.empty } };
      if (codePoints(line) > longestLine) return { errors: { [lineInput]: lineErrors.long } };
      return answered(await answers.agree(person, seen, line));
    },
  };
}

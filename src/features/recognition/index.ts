import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { Sweep } from '../../platform/sweeps.js';
import type { Drawn } from '../../shared/blocks.js';
import type { PersonId, PostId } from '../../shared/ids.js';
import { createAnswers } from './actions/answers.js';
import { createBegin } from './actions/begin.js';
import { createChannels } from './actions/channels.js';
import { createChoices } from './actions/choices.js';
import { createCloseUnanswered } from './actions/close-unanswered.js';
import type { RecognitionDeps } from './actions/deps.js';
import { createPraise } from './actions/praise.js';
import { createPublishing } from './actions/publishing.js';
import { createRoundUps, roundUpTopic } from './actions/round-ups.js';
import {
  createPostTopic,
  createQuestionTopic,
  createThanksTopic,
  postTopic,
  questionTopic,
  thanksTopic,
} from './actions/topics.js';
import { RecognitionSetting, settingWords } from './parts.js';
import type { Chosen } from './post.js';
import { createForms, createPresses } from './slack.js';
import { createRecognitionStore } from './store.js';

export type { Chosen, RecognitionFact } from './post.js';
export { recognitionIndexes } from './store.js';

export function createRecognition({ database, ...rest }: { database: Database } & Omit<RecognitionDeps, 'store'>) {
  const deps: RecognitionDeps = { store: createRecognitionStore(database), ...rest };
  const { store, outbox, people, clock } = deps;
  const praiseOf = createPraise(deps);
  const choices = createChoices(deps);
  const answers = createAnswers({ ...deps, praiseOf });
  const channels = createChannels(deps);
  const publishing = createPublishing({ ...deps, channels });
  const roundUps = createRoundUps({ ...deps, channels, praiseOf, publishing });
  const topicDeps = { ...deps, praiseOf, publishing };
  const { begin, ask, publish, inviteManager } = createBegin({ ...topicDeps, channels, choices, roundUps });

  return {
    /** What may be posted about this person. */
    choiceOf: async (personId: PersonId): Promise<Chosen> => (await store.choiceOf(personId)).choice,
    /** For Home: how that stands, and where the person chooses it; undefined where nothing is posted at all. */
    async settingOf(personId: PersonId): Promise<Readonly<{ words: string; control: Drawn }> | undefined> {
      if (deps.channel === undefined) return undefined;
      const { choice } = await store.choiceOf(personId);
      return { words: settingWords[choice], control: RecognitionSetting({ choice }) };
    },
    presses: createPresses({
      answers,
      choose: (person, choice) => choices.choose(person._id, choice, { at: clock.now(), by: person._id }),
      whoIs: people.whoIs,
    }),
    forms: createForms({ answers, whoIs: people.whoIs }),
    topics: {
      [questionTopic]: createQuestionTopic(topicDeps),
      [postTopic]: createPostTopic(topicDeps),
      [roundUpTopic]: roundUps.topic,
      [thanksTopic]: createThanksTopic(topicDeps),
    } satisfies Topics,
    sweeps: [createCloseUnanswered(deps), roundUps.sweep] satisfies Sweep[],
    reactions: {
      begin,
      ask,
      publish,
      inviteManager,
      rememberChoice: choices.remember,
      followChoice: choices.follow,
      redrawRoundUps: roundUps.redrawOf,
      /** The question shows what became of it. */
      redrawQuestion: (postId: PostId) => outbox.markStale(postId),
    },
  };
}

export type Recognition = ReturnType<typeof createRecognition>;

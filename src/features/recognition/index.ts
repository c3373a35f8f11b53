import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { Sweep } from '../../platform/sweeps.js';
import type { Drawn } from '../../shared/blocks.js';
import { addMinutes } from '../../shared/dates.js';
import type { PersonId, PostId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import { createAnswers } from './actions/answers.js';
import { createBegin } from './actions/begin.js';
import { createChannels } from './actions/channels.js';
import { createChoices } from './actions/choices.js';
import { createCloseLate } from './actions/close-late.js';
import { createCloseUnanswered } from './actions/close-unanswered.js';
import type { RecognitionDeps } from './actions/deps.js';
import { createPraise } from './actions/praise.js';
import { createPublishing } from './actions/publishing.js';
import { createRoundUps, roundUpTopic } from './actions/round-ups.js';
import { createShareReward } from './actions/share-reward.js';
import { createThanks, thanksTopic } from './actions/thanks.js';
import { createPostTopic, createQuestionTopic, postTopic, questionTopic } from './actions/topics.js';
import { RecognitionSetting, settingWords } from './parts.js';
import type { Chosen } from './post.js';
import { itemInChannel } from './post.js';
import { createForms, createPresses } from './slack.js';
import { createRecognitionStore } from './store.js';

export type { TeamProgress } from './actions/deps.js';
export { createChannelsFile } from './file.js';
export type { Chosen, RecognitionFact } from './post.js';
export { recognitionIndexes } from './store.js';

const refusalsShownDays = 14;

export function createRecognition({ database, ...rest }: { database: Database } & Omit<RecognitionDeps, 'store'>) {
  const deps: RecognitionDeps = { store: createRecognitionStore(database), ...rest };
  const { store, outbox, people, clock } = deps;
  const praiseOf = createPraise(deps);
  const choices = createChoices(deps);
  const answers = createAnswers({ ...deps, praiseOf });
  const shareReward = createShareReward({ ...deps, praiseOf });
  const channels = createChannels(deps);
  const publishing = createPublishing({ ...deps, channels });
  const roundUps = createRoundUps({ ...deps, channels, praiseOf, publishing });
  const topicDeps = { ...deps, praiseOf, publishing };
  const thanks = createThanks({ ...deps, praiseOf });
  const { begin, ask, publish } = createBegin({ ...topicDeps, channels, choices, roundUps, thanks });

  return {
    store,
    /** What may be posted about this person. */
    choiceOf: async (personId: PersonId): Promise<Chosen> => (await store.choiceOf(personId)).choice,
    /** For Home: how that stands, and where the person chooses it; undefined where nothing is posted at all. */
    async settingOf({
      _id,
      team,
    }: Pick<Person, '_id' | 'team'>): Promise<Readonly<{ words: string; control: Drawn }> | undefined> {
      if ((await channels.ofTeam(team)) === undefined) return undefined;
      const { choice } = await store.choiceOf(_id);
      return { words: settingWords[choice], control: RecognitionSetting({ choice }) };
    },
    /** What lets somebody share a reward with their colleagues, for the message that tells of it. */
    rewardControl: shareReward.control,
    /** How many posts of the last two weeks each channel did not take, for `laurel doctor`. */
    async refusals(): Promise<ReadonlyMap<string, number>> {
      const counts = new Map<string, number>();
      for (const channel of await store.refusedSince(addMinutes(clock.now(), -refusalsShownDays * 24 * 60)))
        counts.set(channel, (counts.get(channel) ?? 0) + 1);
      return counts;
    },
    presses: createPresses({
      answers,
      shareReward,
      choose: (person, choice) => choices.choose(person._id, choice, { at: clock.now(), by: person._id }),
      whoIs: people.whoIs,
    }),
    forms: createForms({ answers, whoIs: people.whoIs }),
    topics: {
      [questionTopic]: createQuestionTopic(topicDeps),
      [postTopic]: createPostTopic(topicDeps),
      [roundUpTopic]: roundUps.topic,
      [thanksTopic]: thanks.topic,
    } satisfies Topics,
    sweeps: [createCloseUnanswered(deps), createCloseLate(deps), roundUps.sweep] satisfies Sweep[],
    reactions: {
      begin,
      ask,
      publish,
      inviteManager: thanks.invite,
      rememberChoice: choices.remember,
      followChoice: choices.follow,
      redrawRoundUps: roundUps.redrawOf,
      followTable: roundUps.followTable,
      /** The question shows what became of it. */
      redrawQuestion: (postId: PostId) => outbox.markStale(postId),
      redrawPost: (postId: PostId) => outbox.markStale(itemInChannel(postId)),
      redrawReward: shareReward.redraw,
    },
  };
}

export type Recognition = ReturnType<typeof createRecognition>;

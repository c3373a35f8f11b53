import type { Stored } from '../../../platform/database/facts.js';
import { dateIn } from '../../../shared/dates.js';
import type { PostId } from '../../../shared/ids.js';
import { newPostId } from '../../../shared/ids.js';
import type { CredentialVerified } from '../../credentials/index.js';
import type { PostAgreed } from '../post.js';
import { countsOn } from '../rules.js';
import type { Channels } from './channels.js';
import type { Choices } from './choices.js';
import type { RecognitionDeps } from './deps.js';
import type { PraiseOf } from './praise.js';
import type { Publishing } from './publishing.js';
import type { RoundUps } from './round-ups.js';
import type { Thanks } from './thanks.js';
import { postKey, postTopic, questionTopic } from './topics.js';

/** What follows from a verified credential: a post, a question to its person, or a word of their manager. */
export function createBegin({
  store,
  outbox,
  people,
  credentials,
  clock,
  channels,
  choices,
  praiseOf,
  publishing,
  roundUps,
  thanks,
}: RecognitionDeps &
  Readonly<{
    channels: Channels;
    choices: Choices;
    praiseOf: PraiseOf;
    publishing: Publishing;
    roundUps: Pick<RoundUps, 'await'>;
    thanks: Pick<Thanks, 'invite'>;
  }>) {
  return {
    /** Told to nobody: what was loaded, what is no news any more, and whose person Laurel does not speak to yet. */
    async begin({ source, id, credentialId, personId, certificationId }: Stored<CredentialVerified>): Promise<void> {
      if (source !== 'handed-in' || (await store.hasPost(credentialId))) return;
      const [person, credential] = await Promise.all([people.byId(personId), credentials.byId(credentialId)]);
      if (person?.state !== 'active' || credential === null || !(await people.isReached(person))) return;
      const now = clock.now();
      if (!countsOn(credential, dateIn(now, person.zone))) return;
      const [{ choice }, channel] = await Promise.all([store.choiceOf(personId), channels.ofTeam(person.team)]);
      const isAsked = choice === 'ask';
      if (channel === undefined || person.slackId === null || !(isAsked || choice === 'yes'))
        return thanks.invite({ personId, credentialId });
      await store.insert(
        {
          _id: newPostId(),
          credentialId,
          personId,
          certificationId,
          state: isAsked ? 'asked' : 'agreed',
          line: '',
          proposedAt: now,
          askedAt: null,
          answerBy: isAsked ? people.answerBy(person, now) : null,
          channel,
          place: null,
          ts: null,
          sharesReward: false,
        },
        isAsked ? 'post.asked' : 'post.agreed',
        { at: now, by: id },
      );
    },

    /** A choice made while the post was written was made before it could be seen by it: it is followed here. */
    async ask(postId: PostId): Promise<void> {
      const proposed = await store.byId(postId);
      if (proposed === null) return;
      await choices.follow(proposed.personId);
      const post = await store.byId(postId);
      if (post?.state !== 'asked' || post.answerBy === null) return;
      await outbox.put([
        {
          key: `${questionTopic}|${postId}`,
          to: post.personId,
          topic: questionTopic,
          subject: postId,
          notBefore: clock.now(),
          notAfter: post.answerBy,
          priority: 2,
        },
      ]);
    },

    /** A yes is for all; a never that came after it, and before anything was posted, is obeyed. */
    async publish(fact: Stored<PostAgreed>): Promise<void> {
      await choices.remember(fact);
      await choices.follow(fact.personId);
      const post = await store.byId(fact.about as PostId);
      const praised = post?.state === 'agreed' ? await praiseOf(post) : undefined;
      if (post === null || praised === undefined) return;
      const place = await publishing.placeOf(post, praised.praise);
      if (place?.kind !== 'alone') return roundUps.await(post.channel);
      await outbox.put([
        {
          key: postKey(post._id),
          to: post.channel,
          topic: postTopic,
          subject: post._id,
          notBefore: clock.now(),
          notAfter: place.until,
          priority: 2,
        },
      ]);
    },
  };
}

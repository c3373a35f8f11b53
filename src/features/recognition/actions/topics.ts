import type { Topic } from '../../../platform/slack/delivery.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Row } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import type { PersonId } from '../../../shared/ids.js';
import { PostId } from '../../../shared/ids.js';
import { writeSeen } from '../../../shared/seen.js';
import { post as drawPost, question, settledQuestion } from '../messages.js';
import type { Post } from '../post.js';
import { itemInChannel, wasSaidOf } from '../post.js';
import type { RecognitionDeps } from './deps.js';
import type { Praised, PraiseOf } from './praise.js';
import type { Publishing } from './publishing.js';

export const questionTopic = 'recognition.ask';
export const postTopic = 'recognition.post';
/** The row of a post that stands alone. */
export const postKey = (postId: PostId) => `${postTopic}|${postId}`;

type TopicDeps = Pick<RecognitionDeps, 'store' | 'readers' | 'people' | 'clock' | 'isShared' | 'outbox'> &
  Readonly<{ praiseOf: PraiseOf; publishing: Publishing }>;

const postOf = ({ store }: TopicDeps, { subject }: Row) => store.byId(PostId.parse(subject));

/** The question to the person; answered or not, it shows how things stand. */
export function createQuestionTopic(deps: TopicDeps): Topic {
  const { store, readers, people, praiseOf, clock } = deps;

  /** Whoever has earned several things is asked about the first; their answer is for all. */
  async function firstToAsk(personId: PersonId): Promise<{ post: Post; praised: Praised } | undefined> {
    for (const post of await store.waitingOf(personId)) {
      // What waits for its round-up is answered.
      if (post.state !== 'asked') continue;
      const praised = await praiseOf(post);
      if (praised?.counts) return { post, praised };
    }
    return undefined;
  }

  const asked = (post: Post, { praise }: Praised, answerBy: CalendarDate) =>
    question({ praise, seen: writeSeen(post._id, post.version), answerBy });

  return createNotice({
    readers,
    async draw(row, now) {
      const first = await firstToAsk(row.to as PersonId);
      if (first?.post._id !== row.subject) return undefined;
      const { post, praised } = first;
      const { person } = praised;
      const words = asked(post, praised, dateIn(people.answerBy(person, now), person.zone));
      return { words, items: [{ id: post._id, reason: 'asked', version: post.version }] };
    },
    async redraw(row) {
      const post = await postOf(deps, row);
      const praised = post === null ? undefined : await praiseOf(post);
      if (post === null || praised === undefined) return undefined;
      const neverCame = post.state === 'expired' && !praised.counts;
      if (post.state !== 'asked') return settledQuestion(praised.praise, neverCame ? 'gone' : post.state);
      if (!praised.counts || post.answerBy === null) return settledQuestion(praised.praise, 'gone');
      return asked(post, praised, dateIn(post.answerBy, praised.person.zone));
    },
    /** The time to answer begins when the question is there to be answered. */
    async said(row) {
      const post = await postOf(deps, row);
      const person = post === null ? null : await people.byId(post.personId);
      if (post === null || person === null) return;
      const askedAt = row.endedAt ?? clock.now();
      await store.wasAsked(post._id, askedAt, people.answerBy(person, askedAt));
    },
  });
}

/** The post that stands alone in its channel: only what was agreed to and still counts. */
export function createPostTopic(deps: TopicDeps): Topic {
  const { store, outbox, praiseOf, isShared, publishing } = deps;

  const drawn = async (post: Post, { praise }: Praised) =>
    drawPost(praise, { postId: post._id, congratulations: await store.countCongratulations(post._id) });

  return {
    async compose(row) {
      const post = await postOf(deps, row);
      const praised = post?.state === 'agreed' ? await praiseOf(post) : undefined;
      if (post === null || !praised?.counts) return { kind: 'nothing', why: 'empty' };
      if (await isShared(post.channel)) {
        await publishing.refuse(post, row);
        return { kind: 'nothing', why: 'recipient: channel_is_shared' };
      }
      const items = [{ id: itemInChannel(post._id), reason: 'post', version: post.version }];
      return { kind: 'say', channel: post.channel, words: await drawn(post, praised), items };
    },
    /** What has been replaced since, or whose person has left, stays as it was. */
    async redraw(row) {
      const post = await postOf(deps, row);
      const praised = post === null ? undefined : await praiseOf(post);
      return post === null || praised === undefined ? undefined : drawn(post, praised);
    },
    async settle(rows) {
      for (const row of rows) {
        const post = await postOf(deps, row);
        if (post === null) continue;
        await publishing.isOut(post, row);
        // What changed between composing and sending could not mark the row yet.
        if (!wasSaidOf(post, row)) await outbox.markStale(itemInChannel(post._id));
      }
    },
    async refused(row) {
      const post = await postOf(deps, row);
      if (post?.state === 'agreed') await publishing.refuse(post, row);
    },
  };
}

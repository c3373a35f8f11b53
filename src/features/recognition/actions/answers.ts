import type { PostId } from '../../../shared/ids.js';
import type { Seen } from '../../../shared/seen.js';
import type { Person } from '../../people/index.js';
import type { Answer } from '../messages.js';
import type { Post } from '../post.js';
import { isSaid, itemInChannel } from '../post.js';
import type { RecognitionDeps } from './deps.js';
import { createOwnOf } from './own.js';
import type { PraiseOf } from './praise.js';

const settledAs: Readonly<Record<Post['state'], Answer>> = {
  asked: 'not-known',
  agreed: 'agreed-before',
  posted: 'agreed-before',
  private: 'declined-before',
  silent: 'too-late',
  refused: 'not-taken',
  expired: 'expired',
};

/** What the person says to the question, and their colleagues to the post. Who may is decided here, from fresh data. */
export function createAnswers({
  store,
  outbox,
  clock,
  praiseOf,
}: Pick<RecognitionDeps, 'store' | 'outbox' | 'clock'> & { praiseOf: PraiseOf }) {
  const ownOf = createOwnOf(store);

  /** Says how it stands, and shows it in the message that was pressed. */
  async function asItStands({ _id, state }: Post, answer: Answer = settledAs[state]): Promise<Answer> {
    await outbox.markStale(_id);
    return answer;
  }

  const causeOf = (person: Person) => ({ at: clock.now(), by: person._id });

  return {
    /** What a line would be added to, or why none can be. */
    async lineFor(person: Person, { id }: Seen<PostId>): Promise<{ certification: string } | Answer> {
      const post = await ownOf(person, id);
      if (typeof post === 'string') return post;
      if (post.state !== 'asked') return asItStands(post);
      const praised = await praiseOf(post);
      return praised?.counts ? { certification: praised.praise.certification } : asItStands(post, 'gone');
    },

    /** Yes, with a line of theirs or ''. The same press, come twice, is answered the same. */
    async agree(person: Person, seen: Seen<PostId>, line: string): Promise<Answer> {
      const post = await ownOf(person, seen.id);
      if (typeof post === 'string') return post;
      if (post.state === 'asked') {
        if (!(await praiseOf(post))?.counts) return asItStands(post, 'gone');
        const asSeen = { ...post, version: seen.version };
        if (await store.change(asSeen, { state: 'agreed', line }, 'post.agreed', causeOf(person))) return 'agreed';
      }
      const current = (await store.byId(post._id)) ?? post;
      return isSaid(current) && current.line === line ? 'agreed' : asItStands(current);
    },

    /** No, now and later. */
    async decline(person: Person, seen: Seen<PostId>): Promise<Answer> {
      const post = await ownOf(person, seen.id);
      if (typeof post === 'string') return post;
      const asSeen = { ...post, version: seen.version };
      const isDone =
        post.state === 'asked' && (await store.change(asSeen, { state: 'private' }, 'post.declined', causeOf(person)));
      if (isDone) return 'declined';
      const current = (await store.byId(post._id)) ?? post;
      return current.state === 'private' ? 'declined' : asItStands(current);
    },

    /** Counted once, however often it is pressed; nothing can be said to a post that is not out. */
    async congratulate(person: Person, postId: PostId): Promise<Answer> {
      const post = await store.byId(postId);
      if (post === null || !isSaid(post)) return 'not-known';
      if (post.personId === person._id) return 'own-post';
      await store.congratulate({ postId, personId: person._id, at: clock.now() });
      await outbox.markStale(itemInChannel(postId));
      return 'congratulated';
    },
  };
}

export type Answers = ReturnType<typeof createAnswers>;

import type { PersonId, PostId } from '../../../shared/ids.js';
import type { Post } from '../post.js';
import type { RecognitionStore } from '../store.js';

/** What somebody may answer for: their own posts, whatever they press. */
export const createOwnOf =
  (store: Pick<RecognitionStore, 'byId'>) =>
  async ({ _id }: { _id: PersonId }, postId: PostId): Promise<Post | 'not-known' | 'not-yours'> => {
    const post = await store.byId(postId);
    if (post === null) return 'not-known';
    return post.personId === _id ? post : 'not-yours';
  };

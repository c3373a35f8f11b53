import type { Cause, Stored } from '../../../platform/database/facts.js';
import type { PersonId, PostId } from '../../../shared/ids.js';
import type { Chosen, PostAgreed, PostDeclined, PostUnanswered } from '../post.js';
import { takesPlace } from '../rules.js';
import type { RecognitionDeps } from './deps.js';

const choiceAfter = { 'post.agreed': 'yes', 'post.declined': 'never', 'post.unanswered': 'unanswered' } as const;

/**
 * What somebody wants for all of their posts. An answer about one post and the choice for all are two documents: the
 * answer comes first, its fact brings the choice, and the choice brings along what else is waiting.
 */
export function createChoices({ store }: Pick<RecognitionDeps, 'store'>) {
  /** Tried again when another choice comes in between; then the newest wins. */
  async function choose(personId: PersonId, choice: Chosen, cause: Cause): Promise<void> {
    const was = await store.choiceOf(personId);
    if (!takesPlace({ choice, at: cause.at }, was)) return;
    if (!(await store.choose(personId, was, choice, cause))) await choose(personId, choice, cause);
  }

  /** Tried again when a post changes in between, so that none goes on telling what its person does not want told. */
  async function unshareRewards(personId: PersonId, cause: Cause): Promise<void> {
    for (const post of await store.sharing(personId))
      if (!(await store.share(post, false, cause))) return unshareRewards(personId, cause);
  }

  return {
    choose,

    /** The lasting choice that an answer about one post brings. */
    async remember({ type, at, id, about, personId }: Stored<PostAgreed | PostDeclined | PostUnanswered>) {
      // Who never saw the question has not left it unanswered.
      if (type === 'post.unanswered' && (await store.byId(about as PostId))?.askedAt === null) return;
      await choose(personId, choiceAfter[type], { at, by: id });
    },

    /** Posts that wait become what their person has chosen for all; after a never no post tells of a reward. */
    async follow(personId: PersonId): Promise<void> {
      const { choice, chosenAt } = await store.choiceOf(personId);
      const cause = { at: chosenAt, by: personId };
      for (const post of await store.waitingOf(personId)) {
        if (choice === 'never') await store.change(post, { state: 'private' }, 'post.declined', cause);
        if (choice === 'yes' && post.state === 'asked')
          await store.change(post, { state: 'agreed' }, 'post.agreed', cause);
      }
      if (choice === 'never') await unshareRewards(personId, cause);
    },
  };
}

export type Choices = ReturnType<typeof createChoices>;

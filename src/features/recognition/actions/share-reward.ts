import type { Drawn } from '../../../shared/blocks.js';
import type { CredentialId, PostId } from '../../../shared/ids.js';
import { grantIdOf } from '../../../shared/ids.js';
import type { Seen } from '../../../shared/seen.js';
import { writeSeen } from '../../../shared/seen.js';
import type { Person } from '../../people/index.js';
import type { Answer } from '../messages.js';
import { RewardSharing } from '../parts.js';
import type { Post } from '../post.js';
import { itemInChannel, turnOf } from '../post.js';
import type { Sharing } from '../rules.js';
import { sharingOf } from '../rules.js';
import type { RecognitionDeps } from './deps.js';
import { createOwnOf } from './own.js';
import type { PraiseOf } from './praise.js';

const wishes = {
  share: { sharesReward: true, done: 'reward-shared' },
  unshare: { sharesReward: false, done: 'reward-unshared' },
} as const;

/**
 * Whether the post about what somebody has earned also says that it was rewarded. Nobody is asked: they press, in the message
 * that tells them of the reward, or nothing is said. The post keeps their word; what it shows is asked of the reward each time.
 */
export function createShareReward({
  store,
  outbox,
  rewards,
  clock,
  praiseOf,
}: Pick<RecognitionDeps, 'store' | 'outbox' | 'rewards' | 'clock'> & { praiseOf: PraiseOf }) {
  const ownOf = createOwnOf(store);

  async function standingOf(post: Post): Promise<Sharing | undefined> {
    const [{ choice }, praised] = await Promise.all([store.choiceOf(post.personId), praiseOf(post)]);
    return praised && sharingOf(post, { choice, counts: praised.counts, now: clock.now() });
  }

  const mayShare = async (post: Post) =>
    (await standingOf(post)) !== undefined && (await rewards.isRewarded(post.credentialId));

  /** Says so, and shows how it stands in the message that was pressed. */
  async function asItStands({ credentialId }: Post, answer: Answer): Promise<Answer> {
    await outbox.markStale(grantIdOf(credentialId));
    return answer;
  }

  /**
   * The same press, come twice, is answered the same; one of an older message changes nothing. A post that goes out in that
   * very moment takes no press back: it is tried again.
   */
  async function answer(person: Person, seen: Seen<PostId>, wish: keyof typeof wishes): Promise<Answer> {
    const post = await ownOf(person, seen.id);
    if (typeof post === 'string') return post;
    const { sharesReward, done } = wishes[wish];
    if (wish === 'share' && !(await mayShare(post))) return asItStands(post, 'reward-gone');
    if (post.sharesReward === sharesReward) return done;
    if (turnOf(post) !== seen.version) return asItStands(post, 'reward-changed');
    const cause = { at: clock.now(), by: person._id };
    return (await store.share(post, sharesReward, cause)) ? done : answer(person, seen, wish);
  }

  return {
    /** For the message that tells of a reward; undefined where no post could tell of it. */
    async control(credentialId: CredentialId): Promise<Drawn | undefined> {
      const post = await store.postOf(credentialId);
      const sharing = post === null ? undefined : await standingOf(post);
      return post !== null && sharing !== undefined
        ? RewardSharing({ sharing, seen: writeSeen(post._id, turnOf(post)) })
        : undefined;
    },

    answer,

    /** A post that may tell of this reward shows whether it still stands. */
    async redraw(credentialId: CredentialId): Promise<void> {
      const post = await store.postOf(credentialId);
      if (post?.sharesReward) await outbox.markStale(itemInChannel(post._id));
    },
  };
}

export type ShareReward = ReturnType<typeof createShareReward>;

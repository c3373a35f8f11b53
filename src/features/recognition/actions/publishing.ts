import type { Row } from '../../../platform/slack/outbox.js';
import { addMinutes } from '../../../shared/dates.js';
import type { Place, Post } from '../post.js';
import { slotsOf } from '../rules.js';
import type { Channels } from './channels.js';
import type { RecognitionDeps } from './deps.js';

/** What is longer ago is no news. */
const newsMinutes = 7 * 24 * 60;

/** How a post that was agreed to gets its place, and what becomes of it. */
export function createPublishing({
  store,
  clock,
  channels,
}: Pick<RecognitionDeps, 'store' | 'clock'> & { channels: Channels }) {
  const refuse = (post: Post, { _id: by }: Row) =>
    store.change(post, { state: 'refused' }, 'post.refused', { at: clock.now(), by });

  return {
    /**
     * Alone, while the day has a slot for it; a renewal, and what is more than its channel may have on a day, in the week's
     * round-up. Chosen once, so that nothing is told in both.
     */
    async placeOf(post: Post, { isRenewal }: { isRenewal: boolean }): Promise<Place | undefined> {
      if (post.place !== null) return post.place;
      const now = clock.now();
      const slots = isRenewal ? [] : slotsOf(await channels.termsOf(post.channel), now);
      for (const slot of slots) {
        const place = await store.give(post._id, { kind: 'alone', slot, until: addMinutes(now, newsMinutes) });
        if (place !== undefined) return place;
      }
      return store.give(post._id, { kind: 'round-up' });
    },

    /** Nothing is posted, and the person learns it. */
    refuse,

    async refuseRoundUp(row: Row): Promise<void> {
      for (const post of await store.forRoundUp(row.to)) await refuse(post, row);
    },

    /** It is out, or may be, whatever was chosen in that very moment. */
    async isOut(post: Post, row: Row): Promise<void> {
      if (post.state === 'posted') return;
      const cause = { at: row.endedAt ?? clock.now(), by: row._id };
      if (!(await store.change(post, { state: 'posted', ts: row.ts ?? null }, 'post.posted', cause)))
        throw new Error('The post changed while it was being settled; this is tried again');
    },
  };
}

export type Publishing = ReturnType<typeof createPublishing>;

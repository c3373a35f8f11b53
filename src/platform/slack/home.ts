import { createHash } from 'node:crypto';
import type { HomeView } from '@slack/types';
import type { Db } from 'mongodb';
import type { SlackUserId } from '../../shared/links.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import { slackCodeOf } from './replies.js';

/** What somebody last saw on their Home tab, so that the same is not published again. */
type Published = { _id: string; digest: string };

/** Two ways to draw the same: with Slack's newest blocks, and without them. */
export type HomeDrawings = Readonly<{ native: HomeView; plain: HomeView }>;

/**
 * Publishes Home tabs. Where the workspace does not know the newest blocks yet (`invalid_blocks`), the plain drawing is
 * published, and this process does not ask again.
 */
export function createHomes({ db, clients, log }: { db: Db; clients: Pick<Clients, 'interactive'>; log: Logger }) {
  const homes = db.collection<Published>('homes');
  let style: keyof HomeDrawings = 'native';

  async function publish(slackUserId: SlackUserId, drawings: HomeDrawings): Promise<void> {
    const view = drawings[style];
    const digest = createHash('sha256').update(JSON.stringify(view)).digest('base64');
    if ((await homes.findOne({ _id: slackUserId }))?.digest === digest) return;
    try {
      await clients.interactive.views.publish({ user_id: slackUserId, view });
    } catch (error) {
      const code = slackCodeOf(error);
      if (style === 'plain' || (code !== 'invalid_blocks' && code !== 'invalid_arguments')) throw error;
      log.warn({ code }, 'this workspace does not know the newest blocks: Home tabs are drawn plainly');
      style = 'plain';
      return publish(slackUserId, drawings);
    }
    await homes.updateOne({ _id: slackUserId }, { $set: { digest } }, { upsert: true });
  }

  return {
    publish,
    /** Whether this person has ever opened their Home tab: nobody looks at any other. */
    hasOpened: async (slackUserId: SlackUserId): Promise<boolean> =>
      (await homes.findOne({ _id: slackUserId })) !== null,
  };
}

export type Homes = ReturnType<typeof createHomes>;

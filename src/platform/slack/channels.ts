import type { Clock } from '../clock.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import { slackCodeOf } from './replies.js';

const believedMs = 10 * 60_000;
const mostRemembered = 5_000;

/**
 * Whether people of another company are in a channel (Slack Connect). A channel that we cannot see is not known to be
 * shared; what we answer there is shown to the asker alone.
 */
export function createSharedChannels({
  clients,
  clock,
  log,
}: {
  clients: Pick<Clients, 'interactive'>;
  clock: Clock;
  log: Logger;
}) {
  const known = new Map<string, { shared: boolean; untilMs: number }>();

  return {
    async isShared(channelId: string): Promise<boolean> {
      if (channelId.startsWith('D')) return false;
      const nowMs = clock.now().getTime();
      const remembered = known.get(channelId);
      if (remembered !== undefined && remembered.untilMs > nowMs) return remembered.shared;
      let shared = false;
      try {
        const { channel } = await clients.interactive.conversations.info({ channel: channelId });
        shared = channel?.is_ext_shared === true || channel?.is_pending_ext_shared === true;
      } catch (error) {
        log.warn({ channel: channelId, code: slackCodeOf(error) }, 'whether a channel is shared could not be asked');
      }
      if (known.size >= mostRemembered) known.clear();
      known.set(channelId, { shared, untilMs: nowMs + believedMs });
      return shared;
    },
  };
}

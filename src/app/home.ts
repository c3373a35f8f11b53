import type { EventHandler, FormHandler, PressHandler } from '../platform/slack/edge.js';
import type { SlackUserId } from '../shared/links.js';

/** The App Home tab: what each feature has to show, filtered by who is looking. */
export function createHome() {
  const opened: EventHandler = async () => undefined;
  return {
    presses: {} as Record<string, PressHandler>,
    forms: {} as Record<string, FormHandler>,
    opened,
    /** Draws somebody's Home tab anew, when they have ever opened it. */
    async refresh(slackUserId: SlackUserId): Promise<void> {
      void slackUserId;
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { MessageContent } from '../../shared/block-limits.js';
import { SlackUserId } from '../../shared/links.js';
import type { Logger } from '../logging.js';

/** A press as parsed from Slack's payload: who, and what the element carried. */
type Press = Readonly<{ slackUserId: SlackUserId; value: string | undefined }>;

/** Does what the press asks and says what the presser alone is to see. */
export type PressHandler = (press: Press) => Promise<MessageContent | undefined>;

/** What Slack says has happened; the feature parses it. */
export type EventHandler = (event: unknown) => Promise<void>;

/** Slack shows an error to the presser after 3 seconds without an acknowledgement. */
const ackDeadlineMs = 2_500;

/** What is read of the payload of a press. */
export const PressPayload = z.object({
  user: z.object({ id: SlackUserId, team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  actions: z
    .array(
      z.object({
        value: z.string().max(2_000).optional(),
        selected_option: z.object({ value: z.string().max(150) }).nullish(),
      }),
    )
    .min(1),
});

export function createEdge({
  bolt,
  teamId,
  apology,
  stranger,
  log,
}: {
  bolt: App;
  teamId: string;
  /** What to say when it was our fault. */
  apology: (reference: string) => MessageContent;
  /** What to say to people of another workspace. */
  stranger: () => MessageContent;
  log: Logger;
}) {
  async function answerTo(
    payload: unknown,
    handle: PressHandler,
    actionId: string,
  ): Promise<MessageContent | undefined> {
    const parsed = PressPayload.safeParse(payload);
    if (!parsed.success) {
      log.warn({ action: actionId }, 'a press that Slack does not send was dropped');
      return undefined;
    }
    const { user, team, actions } = parsed.data;
    if ((user.team_id ?? team?.id) !== teamId) return stranger();
    const [action] = actions;
    return handle({ slackUserId: user.id, value: action?.selected_option?.value ?? action?.value });
  }

  return {
    /** The one update is made before the acknowledgement; the words follow. */
    onPress(actionId: string, handle: PressHandler): void {
      bolt.action(actionId, async ({ ack, body, respond }) => {
        const work = answerTo(body, handle, actionId).catch((error) => {
          const reference = randomBytes(4).toString('hex');
          log.error({ action: actionId, reference, err: error }, 'a press failed');
          return apology(reference);
        });
        await Promise.race([work, deadline()]);
        await ack();
        const words = await work;
        if (words === undefined) return;
        try {
          await respond({ ...words, response_type: 'ephemeral', replace_original: false });
        } catch (error) {
          log.warn({ action: actionId, err: error }, 'an answer to a press could not be shown');
        }
      });
    },

    /** Events are hints: Bolt acknowledges them before we see them, so a crash loses them; the sync finds what was missed. */
    onEvent(type: 'user_change' | 'team_join', handle: EventHandler): void {
      bolt.event(type, async ({ event }) => {
        await handle(event).catch((error) => log.error({ event: type, err: error }, 'an event failed'));
      });
    },
  };
}

function deadline(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ackDeadlineMs).unref();
  });
}

import { randomBytes } from 'node:crypto';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { MessageContent } from '../../shared/block-limits.js';
import { SlackUserId } from '../../shared/links.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import type { FormValues } from './forms.js';
import { FormPayload, formValues } from './forms.js';
import { slackCodeOf } from './replies.js';

/**
 * What somebody is shown in answer: words for them alone, a dialog, or nothing. Where no words can stand (the Home tab, a
 * dialog) they are shown as a dialog.
 */
export type Answer = MessageContent | ModalView | undefined;

/** Takes the place of what was pressed, where it was shown to the presser alone, so that its buttons go away. */
export type Instead = Readonly<{ instead: MessageContent }>;

/** A press as parsed from Slack's payload: who, where, and what the element carried. */
export type Press = Readonly<{
  slackUserId: SlackUserId;
  value: string | undefined;
  place: 'message' | 'home' | 'dialog';
}>;
export type PressHandler = (press: Press) => Promise<Answer | Instead>;

/** A dialog that was sent in. `subject` is what was written into it when it was opened; anybody may forge it. */
export type Form = Readonly<{ slackUserId: SlackUserId; subject: string; values: FormValues }>;

/** Words at the fields that are wrong, by the name of the input; the dialog stays open and nothing was done. */
export type FormErrors = Readonly<{ errors: Readonly<Record<string, string>> }>;
/** Undefined closes the dialog. */
export type FormHandler = (form: Form) => Promise<Answer | FormErrors>;

/** A slash command as typed. `text` is as Slack sends it: mentions are `<@U…>`, user groups `<!subteam^S…>`. */
export type Command = Readonly<{ slackUserId: SlackUserId; text: string }>;
export type CommandHandler = (command: Command) => Promise<Answer>;

/** What Slack says has happened; the feature parses it. */
export type EventHandler = (event: unknown) => Promise<void>;
export type EventName = 'user_change' | 'team_join' | 'app_home_opened';

/** Slack shows an error to the presser after 3 seconds without an acknowledgement. */
const ackDeadlineMs = 2_500;
const mostCommandText = 4_000;

const From = z.object({
  user: z.object({ id: SlackUserId, team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
});

/** What is read of the payload of a press. */
export const PressPayload = From.extend({
  trigger_id: z.string().max(200).optional(),
  view: z.object({ id: z.string().max(100), type: z.string(), hash: z.string().max(200).optional() }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().optional() }).nullish(),
  actions: z
    .array(
      z.object({
        value: z.string().max(2_000).optional(),
        selected_option: z.object({ value: z.string().max(150) }).nullish(),
      }),
    )
    .min(1),
});
type PressPayload = z.infer<typeof PressPayload>;

/** What is read of a slash command. */
export const CommandPayload = z.object({
  user_id: SlackUserId,
  team_id: z.string().max(50),
  channel_id: z.string().max(50),
  trigger_id: z.string().max(200).optional(),
  text: z.string().max(mostCommandText).default(''),
});
type CommandPayload = z.infer<typeof CommandPayload>;

export type EdgeWords = Readonly<{
  /** What to say when it was our fault. */
  apology(reference: string): MessageContent;
  /** What to say when Slack gave us no more time. */
  tooLate(): MessageContent;
  /** What to say to people of another workspace. */
  stranger(): MessageContent;
  /** Where people of another company may read along. */
  sharedChannel(): MessageContent;
  /** Words as a dialog. */
  asDialog(words: MessageContent): ModalView;
}>;

export function createEdge({
  bolt,
  teamId,
  clients,
  isShared,
  words,
  afterHome,
  log,
}: {
  bolt: App;
  teamId: string;
  clients: Pick<Clients, 'interactive'>;
  /** Whether people of another company are in this channel. */
  isShared(channelId: string): Promise<boolean>;
  words: EdgeWords;
  /** After a press on somebody's Home tab, or a dialog: it may show something else now. */
  afterHome(slackUserId: SlackUserId): Promise<void>;
  log: Logger;
}) {
  const isOurs = ({ user, team }: z.infer<typeof From>) => (user.team_id ?? team?.id) === teamId;

  /** The answer, or an apology whose reference is in the log. */
  async function safely<Answered>(what: object, work: () => Promise<Answered>): Promise<Answered | MessageContent> {
    try {
      return await work();
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      log.error({ ...what, reference, err: error }, 'a request failed');
      return words.apology(reference);
    }
  }

  /** A trigger works once and for 3 seconds; what came too late is said in words where there is a place for them. */
  async function openDialog(triggerId: string | undefined, view: ModalView, what: object): Promise<boolean> {
    try {
      await clients.interactive.views.open({ trigger_id: triggerId ?? '', view });
      return true;
    } catch (error) {
      log.warn({ ...what, code: slackCodeOf(error), err: error }, 'a dialog could not be opened');
      return false;
    }
  }

  async function replaceDialog({ view }: PressPayload, next: ModalView, what: object): Promise<void> {
    try {
      await clients.interactive.views.update({ view_id: view?.id ?? '', hash: view?.hash, view: next });
    } catch (error) {
      log.warn({ ...what, code: slackCodeOf(error), err: error }, 'a dialog could not be redrawn');
    }
  }

  const placeOf = ({ view }: PressPayload): Press['place'] =>
    view === null || view === undefined ? 'message' : view.type === 'home' ? 'home' : 'dialog';

  return {
    /** The one update is made before the acknowledgement; the words follow. */
    onPress(actionId: string, handle: PressHandler): void {
      bolt.action(actionId, async ({ ack, body, respond }) => {
        const what = { action: actionId };
        const parsed = PressPayload.safeParse(body);
        if (!parsed.success) {
          log.warn(what, 'a press that Slack does not send was dropped');
          return ack();
        }
        const payload = parsed.data;
        const place = placeOf(payload);
        const work = safely(what, async () => {
          if (!isOurs(payload)) return words.stranger();
          const [action] = payload.actions;
          const value = action?.selected_option?.value ?? action?.value;
          return handle({ slackUserId: payload.user.id, value, place });
        });
        await Promise.race([work, deadline()]);
        await ack();
        const said = await work;
        const isInstead = said !== undefined && 'instead' in said;
        const answer = isInstead ? said.instead : said;
        const replaces = isInstead && payload.container?.is_ephemeral === true;
        const say = (content: MessageContent) =>
          respond({ ...content, response_type: 'ephemeral', replace_original: replaces }).catch((error) =>
            log.warn({ ...what, err: error }, 'an answer to a press could not be shown'),
          );
        if (answer !== undefined) {
          const view = 'type' in answer ? answer : words.asDialog(answer);
          if (place === 'dialog') await replaceDialog(payload, view, what);
          else if (place === 'message' && !('type' in answer)) await say(answer);
          else if (!(await openDialog(payload.trigger_id, view, what)) && place === 'message')
            await say(words.tooLate());
        }
        if (place !== 'message') await afterHome(payload.user.id);
      });
    },

    /** What was sent in is done before the acknowledgement, which carries the answer: later none can be shown. */
    onForm(callbackId: string, handle: FormHandler): void {
      bolt.view({ callback_id: callbackId, type: 'view_submission' }, async ({ ack, body }) => {
        const what = { form: callbackId };
        const parsed = FormPayload.safeParse(body);
        if (!parsed.success) {
          log.warn(what, 'a dialog that Slack does not send was dropped');
          return ack();
        }
        const { user, team, view } = parsed.data;
        const work = safely(what, async () => {
          if (!isOurs({ user, team })) return words.stranger();
          return handle({
            slackUserId: user.id,
            subject: view.private_metadata,
            values: formValues(view.state.values),
          });
        });
        const answer = await Promise.race([work, deadline().then(() => words.tooLate())]);
        if (answer === undefined) await ack();
        else if ('errors' in answer) await ack({ response_action: 'errors', errors: { ...answer.errors } });
        else if ('type' in answer) await ack({ response_action: 'update', view: answer });
        else await ack({ response_action: 'update', view: words.asDialog(answer) });
        await afterHome(user.id);
      });
    },

    /** Answers go to the person alone. */
    onCommand(name: string, handle: CommandHandler): void {
      bolt.command(name, async ({ ack, body, respond }) => {
        const what = { command: name };
        const parsed = CommandPayload.safeParse(body);
        if (!parsed.success) {
          log.warn(what, 'a command that Slack does not send was dropped');
          return ack();
        }
        const work = safely(what, () => answerTo(parsed.data, handle));
        const inTime = await Promise.race([work.then((answer) => ({ answer })), deadline()]);
        const isSaid = inTime?.answer !== undefined && !('type' in inTime.answer);
        if (isSaid) return ack({ ...(inTime.answer as MessageContent), response_type: 'ephemeral' });
        await ack();
        const answer = await work;
        if (answer === undefined) return;
        const failed = 'type' in answer && !(await openDialog(parsed.data.trigger_id, answer, what));
        if ('type' in answer && !failed) return;
        const said = 'type' in answer ? words.tooLate() : answer;
        await respond({ ...said, response_type: 'ephemeral' }).catch((error) =>
          log.warn({ ...what, err: error }, 'an answer to a command could not be shown'),
        );
      });
    },

    /** Events are hints: Bolt acknowledges them before we see them, so a crash loses them; the sync finds what was missed. */
    onEvent(type: EventName, handle: EventHandler): void {
      bolt.event(type, async ({ event }) => {
        await handle(event).catch((error) => log.error({ event: type, err: error }, 'an event failed'));
      });
    },
  };

  async function answerTo(command: CommandPayload, handle: CommandHandler): Promise<Answer> {
    if (command.team_id !== teamId) return words.stranger();
    if (await isShared(command.channel_id)) return words.sharedChannel();
    return handle({ slackUserId: command.user_id, text: command.text });
  }
}

function deadline(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ackDeadlineMs).unref();
  });
}

import { join } from 'node:path';
import type { StoryEvent, StoryTools } from './tools.js';

/** What happens to the company from outside, in order. Everything else Laurel does by itself. */
export const events: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T00:00:00Z'),
    name: 'The owner loads the company and switches reminders on',
    async happens(tools) {
      await load(tools, 'people', 'people.csv');
      await load(tools, 'certifications', 'certifications.csv');
      await load(tools, 'credentials', 'credentials.csv');
      await load(tools, 'assignments', 'assignments.csv');
      await tools.settleDown();
      const outcome = await tools.house.features.nudges.switchTo({ state: 'on' }, 10, tools.owner);
      if (outcome.kind !== 'switched') throw new Error(`The owner could not switch reminders on: ${outcome.reason}`);
    },
  },
  {
    at: new Date('2026-10-13T07:30:00Z'),
    name: 'Ana snoozes her shaft training for three days',
    happens: (tools) => press(tools, 'U01ANA20', 'nudges.snooze', { optionLabelled: 'For 3 days' }),
  },
  {
    at: new Date('2026-10-14T16:00:00Z'),
    name: 'Hector asks why he hears of his certification',
    happens: (tools) => press(tools, 'U01HECTO40', 'nudges.more', { optionLabelled: 'Why am I getting this?' }),
  },
  {
    at: new Date('2026-10-16T10:00:00Z'),
    name: 'Sofia finds it too many messages',
    happens: (tools) => press(tools, 'U01SOFIA36', 'nudges.more', { optionLabelled: 'Too many messages?' }),
  },
  {
    at: new Date('2026-10-19T11:00:00Z'),
    name: 'Slack loses a reply after the message was posted, and loses a message altogether',
    async happens({ slack }) {
      slack.faults.next('chat.postMessage', { kind: 'accept-then', what: '500' });
      slack.faults.next('chat.postMessage', { kind: 'reset' });
    },
  },
  {
    at: new Date('2026-10-22T13:00:00Z'),
    name: 'New York begins to work, and a process is killed when it has claimed the messages',
    happens: dieWithMessages,
  },
  {
    at: new Date('2026-10-28T09:00:00Z'),
    name: 'Gita leaves, and Slack tells nobody',
    async happens({ slack }) {
      slack.removeUser('U01GITA48');
    },
  },
  {
    at: new Date('2026-11-02T06:00:00Z'),
    name: 'People join and move',
    async happens(tools) {
      tools.slack.addUser({
        id: 'U01CLARA64',
        realName: 'Clara Novaluna',
        email: 'clara.novaluna@example.com',
        tz: 'Europe/Madrid',
      });
      await load(tools, 'people', 'people-november.csv');
    },
  },
  {
    at: new Date('2026-11-09T03:00:00Z'),
    name: 'ITIL gets one more reminder, three days before',
    happens: (tools) => load(tools, 'certifications', 'certifications-november.csv'),
  },
  {
    at: new Date('2026-11-16T06:00:00Z'),
    name: 'Results of November are loaded, and a process is killed while it follows one of them',
    async happens(tools) {
      await load(tools, 'credentials', 'credentials-november.csv');
      await dieFollowing(tools, 'assignments.followCredential');
    },
  },
];

async function load(
  { house, companyFolder }: StoryTools,
  kind: 'people' | 'certifications' | 'credentials' | 'assignments',
  file: string,
) {
  const report = await house.features.loading.load(kind, join(companyFolder, file), {
    mode: 'apply',
    badRows: 'refuse',
  });
  if (report.outcome !== 'applied') throw new Error(`${file} was not loaded: ${JSON.stringify(report)}`);
}

/** Presses something in the newest message that this person got. */
async function press(
  { slack }: StoryTools,
  user: string,
  actionId: string,
  choice?: { optionLabelled: string },
): Promise<void> {
  const channel = slack.dmOf(user);
  const message = channel === undefined ? undefined : slack.messages(channel).at(-1);
  if (channel === undefined || message === undefined) throw new Error(`${user} has no message to press`);
  const value = choice && optionValue(message, choice.optionLabelled);
  const delivered = await slack.act.press({ user, channel, ts: String(message.ts), actionId, ...(value && { value }) });
  if (!delivered.acked) throw new Error(`${actionId} of ${user} was not acknowledged`);
}

/** The value behind the words of an option, wherever it stands in the message. */
function optionValue(message: unknown, label: string): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { text, value } = message as { text?: { text?: unknown }; value?: unknown };
  if (text?.text === label && typeof value === 'string') return value;
  for (const part of Object.values(message)) {
    const found = optionValue(part, label);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Does what is due up to claiming it, and nothing more: what a killed process leaves behind. */
async function dieWithMessages({ house }: StoryTools): Promise<void> {
  const { outbox, clock } = house.platform;
  for (const sweep of house.features.nudges.sweeps) await sweep.run(() => true);
  while ((await outbox.claim(clock.now())) !== null);
}

/** Claims the reactions of one name that are waiting, as a process does that is killed in the middle of them. */
async function dieFollowing({ house, db }: StoryTools, reaction: string): Promise<void> {
  await house.loops.find(({ name }) => name === 'relay')?.run();
  const claimed = await db
    .collection('reactions')
    .updateMany({ reaction, state: 'waiting' }, [{ $set: { state: 'claimed', leaseUntil: '$$NOW' } }]);
  if (claimed.modifiedCount === 0) throw new Error(`No ${reaction} was waiting`);
}

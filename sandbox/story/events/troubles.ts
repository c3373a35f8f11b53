import { dieWithMessages } from '../killed.js';
import type { StoryEvent } from '../tools.js';

/** What goes wrong, and who leaves without a word. */
export const troubles: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-02T11:30:00Z'),
    name: 'New York’s engineers begin to work, and a process is killed when it has claimed the messages',
    happens: dieWithMessages,
  },
  {
    at: new Date('2026-10-07T09:00:00Z'),
    name: 'Vicente leaves, and Slack tells nobody',
    async happens({ slack }) {
      slack.removeUser('U01VICEN57');
    },
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
    at: new Date('2026-10-21T09:00:00Z'),
    name: 'Gita leaves, and Slack tells nobody',
    async happens({ slack }) {
      slack.removeUser('U01GITA48');
    },
  },
  {
    at: new Date('2026-10-22T13:00:00Z'),
    name: 'New York begins to work, and a process is killed when it has claimed the messages',
    happens: dieWithMessages,
  },
];

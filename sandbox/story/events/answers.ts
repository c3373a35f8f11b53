import { openHome, press, pressAndFill, send } from '../hands.js';
import type { StoryEvent } from '../tools.js';

/** What people answer in their DM, and look up on Home. */
export const answers: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T07:15:00Z'),
    name: 'Ana plans to study at ten',
    happens: (tools) => press(tools, 'U01ANA20', { actionId: 'training-time.plan', option: 'Today, Thu 1 Oct, 10:00' }),
  },
  {
    at: new Date('2026-10-01T07:25:00Z'),
    name: 'Marta plans to study for what she was asked, tomorrow',
    happens: (tools) => press(tools, 'U01MARTA50', { actionId: 'training-time.plan', option: 'Tomorrow, Fri 2 Oct' }),
  },
  {
    at: new Date('2026-10-01T09:10:00Z'),
    name: 'Ana has studied, and looks at her Home',
    async happens(tools) {
      await press(tools, 'U01ANA20', { actionId: 'training-time.kept' });
      await openHome(tools, 'U01ANA20');
    },
  },
  {
    at: new Date('2026-10-02T10:00:00Z'),
    name: 'Sofia finds it too many messages',
    happens: (tools) => press(tools, 'U01SOFIA36', { actionId: 'nudges.more', option: 'Too many messages?' }),
  },
  {
    at: new Date('2026-10-06T04:30:00Z'),
    name: 'Rohan has a date for his exam',
    happens: (tools) =>
      pressAndFill(tools, 'U01ROHAN44', { actionId: 'assignments.exam', about: aws }, { on: '2026-10-08' }),
  },
  {
    at: new Date('2026-10-09T04:30:00Z'),
    name: 'Rohan’s exam did not work out; he wants the next one too soon, and then as soon as he may',
    async happens(tools) {
      const failed = { actionId: 'assignments.failed', about: aws };
      await pressAndFill(tools, 'U01ROHAN44', failed, { next: '2026-10-15' }, 'from Thursday 22 October 2026');
      await send(tools, 'U01ROHAN44', { next: '2026-10-22' });
    },
  },
  {
    at: new Date('2026-10-13T09:30:00Z'),
    name: 'Ana snoozes her shaft training for three days',
    happens: (tools) => press(tools, 'U01ANA20', { actionId: 'nudges.snooze', option: 'For 3 days' }),
  },
  {
    at: new Date('2026-10-14T16:00:00Z'),
    name: 'Hector asks why he hears of his certification',
    happens: (tools) => press(tools, 'U01HECTO40', { actionId: 'nudges.more', option: 'Why am I getting this?' }),
  },
];

const aws = 'AWS Certified Solutions Architect - Associate';

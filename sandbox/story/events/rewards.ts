import { press } from '../hands.js';
import type { StoryEvent, StoryTools } from '../tools.js';

/** Who approves what was earned: one where it costs little, two where it costs more than €1,000 a year. */
export const rewards: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-07T05:00:00Z'),
    name: 'Meera, back from her days off, approves Dev’s day off',
    happens: (tools) => approve(tools, 'U01MEERA14', 'Dev Moonlitwala'),
  },
  {
    at: new Date('2026-10-08T08:30:00Z'),
    name: 'Hanna approves the points of Aylin’s renewal',
    happens: (tools) => approve(tools, 'U01HANNA11', 'Aylin Sternhafen'),
  },
  {
    at: new Date('2026-11-03T05:00:00Z'),
    name: 'There is money for Rohan’s raise again, and Arjun approves it',
    happens: (tools) => approve(tools, 'U01ARJUN13', 'Rohan Teacupwala'),
  },
  {
    at: new Date('2026-11-04T10:00:00Z'),
    name: 'Inés approves it, too',
    happens: (tools) => approve(tools, 'U01INES01', 'Rohan Teacupwala'),
  },
];

const approve = (tools: StoryTools, approver: string, whose: string) =>
  press(tools, approver, { actionId: 'rewards.approve', about: whose });

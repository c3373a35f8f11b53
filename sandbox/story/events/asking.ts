import { openHome, pressAndFill, typeAndConfirm } from '../hands.js';
import { dieFollowing } from '../killed.js';
import type { StoryEvent } from '../tools.js';

/** What managers ask, put off and let go, and whom they let decide for them. */
export const asking: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T04:30:00Z'),
    name: 'Meera is away until the 5th: Arjun decides in her place',
    async happens(tools) {
      await openHome(tools, 'U01MEERA14');
      const values = { delegate: 'U01ARJUN13', from: '2026-10-01', until: '2026-10-05' };
      await pressAndFill(tools, 'U01MEERA14', { actionId: 'people.leave', on: 'home' }, values);
    },
  },
  {
    at: new Date('2026-10-01T07:05:00Z'),
    name: 'The owner looks at the company',
    happens: (tools) => openHome(tools, 'U01INES01'),
  },
  {
    at: new Date('2026-10-01T07:20:00Z'),
    name: 'Lucía asks two of hers to become fire wardens, and a process is killed while it carries that out',
    async happens(tools) {
      const words = 'assign <@U01MARTA50|marta> <@U01OLGA52|olga> FIRE-WARDEN by next friday because';
      await typeAndConfirm(tools, 'U01LUCIA15', `${words} nobody else on the floor is one`);
      await dieFollowing(tools, 'assignments.carryOut');
    },
  },
  {
    at: new Date('2026-10-01T12:30:00Z'),
    name: 'Lucía waives it for Marta and gives Olga more time',
    async happens(tools) {
      await typeAndConfirm(tools, 'U01LUCIA15', 'waive <@U01MARTA50|marta> FIRE-WARDEN because one is enough');
      const more = 'extend <@U01OLGA52|olga> FIRE-WARDEN by 30 oct because courses are on weekdays';
      await typeAndConfirm(tools, 'U01LUCIA15', more);
    },
  },
];

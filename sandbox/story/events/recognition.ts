import { openHome, press, pressAndFill } from '../hands.js';
import type { StoryEvent, StoryTools } from '../tools.js';

/** What people say when they are asked whether their colleagues may hear of it; Dev says nothing. */
export const recognition: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T13:45:00Z'),
    name: 'Tomás lets it be posted',
    happens: (tools) => press(tools, 'U01TOMAS21', { actionId: 'recognition.post' }),
  },
  {
    at: new Date('2026-10-01T13:50:00Z'),
    name: 'Tomás looks at his Home',
    happens: (tools) => openHome(tools, 'U01TOMAS21'),
  },
  {
    at: new Date('2026-10-02T08:00:00Z'),
    name: 'Marta wants no posts about herself, and sees on Home that it is so',
    async happens(tools) {
      await press(tools, 'U01MARTA50', { actionId: 'recognition.never' });
      await tools.settleDown();
      await openHome(tools, 'U01MARTA50');
    },
  },
  {
    at: new Date('2026-10-08T08:00:00Z'),
    name: 'Aylin adds a line to her post',
    happens: (tools) =>
      pressAndFill(
        tools,
        'U01AYLIN38',
        { actionId: 'recognition.add-line' },
        { line: 'Thank you, Timo, for the evenings at the whiteboard.' },
      ),
  },
  {
    at: new Date('2026-10-23T09:30:00Z'),
    name: 'Rohan lets it be posted',
    happens: (tools) => press(tools, 'U01ROHAN44', { actionId: 'recognition.post' }),
  },
  {
    at: new Date('2026-10-23T09:40:00Z'),
    name: 'Three colleagues congratulate Rohan, one of them twice',
    async happens(tools) {
      for (const colleague of ['U01ANA20', 'U01ALVAR07', 'U01ANA20', 'U01ELENA23'])
        await congratulate(tools, colleague);
    },
  },
];

const congratulate = (tools: StoryTools, colleague: string) =>
  press(tools, colleague, { actionId: 'recognition.congratulate', showing: 'Rohan' });

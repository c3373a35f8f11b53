import { press, pressAndFill, scan } from '../story/hands.js';
import type { StoryTools } from '../story/tools.js';

/** Monday morning in Madrid and Berlin: the company is loaded, and reminders are switched on. */
export const begins = new Date('2026-11-16T06:00:00Z');

/** Elena, whose first-aid course is due on Friday. */
export const startAs = 'U01ELENA23';

const timo = 'U01TIMO37';
const sofia = 'U01SOFIA36';
const aylin = 'U01AYLIN38';

/** What has happened until somebody looks for the first time: enough to find each kind of message somewhere. */
export const opening: readonly Readonly<{ at: Date; name: string; happens(tools: StoryTools): Promise<void> }>[] = [
  {
    at: new Date('2026-11-16T08:10:00Z'),
    name: 'Timo and Aylin have read their reminders, and hand in certificates; Kavya has a date for her exam',
    async happens(tools) {
      await pressAndFill(
        tools,
        timo,
        { actionId: 'credentials.passed', about: 'CompTIA Security+' },
        { earned: '2026-11-13', number: 'COMP-2611-1037', files: [scan(tools, timo, 'security-plus.pdf')] },
      );
      await pressAndFill(
        tools,
        aylin,
        { actionId: 'credentials.passed', about: 'Azure Administrator' },
        { earned: '2026-11-13', number: 'MS-2611-1038', files: [scan(tools, aylin, 'az-104.pdf')] },
      );
      await pressAndFill(tools, 'U01KAVYA43', { actionId: 'assignments.exam', about: 'Azure' }, { on: '2026-12-03' });
    },
  },
  {
    at: new Date('2026-11-16T12:30:00Z'),
    name: 'Sofia approves what Timo handed in, and he lets it be posted, with a line of his',
    async happens(tools) {
      await press(tools, sofia, { actionId: 'credentials.approve', about: 'Timo Kistenmond' });
      await tools.settleDown();
      await pressAndFill(
        tools,
        timo,
        { actionId: 'recognition.add-line' },
        { line: 'Thank you, Sofia, for all the questions over lunch.' },
      );
    },
  },
  {
    at: new Date('2026-11-16T13:00:00Z'),
    name: 'Colleagues congratulate him; what Aylin handed in waits for Hanna, her manager',
    async happens(tools) {
      for (const colleague of ['U01HANNA11', sofia, 'U01ELENA23'])
        await press(tools, colleague, { actionId: 'recognition.congratulate', showing: 'Timo' });
    },
  },
];

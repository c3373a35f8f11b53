import type { Hands } from '../story/hands.js';
import { press, pressAndFill, scan } from '../story/hands.js';

/** Monday morning, eight o'clock in Madrid and Berlin: the company is loaded, and reminders are switched on. */
export const begins = new Date('2026-11-16T07:00:00Z');

/** Elena, whose first-aid course is due on Friday. */
export const startAs = 'U01ELENA23';

export const generalChannel = 'C01GENERAL';

const nuria = 'U01NURIA06';
const aylin = 'U01AYLIN38';
const iker = 'U01IKER51';
const kavya = 'U01KAVYA43';
const lucia = 'U01LUCIA15';
const marta = 'U01MARTA50';

const welcome =
  'Good morning! From today on, Laurel reminds each of us of the certifications that we need for our work. ' +
  'If a date in its messages is wrong, please tell me.';

/** What has happened until somebody looks for the first time: enough to find each kind of message somewhere. */
export const opening: readonly Readonly<{ at: Date; name: string; happens(tools: Hands): Promise<void> }>[] = [
  {
    at: new Date('2026-11-16T09:10:00Z'),
    name: 'Aylin and Iker have read their reminders, and hand in certificates; Kavya has a date for her exam',
    async happens(tools) {
      await tools.slack.act.say({ user: nuria, channel: generalChannel, text: welcome });
      await pressAndFill(
        tools,
        aylin,
        { actionId: 'credentials.passed', about: 'Azure Administrator' },
        { earned: '2026-11-13', number: 'MS-2611-1038', files: [scan(tools, aylin, 'az-104.pdf')] },
      );
      await pressAndFill(
        tools,
        iker,
        { actionId: 'credentials.passed', about: 'HDI Support Center Analyst' },
        { earned: '2026-11-13', number: 'HDI-2611-1051', files: [scan(tools, iker, 'hdi-sca.pdf')] },
      );
      await pressAndFill(tools, kavya, { actionId: 'assignments.exam', about: 'Azure' }, { on: '2026-12-03' });
    },
  },
  {
    at: new Date('2026-11-16T09:25:00Z'),
    name: 'Lucía approves what Iker handed in, he lets it be posted, and colleagues congratulate; Aylin waits for Hanna',
    async happens(tools) {
      await press(tools, lucia, { actionId: 'credentials.approve', about: 'Iker Buenavoz' });
      await tools.settleDown();
      const line = 'Thank you, Marta, for all the calls that I could listen in to.';
      await pressAndFill(tools, iker, { actionId: 'recognition.add-line' }, { line });
      await tools.settleDown();
      for (const colleague of [lucia, marta, startAs])
        await press(tools, colleague, { actionId: 'recognition.congratulate', showing: 'Iker' });
    },
  },
];

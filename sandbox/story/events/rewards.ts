import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { quickFolder } from '../../quick-folder.js';
import { press } from '../hands.js';
import { dieFollowing } from '../killed.js';
import type { StoryEvent, StoryTools } from '../tools.js';
import { load } from './files.js';

/** Who approves what was earned: one where it costs little, two where it costs more than €1,000 a year. Who shares it, and who pays it. */
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
    at: new Date('2026-10-08T08:40:00Z'),
    name: 'Aylin lets her colleagues know before the round-up is out',
    happens: (tools) => press(tools, 'U01AYLIN38', { actionId: 'recognition.share-reward' }),
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
  {
    at: new Date('2026-11-04T10:10:00Z'),
    name: 'Rohan lets his colleagues know, and a process is killed before the post that is out says so',
    async happens(tools) {
      await press(tools, 'U01ROHAN44', { actionId: 'recognition.share-reward' });
      await dieFollowing(tools, 'recognition.redrawPost');
    },
  },
  {
    at: new Date('2026-11-30T10:00:00Z'),
    name: 'Inés makes the file for payroll, which answers that all of it is paid',
    async happens(tools) {
      const folder = await mkdtemp(join(quickFolder(), 'laurel-payroll-'));
      const file = join(folder, 'november.csv');
      await tools.exportRewards('2026-11', file);
      await tools.settleDown();
      const entries: { key: string }[] = parse(await readFile(file, 'utf8'), { columns: true });
      const paid = entries.map(({ key }) => `${key},paid,2026-11-30,`);
      await writeFile(join(folder, 'answer.csv'), ['key,result,paid_on,note', ...paid].join('\n'));
      await load(tools, 'payroll-answers', 'answer.csv', folder);
      await rm(folder, { recursive: true });
    },
  },
];

const approve = (tools: StoryTools, approver: string, whose: string) =>
  press(tools, approver, { actionId: 'rewards.approve', about: whose });

import { join } from 'node:path';
import { dieFollowing } from '../killed.js';
import { leaveFromLastYear } from '../last-year.js';
import type { StoryEvent, StoryTools } from '../tools.js';

/** What there is before anybody hears of anything. */
export const companyLoaded: StoryEvent = {
  at: new Date('2026-10-01T00:00:00Z'),
  name: 'The owner loads the company',
  async happens(tools) {
    await load(tools, 'people', 'people.csv');
    await load(tools, 'leave', 'leave.csv');
    await load(tools, 'certifications', 'certifications.csv');
    await load(tools, 'credentials', 'credentials.csv');
    await load(tools, 'rewards', 'rewards.csv');
    await load(tools, 'skill-values', 'skill-values.csv');
    await load(tools, 'budgets', 'budgets.csv');
    await load(tools, 'training-policies', 'training-policies.csv');
    await load(tools, 'assignments', 'assignments.csv');
  },
};

/** What an owner does, and loads later. */
export const filesLoaded: readonly StoryEvent[] = [
  {
    at: new Date('2026-10-01T00:00:00Z'),
    name: 'The database still has something of last year',
    happens: ({ db }) => leaveFromLastYear(db),
  },
  {
    at: new Date('2026-10-01T00:00:00Z'),
    name: 'The owner switches reminders on',
    async happens(tools) {
      const outcome = await tools.house.features.nudges.switchTo({ state: 'on' }, 10, tools.owner);
      if (outcome.kind !== 'switched') throw new Error(`The owner could not switch reminders on: ${outcome.reason}`);
    },
  },
  {
    at: new Date('2026-10-01T14:30:00Z'),
    name: 'The reminder of Kubernetes thirty days before comes four weeks before from now on',
    happens: (tools) => load(tools, 'certifications', 'certifications-october.csv', storyFolder),
  },
  {
    at: new Date('2026-10-01T15:00:00Z'),
    name: 'Uma brings the licence of her last employer, which counts until tomorrow',
    happens: (tools) => load(tools, 'credentials', 'credentials-october.csv', storyFolder),
  },
  {
    at: new Date('2026-10-02T11:00:00Z'),
    name: 'Gita is to begin an hour earlier from now on',
    happens: (tools) => load(tools, 'people', 'people-october.csv', storyFolder),
  },
  {
    at: new Date('2026-10-12T09:00:00Z'),
    name: 'The owner takes back what is left of the budget for rewards',
    happens: (tools) => load(tools, 'budgets', 'budgets-october.csv', storyFolder),
  },
  {
    at: new Date('2026-11-02T09:00:00Z'),
    name: 'And gives it back',
    happens: (tools) => load(tools, 'budgets', 'budgets-november.csv', storyFolder),
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

/** What only the story loads, so that it need not live through months to show what follows. */
const storyFolder = join(import.meta.dirname, '..', 'files');

export async function load(
  { house, companyFolder }: StoryTools,
  kind: Parameters<StoryTools['house']['features']['loading']['load']>[0],
  file: string,
  folder = companyFolder,
) {
  const report = await house.features.loading.load(kind, join(folder, file), {
    mode: 'apply',
    badRows: 'refuse',
  });
  if (report.outcome !== 'applied') throw new Error(`${file} was not loaded: ${JSON.stringify(report)}`);
}

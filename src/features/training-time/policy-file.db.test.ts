import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';
import { policyColumns } from './policy-row.js';
import { TrainingPolicy, usualTerms } from './training-policy.js';

/* Ana is a technician in the field; nobody has said anything of study time yet. */

const ana = { team: 'Field Service', role: 'Technician' };
const header = policyColumns.map(({ name }) => name).join(',');

let files: Files;
beforeEach(async () => {
  files = await startFiles();
  await files.load('people', ['employee_id,name,team,role', 'E1,Ana,Field Service,Technician']);
});
afterEach(() => files.stop());

const load = (...lines: string[]) => files.load('training-policies', [header, ...lines]);
const reasonsOf = ({ rows }: Awaited<ReturnType<Files['load']>>) =>
  rows.flatMap((row) => (row.kind === 'bad' ? row.problems.map(({ column, reason }) => `${column} ${reason}`) : []));

test('study time is as usual until the owner says otherwise, for everybody or a team', async () => {
  const { policies } = files.stores;
  expect(await policies.termsOf(ana)).toEqual(usualTerms);
  const lines = [
    '*,*,3,,,,,,policy,',
    'Field Service,*,1.5,0.75,Fri Mon,08:00-12:00,5,2026-12-15..2026-12-31 | 2027-04-01,,Mon 09:00-10:00; Tue Thu 14:00-15:30',
  ];
  expect((await load(...lines)).report).toMatchObject({ outcome: 'applied', counts: { create: 2 } });
  expect(await policies.termsOf({ team: 'Sales', role: '' })).toMatchObject({ weeklyMinutes: 180, agreedBy: 'policy' });
  const own = await policies.termsOf(ana);
  expect(TrainingPolicy.parse(own)).toEqual(own);
  expect(own).toMatchObject({
    weeklyMinutes: 90,
    longestMinutes: 45,
    weekdays: [1, 5],
    between: { from: '08:00', to: '12:00' },
    noticeDays: 5,
    blackouts: [
      { from: '2026-12-15', until: '2026-12-31' },
      { from: '2027-04-01', until: '2027-04-01' },
    ],
    agreedBy: 'manager',
    meetings: [
      { weekday: 1, from: '09:00', to: '10:00' },
      { weekday: 2, from: '14:00', to: '15:30' },
      { weekday: 4, from: '14:00', to: '15:30' },
    ],
  });
  expect((await load(...lines)).report).toMatchObject({ outcome: 'already-so' });
});

test('a change is one fact and says what changes', async () => {
  await load('Field Service,*,1.5,,,,,,,');
  const { report, rows } = await load('Field Service,*,2,,,,,,policy,');
  expect(report).toMatchObject({ outcome: 'applied', counts: { change: 1 } });
  expect(rows).toMatchObject([
    {
      changes: [
        { column: 'weekly_hours', from: '1.5', to: '2' },
        { column: 'agreed_by', from: 'manager', to: 'policy' },
      ],
    },
  ]);
  expect(await files.factsOf('trainingPolicies')).toMatchObject([
    { type: 'training-policy.added' },
    { type: 'training-policy.changed' },
  ]);
});

test('what cannot be meant is refused in words', async () => {
  expect(reasonsOf(await load('Feild Service,Tecnician,,,,,,,,'))).toEqual([
    'team is nobody’s team so far; * stands for every team',
    'role is nobody’s role so far; * stands for every role',
  ]);
  expect(
    reasonsOf(await load('*,*,0.2,9,Mon Someday,17:00-09:00,90,2026-12-31..2026-12-15,nobody,')).map(
      (reason) => reason.split(' ')[0],
    ),
  ).toEqual(['weekly_hours', 'longest_hours', 'days', 'between', 'notice_days', 'blackouts', 'agreed_by']);
});

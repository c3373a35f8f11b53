import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

/** The story without one sweep or reaction, up to an hour by which somebody must have missed it. */
const vital: Readonly<Record<string, string>> = {
  retention: '2026-10-01T01:00:00Z',
  'people.openDms': '2026-10-01T01:00:00Z',
  'nudges.rows': '2026-10-01T01:00:00Z',
  'training-time.redraw': '2026-10-01T07:17:00Z',
  'reactions.freeExpired': '2026-10-01T07:23:00Z',
  'assignments.carryOut': '2026-10-01T07:23:00Z',
  'nudges.release': '2026-10-01T08:00:00Z',
  'assignments.followCredential': '2026-10-01T08:00:00Z',
  'assignments.followReview': '2026-10-01T07:50:00Z',
  'credentials.redrawReminder': '2026-10-01T07:50:00Z',
  'nudges.redrawItem': '2026-10-01T07:50:00Z',
  'training-time.speak': '2026-10-01T08:00:00Z',
  'credentials.cards': '2026-10-01T10:30:00Z',
  'credentials.keepFiles': '2026-10-01T11:10:00Z',
  'credentials.redrawCards': '2026-10-01T11:10:00Z',
  'credentials.tellResult': '2026-10-01T11:45:00Z',
  'credentials.endFiles': '2026-10-01T11:45:00Z',
  'training-time.dropPlanned': '2026-10-01T12:45:00Z',
  'credentials.supersedeOlder': '2026-10-01T13:35:00Z',
  'recognition.begin': '2026-10-01T13:35:00Z',
  'recognition.ask': '2026-10-01T13:35:00Z',
  'recognition.publish': '2026-10-01T13:48:00Z',
  'recognition.redrawQuestion': '2026-10-01T13:48:00Z',
  'recognition.rememberChoice': '2026-10-02T08:10:00Z',
  'recognition.inviteManager': '2026-10-02T08:10:00Z',
  'credentials.lapses': '2026-10-02T06:30:00Z',
  'credentials.tellLapse': '2026-10-02T06:30:00Z',
  'nudges.planCertificationAgain': '2026-10-02T07:00:00Z',
  'nudges.redrawOf': '2026-10-02T10:10:00Z',
  'nudges.owe': '2026-10-02T10:10:00Z',
  'outbox.freeExpired': '2026-10-02T11:40:00Z',
  'nudges.planAgain': '2026-10-05T00:00:00Z',
  'nudges.listWithoutSlack': '2026-10-05T21:00:00Z',
  'credentials.chase': '2026-10-05T08:00:00Z',
  'recognition.closeUnanswered': '2026-10-07T19:00:00Z',
  'assignments.openPlanned': '2026-10-07T14:00:00Z',
  'people.syncDirectory': '2026-10-09T05:00:00Z',
};

/** What the story cannot show, with the journey that fails without it: its file in this folder, and its name. */
const shownByJourneys: Readonly<Record<string, readonly [file: string, name: string]>> = {
  'credentials.followPerson': [
    'review.test.ts',
    '3.8 a person who reports to somebody else is theirs to review at once: the old card says so, the new one comes',
  ],
  'credentials.followCertification': [
    'review.test.ts',
    '3.8 a reviewer whom the catalogue no longer names hands over to whom it names',
  ],
  'assignments.tellManager': ['exam.test.ts', '1.6 is told to the manager once, and only when it is ticked'],
  'assignments.tellAsker': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'assignments.takeBack': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'assignments.redrawAsked': [
    'cert-verbs.test.ts',
    '2.6 are asked about once more, and are withdrawn as one, but for those who handed in or are done',
  ],
  'recognition.followChoice': [
    'recognition.test.ts',
    '6.6 is answered as well by what somebody chooses on Home, which they can change at any time',
  ],
};

const storyMs = 240_000;

describe.concurrent('the story', () => {
  test.for(Object.entries(vital))('fails without %s', { timeout: storyMs }, async ([name, until]) => {
    const { exitCode, output } = await tell(['--without', name, '--until', until]);
    expect(output).not.toContain('There is no');
    expect(exitCode).toBe(1);
  });

  test.for(Object.entries(shownByJourneys))('leaves %s to a journey that there is', async ([, [file, name]]) => {
    expect(await readFile(new URL(file, import.meta.url), 'utf8')).toContain(`test('${name}'`);
  });

  test('knows every sweep and reaction that there is', { timeout: storyMs }, async () => {
    const { output } = await tell(['--without', 'nothing-of-this-name']);
    const [, names = ''] = /there are ([\w., -]+)/.exec(output) ?? [];
    const known = [...Object.keys(vital), ...Object.keys(shownByJourneys)];
    expect(names.split(', ').toSorted()).toEqual(known.toSorted());
  });
});

function tell(args: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/story/main.ts', ...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** The story without one sweep or reaction, up to an hour by which somebody must have missed it. */
const vital: Readonly<Record<string, string>> = {
  'people.openDms': '2026-10-01T01:00:00Z',
  'nudges.rows': '2026-10-01T01:00:00Z',
  'nudges.release': '2026-10-01T08:00:00Z',
  'nudges.owe': '2026-10-05T07:00:00Z',
  'assignments.followCredential': '2026-10-01T08:00:00Z',
  'nudges.redrawItem': '2026-10-14',
  'nudges.redrawOf': '2026-10-17',
  'assignments.openPlanned': '2026-10-20',
  'outbox.freeExpired': '2026-10-23',
  'people.syncDirectory': '2026-10-31',
  'nudges.planAgain': '2026-11-05',
  'nudges.planCertificationAgain': '2026-11-11',
  'reactions.freeExpired': '2026-11-17',
  'credentials.supersedeOlder': '2026-11-17',
  retention: '2027-01-01',
};

const storyMs = 240_000;

describe.concurrent('the story', () => {
  test.for(Object.entries(vital))('fails without %s', { timeout: storyMs }, async ([name, until]) => {
    const { exitCode, output } = await tell(['--without', name, '--until', until]);
    expect(output).not.toContain('There is no');
    expect(exitCode).toBe(1);
  });

  test('knows every sweep and reaction that there is', { timeout: storyMs }, async () => {
    const { output } = await tell(['--without', 'nothing-of-this-name']);
    const [, names = ''] = /there are ([\w., -]+)/.exec(output) ?? [];
    expect(names.split(', ').toSorted()).toEqual(Object.keys(vital).toSorted());
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

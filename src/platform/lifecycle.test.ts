import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { createShutdown } from './lifecycle.js';
import { createLogger } from './logging.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** What the process printed, and its exit code. `onReady` is called once it serves. */
function run(what: 'drain' | 'reject' | 'throw' | 'reject-last', onReady: (child: ChildProcess) => void = () => {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/harness/lifecycle-process.ts', what]);
  started.push(child);
  let printed = '';
  child.stdout.on('data', (chunk) => {
    const wasReady = printed.includes('ready');
    printed += chunk;
    if (!wasReady && printed.includes('ready')) onReady(child);
  });
  return new Promise<{ lines: string[]; code: number | null }>((resolve) => {
    child.on('close', (code) => resolve({ lines: printed.trim().split('\n'), code }));
  });
}

describe('a process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'that gets %s lets work end, closes all in reverse order and exits 0',
    async (signal) => {
      const { lines, code } = await run('drain', (child) => child.kill(signal));
      expect(code).toBe(0);
      expect(lines).toHaveLength(5);
      expect(JSON.parse(lines[1]!)).toMatchObject({ signal, msg: 'stopping' });
      expect(lines[2]).toBe('work in hand has ended, stopped: true');
      // What cannot be closed keeps nothing else open.
      expect(JSON.parse(lines[3]!)).toMatchObject({ step: 'broken', err: { message: 'cannot be closed' } });
      expect(lines[4]).toBe('closed what was opened first');
    },
    60_000,
  );

  test('that drains goes on with it, whatever nobody catches meanwhile', async () => {
    const { lines, code } = await run('reject-last', (child) => child.kill('SIGTERM'));
    expect(code).toBe(0);
    expect(JSON.parse(lines[2]!)).toMatchObject({ level: 60, event: 'unhandledRejection' });
    expect(lines.at(-1)).toBe('closed what was opened first');
  }, 60_000);

  test.each([
    ['reject', 'unhandledRejection'],
    ['throw', 'uncaughtException'],
  ] as const)(
    'whose code has a bug that nobody caught (%s) logs it and exits 1 at once',
    async (what, event) => {
      const { lines, code } = await run(what);
      expect(code).toBe(1);
      expect(lines).toHaveLength(2);
      expect(JSON.parse(lines[1]!)).toMatchObject({ level: 60, event, err: { message: 'nobody waits for this' } });
    },
    60_000,
  );
});

test('the second stop waits for the first, and closes nothing twice', async () => {
  const { onStop, stop, stopped } = createShutdown(createLogger('info', () => {}));
  let closed = 0;
  onStop('once', async () => {
    closed += 1;
  });
  expect(stopped.aborted).toBe(false);
  await Promise.all([stop(), stop()]);
  await stop();
  expect(stopped.aborted).toBe(true);
  expect(closed).toBe(1);
});

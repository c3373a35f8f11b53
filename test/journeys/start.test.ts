import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quickFolder } from '../../sandbox/quick-folder.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startSandbox } from '../../sandbox/sandbox.js';

let folder: string;
let slack: Sandbox;
let app: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(quickFolder(), 'laurel-start-'));
  slack = await startSandbox();
  slack.addUser({ id: 'U0ANA', realName: 'Ana Ruiz', email: 'ana@example.com' });
});
afterEach(async () => {
  app?.kill('SIGKILL');
  await slack.stop();
  await rm(folder, { recursive: true, force: true });
});

/** `npm start` without the build: the same entry, run from the sources. */
function startApp(environment: Record<string, string>): {
  lines: string[];
  saw(words: string): Promise<string>;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LAUREL_DATA_DIR: folder, PORT: '0', ...environment },
  });
  app = child;
  const lines: string[] = [];
  const waiting: { words: string; resolve: (line: string) => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) {
        lines.push(line);
        for (const { words, resolve } of waiting) if (line.includes(words)) resolve(line);
      }
    });
  }
  return {
    lines,
    saw: (words) =>
      new Promise((resolve, reject) => {
        const seen = lines.find((line) => line.includes(words));
        if (seen !== undefined) resolve(seen);
        waiting.push({ words, resolve });
        child.once('exit', () => reject(new Error(`ended before saying "${words}": ${lines.join('\n')}`)));
      }),
    ended: new Promise((resolve) => child.once('exit', resolve)),
  };
}

const slackEnvironment = () => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
});

test('the app starts on the embedded engine, connects twice, is ready, and drains at SIGTERM', async () => {
  const { saw, ended } = startApp(slackEnvironment());
  const { port } = JSON.parse(await saw('"serving"')) as { port: number };
  await slack.sockets.connected(2);

  const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, deadReactions: 0 }]);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);

  app?.kill('SIGTERM');
  expect(await ended).toBe(0);
}, 60_000);

test('a missing token is one sentence that names the variable, and nothing starts', async () => {
  const { lines, ended } = startApp({ SLACK_BOT_TOKEN: 'xoxb-x' });
  expect(await ended).toBe(1);
  expect(lines.join('\n')).toContain('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing');
  expect(lines.join('\n')).not.toContain('xoxb-x');
}, 60_000);

test('a token that Slack refuses ends the start with Slack’s own reason', async () => {
  const { lines, ended } = startApp({ ...slackEnvironment(), SLACK_BOT_TOKEN: 'xoxb-wrong' });
  expect(await ended).toBe(1);
  expect(lines.join('\n')).toContain('invalid_auth');
}, 60_000);

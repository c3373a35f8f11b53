import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebClient } from '@slack/web-api';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-process-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}

async function linesOf(child: ChildProcess, count: number): Promise<Record<string, string>> {
  const lines: string[] = [];
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === count) break;
    }
  }
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

it.concurrent('serves a company, prints what to paste, refuses a second one on its port, and ends when told', async () => {
  writeFileSync(
    join(folder, 'people.csv'),
    'employee_id,name,email,slack_id,manager,role,team,zone,country,hours,start_on,grade,location\n' +
      'E1,Ana Ruiz,ana@example.com,U0ANA,,Head,HQ,Europe/Madrid,ES,Mon-Fri 09:00-17:00,2020-01-01,G9,Madrid\n' +
      'E2,No Slack,,,E1,Driver,Yard,Europe/Madrid,ES,Mon-Fri 06:00-14:00,2020-01-01,G2,Madrid\n',
  );
  const port = await freePort();
  const log = join(folder, 'effects.log');
  const first = start('--port', String(port), '--company', folder, '--log', log);
  const env = await linesOf(first.child, 4);
  expect(env).toMatchObject({ SLACK_API_URL: `http://127.0.0.1:${port}/api/`, LAUREL_OWNERS: 'U0ANA' });

  const client = new WebClient(env.SLACK_BOT_TOKEN, { slackApiUrl: env.SLACK_API_URL ?? '' });
  const { members = [] } = await client.users.list({ limit: 100 });
  expect(members.map(({ name }) => name)).toEqual(['slackbot', 'laurel', 'ana.ruiz']);
  expect(members[2]).toMatchObject({ id: 'U0ANA', tz: 'Europe/Madrid', profile: { title: 'Head' } });

  const second = await start('--port', String(port), '--company', folder).ended;
  expect(second).toMatchObject({ code: 1, said: expect.stringContaining(`Port ${port} is taken.`) });

  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, said: '' });
  expect(readFileSync(log, 'utf8').split('\n')[0]).toContain('"kind":"user.added","user":"U0ANA"');
});

it.concurrent('takes a free port, opens a channel for all, and writes down calls when it is asked to', async () => {
  const log = join(folder, 'calls.log');
  const asked = ['--port', '0', '--log', log, '--fsync', 'each-line', '--calls', 'logged', '--channel', 'wins'];
  const first = start(...asked, '--scale', '10');
  const env = await linesOf(first.child, 5);
  expect(env.SLACK_API_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,5}\/api\/$/);
  const client = new WebClient(env.SLACK_BOT_TOKEN, { slackApiUrl: env.SLACK_API_URL ?? '' });
  const channel = env.RECOGNITION_CHANNEL ?? '';
  const { members = [] } = await client.conversations.members({ channel });
  expect(members).toContain(env.LAUREL_OWNERS);
  await client.chat.postMessage({ channel, text: 'Well done' });
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-3);
  expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
    'call.answered',
    'message.posted',
    'call.answered',
  ]);
  const refused = await start('--calls', 'loud').ended;
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('Allowed choices are logged, unlogged') });
});

it.concurrent('says in a sentence that a company has no people file', async () => {
  const { code, said } = await start('--port', '0', '--company', join(folder, 'nowhere')).ended;
  expect(code).toBe(1);
  expect(said).toContain('people.csv');
  expect(said.trim().split('\n')).toHaveLength(1);
});

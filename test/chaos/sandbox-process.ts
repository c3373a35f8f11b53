import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { within } from './time.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const startWithinMs = 30_000;
const stopWithinMs = 5_000;

export type SandboxProcess = Readonly<{
  url: string;
  apiUrl: string;
  botToken: string;
  appToken: string;
  recognitionChannel: string;
  stop(): Promise<void>;
}>;

export type Member = Readonly<{ slackId: string; name: string; email: string; zone: string }>;

/** A local Slack in a process of its own, which writes its effect log line by line. */
export async function startSandboxProcess({
  folder,
  effectsFile,
  members,
  timeScale,
  seed,
}: {
  folder: string;
  effectsFile: string;
  members: readonly Member[];
  timeScale: number;
  seed: number;
}): Promise<SandboxProcess> {
  const company = join(folder, 'company');
  mkdirSync(company);
  const rows = members.map(({ slackId, name, email, zone }) => [name, email, slackId, zone].join(','));
  writeFileSync(join(company, 'people.csv'), ['name,email,slack_id,zone', ...rows, ''].join('\n'));
  const log = openSync(join(folder, 'sandbox.log'), 'a');
  const said = ['--port', '0', '--company', company, '--log', effectsFile, '--fsync', 'each-line', '--calls', 'logged'];
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'sandbox/main.ts', ...said],
      ...['--scale', String(timeScale), '--seed', String(seed), '--channel', 'wins'],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', log] },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const found = new Map<string, string>();
  const names = ['SLACK_API_URL', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'RECOGNITION_CHANNEL'];
  const printed = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const [name = '', value = ''] = line.split('=', 2);
      found.set(name, value);
      if (names.every((one) => found.has(one))) resolve();
    });
  });

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    if (!(await within(stopWithinMs, ended))) child.kill('SIGKILL');
    await ended;
  }

  const came = await within(startWithinMs, Promise.race([printed, ended]));
  if (!came || child.exitCode !== null) {
    await stop();
    throw new Error(`The sandbox did not start; see ${join(folder, 'sandbox.log')}.`);
  }
  const [apiUrl, botToken, appToken, recognitionChannel] = names.map((name) => found.get(name)!) as [
    string,
    string,
    string,
    string,
  ];
  return { url: new URL(apiUrl).origin, apiUrl, botToken, appToken, recognitionChannel, stop };
}

import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export type DemoProcess = Awaited<ReturnType<typeof startDemoProcess>>;

/** `npm run demo`, without npm. Settles when it has printed its address, or has ended. */
export async function startDemoProcess(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo/main.ts', '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => said.push(line));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const address = () => /http:\S+/.exec(said.find((line) => line.includes('Open http')) ?? '')?.[0];
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  while (address() === undefined && !hasEnded()) await delay(50);

  return {
    child,
    said,
    ended,
    address: address() ?? '',
    /** The process of the app. */
    appPid: () => processes().find(({ parent, args }) => parent === child.pid && args.includes('demo/app.ts'))!.pid,
    enginePid: (): number => JSON.parse(readFileSync(join(folder, 'engine.json'), 'utf8')).pid,
    async ask<Answer>(path: string, body?: object): Promise<Answer> {
      const response = await fetch(`${address()}/control/${path}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return response.json() as Answer;
    },
  };
}

const children: ChildProcess[] = [];

/** Also those that are still starting. */
export const killAll = () => Promise.all(children.map(kill));

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Those of these that still run. One that nobody has buried does not. */
export const runningOf = (pids: readonly number[]) =>
  processes().filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'));

export const hasEngineFile = (folder: string) => existsSync(join(folder, 'engine.json'));

function processes() {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid = '', parent = '', state = '', ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state, args: args.join(' ') };
  });
}

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from './connect.js';
import { connectDatabase } from './connect.js';
import { joinEngine, startEngine } from './engine.js';
import { EngineUnavailable } from './errors.js';

let dataDir: string;
let users: ChildProcess[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'laurel-test-'));
  users = [];
});
afterEach(async () => {
  const room = existsSync(join(dataDir, 'engine.json')) ? engineFile().room : undefined;
  for (const user of users) user.kill('SIGKILL');
  // The room goes last, so nothing writes into the directory any more.
  await vi.waitFor(() => expect(room && existsSync(room)).toBeFalsy(), patience);
  await rm(dataDir, { recursive: true });
});

const say = () => undefined;
/** An engine whose starter was killed stays in the process table until the host's init has taken note of its end. */
const patience = { timeout: 15_000 };
const start = () => startEngine({ dataDir, libc: 'prepare', say });
const open = (onLost?: () => void) => connectDatabase({ dataDir, dbName: 'laurel', libc: 'prepare', say, onLost });
const roses = (database: Database) => database.db.collection<{ _id: number }>('roses');
const engineFile = (): { pid: number; room: string } => JSON.parse(readFileSync(join(dataDir, 'engine.json'), 'utf8'));

test('an engine that nobody uses any more is gone, with its file and its sockets', async () => {
  const engine = await start();
  const { pid, room } = engineFile();
  expect(pid).toBe(engine.pid);
  await engine.release();
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience);
  expect(existsSync(room)).toBe(false);
  expect(readdirSync(dataDir).sort()).toEqual(['database', 'engine.log']);
});

test('whoever finds a live engine joins it, and it goes on when its starter leaves', async () => {
  const starter = await open();
  const joiner = await open();
  const { pid } = engineFile();
  await starter.close();
  await roses(joiner).insertOne({ _id: 1 });
  expect(engineFile().pid).toBe(pid);
  await joiner.close();
});

test('it goes on when its starter was killed, and ends when all its users were', async () => {
  const [starter, starterPid] = await useInOtherProcess();
  const [joiner, joinerPid] = await useInOtherProcess();
  const here = await start();
  expect([starterPid, joinerPid]).toEqual([here.pid, here.pid]);
  await killed(starter);
  await killed(joiner);
  const still = await joinEngine(dataDir);
  expect(still?.pid).toBe(here.pid);
  await Promise.all([still?.release(), here.release()]);
  await vi.waitFor(() => expect(isRunning(here.pid)).toBe(false), patience);
});

test('nothing is left running when every user was killed', async () => {
  const [starter, pid] = await useInOtherProcess();
  const [joiner] = await useInOtherProcess();
  const { room } = engineFile();
  await Promise.all([killed(starter), killed(joiner)]);
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience);
  expect(existsSync(room)).toBe(false);
});

test('starters that race get one engine', async () => {
  const [[, first], [, second], third, fourth] = await Promise.all([
    useInOtherProcess(),
    useInOtherProcess(),
    start(),
    start(),
  ]);
  expect(new Set([first, second, third.pid, fourth.pid]).size).toBe(1);
  await Promise.all([third.release(), fourth.release()]);
});

test('one that starts while the last user leaves gets an engine that serves', async () => {
  const leaving = await start();
  const released = leaving.release();
  const next = await open();
  await released;
  await next.ping();
  await next.close();
});

test('every acknowledged write survives SIGKILL of the engine, and its users hear that it is lost', async () => {
  let lost: () => void = () => undefined;
  const isLost = new Promise<void>((settle) => {
    lost = settle;
  });
  const before = await open(() => lost());
  const { pid, room } = engineFile();
  const acknowledged: number[] = [];
  const write = async (first: number) => {
    for (let _id = first; ; _id += 4) {
      await roses(before).insertOne({ _id });
      if (acknowledged.push(_id) === 200) process.kill(pid, 'SIGKILL');
    }
  };
  await Promise.all([1, 2, 3, 4].map((first) => expect(write(first)).rejects.toThrow()));
  await isLost;
  await before.close();
  expect(engineFile().pid).toBe(pid);

  const after = await open();
  const found = await roses(after).distinct('_id');
  expect(found).toEqual(expect.arrayContaining(acknowledged));
  expect(engineFile().pid).not.toBe(pid);
  expect(existsSync(room)).toBe(false);
  await after.close();
});

test.each([
  ['torn', '{"uri": "mongodb'],
  ['foreign', '[]'],
  ['of a process that is something else by now', JSON.stringify(deadEngine(process.pid))],
])('an engine.json that is %s is not believed', async (_kind, text) => {
  await writeFile(join(dataDir, 'engine.json'), text);
  const database = await open();
  await database.ping();
  await database.close();
});

test('a signal to the whole process group does not take the database from users that still drain', async () => {
  const database = await open();
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.kill(engineFile().pid, signal);
  await vi.waitFor(() => expect(readFileSync(join(dataDir, 'engine.log'), 'utf8')).toContain('SIGTERM'));
  await database.ping();
  await database.close();
});

test('a long temporary directory does not break the sockets', async () => {
  const longDir = join(dataDir, 'a'.repeat(90));
  await mkdir(longDir);
  await useInOtherProcess({ TMPDIR: longDir });
  expect(engineFile().room).toMatch(/^\/tmp\/laurel-/);
});

test('an engine that cannot start says why', async () => {
  await writeFile(join(dataDir, 'database'), 'not a directory');
  const attempt = start();
  await expect(attempt).rejects.toThrow(EngineUnavailable);
  await expect(attempt).rejects.toThrow(/does not serve: EEXIST.* See engine\.log there, or set MONGODB_URI/);
});

/** Another process that starts or joins the engine, and holds it until it is killed. */
async function useInOtherProcess(env: Record<string, string> = {}): Promise<[ChildProcess, enginePid: number]> {
  const program = `
    const { startEngine } = await import(${JSON.stringify(new URL('./engine.ts', import.meta.url).href)});
    const engine = await startEngine({ dataDir: ${JSON.stringify(dataDir)}, libc: 'prepare', say() {} });
    console.log(engine.pid);
    setInterval(() => {}, 60_000);
  `;
  const user = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  users.push(user);
  const [line] = await once(createInterface(user.stdout), 'line');
  return [user, Number(line)];
}

async function killed(user: ChildProcess): Promise<void> {
  user.kill('SIGKILL');
  await once(user, 'exit');
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function deadEngine(pid: number) {
  return { uri: 'mongodb://nowhere', lifeline: '/nowhere/lifeline.sock', room: '/nowhere/laurel-x', pid };
}

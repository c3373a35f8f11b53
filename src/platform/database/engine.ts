import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EngineUnavailable } from './errors.js';
import type { LibcPlace, LibcPolicy } from './private-libc.js';
import { enginePrelude } from './private-libc.js';

const engineProgram = fileURLToPath(new URL('./engine-process.js', import.meta.url));
const exitWhenOtherEngineHasIt = 75;
const startTimeoutMs = 60_000;
const heldTimeoutMs = 2_000;
const releaseTimeoutMs = 10_000;
const largestLogBytes = 1_000_000;

/** One user's hold on the engine: it runs at least until this is released or this process ends, however it ends. */
export interface EngineHold {
  /** For any MongoDB driver; without sessions. */
  uri: string;
  pid: number;
  /** Settles when the engine goes on for others, or has ended and left nothing behind. */
  release(): Promise<void>;
  /** Settles when the engine ended or let go of us, whoever wanted that. */
  ended: Promise<void>;
}

export interface StartEngine extends LibcPlace {
  /** The engine's files lie in its folder `database`, beside `engine.json` and `engine.log`. */
  dataDir: string;
  /** What may be done on a host whose C library is too old. */
  libc: LibcPolicy;
}

/**
 * Joins the engine of this directory, or starts it.
 *
 * @throws EngineUnavailable when this host cannot run it, or it does not serve within a minute.
 */
export async function startEngine({ dataDir, libc, ...place }: StartEngine): Promise<EngineHold> {
  const directory = resolve(dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const joined = await joinEngine(directory);
  if (joined) return joined;

  const prelude = await enginePrelude(libc, place);
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    const child = await spawnEngine(prelude, directory);
    const hold = await joinUntil(directory, () => hasEnded(child) || performance.now() > deadline);
    // From here on the lifeline alone keeps it: this closes the stdin of an engine that must not outlive its starter.
    child.stdin?.destroy();
    if (hold) return hold;
    if (child.exitCode !== exitWhenOtherEngineHasIt) break;
    const retryAt = performance.now() + 500;
    const other = await joinUntil(directory, () => performance.now() > retryAt);
    if (other) return other;
  }
  throw new EngineUnavailable(
    `The embedded database in ${directory} does not serve: ${lastLogLine(directory)}. ` +
      'See engine.log there, or set MONGODB_URI to a MongoDB server.',
  );
}

/** Holds the engine that serves this directory; undefined when none does, or the one named in engine.json is dead. */
export async function joinEngine(dataDir: string): Promise<EngineHold | undefined> {
  const facts = readEngineFile(dataDir);
  if (!facts) return undefined;
  const lifeline = connect({ path: facts.lifeline, allowHalfOpen: true });
  const ended = new Promise<void>((settle) => lifeline.once('close', () => settle()));
  lifeline.on('error', () => undefined);
  lifeline.on('end', () => lifeline.end());
  const held = once(lifeline, 'data', { signal: AbortSignal.timeout(heldTimeoutMs) }).then(() => true);
  const isHeld = await Promise.race([held, ended]).catch(() => false);
  if (!isHeld) {
    lifeline.destroy();
    return undefined;
  }
  lifeline.unref();
  return {
    uri: facts.uri,
    pid: facts.pid,
    ended,
    async release() {
      lifeline.ref();
      lifeline.setTimeout(releaseTimeoutMs, () => lifeline.destroy());
      lifeline.end();
      await ended;
    },
  };
}

async function joinUntil(directory: string, isOver: () => boolean): Promise<EngineHold | undefined> {
  for (;;) {
    const wasOver = isOver();
    const hold = await joinEngine(directory);
    if (hold || wasOver) return hold;
    await delay(20);
  }
}

/** Detached, so that Ctrl-C does not end it before its users have drained; with no secret of ours in its environment. */
async function spawnEngine(prelude: string[], directory: string): Promise<ChildProcess> {
  const [program = process.execPath, ...args] = prelude;
  const log = openLog(directory);
  const child = spawn(program, [...args, engineProgram, directory], {
    cwd: directory,
    env: { TMPDIR: tmpdir() },
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  child.unref();
  await once(child, 'spawn').catch((error) => {
    throw new EngineUnavailable(`The embedded database could not be started: ${error.message}`, { cause: error });
  });
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function openLog(directory: string): number {
  const path = join(directory, 'engine.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > largestLogBytes ? 'w' : 'a', 0o600);
}

function lastLogLine(directory: string): string {
  const lines = readFileSync(join(directory, 'engine.log'), 'utf8').trim().split('\n');
  return lines.at(-1) || 'it said nothing';
}

interface EngineFile {
  uri: string;
  lifeline: string;
  pid: number;
}

function readEngineFile(dataDir: string): EngineFile | undefined {
  try {
    const { uri, lifeline, pid } = JSON.parse(readFileSync(join(dataDir, 'engine.json'), 'utf8'));
    return typeof uri === 'string' && typeof lifeline === 'string' ? { uri, lifeline, pid } : undefined;
  } catch {
    return undefined;
  }
}

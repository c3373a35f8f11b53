import type { StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { twoApproversAbove } from '../earners.js';
import { argumentsFor } from './built-app.js';
import { keepOnLeash } from './leash.js';
import type { Hurt, Met, Order, Report } from './orders.js';
import { metDescriptor } from './orders.js';

export type WorkerOptions = Readonly<{
  bundle: string;
  place: number;
  /** Of the proxy in front of the engine. */
  mongodbUri: string;
  slack: Readonly<{ apiUrl: string; botToken: string; appToken: string }>;
  timeScale: number;
  messagesPerSecond: number;
  owners: readonly string[];
  recognitionChannel?: string | undefined;
  /** The address of a mail server; without one calendars are told nothing. */
  mail?: string | undefined;
  clockOffsetMs: number;
  /** Is added to. */
  logFile: string;
}>;

export type Worker = Readonly<{
  pid: number;
  place: number;
  /** It serves. Rejects when it ended before. */
  ready: Promise<void>;
  /** After everything that it told. */
  ended: Promise<Readonly<{ code: number | null; signal: NodeJS.Signals | null }>>;
  kill(): void;
  stop(): void;
  goOn(): void;
  terminate(): void;
  /** At the first of these that it passes it kills or stops itself. One order at a time: a later one takes the place of an earlier. */
  arm(failpoints: readonly string[], action: Hurt): void;
  disarm(): void;
  /** First passings of failpoints, and those that went off. What was told before is told again to a new listener. */
  onFailpoint(listener: (met: Met) => void): void;
  /** From now on its system clock is wrong by so much. */
  setClock(offsetMs: number): void;
}>;

/** One process of the app, on the real database and beside the local Slack. Ends when this process does. */
export function startWorker(options: WorkerOptions): Worker {
  const log = openSync(options.logFile, 'a');
  const stdio: StdioOptions = ['ignore', log, log, 'ipc'];
  stdio[metDescriptor] = 'pipe';
  const child = spawn(process.execPath, argumentsFor(options.bundle), {
    env: environmentOf(options),
    stdio,
  });
  closeSync(log);
  const letGo = child.pid === undefined ? () => {} : keepOnLeash(child.pid);

  const order = (what: Order) => {
    // It may be dead, or stopped with a full pipe: whoever hurts it need not know.
    if (child.connected) child.send(what, () => undefined);
  };
  const signal = (name: NodeJS.Signals) => void child.kill(name);

  const met: Met[] = [];
  const listeners: ((met: Met) => void)[] = [];
  createInterface({ input: child.stdio[metDescriptor] as Readable }).on('line', (line) => {
    const now = JSON.parse(line) as Met;
    met.push(now);
    for (const listener of listeners) listener(now);
  });

  const ended = new Promise<Awaited<Worker['ended']>>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, by) => resolve({ code, signal: by }));
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', ({ report }: Report) => report === 'ready' && resolve());
    void ended.then(({ code, signal: by }) =>
      reject(new Error(`worker ${options.place} ended before it served: ${by ?? code}`)),
    );
  });
  ready.catch(() => undefined);
  void ended.then(letGo);

  return {
    pid: child.pid ?? 0,
    place: options.place,
    ready,
    ended,
    kill: () => signal('SIGKILL'),
    stop: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    terminate: () => signal('SIGTERM'),
    arm: (failpoints, action) => order({ order: 'arm', failpoints, action }),
    disarm: () => order({ order: 'disarm' }),
    onFailpoint(listener) {
      for (const earlier of met) listener(earlier);
      listeners.push(listener);
    },
    setClock: (offsetMs) => order({ order: 'set-clock', offsetMs }),
  };
}

/** What a command needs to know, too: where everything is kept, and what rewards may cost. */
export function storageEnvironment({
  mongodbUri,
  owners,
}: Pick<WorkerOptions, 'mongodbUri' | 'owners'>): Record<string, string> {
  const { PATH = '', TMPDIR } = process.env;
  return {
    PATH,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    MONGODB_URI: mongodbUri,
    LAUREL_OWNERS: owners.join(','),
    REWARD_CURRENCIES: 'EUR:20000',
    REWARD_TWO_APPROVERS: `EUR:${twoApproversAbove.euros}`,
  };
}

function environmentOf(options: WorkerOptions): Record<string, string> {
  return {
    ...storageEnvironment(options),
    PORT: '0',
    LOG_LEVEL: 'info',
    SLACK_API_URL: options.slack.apiUrl,
    SLACK_BOT_TOKEN: options.slack.botToken,
    SLACK_APP_TOKEN: options.slack.appToken,
    SLACK_MESSAGES_PER_SECOND: String(options.messagesPerSecond),
    ...(options.recognitionChannel === undefined ? {} : { RECOGNITION_CHANNEL: options.recognitionChannel }),
    ...(options.mail === undefined ? {} : { SMTP_URL: options.mail, MAIL_FROM: 'laurel@example.com' }),
    CHAOS_TIME_SCALE: String(options.timeScale),
    CHAOS_CLOCK_OFFSET_MS: String(options.clockOffsetMs),
  };
}

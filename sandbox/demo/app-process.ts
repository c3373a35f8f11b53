import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './orders.js';

const program = fileURLToPath(new URL('./app.ts', import.meta.url));
const stopWithinMs = 20_000;

/** The app in a process of its own. An order that it cannot carry out any more rejects with a sentence. */
export interface AppProcess {
  /** One order after the other. Answers how late it is by the app's clock. */
  carryOut(order: Order, reached?: (at: Date) => void): Promise<Date>;
  /** Lets it drain. */
  stop(): Promise<void>;
}

export function startApp({
  env,
  logFile,
  onDeath,
}: {
  env: NodeJS.ProcessEnv;
  /** Where its log lines are appended. */
  logFile: string;
  /** It ended, and nobody stopped it. */
  onDeath: (how: string) => void;
}): AppProcess {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', program], { env, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  let isStopping = false;
  let last: Promise<unknown> = Promise.resolve();
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  void ended.then((how) => isStopping || onDeath(how));

  async function carryOut(order: Order, reached: (at: Date) => void): Promise<Date> {
    let hear = (_: Report) => {};
    const answered = new Promise<Date>((resolve, reject) => {
      hear = (said) => {
        if (said.report === 'done') return resolve(new Date(said.now));
        if (said.report === 'failed') return reject(new Error(said.why));
        reached(new Date(said.at));
        child.send({ order: 'go-on' });
      };
      void ended.then(() => reject(new Error('Laurel does not run any more. Stop the demo and start it again.')));
    });
    child.on('message', hear);
    try {
      if (child.connected) child.send(order);
      return await answered;
    } finally {
      child.off('message', hear);
    }
  }

  return {
    carryOut(order, reached = () => {}) {
      const mine = last.then(() => carryOut(order, reached));
      last = mine.catch(() => undefined);
      return mine;
    },

    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      const hasDrained = await Promise.race([ended, delay(stopWithinMs, undefined, { ref: false })]);
      if (hasDrained === undefined) child.kill('SIGKILL');
      await ended;
    },
  };
}

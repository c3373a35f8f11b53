import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { argumentsFor } from './built-app.js';
import type { CommandWords } from './command.js';
import { keepOnLeash } from './leash.js';
import type { WorkerOptions } from './worker.js';
import { storageEnvironment } from './worker.js';

export type CommandOutcome = 'done' | 'failed' | 'killed';

/** Runs one command of `laurel`. `killAt`: it kills itself at this failpoint, or at the how manieth that is new to it. */
export type RunCommand = (words: CommandWords, killAt?: string | number) => Promise<CommandOutcome>;

/** A command that nobody hurts is over by then, or the network has fallen silent on it. */
const patienceMs = 30_000;

export const createCommands =
  (options: Pick<WorkerOptions, 'bundle' | 'mongodbUri' | 'owners' | 'logFile'>): RunCommand =>
  (words, killAt) =>
    new Promise((resolve) => {
      const log = openSync(options.logFile, 'a');
      const child = spawn(process.execPath, argumentsFor(options.bundle), {
        env: {
          ...storageEnvironment(options),
          CHAOS_COMMAND: JSON.stringify(words),
          ...(killAt === undefined ? {} : { CHAOS_KILL_AT: String(killAt) }),
        },
        // Failpoints are told to whoever listens at the fifth descriptor; here nobody does.
        stdio: ['ignore', log, log, 'ignore', 'ignore'],
      });
      closeSync(log);
      const letGo = child.pid === undefined ? () => {} : keepOnLeash(child.pid);
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      child.once('error', () => resolve('failed'));
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        letGo();
        resolve(signal === 'SIGKILL' ? 'killed' : code === 0 ? 'done' : 'failed');
      });
    });

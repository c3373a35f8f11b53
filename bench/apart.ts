import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Measurements } from './measure.js';

const program = fileURLToPath(new URL('./measure.ts', import.meta.url));

/** Runs one measurement in a fresh process and answers what it found. */
export async function apart<Name extends keyof Measurements>(
  name: Name,
  subject: Parameters<Measurements[Name]>[0],
): Promise<Awaited<ReturnType<Measurements[Name]>>> {
  const child = fork(program, [name, JSON.stringify(subject)], { stdio: ['ignore', 2, 2, 'ipc'] });
  let found: Awaited<ReturnType<Measurements[Name]>> | undefined;
  child.once('message', (message) => {
    found = message as Awaited<ReturnType<Measurements[Name]>>;
  });
  await once(child, 'exit');
  if (found === undefined) throw new Error(`The measurement ${name} failed`);
  return found;
}

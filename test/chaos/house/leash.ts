import { spawn } from 'node:child_process';

/**
 * Kills a process when this one ends, however it ends, also one that is stopped and would never notice. Answers how to
 * let it go.
 */
export function keepOnLeash(pid: number): () => void {
  const keeper = spawn('sh', ['-c', `read -r word || kill -KILL ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.on('error', () => undefined);
  keeper.stdin.on('error', () => undefined);
  keeper.unref();
  return () => void keeper.stdin.end('go\n');
}

/* A process that only starts and ends: `lifecycle-process.ts drain | reject | throw | reject-last`. Started by lifecycle.test.ts. */
import { setTimeout as delay } from 'node:timers/promises';
import { createShutdown, endWith } from '../../src/platform/lifecycle.js';
import { createLogger } from '../../src/platform/logging.js';

const log = createLogger('info');
const shutdown = createShutdown(log);
endWith(shutdown, log);

const staysAlive = setInterval(() => {}, 60_000);
shutdown.onStop('opened first', async () => {
  clearInterval(staysAlive);
  console.log('closed what was opened first');
});
shutdown.onStop('broken', () => Promise.reject(new Error('cannot be closed')));
shutdown.onStop('work in hand', async () => {
  if (process.argv[2] === 'reject-last') void Promise.reject(new Error('nobody waits for this'));
  await delay(50);
  console.log(`work in hand has ended, stopped: ${shutdown.stopped.aborted}`);
});
console.log('ready');

if (process.argv[2] === 'reject') void Promise.reject(new Error('nobody waits for this'));
if (process.argv[2] === 'throw') {
  setImmediate(() => {
    throw new Error('nobody waits for this');
  });
}

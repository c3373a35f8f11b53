import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../../src/platform/database/connect.js';
import type { EngineHold } from '../../../src/platform/database/engine.js';
import { startEngine as startEngineOf } from '../../../src/platform/database/engine.js';
import { keepOnLeash } from './leash.js';
import type { Target } from './proxy.js';

export type Engine = Readonly<{
  /** Of the engine that runs now: another one after each start. Those behind a proxy use the proxy's own. */
  uri: string;
  /** Where it listens, for a proxy: another place after each start. */
  target: Target;
  /** SIGKILL; answers when it is gone. */
  kill(): Promise<void>;
  /** On the same folder. Tell the proxy its new `target`. */
  start(): Promise<void>;
  /** SIGSTOP for so long, then SIGCONT. */
  pause(ms: number): Promise<void>;
  /** Ends it; also one that was killed. Its folder stays. */
  end(): Promise<void>;
}>;

/** The database engine on this folder; ends when this process ends, however it does. */
export async function startEngine(folder: string): Promise<Engine> {
  let hold = await open(folder);
  let letGo = keepOnLeash(hold.pid);
  return {
    get uri() {
      return hold.uri;
    },
    get target() {
      return { path: decodeURIComponent(new URL(hold.uri).host) };
    },
    async kill() {
      process.kill(hold.pid, 'SIGKILL');
      await hold.ended;
      letGo();
    },
    async start() {
      hold = await open(folder);
      letGo = keepOnLeash(hold.pid);
    },
    async pause(ms) {
      process.kill(hold.pid, 'SIGSTOP');
      try {
        await delay(ms);
      } finally {
        process.kill(hold.pid, 'SIGCONT');
      }
    },
    async end() {
      await hold.release();
      letGo();
    },
  };
}

async function open(folder: string): Promise<EngineHold> {
  const hold = await startEngineOf({
    dataDir: folder,
    libc: 'prepare',
    cacheDir: process.env.XDG_CACHE_HOME,
    say: (line) => console.error(line),
  });
  // How plans are ranked is a setting of the engine that each opening makes, and a connection that outlives it does not.
  const database = await openDatabase({ uri: hold.uri, dbName: 'admin', kind: 'embedded' });
  await database.close();
  return hold;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { quickFolder } from '../../sandbox/quick-folder.js';
import { startEngine } from '../../src/platform/database/engine.js';

/** One engine for the whole run, in a directory that goes with it. MONGODB_URI_FOR_TESTS: a server to use instead. */
export default async function startTestEngine() {
  const server = process.env.MONGODB_URI_FOR_TESTS;
  if (server) {
    process.env.LAUREL_TEST_MONGODB_URI = server;
    return;
  }
  const dataDir = await mkdtemp(join(quickFolder(), 'laurel-test-'));
  const engine = await startEngine({
    dataDir,
    libc: 'prepare',
    cacheDir: process.env.XDG_CACHE_HOME,
    say: (line) => console.log(line),
  });
  process.env.LAUREL_TEST_MONGODB_URI = engine.uri;
  return async () => {
    await engine.release();
    await rm(dataDir, { recursive: true, force: true });
  };
}

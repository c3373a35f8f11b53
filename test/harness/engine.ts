import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { quickFolder } from '../../sandbox/quick-folder.js';
import { enginePrelude } from '../../src/platform/database/private-libc.js';

/** What the engines of all test files share. MONGODB_URI_FOR_TESTS: a server to use instead. */
export default async function prepareEngines() {
  if (process.env.MONGODB_URI_FOR_TESTS) return;
  await enginePrelude('prepare', { cacheDir: process.env.XDG_CACHE_HOME, say: (line) => console.log(line) });
  const folder = await mkdtemp(join(quickFolder(), 'laurel-test-'));
  process.env.LAUREL_TEST_FOLDER = folder;
  return () => rm(folder, { recursive: true, force: true });
}

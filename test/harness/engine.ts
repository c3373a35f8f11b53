import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { quickFolder } from '../../sandbox/quick-folder.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { enginePrelude } from '../../src/platform/database/private-libc.js';

/** What the engines of all workers share. MONGODB_URI_FOR_TESTS: a server to use instead. */
export default async function prepareEngines() {
  const server = process.env.MONGODB_URI_FOR_TESTS;
  const run = `test-${randomUUID().slice(0, 8)}`;
  process.env.LAUREL_TEST_RUN = run;
  if (server) return () => dropDatabases(server, run);
  await enginePrelude('prepare', { cacheDir: process.env.XDG_CACHE_HOME, say: (line) => console.log(line) });
  const folder = await mkdtemp(join(quickFolder(), 'laurel-test-'));
  process.env.LAUREL_TEST_FOLDER = folder;
  // An engine may be about to end, and write a last file, because its worker has just ended.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const { connection, close } = await openDatabase({ uri, kind: 'server', dbName: 'admin' });
  const client = connection.getClient();
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase();
  await close();
}

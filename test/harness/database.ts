import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/platform/database/connect.js';
import { openDatabase } from '../../src/platform/database/connect.js';

/** An empty database of its own on the engine of this test run. Closing it drops it. */
export async function openTestDatabase(): Promise<Database> {
  const uri = process.env.LAUREL_TEST_MONGODB_URI;
  if (!uri) throw new Error('no test engine: is test/harness/engine.ts a globalSetup of vitest.config.ts?');
  const kind = process.env.MONGODB_URI_FOR_TESTS ? 'server' : 'embedded';
  const database = await openDatabase({ uri, kind, dbName: `test-${randomUUID().slice(0, 13)}` });
  return {
    ...database,
    async close() {
      await database.db.dropDatabase();
      await database.close();
    },
  };
}

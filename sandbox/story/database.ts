import { allIndexes, allValidators } from '../../src/app/compose.js';
import type { Database } from '../../src/platform/database/connect.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { startEngine } from '../../src/platform/database/engine.js';
import { prepareDatabase } from '../../src/platform/database/migrations.js';

export const dbName = 'story';

/** An embedded engine of its own in this folder, and on it an empty database that is ready to be lived on. */
export async function openStoryDatabase(folder: string, say: (line: string) => void) {
  const engine = await startEngine({ dataDir: folder, libc: 'prepare', say });
  const database: Database = await openDatabase({ uri: engine.uri, dbName, kind: 'embedded' });
  await prepareDatabase(database.db, { indexes: allIndexes, validators: allValidators, say: () => {} });
  return {
    database,
    uri: engine.uri,
    async close() {
      await database.close();
      await engine.release();
    },
  };
}

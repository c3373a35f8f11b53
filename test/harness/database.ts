import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Database } from '../../src/platform/database/connect.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import type { EngineHold } from '../../src/platform/database/engine.js';
import { startEngine } from '../../src/platform/database/engine.js';
import type { IndexFact } from '../../src/platform/database/indexes.js';
import { ensureIndexes } from '../../src/platform/database/indexes.js';

export type TestDatabase = Database & Readonly<{ uri: string }>;

const server = process.env.MONGODB_URI_FOR_TESTS;
const kind = server ? 'server' : 'embedded';
/**
 * One for each test file. The trap: the engine keeps the files of what was dropped, and keeps them open, about a hundred
 * for each database of ours; one engine for all tests ran out of the 20,000 that a process may have open.
 */
let engine: Promise<EngineHold> | undefined;
let dataDir: string;
/** Those with indexes, to be used again when their test is over: making indexes takes ten times as long as emptying. */
const free = new Map<string, string[]>();

/** An empty database of its own, with these indexes, on the engine of this test file. */
export async function openTestDatabase(
  indexes: readonly IndexFact[] = [],
  options: Readonly<Record<string, string>> = {},
): Promise<TestDatabase> {
  const shape = indexes.map(({ collection, name }) => `${collection}.${name}`).join();
  const again = free.get(shape)?.pop();
  if (!server) engine ??= startFileEngine();
  const uri = new URL(server || (await engine!).uri);
  for (const [name, value] of Object.entries(options)) uri.searchParams.set(name, value);
  const database = await openDatabase({ uri: uri.href, kind, dbName: again ?? `test-${randomUUID().slice(0, 13)}` });
  if (again !== undefined) await empty(database);
  await ensureIndexes(database.db, indexes, () => {});
  return {
    ...database,
    uri: uri.href,
    async close() {
      if (indexes.length === 0) await database.db.dropDatabase();
      else free.set(shape, [...(free.get(shape) ?? []), database.db.databaseName]);
      await database.close();
    },
  };
}

async function empty({ db }: Database): Promise<void> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  await Promise.all(collections.map(({ name }) => db.collection(name).deleteMany()));
}

function startFileEngine(): Promise<EngineHold> {
  dataDir = join(process.env.LAUREL_TEST_FOLDER!, randomUUID());
  return startEngine({ dataDir, libc: 'only-if-prepared', cacheDir: process.env.XDG_CACHE_HOME, say: console.log });
}

afterAll(async () => {
  if (engine !== undefined) {
    await (await engine).release();
    return rm(dataDir, { recursive: true, force: true });
  }
  for (const name of [...free.values()].flat()) {
    const left = await openDatabase({ uri: server!, kind, dbName: name });
    await left.db.dropDatabase();
    await left.close();
  }
});

/** What every part of the bench stands on: one engine, and somebody who hears how far it is. */
import { allIndexes, allValidators } from '../src/app/compose.js';
import { openDatabase } from '../src/platform/database/connect.js';
import { ensureIndexes } from '../src/platform/database/indexes.js';
import { ensureValidators } from '../src/platform/database/validators.js';

export type Ground = Readonly<{ uri: string; directory: string; say(line: string): void }>;

/** What was found, by name; report.ts judges some of it. */
export type Found = Readonly<Record<string, number>>;

/** A database with every validator and index, and nothing in it. */
export async function prepare({ uri }: Pick<Ground, 'uri'>, dbName: string): Promise<void> {
  const database = await openDatabase({ uri, dbName, kind: 'embedded' });
  await ensureValidators(database.db, allValidators, () => {});
  await ensureIndexes(database.db, allIndexes, () => {});
  await database.close();
}

export const named = (prefix: string, found: Found): Found =>
  Object.fromEntries(Object.entries(found).map(([name, value]) => [`${prefix}.${name}`, value]));

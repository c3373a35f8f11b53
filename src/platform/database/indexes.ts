import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import { isDuplicateKey } from './errors.js';

/** An index as a store declares it, next to the query it is for. */
export interface IndexFact {
  collection: string;
  name: string;
  key: Record<string, 1 | -1>;
  options?: {
    unique?: boolean;
    /** A query uses the index only when it repeats this condition. No `$ne`, `$expr` or `$exists: false` here. */
    partialFilterExpression?: object;
  };
  /** The query it is for, in words. */
  for?: string;
}

/** The indexes that hold our promises are not there, so the app must not serve. */
export class IndexesRefused extends Error {
  override name = 'IndexesRefused';
}

/**
 * Creates what is missing, rebuilds what has other options than declared, and verifies every declared index. Indexes
 * that nobody declares stay. Harmless when repeated or run twice at once.
 *
 * @throws IndexesRefused naming index and collection, for duplicate keys with their number, never their values.
 */
export async function ensureIndexes(
  db: mongo.Db,
  indexes: readonly IndexFact[],
  say: (line: string) => void,
): Promise<void> {
  refuseTwoOfOneName(indexes);
  for (const collection of new Set(indexes.map((index) => index.collection))) {
    const declared = indexes.filter((index) => index.collection === collection);
    const existing = await existingIndexes(db, collection);
    for (const index of declared) await ensureIndex(db, index, existing, say);
    const built = await existingIndexes(db, collection);
    const wrong = declared.find((index) => !built.some((one) => one.name === index.name && isAsDeclared(one, index)));
    if (wrong) throw new IndexesRefused(`${described(wrong)} was created but is not there as declared`);
  }
}

function refuseTwoOfOneName(indexes: readonly IndexFact[]): void {
  const seen = new Set<string>();
  for (const index of indexes) {
    if (seen.has(described(index))) throw new IndexesRefused(`${described(index)} is declared twice`);
    seen.add(described(index));
  }
}

async function existingIndexes(db: mongo.Db, collection: string): Promise<mongo.IndexDescriptionInfo[]> {
  try {
    return await db.collection(collection).listIndexes().toArray();
  } catch (error) {
    if (codeOf(error) === serverCodes.namespaceNotFound) return [];
    throw error;
  }
}

async function ensureIndex(
  db: mongo.Db,
  index: IndexFact,
  existing: mongo.IndexDescriptionInfo[],
  say: (line: string) => void,
): Promise<void> {
  const predecessor = existing.find((one) => one.name === index.name || isAsDeclared(one, index));
  if (predecessor?.name === index.name && isAsDeclared(predecessor, index)) return;
  if (predecessor) {
    if (index.options?.unique) await refuseDuplicates(db, index);
    if (index.options?.unique || predecessor.unique) say(`${described(index)}: rebuilding it as declared`);
    await dropIndex(db, index.collection, predecessor.name ?? index.name);
  }
  try {
    await db.collection(index.collection).createIndex(index.key, { name: index.name, ...index.options });
  } catch (error) {
    if (isDuplicateKey(error)) await refuseDuplicates(db, index);
    throw new IndexesRefused(`${described(index)} could not be created`, { cause: error });
  }
}

/** Key order matters, and so does every option that changes what the index holds or refuses. */
function isAsDeclared(existing: mongo.IndexDescriptionInfo, { key, options }: IndexFact): boolean {
  return (
    isDeepStrictEqual(Object.entries(existing.key), Object.entries(key)) &&
    Boolean(existing.unique) === Boolean(options?.unique) &&
    isDeepStrictEqual(existing.partialFilterExpression, options?.partialFilterExpression) &&
    !existing.sparse &&
    !existing.hidden &&
    existing.expireAfterSeconds === undefined
  );
}

/** A unique index is dropped for its better only when that can be built, so that no moment is left unguarded in vain. */
async function refuseDuplicates(db: mongo.Db, { collection, name, key, options }: IndexFact): Promise<void> {
  const paths = Object.keys(key);
  const [row] = await db
    .collection(collection)
    .aggregate<{ keys: number }>(
      [
        { $match: options?.partialFilterExpression ?? {} },
        { $group: { _id: paths.map((path) => ({ $ifNull: [`$${path}`, null] })), documents: { $sum: 1 } } },
        { $match: { documents: { $gt: 1 } } },
        { $count: 'keys' },
      ],
      { allowDiskUse: true },
    )
    .toArray();
  if (!row) return;
  const keys = row.keys === 1 ? '1 key is' : `${row.keys} keys are`;
  throw new IndexesRefused(
    `${described({ collection, name })} cannot be unique: ${keys} held by more than one document (${paths.join(', ')})`,
  );
}

async function dropIndex(db: mongo.Db, collection: string, name: string): Promise<void> {
  try {
    await db.collection(collection).dropIndex(name);
  } catch (error) {
    if (codeOf(error) !== serverCodes.indexNotFound) throw error;
  }
}

const serverCodes = { namespaceNotFound: 26, indexNotFound: 27 };

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

function described({ name, collection }: { name: string; collection: string }): string {
  return `The index ${name} of ${collection}`;
}

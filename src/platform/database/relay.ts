import type { Db } from 'mongodb';
import { isDuplicateKey } from './errors.js';
import type { Stored } from './facts.js';
import type { ReactionRow } from './reactions.js';

const batch = 1_000;

type Source = { _id: string; pendingFacts: Stored[] };

/**
 * Copies facts from the documents that explain themselves into `audit` and into one reaction row for each reaction that
 * the table names, then takes them off the documents. Holds no business code; running it twice, or twice at once, is
 * the same as once.
 */
export function createRelay({
  db,
  sources,
  reactionsTo,
}: {
  db: Db;
  /** Collections whose documents carry `pendingFacts`. */
  sources: readonly string[];
  /** The names of the reactions that must follow from a fact. */
  reactionsTo: (fact: Stored) => readonly string[];
}) {
  async function relaySource(name: string): Promise<number> {
    const source = db.collection<Source>(name);
    const documents = await source
      .find({ 'pendingFacts.0': { $exists: true } }, { projection: { pendingFacts: 1 } })
      .sort({ 'pendingFacts.at': 1 })
      .limit(batch)
      .toArray();
    const facts = documents.flatMap((document) => document.pendingFacts);
    if (facts.length === 0) return 0;

    await insertMissing(
      db.collection<Omit<Stored, 'id'> & { _id: string }>('audit'),
      facts.map(({ id, ...fact }) => ({ _id: id, ...fact })),
    );
    await insertMissing(
      db.collection<ReactionRow>('reactions'),
      facts.flatMap((fact) => reactionsTo(fact).map((reaction) => waiting(fact, reaction))),
    );
    await source.bulkWrite(
      documents.map(({ _id, pendingFacts }) => ({
        updateOne: {
          filter: { _id },
          update: { $pull: { pendingFacts: { id: { $in: pendingFacts.map(({ id }) => id) } } } },
        },
      })),
      { ordered: false },
    );
    return facts.length;
  }

  return {
    /** Relays up to 1,000 documents of each source; answers how many facts moved. */
    async run(): Promise<number> {
      const moved = await Promise.all(sources.map(relaySource));
      return moved.reduce((sum, count) => sum + count, 0);
    },
  };
}

const waiting = (fact: Stored, reaction: string): ReactionRow => ({
  _id: `${fact.id}|${reaction}`,
  reaction,
  fact,
  state: 'waiting',
  tries: 0,
  fence: 0,
  dueAt: new Date(0),
});

async function insertMissing<Document extends { _id: string }>(
  collection: { insertMany(documents: Document[], options: { ordered: boolean }): Promise<unknown> },
  documents: Document[],
) {
  if (documents.length === 0) return;
  try {
    await collection.insertMany(documents, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

import { mongo } from 'mongoose';
import { isDuplicateKey } from './errors.js';
import type { Cause, FactBody, Stateful } from './facts.js';
import { bornWith, changedWith } from './facts.js';

/** A noun to be stored for the first time, or some of its paths to be set as long as it is still the version that was read. */
export type StatefulWrite<Noun extends { _id: string; version: number }, Fact extends FactBody = FactBody> =
  | Readonly<{ kind: 'born'; noun: Omit<Noun, 'version'> & { _id: string }; fact: Fact }>
  | Readonly<{
      kind: 'changed';
      was: Pick<Noun, '_id' | 'version'>;
      set: Readonly<Record<string, unknown>>;
      fact: Fact;
    }>;

/** The part of a mongoose model's native collection that is needed: values are not cast, so parse them before. */
type NativeCollection = {
  bulkWrite(
    operations: mongo.AnyBulkWriteOperation<mongo.Document>[],
    options: { ordered: false },
  ): Promise<mongo.BulkWriteResult>;
};

/**
 * Writes many, each in one update that carries its fact. Answers how many were not written, because their document has
 * changed or is there already.
 */
export async function saveAll<Noun extends { _id: string; version: number }>(
  collection: NativeCollection,
  writes: readonly StatefulWrite<Noun>[],
  cause: Cause,
): Promise<number> {
  if (writes.length === 0) return 0;
  const { insertedCount, matchedCount } = await bulkWrite(
    collection,
    writes.map((write) => operation(write, cause)),
  );
  return writes.length - insertedCount - matchedCount;
}

function operation<Noun extends { _id: string; version: number }>(
  write: StatefulWrite<Noun>,
  cause: Cause,
): mongo.AnyBulkWriteOperation<mongo.Document> {
  if (write.kind === 'born') {
    const document: Stateful = { ...write.noun, ...bornWith(write.noun._id, write.fact, cause) };
    return { insertOne: { document: document as mongo.Document as mongo.OptionalId<mongo.Document> } };
  }
  const filter: mongo.Document = { _id: write.was._id, version: write.was.version };
  const update: mongo.Document = { $set: write.set, ...changedWith(write.was, write.fact, cause) };
  return { updateOne: { filter, update } };
}

async function bulkWrite(collection: NativeCollection, operations: mongo.AnyBulkWriteOperation<mongo.Document>[]) {
  try {
    return await collection.bulkWrite(operations, { ordered: false });
  } catch (error) {
    if (isDuplicateKey(error) && error instanceof mongo.MongoBulkWriteError) return error.result;
    throw error;
  }
}

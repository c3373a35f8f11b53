import { mongo } from 'mongoose';
import { isDuplicateKey } from './errors.js';
import type { Cause, FactBody, Stateful } from './facts.js';
import { bornWith, changedWith, onceFor } from './facts.js';

/** A noun to be stored for the first time, or some of its paths to be set as long as it is still the version that was read. */
export type StatefulWrite<Noun extends { _id: string; version: number }, Fact extends FactBody = FactBody> =
  | Readonly<{ kind: 'born'; noun: Omit<Noun, 'version'> & { _id: string }; fact: Fact }>
  | Readonly<{
      kind: 'changed';
      was: Pick<Noun, '_id' | 'version'>;
      /** What must be so besides, such as its state. */
      expecting?: Readonly<Record<string, unknown>>;
      /** The fact to which this is the reaction: it makes one change, however often it runs. */
      onceFor?: string;
      set: Readonly<Record<string, unknown>>;
      fact: Fact;
    }>;

type AnyNoun = { _id: string; version: number };
type Born = Extract<StatefulWrite<AnyNoun>, { kind: 'born' }>;
type Changed = Extract<StatefulWrite<AnyNoun>, { kind: 'changed' }>;

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
  return write.kind === 'born'
    ? { insertOne: { document: documentOf(write, cause) as mongo.Document as mongo.OptionalId<mongo.Document> } }
    : { updateOne: updateOf(write, cause) };
}

/** What is stored of one that is new. */
export const documentOf = ({ noun, fact }: Born, cause: Cause): Stateful => ({
  ...noun,
  ...bornWith(noun._id, fact, cause),
});

/** The one update that changes it only as it was read, and carries its fact. */
export function updateOf({ was, expecting, onceFor: factId, set, fact }: Changed, cause: Cause) {
  const once = factId === undefined ? undefined : onceFor(factId);
  const { $inc, $push } = changedWith(was, fact, cause);
  return {
    filter: { _id: was._id, version: was.version, ...expecting, ...once?.filter } as mongo.Document,
    update: { $set: set, $inc, $push: { ...$push, ...once?.push } } as mongo.Document,
  };
}

async function bulkWrite(collection: NativeCollection, operations: mongo.AnyBulkWriteOperation<mongo.Document>[]) {
  try {
    return await collection.bulkWrite(operations, { ordered: false });
  } catch (error) {
    if (isDuplicateKey(error) && error instanceof mongo.MongoBulkWriteError) return error.result;
    throw error;
  }
}

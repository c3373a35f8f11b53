import mongoose, { mongo } from 'mongoose';

/** No embedded engine can be had on this host as it is; the message names the ways out. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable';
}

const duplicateKeyCode = 11_000;

/** True when a unique index refused the write; of a bulk write, when nothing else went wrong. */
export function isDuplicateKey(error: unknown): boolean {
  if (!(error instanceof mongo.MongoServerError)) return false;
  if (!(error instanceof mongo.MongoBulkWriteError)) return error.code === duplicateKeyCode;
  const refusals = [error.writeErrors].flat();
  const onlyDuplicates = refusals.length > 0 && refusals.every(({ code }) => code === duplicateKeyCode);
  return onlyDuplicates && !error.result.getWriteConcernError() && invalidItemsOf(error).length === 0;
}

/** What mongoose left out of an unordered write before it was sent; `bulkWrite` and `insertMany` tell it differently. */
function invalidItemsOf(error: Error): unknown[] {
  const told = error as Error & { mongoose?: { validationErrors?: unknown[] }; results?: unknown[] };
  return told.mongoose?.validationErrors ?? told.results?.filter((item) => item instanceof mongoose.Error) ?? [];
}

/**
 * The values that were there already, by path: `{ personId: …, certificationId: … }`. Undefined when the error is
 * something else, and for a bulk write, whose refusals name their index only.
 */
export function duplicateKeyOf(error: unknown): Record<string, unknown> | undefined {
  return error instanceof mongo.MongoServerError && isDuplicateKey(error) ? error.keyValue : undefined;
}

/** The name of the unique index that refused; of a bulk write, the first one that did. */
export function duplicateIndexOf(error: unknown): string | undefined {
  if (!(error instanceof mongo.MongoServerError) || !isDuplicateKey(error)) return undefined;
  return /index: (\S+) dup key/.exec(error.message)?.[1];
}

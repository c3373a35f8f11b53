import type { StatefulWrite } from './bulk.js';
import { documentOf, updateOf } from './bulk.js';
import { isDuplicateKey } from './errors.js';
import type { Cause, FactBody } from './facts.js';

/** The part of a mongoose model that is needed. */
type Writable = {
  insertMany(documents: never[]): Promise<unknown>;
  updateOne(filter: never, update: never): PromiseLike<Readonly<{ modifiedCount: number }>>;
};

/**
 * Writes one, as `saveAll` writes many: in one update that carries its fact. False when it was not written, because it has
 * changed since it was read, or its fact has changed it already, or another one stands in its place.
 */
export async function save<Noun extends { _id: string; version: number }, Fact extends FactBody>(
  nouns: Writable,
  write: StatefulWrite<Noun, Fact>,
  cause: Cause,
): Promise<boolean> {
  try {
    if (write.kind === 'changed') {
      const { filter, update } = updateOf(write, cause);
      return (await nouns.updateOne(filter as never, update as never)).modifiedCount === 1;
    }
    await nouns.insertMany([documentOf(write, cause) as never]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

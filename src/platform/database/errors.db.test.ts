import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from './connect.js';
import { duplicateIndexOf, duplicateKeyOf, isDuplicateKey } from './errors.js';
import { defineSchema } from './schema.js';

interface Seat {
  _id: string;
  row: number;
  place: { number: number };
}

const seatShape = defineSchema<Seat>({ _id: String, row: Number, place: { number: Number } });
const mine: Seat = { _id: 'mine', row: 1, place: { number: 7 } };
const sameSeat: Seat = { ...mine, _id: 'same' };
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await seats().createIndex({ row: 1, 'place.number': 1 }, { name: 'oneSeat', unique: true });
  await seats().insertOne(mine);
});
afterAll(() => database.close());

const seats = () => database.db.collection<Seat>('seats');
const errorOf = (attempt: Promise<unknown>) => attempt.then(() => undefined).catch((error: unknown) => error);

test('a refused insert names the index and the key', async () => {
  const error = await errorOf(seats().insertOne(sameSeat));
  expect(isDuplicateKey(error)).toBe(true);
  expect(duplicateIndexOf(error)).toBe('oneSeat');
  expect(duplicateKeyOf(error)).toEqual({ row: 1, 'place.number': 7 });
});

test('a refused upsert and a taken _id are told apart by their index', async () => {
  const { _id, ...seat } = sameSeat;
  const upsert = await errorOf(seats().updateOne({ _id }, { $set: seat }, { upsert: true }));
  expect(duplicateIndexOf(upsert)).toBe('oneSeat');
  const takenId = await errorOf(seats().insertOne({ ...mine, row: 2 }));
  expect(duplicateIndexOf(takenId)).toBe('_id_');
  expect(duplicateKeyOf(takenId)).toEqual({ _id: 'mine' });
});

test('an unordered write that met only known keys is a duplicate, and names the first index', async () => {
  const error = await errorOf(seats().insertMany([sameSeat, mine], { ordered: false }));
  expect(isDuplicateKey(error)).toBe(true);
  expect(duplicateIndexOf(error)).toBe('oneSeat');
  expect(duplicateKeyOf(error)).toBeUndefined();
});

test("mongoose's own unordered insert is told apart the same way", async () => {
  const Seats = database.connection.model<Seat>('Seat', seatShape, 'seats');
  const error = await errorOf(Seats.insertMany([sameSeat, mine], { ordered: false }));
  expect(isDuplicateKey(error)).toBe(true);
  const withOneInvalid = [sameSeat, { ...mine, row: 'first' }];
  expect(isDuplicateKey(await errorOf(Seats.insertMany(withOneInvalid, { ordered: false })))).toBe(false);
});

test('a bulk write that failed for another reason too is not a duplicate', async () => {
  const bad = { updateOne: { filter: { _id: 'mine' }, update: { $inc: { 'place.number.x': 1 } } } };
  const error = await errorOf(seats().bulkWrite([{ insertOne: { document: sameSeat } }, bad], { ordered: false }));
  expect(error).toBeInstanceOf(Error);
  expect(isDuplicateKey(error)).toBe(false);
});

test('other errors are no duplicates', () => {
  expect(isDuplicateKey(new Error('E11000 duplicate key error index: x dup key'))).toBe(false);
  expect(isDuplicateKey(undefined)).toBe(false);
  expect(duplicateIndexOf('text')).toBeUndefined();
});

import type { Model } from 'mongoose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from './connect.js';
import { defineSchema } from './schema.js';

interface Plant {
  _id: string;
  heightCm: number;
  name: string | null;
  bed: { row?: number };
  leaves: { colour: string }[];
}

const plants = defineSchema<Plant>({
  _id: String,
  heightCm: Number,
  name: String,
  bed: { type: { row: Number }, _id: false },
  leaves: [{ _id: false, colour: String }],
});

const rose: Plant = { _id: 'rose', heightCm: 90, name: 'Rose', bed: {}, leaves: [{ colour: 'green' }] };
const ivy: Plant = { _id: 'ivy', heightCm: 300, name: null, bed: { row: 2 }, leaves: [] };

let database: Database;
let Plants: Model<Plant>;
beforeAll(async () => {
  database = await openTestDatabase();
  Plants = database.connection.model<Plant>('Plant', plants, 'plants');
});
beforeEach(async () => {
  await Plants.deleteMany();
  await Plants.insertMany([rose, ivy]);
});
afterAll(() => database.close());

const unknownPath = { color: 'red' } as object;

test('a document is read back as it was saved', async () => {
  expect(await Plants.findOne({ _id: 'rose' }).lean()).toEqual(rose);
});

test('an unknown path throws in a document, a filter, an update and a bulk write', async () => {
  await expect(Plants.create({ _id: 'x', ...unknownPath })).rejects.toThrow('not in schema');
  await expect(Plants.find(unknownPath)).rejects.toThrow('not in schema');
  await expect(Plants.find({ $or: [{ 'leaves.size': 1 }] } as object)).rejects.toThrow('not in schema');
  await expect(Plants.updateOne({ _id: 'rose' }, { $set: unknownPath })).rejects.toThrow('not in schema');
  await expect(Plants.updateOne({ _id: 'rose' }, { $push: { leaves: unknownPath } })).rejects.toThrow();
  await expect(
    Plants.bulkWrite([{ updateOne: { filter: unknownPath, update: { $set: { heightCm: 1 } } } }]),
  ).rejects.toThrow('not in schema');
});

test('an unordered write tells of the items it left out', async () => {
  const unordered = { ordered: false };
  const update = { updateOne: { filter: { _id: 'rose' }, update: { $set: unknownPath } } };
  await expect(Plants.bulkWrite([update], unordered)).rejects.toThrow();
  await expect(Plants.insertMany([{ _id: 'moss', heightCm: 'tall' }], unordered)).rejects.toThrow();
});

test('the trap: an empty $or matches everything in mongoose, so it is refused', async () => {
  const nothingChosen = { $or: [] };
  await expect(Plants.deleteMany(nothingChosen)).rejects.toThrow('filter.$or is empty');
  await expect(Plants.find({ $and: [{ _id: 'rose' }, nothingChosen] })).rejects.toThrow('filter.$and.$or is empty');
  await expect(Plants.bulkWrite([{ deleteMany: { filter: nothingChosen } }])).rejects.toThrow('$or is empty');
  expect(await Plants.countDocuments()).toBe(2);
});

test('the trap: an undefined value matches null in mongodb, so it is refused', async () => {
  await expect(Plants.updateMany({ name: undefined } as object, { heightCm: 0 })).rejects.toThrow(
    'filter.name is undefined',
  );
  await expect(Plants.find({ _id: { $in: ['rose', undefined] } } as object)).rejects.toThrow('_id.$in is undefined');
  expect(await Plants.countDocuments({ name: null })).toBe(1);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from './connect.js';
import type { ValidatorFact } from './validators.js';
import { ensureValidators } from './validators.js';

let database: Database;
let said: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  said = [];
});
afterEach(() => database.close());

const say = (line: string) => said.push(line);
const tall: ValidatorFact = {
  collection: 'trees',
  validator: { $jsonSchema: { required: ['heightCm'], properties: { heightCm: { bsonType: 'int', minimum: 300 } } } },
};
const taller: ValidatorFact = { collection: 'trees', validator: { $expr: { $gt: ['$heightCm', 900] } } };
const trees = () => database.db.collection<{ heightCm: number }>('trees');

test('a declared validator refuses what does not fit, and declaring it again changes nothing', async () => {
  await ensureValidators(database.db, [tall], say);
  await ensureValidators(database.db, [tall], say);
  await trees().insertOne({ heightCm: 300 });
  await expect(trees().insertOne({ heightCm: 299 })).rejects.toThrow('Document failed validation');
  await expect(trees().updateOne({}, { $set: { heightCm: 1 } })).rejects.toThrow('Document failed validation');
  expect(said).toEqual([]);
});

test('a collection that has another validator gets the declared one, or the app does not serve', async () => {
  await ensureValidators(database.db, [tall], say);
  const change = ensureValidators(database.db, [taller], say);
  if (database.kind === 'embedded')
    await expect(change).rejects.toThrow('The validator of trees is not as declared and cannot be changed');
  else {
    await change;
    await expect(trees().insertOne({ heightCm: 300 })).rejects.toThrow('Document failed validation');
  }
  expect(said).toEqual(['The validator of trees: changing it to what is declared']);
});

test('a collection that lost its validator is not served without it', async () => {
  await trees().insertOne({ heightCm: 1 });
  const change = ensureValidators(database.db, [tall], say);
  if (database.kind === 'embedded') await expect(change).rejects.toThrow('cannot be changed');
  else await change;
});

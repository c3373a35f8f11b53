import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from './connect.js';
import { explainUses } from './explain.js';
import type { IndexFact } from './indexes.js';
import { ensureIndexes, IndexesRefused } from './indexes.js';

let database: Database;
let said: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  said = [];
});
afterEach(() => database.close());

const say = (line: string) => said.push(line);
const oneOpen: IndexFact = {
  collection: 'tasks',
  name: 'oneOpen',
  key: { owner: 1, 'what.kind': 1 },
  options: { unique: true, partialFilterExpression: { state: { $in: ['open', 'planned'] } } },
};
const due: IndexFact = {
  collection: 'tasks',
  name: 'due',
  key: { state: 1, nextAt: 1 },
  options: { partialFilterExpression: { state: 'open' } },
};
const task = (owner: string, state = 'open') => ({ owner, state, what: { kind: 'a' } });
const tasks = () => database.db.collection<object>('tasks');
const namesOfIndexes = async () => (await tasks().listIndexes().toArray()).map(({ name }) => name).sort();

test('declared indexes are created once, and doing it again changes nothing', async () => {
  await ensureIndexes(database.db, [oneOpen, due], say);
  await ensureIndexes(database.db, [oneOpen, due], say);
  expect(await namesOfIndexes()).toEqual(['_id_', 'due', 'oneOpen']);
  await tasks().insertMany([task('ana'), task('ana', 'closed')]);
  await expect(tasks().insertOne(task('ana'))).rejects.toThrow('E11000');
  expect(said).toEqual([]);
});

test('two processes may do it at once', async () => {
  await tasks().createIndex({ nextAt: 1 }, { name: 'due' });
  await Promise.all([ensureIndexes(database.db, [oneOpen, due], say), ensureIndexes(database.db, [oneOpen, due], say)]);
  expect(await namesOfIndexes()).toEqual(['_id_', 'due', 'oneOpen']);
});

test('an index with another key order, filter or name is rebuilt', async () => {
  await tasks().createIndex({ nextAt: 1, state: 1 }, { name: 'due' });
  await ensureIndexes(database.db, [due], say);
  expect(await tasks().indexInformation({ full: true })).toContainEqual(
    expect.objectContaining({ name: 'due', key: { state: 1, nextAt: 1 }, partialFilterExpression: { state: 'open' } }),
  );
  await ensureIndexes(database.db, [{ ...due, name: 'dueByState' }], say);
  expect(await namesOfIndexes()).toEqual(['_id_', 'dueByState']);
  expect(said).toEqual([]);
});

test('an index that nobody declares stays', async () => {
  await tasks().createIndex({ colour: 1 }, { name: 'byColour' });
  await ensureIndexes(database.db, [due], say);
  expect(await namesOfIndexes()).toEqual(['_id_', 'byColour', 'due']);
});

test('a unique index is rebuilt with a line that says so', async () => {
  await tasks().createIndex({ owner: 1 }, { name: 'oneOpen', unique: true });
  await ensureIndexes(database.db, [oneOpen], say);
  expect(said).toEqual(['The index oneOpen of tasks: rebuilding it as declared']);
});

test('duplicate keys refuse the start with their number and without their values', async () => {
  await tasks().insertMany([task('ana'), task('ana'), task('ben'), task('ben'), task('eve')]);
  const refusal = ensureIndexes(database.db, [oneOpen], say);
  await expect(refusal).rejects.toThrow(
    'The index oneOpen of tasks cannot be unique: 2 keys are held by more than one document (owner, what.kind)',
  );
  await expect(refusal).rejects.toThrow(IndexesRefused);
  await expect(refusal).rejects.not.toThrow('ana');
});

test('a unique index is not given up for one that cannot be built', async () => {
  await tasks().createIndex({ owner: 1, state: 1 }, { name: 'oneOpen', unique: true });
  await tasks().insertMany([task('ana', 'open'), task('ana', 'planned')]);
  await expect(ensureIndexes(database.db, [oneOpen], say)).rejects.toThrow('1 key is held');
  await expect(tasks().insertOne(task('ana', 'open'))).rejects.toThrow('E11000');
});

test('an index that the database refuses is named', async () => {
  const wrong: IndexFact = { ...due, options: { partialFilterExpression: { state: { $ne: 'closed' } } } };
  await expect(ensureIndexes(database.db, [wrong], say)).rejects.toThrow('The index due of tasks could not be created');
});

test('two indexes of one name are refused before anything is built', async () => {
  await expect(ensureIndexes(database.db, [due, due], say)).rejects.toThrow('declared twice');
});

test('explain tells a query that reads what is due from one that reads everything', async () => {
  await ensureIndexes(database.db, [due], say);
  const rows = Array.from({ length: 50_000 }, (_, n) => ({ state: n % 2 ? 'open' : 'closed', nextAt: new Date(n) }));
  await tasks().insertMany(rows);
  const untilTen = { nextAt: { $lte: new Date(10) } };
  const sort = { nextAt: 1 } as const;
  expect(await explainUses(tasks(), { filter: { state: 'open', ...untilTen }, sort })).toEqual({
    indexes: ['due'],
    keysExamined: 5,
    docsExamined: 5,
    returned: 5,
    sortsInMemory: false,
  });
  expect(await explainUses(tasks(), { filter: untilTen, sort })).toEqual({
    indexes: [],
    keysExamined: 0,
    docsExamined: 50_000,
    returned: 11,
    sortsInMemory: true,
  });
});

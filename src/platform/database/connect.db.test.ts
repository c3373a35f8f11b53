import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../../../test/harness/database.js';
import { openTestDatabase } from '../../../test/harness/database.js';
import { databaseNow, openDatabase } from './connect.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('the database tells its own time', async () => {
  const first = await databaseNow(database.db);
  const second = await databaseNow(database.db);
  expect(first).toBeInstanceOf(Date);
  expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime());
});

test.skipIf(process.env.MONGODB_URI_FOR_TESTS)(
  'writes to the engine wait for its journal, not for a majority, and use no session and no retry',
  async () => {
    const uri = `${database.uri}&monitorCommands=true`;
    const watched = await openDatabase({ uri, dbName: database.db.databaseName, kind: 'embedded' });
    const commands: Record<string, unknown>[] = [];
    watched.connection.getClient().on('commandStarted', ({ command }) => commands.push(command));
    const plants = watched.db.collection<{ _id: string }>('plants');
    await plants.insertOne({ _id: 'rose' });
    await plants.bulkWrite([{ updateOne: { filter: { _id: 'rose' }, update: { $set: { colour: 'red' } } } }]);
    await plants.find().toArray();
    await watched.close();
    const durable = { writeConcern: { w: 1, j: true } };
    expect(commands).toMatchObject([
      { insert: 'plants', ...durable },
      { update: 'plants', ...durable },
      { find: 'plants' },
    ]);
    expect(commands.flatMap(Object.keys)).not.toContain('lsid');
    expect(commands.flatMap(Object.keys)).not.toContain('txnNumber');
  },
);

test('a server that does not answer is an error, not a wait for ever', async () => {
  const attempt = openDatabase({ uri: 'mongodb://127.0.0.1:1', dbName: 'laurel', kind: 'server', answerWithinMs: 100 });
  await expect(attempt).rejects.toThrow('ECONNREFUSED');
});

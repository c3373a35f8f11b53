import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/harness/database.js';
import type { Database } from './connect.js';
import { databaseNow } from './connect.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('the database tells its own time', async () => {
  const now = await databaseNow(database.db);
  expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(60_000);
});

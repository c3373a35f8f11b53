import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Files } from '../../../test/harness/files.js';
import { startFiles } from '../../../test/harness/files.js';

let files: Files;
beforeEach(async () => {
  files = await startFiles();
});
afterEach(() => files.stop());

const people = 12_000;

test('a process that is killed while it loads leaves whole people, and repeating the file finishes it', async () => {
  const lines = Array.from({ length: people }, (_, n) => `E${n},Person ${n},p${n}@example.com,${n === 0 ? '' : 'E0'}`);
  const path = await files.write('people.csv', ['employee_id,name,email,manager', ...lines].join('\n'));
  const child = importInOtherProcess(path);
  await untilItApplies(child);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const saved = await files.stores.people.model.countDocuments();
  expect(saved).toBeGreaterThan(0);
  expect(saved).toBeLessThan(people);
  expect(await files.imports()).toMatchObject([{ state: 'running' }]);

  const report = await files.loading.load('people', path, { mode: 'apply', badRows: 'refuse' });
  expect(report).toMatchObject({ outcome: 'applied', finishedEarlierRun: true });
  expect(await files.stores.people.model.countDocuments()).toBe(people);
  const [manager] = await files.stores.people.byEmployeeIds(['E0']);
  expect(await files.stores.people.model.countDocuments({ managerId: manager!._id })).toBe(people - 1);
  const joined = (await files.factsOf('people')).filter(({ type }) => type === 'person.joined');
  expect(joined).toHaveLength(people);
  expect(await files.imports()).toMatchObject([{ state: 'done' }]);
}, 60_000);

/** Prints a line for each chunk of the file that it applies. */
function importInOtherProcess(path: string): ChildProcess {
  const source = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const program = `
    const { openDatabase } = await import(${source('../../platform/database/connect.ts')});
    const { setClock } = await import(${source('../../platform/clock.ts')});
    const { createLoading } = await import(${source('./index.ts')});
    const { createPeopleFile } = await import(${source('../people/file.ts')});
    const { createPeopleStore } = await import(${source('../people/store.ts')});
    const database = await openDatabase(${JSON.stringify({
      uri: files.database.uri,
      dbName: files.database.db.databaseName,
      kind: files.database.kind,
    })});
    const kinds = [createPeopleFile({ store: createPeopleStore(database.connection) })];
    const loading = createLoading({ database, kinds, clock: setClock(new Date('2026-10-01T06:00:00Z')) });
    const onProgress = ({ step, doneBytes }) => console.log(step, doneBytes);
    await loading.load('people', ${JSON.stringify(path)}, { mode: 'apply', badRows: 'refuse', onProgress });
  `;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The second chunk is read when the rows of the first one are saved. */
async function untilItApplies(child: ChildProcess): Promise<void> {
  let chunks = 0;
  for await (const line of createInterface(child.stdout!)) {
    if (line.startsWith('applying')) chunks += 1;
    if (chunks === 2) return;
  }
  throw new Error('the import ended before it could be killed');
}

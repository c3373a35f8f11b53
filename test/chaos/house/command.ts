import { withHouse } from '../../../src/app/commands/offline.js';
import { exportCommand } from '../../../src/app/commands/payroll.js';
import type { FileKind } from '../../../src/features/loading/index.js';
import { runImport } from '../../../src/features/loading/index.js';
import { PayMonth } from '../../../src/features/rewards/index.js';
import { readStorageConfig } from '../../../src/platform/config.js';
import { openDatabase } from '../../../src/platform/database/connect.js';
import { putUpFailpoints } from './failpoints.js';

/** What is to be done: `export MONTH FOLDER`, or `import KIND FILE`. */
export type CommandWords = readonly [verb: 'export' | 'import', what: string, path: string];

/**
 * A command of `laurel` as a process that kills itself at a failpoint (`CHAOS_KILL_AT`): one with this name, or the how
 * manieth one that is new to it.
 */
export async function runCommand(words: string): Promise<void> {
  const { CHAOS_KILL_AT: killAt } = process.env;
  let passed = 0;
  putUpFailpoints(({ name }) => {
    passed += 1;
    if (killAt === name || killAt === String(passed)) process.kill(process.pid, 'SIGKILL');
  });
  const [verb, what, path] = JSON.parse(words) as CommandWords;
  const config = readStorageConfig();
  const out = { print: (line: string) => console.log(line), say: (line: string) => console.error(line) };
  try {
    process.exitCode = await withHouse(
      config,
      out,
      async (house): Promise<0 | 1> => {
        if (verb === 'import')
          return runImport(
            house.features.loading,
            { kind: what as FileKind['name'], filePath: path, mode: 'apply', badRows: 'refuse' },
            { print: out.print, rowsShown: 10, progress: process.stderr },
          );
        process.chdir(path);
        return exportCommand(house, { period: PayMonth.parse(what), owners: config.owners }, out);
      },
      ({ uri = '', dbName }) => openDatabase({ uri, dbName, kind: 'embedded' }),
    );
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  // Whatever a dead connection still waits for is of no interest.
  process.exit();
}

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { allIndexes, allValidators } from '../../src/app/compose.js';
import { openDatabase } from '../../src/platform/database/connect.js';
import { startEngine } from '../../src/platform/database/engine.js';
import { prepareDatabase } from '../../src/platform/database/migrations.js';
import { quickFolder } from '../quick-folder.js';
import { live } from './company.js';
import { wholeStory } from './events.js';
import type { Evidence } from './problems.js';
import { effectLogIn } from './problems.js';

/**
 * `npm run story`: the sample company lives through the fourth quarter of 2026 on the embedded engine and the local
 * Slack. What its people heard is then read from the effect log by another process, which knows nothing of the app.
 */
const { without, until, keep } = new Command('story')
  .description('Live through a quarter and compare what people heard with what they should have heard.')
  .option('--without <name>', 'leave out one sweep or reaction, to see that the story fails without it')
  .option('--until <instant>', 'end earlier, at this instant (UTC)', '2027-01-01')
  .option('--keep', 'keep the folder with database and effect log')
  .parse()
  .opts<{ without?: string; until: string; keep?: true }>();

const dbName = 'story';
const say = (line: string) => console.log(line);
const folder = await mkdtemp(join(quickFolder(), 'laurel-story-'));
const startedAt = performance.now();
try {
  process.exitCode = await liveAndJudge();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (keep) console.log(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}
// Bolt's sockets would keep the process waiting for pings that never come.
process.exit();

async function liveAndJudge(): Promise<number> {
  const engine = await startEngine({ dataDir: folder, libc: 'prepare', say });
  const database = await openDatabase({ uri: engine.uri, dbName, kind: 'embedded' });
  try {
    await prepareDatabase(database.db, { indexes: allIndexes, validators: allValidators, say: () => {} });
    await live({ database, folder, without, events: wholeStory(new Date(until)), say });
    return await judge({ effectLog: effectLogIn(folder), mongodbUri: engine.uri, dbName });
  } finally {
    await database.close();
    await engine.release();
  }
}

/** Another process, which imports nothing of the app. Answers its exit code. */
function judge({ effectLog, mongodbUri, dbName }: Evidence): Promise<number> {
  console.log(`A quarter in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
  const reader = new URL('reader.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', reader, effectLog, mongodbUri, dbName, until], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

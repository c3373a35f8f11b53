import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { quickFolder } from '../quick-folder.js';
import type { Evidence } from './company.js';
import { live } from './company.js';

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

const folder = await mkdtemp(join(quickFolder(), 'laurel-story-'));
const startedAt = performance.now();
try {
  process.exitCode = await live({ folder, without, until: new Date(until), say: (line) => console.log(line), judge });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (keep) console.log(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}
// Bolt's sockets would keep the process waiting for pings that never come.
process.exit();

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

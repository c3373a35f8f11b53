import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { quickFolder } from '../quick-folder.js';
import { live } from './company.js';
import { dbName, openStoryDatabase } from './database.js';
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
  const { database, uri, close } = await openStoryDatabase(folder, say);
  try {
    await live({ database, folder, without, events: wholeStory(new Date(until)), say });
    return await judge({ effectLog: effectLogIn(folder), mongodbUri: uri, dbName });
  } finally {
    await close();
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

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { live } from './company.js';

/**
 * `npm run story`: the sample company lives through the fourth quarter of 2026 on the embedded engine and the local
 * Slack. What its people heard is then read from the effect log by another process, which knows nothing of the app.
 */
const { without, keep } = new Command('story')
  .description('Live through a quarter and compare what people heard with what they should have heard.')
  .option('--without <name>', 'leave out one sweep or reaction, to see that the story fails without it')
  .option('--keep', 'keep the folder with database and effect log')
  .parse()
  .opts<{ without?: string; keep?: true }>();

const folder = await mkdtemp(join(tmpdir(), 'laurel-story-'));
try {
  const startedAt = performance.now();
  const { effectLog, mongodbUri, dbName, close } = await live({ folder, without, say: (line) => console.log(line) });
  console.log(`A quarter in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  const exitCode = await judge([effectLog, mongodbUri, dbName]).finally(close);
  process.exitCode = exitCode;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (keep) console.log(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}

function judge(evidence: readonly string[]): Promise<number> {
  const reader = new URL('reader.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', reader, ...evidence], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * `npm run chaos`: the whole app under fire, then a judge that it does not control. A table, or with `--json` one object;
 * exits 1 when the promise was broken.
 */
import { execFile } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { buildApp } from './house/built-app.js';
import type { Verdict } from './judge/verdict.js';
import { reportOf, table } from './report.js';
import { run } from './run.js';
import type { Settings } from './scenario.js';
import { scenarioNamed, scenarios } from './scenarios/index.js';

type Options = Settings & Readonly<{ scenario: string; json?: true; keep?: true }>;

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const startedAt = performance.now();

const options = new Command('chaos')
  .description('Kills, stops and cuts off the app while it reminds people, and judges what they saw.')
  .option('--minutes <number>', 'how long it is under fire', positive, 1)
  .option('--kills <number>', 'how many SIGKILLs', count, 40)
  .option('--workers <number>', 'how many processes of the app', count, 3)
  .option('--messages <number>', 'how many reminders fall due', count, 800)
  .option('--seed <number>', 'the timetable follows from it', count, 1)
  .option('--time-scale <number>', 'divides leases, looks, limits and delays', positive, 10)
  .option('--patience-seconds <number>', 'how long it may take to come to rest', positive, 240)
  .option('--scenario <name>', scenarios.map(({ name }) => name).join(', '), 'random')
  .option('--keep', 'keep the evidence, also of a run in which the promise was kept')
  .option('--json', 'print one object')
  .parse()
  .opts<Options>();

const stop = new AbortController();
// Everybody who waits for anything listens to it.
setMaxListeners(0, stop.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error('Broken off.')));
const say = (line: string) => {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.error(`${String(seconds).padStart(4)} s  ${line}`);
};

try {
  process.exitCode = (await chaos(options)) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
// Whatever a dead connection still waits for is of no interest.
process.exit();

async function chaos({ scenario: name, json, keep, ...asked }: Options): Promise<boolean> {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  const settings: Settings = { ...asked, ...scenario.needs };
  const [bundle, commit] = await Promise.all([buildApp(), commitOf()]);
  say(scenario.says);
  const { folder, failpointsSeen } = await run(scenario, settings, { bundle, commit, signal: stop.signal, say });
  say('judging');
  const verdict = await judged(folder.path);
  const isKept = keep === true || verdict.broken.length > 0;
  const evidence = isKept ? folder.path : null;
  const report = reportOf(verdict, {
    ...{ settings, commit, failpointsSeen, evidence },
    scenario: name,
    deeds: folder.deeds(),
  });
  console.log(json ? JSON.stringify(report, null, 2) : table(report));
  if (!isKept) await rm(folder.path, { recursive: true });
  return report.ok;
}

/** In a process of its own, which knows nothing but the folder. */
async function judged(folder: string): Promise<Verdict> {
  const args = ['--import', 'tsx', 'test/chaos/judge/main.ts', folder, '--json'];
  const answered = await exec(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28 }).catch((error) => {
    // It exits 1 when the promise was broken, and says how.
    if (error.code === 1 && error.stdout) return error as { stdout: string };
    throw error;
  });
  return JSON.parse(answered.stdout);
}

/** With a `+` when something is not committed. */
async function commitOf(): Promise<string> {
  try {
    const { stdout: head } = await exec('git', ['rev-parse', '--short', 'HEAD'], { cwd: root });
    const { stdout: changes } = await exec('git', ['status', '--porcelain', '--', 'src'], { cwd: root });
    return head.trim() + (changes === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < 100_000)) throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

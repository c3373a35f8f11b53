/** `npm run bench`: what Laurel costs. A table, or with `--json` one object; exit code 1 when a goal is missed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startEngine } from '../src/platform/database/engine.js';
import type { Found, Ground } from './ground.js';
import { round } from './numbers.js';
import { measureCompany } from './parts/company.js';
import { measureDelivery } from './parts/delivery.js';
import { measureLoading } from './parts/loading.js';
import { measureScaleOut } from './parts/scale-out.js';
import { measureStart } from './parts/start.js';
import { report, table } from './report.js';
import { sizes as sizesOf } from './sizes.js';

const parts = ['sweep', 'edges', 'delivery', 'scale-out', 'start', 'import'] as const;
type Part = (typeof parts)[number];

const options = new Command('bench')
  .description('Measures what reminding and answering cost, beside what else one could do.')
  .option('--json', 'one JSON object instead of a table')
  .option('--only <parts>', `some of ${parts.join(', ')}, separated by commas`, partsOf, new Set<Part>(parts))
  .option('--quick', 'small sizes, to see that the bench works: its numbers mean little')
  .parse()
  .opts<{ json?: true; only: ReadonlySet<Part>; quick?: true }>();

const sizes = sizesOf[options.quick ? 'quick' : 'usual'];
const startedAt = performance.now();
const say = (line: string) =>
  console.error(`${String(round((performance.now() - startedAt) / 1_000)).padStart(4)} s  ${line}`);

const directory = await mkdtemp(join(tmpdir(), 'laurel-bench-'));
const engine = await startEngine({ dataDir: directory, libc: 'prepare', cacheDir: process.env.XDG_CACHE_HOME, say });
try {
  const told = report(await measure({ uri: engine.uri, directory, say }, options.only));
  console.log(options.json ? JSON.stringify(told, null, 2) : table(told));
  process.exitCode = told.ok ? 0 : 1;
} finally {
  await engine.release();
  await rm(directory, { recursive: true, force: true });
}

async function measure(ground: Ground, only: ReadonlySet<Part>): Promise<Found> {
  const ofCompany = new Set(([...only] as Part[]).filter((part) => part === 'sweep' || part === 'edges'));
  return {
    ...(only.has('delivery') ? await measureDelivery(ground, sizes.delivery) : {}),
    ...(only.has('scale-out') ? await measureScaleOut(ground, sizes.scaleOut) : {}),
    ...(only.has('start') ? await measureStart(ground, sizes.start) : {}),
    ...(ofCompany.size > 0 ? await measureCompany(ground, sizes.company, ofCompany) : {}),
    ...(only.has('import') ? await measureLoading(ground, sizes.files) : {}),
  };
}

function partsOf(list: string): Set<Part> {
  const asked = list.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no part ${unknown}: ${parts.join(', ')}.`);
  return new Set(parts.filter((part) => asked.includes(part)));
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const web = join(import.meta.dirname, 'web');
const builds = join(web, 'dist');
const keepBuildsMs = 24 * 60 * 60 * 1000;

/**
 * The folder with the built page. Builds it, in some seconds, unless there is a build of exactly these sources. Two callers at
 * once do the work twice and end with one build. Rejects with what Vite said when it cannot be built.
 */
export async function builtPage(): Promise<string> {
  const folder = join(builds, sourcesMark());
  if (existsSync(folder)) return folder;
  await mkdir(builds, { recursive: true });
  const draft = join(builds, `draft-${process.pid}-${performance.now()}`);
  await build(draft).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    throw error;
  });
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  await removeOldBuilds(folder);
  return folder;
}

/** By content, not by time of change: a checkout makes old files new, and going back to old ones need not build again. */
function sourcesMark(): string {
  const hash = createHash('sha256');
  const files = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(builds) && !/\.test\.tsx?$/.test(file));
  for (const file of [...files.sort(), join(import.meta.dirname, '..', 'package-lock.json')]) {
    hash
      .update(`${relative(web, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own: Vite would set this one's NODE_ENV, and under a test's NODE_ENV it would bundle the slow React. */
async function build(outDir: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const args = [vite, 'build', web, '--outDir', outDir, '--logLevel', 'error', '--configLoader', 'runner'];
  await promisify(execFile)(process.execPath, args, {
    cwd: web,
    env: { ...process.env, NODE_ENV: 'production' },
    timeout: 120_000,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Error(`The page cannot be built. ${error.stderr?.trim() || error.message}`, { cause: error });
  });
}

/** Recent ones stay: another sandbox may be showing them. */
async function removeOldBuilds(current: string): Promise<void> {
  const others = readdirSync(builds)
    .map((name) => join(builds, name))
    .filter((path) => path !== current);
  for (const path of others) {
    const madeAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - madeAt > keepBuildsMs) await rm(path, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildApp } from '../chaos/house/built-app.js';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** A patch that does not fit the sources any more: what it takes away has been written anew. */
export class PatchRefused extends Error {}

/** Bundles a copy of src/ without one guard; the copy is deleted at once. Answers the bundle's path. */
export async function buildMutant(name: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'laurel-mutant-'));
  try {
    await cp(join(root, 'src'), join(copy, 'src'), { recursive: true });
    await gitApply(name, copy);
    return await buildApp(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Throws `PatchRefused` when it could not be applied to src/ as it is. */
export const checkPatch = (name: string): Promise<void> => gitApply(name, root, '--check');

async function gitApply(name: string, folder: string, ...options: string[]): Promise<void> {
  const patch = join(root, 'test/mutants', `${name}.patch`);
  // Or git would find a repository above the folder and do nothing there.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
  await exec('git', ['apply', ...options, patch], { cwd: folder, env }).catch((error) => {
    throw new PatchRefused(`${name}.patch does not fit src/ any more: make it anew. ${firstLine(error.stderr)}`);
  });
}

const firstLine = (text = '') => text.split('\n', 1)[0] ?? '';

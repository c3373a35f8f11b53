import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { linesFileOf, linesOf } from './bundle-lines.js';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(projectRoot, 'node_modules/.cache/laurel-chaos');
const keptMs = 6 * 3_600_000;
const loader = fileURLToPath(new URL('./load-bundle.cjs', import.meta.url));

/** What node is given to run a bundle. Young objects get more room, because a start makes many. */
export const argumentsFor = (bundle: string): string[] => ['--max-semi-space-size=32', loader, bundle];

/** Packages that the drivers try to load and do without. */
const absent = [
  '@aws-sdk/*',
  '@mongodb-js/zstd',
  'aws4',
  'bufferutil',
  'gcp-metadata',
  'kerberos',
  'mongodb-client-encryption',
  'snappy',
  'socks',
  'utf-8-validate',
];

/**
 * Bundles app.ts with everything that it imports, and compiles it, because a process is so loaded ten times faster than
 * from the sources (0.3 s of CPU against 3.7 s). Answers the bundle's path. `root`: a folder with another `src/`, which is taken instead of ours.
 */
export async function buildApp(root: string = projectRoot): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./app.ts', import.meta.url))],
    absWorkingDir: projectRoot,
    nodePaths: [join(projectRoot, 'node_modules')],
    bundle: true,
    write: false,
    outfile: join(folder, 'app.cjs'),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    jsx: 'automatic',
    jsxImportSource: 'jsx-slack',
    external: absent,
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    plugins: [sourcesOf(resolve(root))],
    logLevel: 'error',
  });
  const text = asciiOnly(outputFiles[0]!.text);
  return keep(text, createHash('sha256').update(text).digest('hex').slice(0, 16));
}

/** Our own app.ts, on the sources of another place. */
const sourcesOf = (root: string): Plugin => ({
  name: 'sources of another place',
  setup({ onResolve, resolve: resolveThere }) {
    if (root === resolve(projectRoot)) return;
    const ours = join(projectRoot, 'src/');
    onResolve({ filter: /\/src\// }, async ({ path, resolveDir, kind }) => {
      const wanted = resolve(resolveDir, path);
      if (!wanted.startsWith(ours)) return undefined;
      return resolveThere(join(root, 'src', wanted.slice(ours.length)), { resolveDir: root, kind });
    });
  },
});

/** The bundler leaves comments and regular expressions as they are; there, too, an escape means the same. */
const asciiOnly = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** By its content, so that nobody's running bundle is overwritten. */
async function keep(text: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await forgetOld();
  const bundle = join(folder, `${name}.cjs`);
  for (const [file, content] of [
    [linesFileOf(bundle), JSON.stringify(linesOf(text))],
    [bundle, text],
  ] as const) {
    await writeFile(`${file}.${process.pid}`, content);
    await rename(`${file}.${process.pid}`, file);
  }
  await promisify(execFile)(process.execPath, [...argumentsFor(bundle), 'keep-compiled'], { env: {} });
  return bundle;
}

async function forgetOld(): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > keptMs) await rm(join(folder, name), { force: true });
  }
}

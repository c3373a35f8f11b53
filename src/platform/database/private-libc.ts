import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EngineUnavailable } from './errors.js';

/**
 * The embedded engine's Linux binary needs glibc 2.38. On an older host it runs under a private copy of Debian 13's:
 * fetched by the host's own apt through the host's own mirror, signature checked, nothing installed, no root.
 */
const neededGlibc = { major: 2, minor: 38 };
const release = 'trixie';
const packages = ['libc6', 'libstdc++6', 'libgcc-s1'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

const waysOut = 'run `npm run laurel -- engine prepare`, or set MONGODB_URI to a MongoDB server';
const onlyWayOut = 'Set MONGODB_URI to a MongoDB server';

/** Shared by tests, story and demo: prepare it without asking. In production: only use what somebody prepared. */
export type LibcPolicy = 'prepare' | 'only-if-prepared';

/** What decides whether and how the engine can run here. */
export interface Host {
  platform: NodeJS.Platform;
  arch: string;
  /** `2.36`; undefined where the C library is another one (musl, macOS). */
  glibc: string | undefined;
  hasApt: boolean;
  hasPrivateLibc: boolean;
}

export type LibcPlan = { use: 'own' } | { use: 'private' } | { use: 'prepare' } | { use: 'none'; reason: string };

/** Which C library the engine is to run under on this host; a refusal is a sentence with the ways out. */
export function libcPlan(host: Host, policy: LibcPolicy): LibcPlan {
  const kind = `${host.platform} ${host.arch}`;
  if (kind === 'darwin arm64') return { use: 'own' };
  if (host.platform !== 'linux' || !loaders[host.arch])
    return refusal(`The embedded database does not run on ${kind}. ${onlyWayOut}.`);
  if (!host.glibc) return refusal(`The embedded database needs glibc, which this host does not have. ${onlyWayOut}.`);
  if (isNewEnough(host.glibc)) return { use: 'own' };
  if (host.hasPrivateLibc) return { use: 'private' };
  const tooOld = `The embedded database needs glibc 2.38 and this host has ${host.glibc}`;
  if (!host.hasApt) return refusal(`${tooOld}; a newer one can be prepared on Debian only. ${onlyWayOut}.`);
  if (policy === 'only-if-prepared') return refusal(`${tooOld}: ${waysOut}.`);
  return { use: 'prepare' };
}

export interface LibcPlace {
  /** The user's cache, `$XDG_CACHE_HOME`; `~/.cache` when it is not set. */
  cacheDir?: string | undefined;
  say(line: string): void;
}

/** The program and first arguments under which `node engine-process.js` is to be started. Prepares if it may. */
export async function enginePrelude(policy: LibcPolicy, place: LibcPlace): Promise<string[]> {
  const libc = privateLibc(place.cacheDir);
  const plan = libcPlan(thisHost(libc), policy);
  if (plan.use === 'none') throw new EngineUnavailable(plan.reason);
  if (plan.use === 'own') return [process.execPath];
  if (plan.use === 'prepare') await fetchLibc(libc, place.say);
  return [libc.loader, '--library-path', libc.libraryPath, process.execPath];
}

/**
 * Makes the embedded engine startable on this host, where that takes anything.
 *
 * @throws EngineUnavailable with a sentence that names the ways out.
 */
export async function prepareLibc(place: LibcPlace): Promise<void> {
  const libc = privateLibc(place.cacheDir);
  const plan = libcPlan(thisHost(libc), 'prepare');
  if (plan.use === 'none') throw new EngineUnavailable(plan.reason);
  if (plan.use === 'prepare') return fetchLibc(libc, place.say);
  place.say('The embedded database can run on this host; there is nothing to prepare.');
}

/**
 * 4 MB of packages and 10 MB of package lists over the net, 16 MB kept. Two at once are harmless, and a killed run
 * leaves nothing that counts as prepared.
 */
async function fetchLibc({ home, loader }: PrivateLibc, say: (line: string) => void): Promise<void> {
  say(`This host's C library is too old for the embedded database: fetching ${packages.join(', ')} of Debian 13 …`);
  await mkdir(dirname(home), { recursive: true });
  const draft = await mkdtemp(`${home}.`);
  try {
    const debs = await downloadPackages(join(draft, 'apt'));
    for (const deb of debs) await run('dpkg-deb', ['-x', deb, join(draft, 'root')]);
    await rename(join(draft, 'root'), home);
  } catch (error) {
    if (existsSync(loader)) return; // Another run was first, with the same files, and took ours away.
    throw new EngineUnavailable(`Debian 13's C library could not be fetched: ${reasonOf(error)}. ${onlyWayOut}.`, {
      cause: error,
    });
  } finally {
    // Once it is there, drafts are rubbish: ours, those of killed runs, those of slower ones.
    await removeAll(existsSync(loader) ? `${home}.` : draft);
  }
}

async function removeAll(prefix: string): Promise<void> {
  for (const name of await readdir(dirname(prefix))) {
    const path = join(dirname(prefix), name);
    if (path.startsWith(prefix)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function thisHost(libc: PrivateLibc): Host {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: process.platform === 'linux' ? glibcVersion() : undefined,
    hasApt: ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', keyring].every((path) => existsSync(path)),
    hasPrivateLibc: existsSync(libc.loader),
  };
}

function glibcVersion(): string | undefined {
  // Or the report would ask the name server about every open connection.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime;
}

function isNewEnough(glibc: string): boolean {
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  return major > neededGlibc.major || (major === neededGlibc.major && minor >= neededGlibc.minor);
}

const loaders: Record<string, { triplet: string; name: string }> = {
  x64: { triplet: 'x86_64-linux-gnu', name: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', name: 'ld-linux-aarch64.so.1' },
};

interface PrivateLibc {
  home: string;
  loader: string;
  libraryPath: string;
}

function privateLibc(cacheDir = join(homedir(), '.cache')): PrivateLibc {
  const home = join(cacheDir, 'laurel', `libc-${release}`);
  const { triplet, name } = loaders[process.arch] ?? { triplet: 'none', name: 'none' };
  const libraries = join(home, 'usr/lib', triplet);
  return { home, loader: join(libraries, name), libraryPath: `${libraries}:/usr/lib/${triplet}` };
}

/** Tries the mirrors that the host is configured for, in order; answers with the paths of the downloaded packages. */
async function downloadPackages(aptDir: string): Promise<string[]> {
  let failure: unknown = new Error('this host has no Debian mirror configured');
  for (const mirror of await configuredMirrors()) {
    try {
      await rm(aptDir, { recursive: true, force: true });
      return await downloadFrom(mirror, aptDir);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function configuredMirrors(): Promise<string[]> {
  const lines = await run('apt-get', ['indextargets', '--format', '$(COMPONENT) $(REPO_URI)', 'Created-By: Packages']);
  const mirrors = lines.split('\n').filter((line) => line.startsWith('main '));
  return [...new Set(mirrors.map((line) => line.slice('main '.length)))];
}

async function downloadFrom(mirror: string, aptDir: string): Promise<string[]> {
  for (const dir of ['lists/partial', 'cache/archives/partial']) await mkdir(join(aptDir, dir), { recursive: true });
  await writeFile(join(aptDir, 'status'), '');
  await writeFile(join(aptDir, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${release} main\n`);
  const own = Object.entries({
    'Dir::Etc::SourceList': join(aptDir, 'sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::State': aptDir,
    'Dir::State::Lists': join(aptDir, 'lists'),
    'Dir::State::Status': join(aptDir, 'status'),
    'Dir::Cache': join(aptDir, 'cache'),
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'Acquire::AllowInsecureRepositories': 'false',
    'APT::Get::AllowUnauthenticated': 'false',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await run('apt-get', [...own, 'update', '--error-on=any'], aptDir);
  await run('apt-get', [...own, 'download', ...packages], aptDir);
  const files = await readdir(aptDir);
  return files.filter((file) => file.endsWith('.deb')).map((file) => join(aptDir, file));
}

async function run(program: string, args: string[], cwd?: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, timeout: 120_000 });
  return stdout;
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const complaint = stderr?.split('\n').find((line) => line.startsWith('E: '));
  return (complaint?.slice(3) ?? message).replace(/\.$/, '');
}

function refusal(reason: string): LibcPlan {
  return { use: 'none', reason };
}

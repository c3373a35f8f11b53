import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { joinEngine } from '../../src/platform/database/engine.js';
import type { Snapshot } from '../snapshot.js';
import { readSnapshot } from '../snapshot.js';

const engineEndsWithinMs = 15_000;

export type DemoFiles = ReturnType<typeof filesIn>;

/** What a demo keeps in its folder. */
export const filesIn = (folder: string) => ({
  folder,
  /** Written when the company has been loaded, so without it a demo has never been complete. */
  workspace: join(folder, 'workspace.snapshot'),
  database: join(folder, 'database'),
  engineFile: join(folder, 'engine.json'),
  appLog: join(folder, 'app.log'),
  /** Leads to the built page. */
  page: join(folder, 'page'),
});

/** The workspace to go on with. Throws a sentence when it is there and cannot be read. */
export function readKept({ workspace }: DemoFiles): Snapshot | undefined {
  try {
    return readSnapshot(workspace);
  } catch (error) {
    throw new Error(`${(error as Error).message} Start over with --fresh.`, { cause: error });
  }
}

/** Removes what is there of a demo that starts over, or was never complete. The workspace first, so that it counts as such. */
export async function empty({ workspace, database, engineFile, appLog }: DemoFiles): Promise<void> {
  for (const path of [workspace, database, engineFile, appLog]) await rm(path, { recursive: true, force: true });
}

/** Lets the page be found where it was promised. */
export async function leadTo(built: string, path: string): Promise<void> {
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  await symlink(built, draft);
  await rename(draft, path);
}

export const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 });

/** Where a demo was killed, its app and engine may need some moments to notice. */
export async function waitForEngineOfEarlierDemo({ folder }: DemoFiles): Promise<void> {
  const giveUpAt = performance.now() + engineEndsWithinMs;
  for (let live = await joinEngine(folder); live !== undefined; live = await joinEngine(folder)) {
    await live.release();
    if (performance.now() > giveUpAt) throw new Error(`Something else uses the database in ${folder}. Stop it first.`);
    await delay(100);
  }
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Shutdown } from '../../src/platform/lifecycle.js';
import { createShutdown } from '../../src/platform/lifecycle.js';
import { createLogger } from '../../src/platform/logging.js';
import { builtPage } from '../built-page.js';
import { startDemo } from '../demo/demo.js';
import { rolesAndManagers } from '../demo/people.js';
import { live } from '../story/company.js';
import { openStoryDatabase } from '../story/database.js';
import { wholeStory } from '../story/events.js';
import type { StoryTools } from '../story/tools.js';
import { forPictures } from './events.js';
import { keep } from './keep.js';
import type { Picture } from './pictures.js';
import { ofTheDemo, ofTheStory } from './pictures.js';

/**
 * `npm run pictures`: starts a fresh demo and then lives through the story, looks at both in Chromium, and keeps what it sees
 * in docs/pictures, where that looks different from what is there.
 */
const kept = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const folder = await mkdtemp(join(tmpdir(), 'laurel-pictures-'));
const shutdown = createShutdown(createLogger('error'));
const say = (line: string) => console.log(line);
try {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--lang=en-GB', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  shutdown.onStop('browser', () => browser.close());
  await takeOfTheDemo(browser, shutdown);
  await takeOfTheStory(browser);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await shutdown.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function takeOfTheDemo(browser: Browser, stopping: Shutdown): Promise<void> {
  const address = await startDemo({ port: 0, folder: join(folder, 'demo'), freshness: 'start-over', say }, stopping);
  for (const picture of ofTheDemo) await take(picture, browser, address);
}

async function takeOfTheStory(browser: Browser): Promise<void> {
  const inFolder = join(folder, 'story');
  await mkdir(inFolder);
  const looks = ofTheStory.map((picture) => ({
    at: picture.when,
    name: `A picture: ${picture.name}`,
    happens: ({ slack }: StoryTools) => take(picture, browser, slack.url),
  }));
  const last = Math.max(...looks.map(({ at }) => at.getTime()));
  const story = wholeStory(new Date(last + 2_000));
  const events = [...story, ...forPictures, ...looks].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const { database, close } = await openStoryDatabase(inFolder, say);
  try {
    const page = { folder: await builtPage(), people: rolesAndManagers() };
    await live({ database, folder: inFolder, events, page, say: () => {} });
  } finally {
    await close();
  }
}

async function take({ name, as, at, look }: Picture, browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1400 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${address}/?as=${as}&in=${at}`);
  const seen = await look(page);
  say(`${name}: ${keep(join(kept, `${name}.png`), await seen.screenshot({ animations: 'disabled' }))}`);
  await page.keyboard.press('Escape'); // A dialog would be there again in the next picture.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await context.close();
}

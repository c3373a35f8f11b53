import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createShutdown } from '../../src/platform/lifecycle.js';
import { createLogger } from '../../src/platform/logging.js';
import { startDemo } from '../demo/demo.js';
import { keep } from './keep.js';
import { pictures } from './pictures.js';

/**
 * `npm run pictures`: starts a fresh demo, looks at it in Chromium and keeps what it sees in docs/pictures, where that looks
 * different from what is there.
 */
const kept = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const folder = await mkdtemp(join(tmpdir(), 'laurel-pictures-'));
const shutdown = createShutdown(createLogger('error'));
try {
  const say = (line: string) => console.log(line);
  const address = await startDemo({ port: 0, folder, freshness: 'start-over', say }, shutdown);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--lang=en-GB', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  shutdown.onStop('browser', () => browser.close());
  for (const { name, as, at, look } of pictures) {
    const context = await browser.newContext({ viewport: { width: 1080, height: 1400 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${address}/?as=${as}&in=${at}`);
    const seen = await look(page);
    console.log(`${name}: ${keep(join(kept, `${name}.png`), await seen.screenshot({ animations: 'disabled' }))}`);
    await page.keyboard.press('Escape'); // A dialog would be there again in the next picture.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await context.close();
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await shutdown.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { scaledLengths } from '../../../src/platform/database/lengths.js';
import { startHouse } from '../../harness/house.js';
import { openBrowser } from './browser.js';
import { keepFailure } from './failures.js';

/** The app's two tabs, or a channel by its id. */
export type Place = 'home' | 'messages' | (string & {});

/** Short waits, but calls and leases that last long enough for a machine that is busy with browsers. */
const lengths = {
  ...scaledLengths(1_000),
  deliveryLeaseMs: 15_000,
  deliveryTimeoutMs: 5_000,
  reactionLeaseMs: 15_000,
};

/** A house of its own for this test, with a door for browsers. It is closed when the test is over. */
export async function startStage(options: Omit<NonNullable<Parameters<typeof startHouse>[0]>, 'page'> = {}) {
  const folder = process.env.LAUREL_E2E_PAGE;
  if (!folder) throw new Error('No page was built: is test/e2e/stage/prepare.ts a globalSetup?');
  const [house, browser] = await Promise.all([startHouse({ lengths, ...options, page: folder }), openBrowser()]);
  const pages: Page[] = [];
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail')
      await keepFailure(task.name, pages, { sandboxUrl: house.slack.url, logLines: house.logLines });
    for (const page of pages) await page.context().close();
    await house.stop();
  });

  return {
    ...house,
    /** A browser of somebody's own, standing where they are; `through` another address when a line leads there. */
    async visit(slackId: string, place: Place = 'messages', through = house.slack.url): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
      // Shorter than a test, so that what did not appear is named.
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      pages.push(page);
      await page.goto(`${through}/?as=${slackId}&in=${place}`);
      await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
      return page;
    },
  };
}

export type Stage = Awaited<ReturnType<typeof startStage>>;

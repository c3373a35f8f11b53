import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Of each test that failed in the last run: a picture of each page, what went between Slack and the app, and the app's log. */
export const failuresFolder = join(import.meta.dirname, '..', 'failures');

export async function keepFailure(
  testName: string,
  pages: readonly Page[],
  { sandboxUrl, logLines }: { sandboxUrl: string; logLines: readonly string[] },
): Promise<void> {
  const name = testName.replaceAll(/[^\w-]+/g, '-').slice(0, 80);
  for (const [n, page] of pages.entries()) {
    await page.screenshot({ path: join(failuresFolder, `${name}-${n + 1}.png`) }).catch(() => undefined);
  }
  writeFileSync(join(failuresFolder, `${name}-log.txt`), logLines.join(''));
  const traffic = await fetch(`${sandboxUrl}/control/traffic`).then((answer) => answer.text());
  writeFileSync(join(failuresFolder, `${name}-traffic.json`), traffic);
}

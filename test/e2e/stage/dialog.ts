import type { Locator, Page } from 'playwright-core';

/** Waits for the dialog of this name. */
export async function dialog(page: Page, name: string): Promise<Locator> {
  const shown = page.getByRole('dialog', { name, exact: true });
  await shown.waitFor();
  // Its name may change with what is answered in it.
  return page.getByRole('dialog');
}

/** Puts the dialog away by its cross. */
export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByLabel('Close', { exact: true }).first().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Presses the button that is named exactly so. */
export const press = (within: Page | Locator, name: string): Promise<void> =>
  within.getByRole('button', { name, exact: true }).click();

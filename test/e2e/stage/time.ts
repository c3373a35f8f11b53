import type { Page } from 'playwright-core';

/** Lets time pass by the page's own button, and waits until that time is lived through. */
export async function letPass(page: Page, button: '+ 1 hour' | 'Next morning' | '+ 1 week'): Promise<void> {
  const clock = page.getByRole('region', { name: 'Clock' });
  const before = await clock.getByRole('time').innerText();
  await clock.getByRole('button', { name: button }).click();
  await clock.getByRole('time').filter({ hasNotText: before }).waitFor();
  // While it jumps there is no such button.
  await clock.getByRole('button', { name: button }).waitFor();
}

/** Lives on to the morning of this date, `2026-10-25`. */
export async function liveTo(page: Page, date: string): Promise<void> {
  const clock = page.getByRole('region', { name: 'Clock' });
  await clock.getByLabel('Date to jump to').fill(date);
  const before = await clock.getByRole('time').innerText();
  await clock.getByRole('button', { name: 'Go' }).click();
  await clock.getByRole('time').filter({ hasNotText: before }).waitFor();
  await clock.getByRole('button', { name: 'Go' }).waitFor();
}

/** What the page's clock shows, such as "Thu 1 Oct 2026, 09:00". */
export const clockOf = async (page: Page): Promise<string> =>
  (await page.getByRole('region', { name: 'Clock' }).getByRole('time').innerText()).split('\n')[0]!.trim();

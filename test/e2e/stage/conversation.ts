import type { Locator, Page } from 'playwright-core';

/** Where one writes. */
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / });

/** Types something and sends it, as people do. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** The newest message with these words. */
export const message = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Conversation' }).getByRole('article').filter({ hasText: words }).last();

/** Waits for the newest message with these words. */
export async function read(page: Page, words: string | RegExp): Promise<Locator> {
  const found = message(page, words);
  await found.waitFor();
  return found;
}

/** All messages that stand in the conversation, as their words. */
export const allWords = (page: Page): Promise<string[]> =>
  page.getByRole('region', { name: 'Conversation' }).getByRole('article').allInnerTexts();

/** Opens a conversation, or the app, by its name at the left. */
export const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name, exact: true }).click();

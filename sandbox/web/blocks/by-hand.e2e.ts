import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import type { InlineConfig, PreviewServer } from 'vite';
import { build, preview } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../../test/e2e/stage/browser.js';

/* What hands and keys do to blocks and dialogs, in a real browser, without an app behind them. */

let server: PreviewServer;
let folder: string;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laurel-by-hand-'));
  const root = join(import.meta.dirname, 'by-hand');
  const shared = { root, configFile: false, plugins: [react()], logLevel: 'error' } satisfies InlineConfig;
  await build({ ...shared, build: { outDir: folder, emptyOutDir: true } });
  server = await preview({ ...shared, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0 } });
});

afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await (await openBrowser()).newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
});

const open = (search: '' | '?form' | '?stack') => page.goto(`${server.resolvedUrls?.local[0]}${search}`);
/** What the app would have been told since this was last asked. */
const told = () => page.evaluate(() => window.told.splice(0));
const key = (...keys: string[]) =>
  keys.reduce((done, one) => done.then(() => page.keyboard.press(one)), Promise.resolve());
const combobox = (name: string) => page.getByRole('combobox', { name });
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return label || element?.getAttribute('aria-label') || element?.textContent;
  });

describe('in a message', () => {
  beforeEach(() => open(''));

  test('a choice is made with keys alone, or by typing a part of it, and stays to be seen', async () => {
    await combobox('Plan study time').focus();
    await key('Enter', 'ArrowDown', 'Enter');
    expect(await told()).toEqual([{ actionId: 'plan', blockId: 'answers', value: '2' }]);
    expect(await combobox('Plan study time').inputValue()).toBe('Wed 2 Dec, 14:00–15:30');
    await combobox('Plan study time').click();
    await page.keyboard.type('thu');
    expect(await page.getByRole('option').allTextContents()).toEqual(['Thu 3 Dec']);
    await page.getByRole('option').click();
    expect(await told()).toEqual([{ actionId: 'plan', blockId: 'answers', value: '3' }]);
  });

  test('a list goes without a choice at a second click, a click elsewhere, and Escape', async () => {
    const list = page.getByRole('listbox');
    const elsewhere = page.getByText('is due on Monday');
    for (const leave of [() => combobox('Plan study time').click(), () => elsewhere.click(), () => key('Escape')]) {
      await combobox('Plan study time').click();
      await list.waitFor();
      await leave();
      await list.waitFor({ state: 'detached' });
    }
    expect(await told()).toEqual([]);
  });

  test('the menu behind the dots is used with keys, and gives the focus back', async () => {
    await page.getByRole('button', { name: 'More actions' }).focus();
    await key('Enter', 'ArrowDown', 'Escape');
    expect(await focused()).toBe('More actions');
    await key('Enter', 'ArrowDown', 'Enter');
    expect(await told()).toEqual([{ actionId: 'more', blockId: 'top', value: 'fewer' }]);
  });

  test('a question comes first where there is one, and the app hears only of a yes', async () => {
    const button = page.getByRole('button', { name: 'It did not work out' });
    const question = page.getByRole('dialog', { name: 'Are you sure?' });
    await button.click();
    await question.getByRole('button', { name: 'No' }).click();
    expect(await focused()).toBe('It did not work out');
    await button.click();
    await question.waitFor();
    await key('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await told()).toEqual([]);
    await button.click();
    await question.waitFor();
    await key('Enter');
    await page.getByRole('alert').filter({ hasText: 'Laurel did not respond in time. Try again.' }).waitFor();
    expect(await told()).toEqual([{ actionId: 'silent', blockId: 'answers' }]);
  });

  test('a button is busy until its press is acknowledged, keeps its name, and hears no second press', async () => {
    const button = page.getByRole('button', { name: 'I passed' });
    await button.click();
    expect(await button.getAttribute('aria-busy')).toBe('true');
    await button.click({ force: true });
    expect(await told()).toHaveLength(1);
    await page.evaluate(() => window.settle());
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
    await button.click();
    expect(await told()).toHaveLength(1);
  });

  test('a data table is paged, and sorted by number', async () => {
    const table = page.getByRole('table', { name: 'Study time' });
    const rows = () => table.getByRole('row').allTextContents();
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await rows()).toEqual(['NameHours', 'Person 22 h', 'Person 66 h']);
    await table.getByRole('button', { name: 'Hours' }).click();
    expect((await rows())[1]).toBe('Person 11 h');
    await table.getByRole('button', { name: 'Hours' }).click();
    expect((await rows())[1]).toBe('Person 1212 h');
  });
});

describe('in a dialog', () => {
  const dialog = () => page.getByRole('dialog', { name: 'Hand in' });
  const field = (name: string) => dialog().getByLabel(name);

  beforeEach(async () => {
    await open('?form');
    await page.getByRole('button', { name: 'Open' }).click();
    await dialog().waitFor();
  });

  test('the focus goes to the first field, stays within, and goes back where it was', async () => {
    expect(await focused()).toBe('Earned on');
    for (let times = 0; times < 30; times += 1) {
      await key('Tab');
      const isWithin = await page.evaluate(() => {
        const { activeElement, body } = document;
        return activeElement === body || document.querySelector('dialog')?.contains(activeElement);
      });
      expect(isWithin).toBe(true);
    }
    await key('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await focused()).toBe('Open');
  });

  test('every field tells what was entered, and Enter in a line sends it', async () => {
    await field('Earned on').fill('2026-11-01');
    await field('Starts at').fill('14:30');
    await combobox('Which').click();
    await page.getByRole('option', { name: 'First aid' }).click();
    for (const name of ['zoe', 'emre']) {
      await combobox('Colleagues').click();
      await page.keyboard.type(name);
      await key('Enter', 'Escape');
    }
    await dialog().getByRole('button', { name: 'Remove Ben Okafor' }).click();
    await combobox('Stand-in').click();
    await page.getByRole('option', { name: 'Ana Ruiz' }).click();
    await dialog().getByRole('button', { name: 'Remove Ana Ruiz' }).click();
    await combobox('Customer').click();
    await page.keyboard.type('con');
    await page.getByRole('option', { name: 'con two' }).click();
    await field('Weekly').check();
    await field('Tuesday').check();
    await field('Monday').check();
    await field('Tuesday').uncheck();
    await field('Scan').setInputFiles({ name: 'slip.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
    await dialog().getByRole('button', { name: 'Remove slip.pdf' }).waitFor();
    await field('Note').fill('two\nlines');
    await field('Number').fill('17');
    await field('Number').press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(await told()).toEqual([
      {
        'Earned on': '2026-11-01',
        'Starts at': '14:30',
        Which: 'b',
        Colleagues: ['U4', 'U5'],
        'Stand-in': null,
        Customer: 'two',
        'How often': 'w',
        Days: ['m'],
        Scan: ['F1'],
        Note: 'two\nlines',
        Number: '17',
      },
    ]);
  });

  test('what is missing or cannot be is said at the field, and nothing is sent', async () => {
    await field('Link').fill('example');
    await dialog().getByRole('button', { name: 'Send' }).click();
    expect(await dialog().getByRole('alert').allTextContents()).toEqual([
      ' Please complete this required field.',
      ' Please enter a valid URL, such as https://example.com.',
      ' Please complete this required field.',
    ]);
    expect(await focused()).toBe('Which');
    await field('Scan').setInputFiles({ name: 'virus.exe', mimeType: 'a/b', buffer: Buffer.from('x') });
    await dialog().getByText('virus.exe is not a kind of file').waitFor();
    expect(await told()).toEqual([]);
  });

  test('an error of the app stands at its field until that is changed', async () => {
    await combobox('Which').click();
    await page.getByRole('option').first().click();
    await field('Number').fill('18');
    await key('Enter');
    await dialog().getByText('Write 17 here.').waitFor();
    expect(await focused()).toBe('Number');
    expect(await field('Number').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.type('0');
    await dialog().getByText('Write 17 here.').waitFor({ state: 'detached' });
    expect(await dialog().isVisible()).toBe(true);
  });

  test('Escape in an open list closes the list alone, and Enter in it sends nothing', async () => {
    await combobox('Which').click();
    await page.getByRole('option').first().waitFor();
    await key('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(await dialog().isVisible()).toBe(true);
    await key('Enter', 'ArrowDown', 'Enter');
    expect(await combobox('Which').inputValue()).toBe('First aid');
    expect(await dialog().getByRole('alert').count()).toBe(0);
  });

  test('no more than may be chosen can be chosen, and little room is said', async () => {
    await combobox('Colleagues').click();
    for (const name of ['ana', 'chiara', 'zoe']) {
      await page.keyboard.type(name);
      await key('Enter');
    }
    expect(
      await dialog()
        .getByRole('button', { name: /^Remove/ })
        .count(),
    ).toBe(3);
    await field('Note').fill('x'.repeat(70));
    expect(await field('Note').inputValue()).toHaveLength(60);
    expect(await dialog().locator('.room').textContent()).toBe('0');
  });
});

describe('of several dialogs', () => {
  const first = () => page.getByRole('dialog', { name: 'First' });

  beforeEach(async () => {
    await open('?stack');
    await first().getByLabel('Who').fill('Ben');
    await combobox('Kind').click();
    await page.getByRole('option', { name: 'BB' }).click();
  });

  test('only the topmost is shown, and the one below keeps what was entered', async () => {
    await first().getByRole('button', { name: 'Push' }).click();
    await page.getByRole('dialog', { name: 'Second' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await key('Escape');
    await first().waitFor();
    expect(await first().getByLabel('Who').inputValue()).toBe('Ben');
    expect(await combobox('Kind').inputValue()).toBe('BB');
  });

  test('one that the app draws anew keeps what was entered, and says what is wrong with no field', async () => {
    await first().getByRole('button', { name: 'Redraw' }).click();
    const redrawn = page.getByRole('dialog', { name: 'Redrawn' });
    expect(await redrawn.getByLabel('Who').inputValue()).toBe('Ben');
    expect(await redrawn.getByLabel('New').inputValue()).toBe('n');
    await told();
    await redrawn.getByRole('button', { name: 'Next' }).click();
    await redrawn.getByText('Something is wrong with no field.').waitFor();
    expect(await told()).toEqual([{ Who: 'Ben', Kind: 'b' }]);
  });
});

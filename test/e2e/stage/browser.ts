import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll } from 'vitest';

/** One browser for each test file; tests open contexts of their own in it. */
let browser: Promise<Browser> | undefined;

/** The system's Chromium, or the one that CHROMIUM names. It calls nobody: each of these flags silences something. */
export function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return browser;
}

afterAll(async () => (await browser)?.close());

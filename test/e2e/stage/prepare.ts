import { mkdirSync, rmSync } from 'node:fs';
import { builtPage } from '../../../sandbox/built-page.js';
import { failuresFolder } from './failures.js';

/** Builds the page once, and forgets the failures of the last run. */
export default async function prepareStage(): Promise<void> {
  rmSync(failuresFolder, { recursive: true, force: true });
  mkdirSync(failuresFolder, { recursive: true });
  process.env.LAUREL_E2E_PAGE = await builtPage();
}

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scenarioNamed } from '../chaos/scenarios/index.js';
import { mutants } from './mutants.js';
import { checkPatch, PatchRefused } from './mutated.js';

const patches = readdirSync(new URL('.', import.meta.url)).flatMap((file) => /^(.+)\.patch$/.exec(file)?.[1] ?? []);

test('each mutant has its patch, and each patch its mutant', () => {
  expect(patches.toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
});

test.each(mutants)('$name fits src/ as it is now, and has its story', async ({ name, scenario }) => {
  await checkPatch(name);
  expect(scenarioNamed(scenario)).toBeDefined();
});

test('a patch that does not fit is refused in a sentence', async () => {
  await expect(checkPatch('../sandbox/there-is-none')).rejects.toThrow(PatchRefused);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const numbersIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, number]) => number!);

test('every sentence of docs/main-loop.md has a journey, and no journey another number', () => {
  const promised = numbersIn(readFileSync('docs/main-loop.md', 'utf8'), /^- \*\*(\d+\.\d+)\*\* /gm);
  const sources = readdirSync(import.meta.dirname).map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const shown = sources.flatMap((source) =>
    numbersIn(source, /^\s*(?:test|it)(?:\.\w+(?:\([^)]*\))?)?\(\s*['"`](\d+\.\d+) /gm),
  );
  expect(promised.length).toBeGreaterThan(40);
  expect(new Set(promised)).toHaveLength(promised.length);
  expect(promised.filter((number) => !shown.includes(number))).toEqual([]);
  expect(shown.filter((number) => !promised.includes(number))).toEqual([]);
});

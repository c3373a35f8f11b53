import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsers } from './registry.js';

/** As much of a value as a refusal may repeat by chance. */
const longestEcho = 100;
/** As much as is said of the largest noun when every field is missing. */
const longestRefusal = 9_500;
/** As much as is said of one value that is wrong: a dialog may hold any number of them. */
const longestOfOne = 300;

describe.each(Object.entries(parsers))('%s', (_, { takes, hostile, wordsOf }) => {
  test('takes what it is for', () => {
    for (const value of takes) expect(wordsOf(value)).toBeUndefined();
  });

  test('refuses in its own words, whatever it is given, and repeats no long value', () => {
    fc.assert(
      fc.property(hostile, (input) => {
        const words = wordsOf(input);
        if (words === undefined) return;
        expect(words.length).toBeLessThan(longestRefusal + valuesIn(input) * longestOfOne);
        for (const text of stringsIn(input)) {
          if (text.length > longestEcho) expect(words).not.toContain(text.slice(0, longestEcho));
        }
      }),
      { numRuns: 150 },
    );
  });
});

function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum, inner) => sum + valuesIn(inner), 1);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsIn(inner)]);
}

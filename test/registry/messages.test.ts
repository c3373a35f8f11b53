import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIds } from '../../sandbox/ids.js';
import { blockProblems, checkBlocks } from '../../sandbox/validate-blocks.js';
import { checkView } from '../../sandbox/validate-view.js';
import { findViewProblems, messageProblems } from '../../src/shared/block-limits.js';
import { messages } from './registry.js';

const numRuns = 100;
const ids = createIds(1);

describe.each(Object.entries(messages))('%s', (_, { any }) => {
  test('stays within every limit, by our own count and by the local Slack', () => {
    fc.assert(
      fc.property(any, ({ view, ...content }) => {
        if (view === undefined) {
          // Whom a message mentions is its own test's business.
          expect(messageProblems(content)).toEqual([]);
          expect([...content.text].length).toBeLessThanOrEqual(4_000);
        } else {
          expect(findViewProblems(view)).toEqual([]);
          expect(() => checkView(view, view.type, ids)).not.toThrow();
        }
        const surface = view?.type ?? 'message';
        expect(blockProblems(content.blocks, surface)).toEqual([]);
        expect(checkBlocks(content.blocks, surface, ids)).toHaveLength(content.blocks.length);
      }),
      { numRuns },
    );
  });

  test('says something, and pings nobody', () => {
    fc.assert(
      fc.property(any, ({ text, blocks }) => {
        const words = [text, ...stringsIn(blocks)];
        expect(text).toMatch(/\p{L}/u);
        expect(blocks.length).toBeGreaterThan(0);
        expect(words.filter((one) => /<[!@#]/.test(one.replace(mention, '')))).toEqual([]);
        expect(words.filter((one) => /@(everyone|channel|here)\b/i.test(withoutAddresses(one)))).toEqual([]);
        expect(words.filter((one) => one.trim() === '')).toEqual([]);
      }),
      { numRuns },
    );
  });

  test('holds no character that hides or turns words', () => {
    fc.assert(
      fc.property(any, ({ text, blocks }) => {
        const words = [text, ...stringsIn(blocks)];
        expect(words.filter((one) => hiding.test(one) || !isWellFormed(one))).toEqual([]);
      }),
      { numRuns },
    );
  });
});

/** What `<Mention>` alone can write: `<` of others is escaped. */
const mention = /<@[UW][A-Z0-9]{2,20}>/g;

/** Controls but for the line's end, direction marks, zero-width spaces. */
const hiding = /(?!\n)\p{Cc}|\p{Bidi_Control}|[\u200b\u2028\u2029\u2060-\u2065\ufeff]/u;

const isWellFormed = (text: string) => Buffer.from(text).toString() === text;

const withoutAddresses = (text: string) => text.replace(/<https:[^|>]*/g, '');

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

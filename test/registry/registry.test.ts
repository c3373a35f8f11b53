import { describe, expect, test } from 'vitest';
import { findExports } from './exports.js';
import { messages, parsers } from './registry.js';

const root = process.cwd();

test('every parser and every message of the source is registered', { timeout: 120_000 }, () => {
  const found = findExports(root);
  // So many there are at least: fewer would mean that the source was not read.
  expect(found.parsers.length).toBeGreaterThan(30);
  expect(found.messages.length).toBeGreaterThan(5);
  expect(found.parsers.filter((name) => !(name in parsers))).toEqual([]);
  expect(found.messages.filter((name) => !(name in messages))).toEqual([]);
});

describe('what is registered is what the source exports', () => {
  test.each(Object.entries({ ...parsers, ...messages }))('%s', async (name, { of }) => {
    const [path, exported] = name.split('#') as [string, string];
    const module = await import(`${root}/${path}`);
    expect(module[exported]).toBe(of);
  });
});

import { expect, test } from 'vitest';
import type { Praise } from './messages.js';
import { longestLine } from './post.js';
import { roundUp } from './round-up-messages.js';

const praise = (name: string, fields: Partial<Praise> = {}): Praise => ({
  name,
  slackId: undefined,
  certification: 'First aid at work',
  issuer: 'Red Cross',
  isRenewal: false,
  milestone: undefined,
  why: undefined,
  need: 'optional',
  studyHours: 8,
  line: '',
  isRewarded: false,
  ...fields,
});
const names = Array.from({ length: 60 }, (_, n) => `Person ${n + 10}`);
const words = (praises: readonly Praise[]) => JSON.stringify(roundUp({ praises, goals: [] }).blocks);
const named = (said: string) => said.match(/• Person/g)?.length;

test('names thirty of a kind, and counts the others', () => {
  const said = words(names.map((name) => praise(name)));
  expect(named(said)).toBe(30);
  expect(said).toContain('And 30 more of our colleagues.');
  expect(named(words(names.slice(0, 30).map((name) => praise(name))))).toBe(30);
});

test('names fewer where people have written much, rather than say nothing at all', () => {
  for (const letter of ['m', '&', '😀']) {
    const line = letter.repeat(longestLine);
    const all = names.map((name, n) => praise(name, { line, isRewarded: true, isRenewal: n % 2 === 0 }));
    const said = words(all);
    expect(named(said)).toBeGreaterThanOrEqual(8);
    expect(said).toMatch(/And \d+ more of our colleagues\./);
  }
});

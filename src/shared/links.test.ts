import { expect, test } from 'vitest';
import { httpUrl, SlackUserId } from './links.js';

test('an https address is normalised as a browser does it', () => {
  expect(httpUrl('https://Example.org')).toBe('https://example.org/');
  expect(httpUrl('https://example.org/a b|<c>?q=1&r=2#>|')).toBe('https://example.org/a%20b%7C%3Cc%3E?q=1&r=2#%3E%7C');
  expect(httpUrl('https://exämple.org/ü')).toBe('https://xn--exmple-cua.org/%C3%BC');
});

test.each([
  'http://example.org',
  'javascript:alert(1)',
  'slack://channel',
  'mailto:a@example.org',
  'https://user@example.org',
  'https://bank.example:pw@evil.example',
  'https://',
  'example.org',
  '@everyone',
  '',
  'https://example.org/\n',
  'https://exa\u200bmple.org',
  'https://example.org/\u202egpj',
  `https://example.org/${'a'.repeat(3000)}`,
  `https://example.org/${'ü'.repeat(1000)}`,
  undefined,
  null,
  42,
  { href: 'https://example.org' },
])('refused as an address: %j', (value) => {
  expect(httpUrl(value)).toBeUndefined();
});

test('only ids of people are ids of people', () => {
  for (const id of ['U123', 'W0ABCDEFG']) expect(SlackUserId.safeParse(id).success).toBe(true);
  for (const id of ['C123', 'S123', '@U123', 'U1', 'u123', 'U123>', '!here', 'U123|x', 'U123\n']) {
    expect(SlackUserId.safeParse(id).success, id).toBe(false);
  }
});

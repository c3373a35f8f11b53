import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cleanText,
  codePoints,
  cutText,
  escapeMrkdwn,
  escapePlain,
  listWords,
  plain,
  plural,
  visibleText,
  writtenLength,
} from './text.js';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

test('control, direction and invisible characters go, and white space of any kind becomes one space', () => {
  expect(cleanText(' a\u202eb\u2066c\u200b\u0000d\ud800 \r\n\t\u0085e\u3000f\ufeff ')).toBe('abcd e f');
});

test('what nobody could see counts as empty', () => {
  for (const text of ['', ' \n ', '\u3164', '\u200d\u200c', '\u2800', '\ufe0f', '\u0301', '\u{e0041}', '\u00ad']) {
    expect(cleanText(text), JSON.stringify(text)).toBe('');
  }
});

test.each(['👨‍👩‍👧‍👦', '❤️‍🔥', '👩🏽‍💻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', 'می‌خواهم', 'क्‍ष', 'Zoë'])(
  'what belongs together stays together: %s',
  (text) => {
    expect(cleanText(text)).toBe(text);
  },
);

test('joiners, selectors and flag tags that join nothing are dropped', () => {
  expect(cleanText('ever\u200dyone \u200d👩\u200d\u200d❤\ufe0f\ufe0f\ufe0f \u{e0068}i')).toBe('everyone 👩❤\ufe0f i');
});

test('cleaning twice changes nothing more', () => {
  fc.assert(fc.property(anyText, (text) => cleanText(cleanText(text)) === cleanText(text)));
});

test('a cut text keeps whole graphemes and says that it was cut', () => {
  expect(cutText('certified', 9)).toBe('certified');
  expect(cutText('certified!', 9)).toBe('certifie…');
  expect(cutText('ab 👨‍👩‍👧‍👦', 6)).toBe('ab…');
  expect(cutText(`a${'\u0301'.repeat(50)}`, 10)).toBe('…');
});

test('a cut text keeps to its length even after it is escaped', () => {
  expect(cutText('&'.repeat(100), 20)).toBe('&&&…');
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, max) => {
      const cut = cutText(cleanText(text), max);
      return codePoints(escapeMrkdwn(cut)) <= max && writtenLength(cut) <= max;
    }),
  );
});

test('code points are counted, not UTF-16 units', () => {
  expect(codePoints('a😀b')).toBe(3);
  fc.assert(fc.property(anyText, (text) => codePoints(text) === [...text].length));
});

test('in mrkdwn no mark formats and no bracket opens, while codes and addresses stay as they are', () => {
  expect(escapeMrkdwn('<!everyone> & *bold* _it_ ~no~ `code`')).toBe('&lt;!everyone&gt; &amp; ∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ');
  expect(escapeMrkdwn('AWS_SAA a_b@example.com')).toBe('AWS_SAA a_b@example.com');
  expect(escapeMrkdwn('> quoted')).toBe('› quoted');
  expect(escapeMrkdwn('&lt;!here&gt;')).toBe('&amp;lt;!here&amp;gt;');
});

test('emoji codes and calls to everyone are undone in both kinds of text', () => {
  for (const undo of [escapeMrkdwn, escapePlain]) {
    expect(undo(':smile: at 10:30')).toBe('∶smile: at 10:30');
    expect(undo(':+1::tada:')).toBe('∶+1:∶tada:');
    expect(undo('@Everyone @here @channel @anna')).toBe('﹫Everyone ﹫here ﹫channel @anna');
  }
  expect(escapePlain('<!here> <@U123> <#C123> I <3 R&D *')).toBe('‹!here> ‹@U123> ‹#C123> I <3 R&D *');
});

test('words not written by us are never empty and never long', () => {
  expect(visibleText('\u200b \n')).toBe('–');
  expect(codePoints(visibleText('x'.repeat(10_000)))).toBe(200);
});

test('a plain text escapes what is filled in and what stands around it', () => {
  expect(plain`Your ${'*AWS* <!here>'} & ${3} more :${'smile'}:\n`).toBe(
    'Your ∗AWS∗ &lt;!here&gt; &amp; 3 more ∶smile:',
  );
  expect(plain`Hi ${''}`).toBe('Hi –');
});

test('words are counted and listed as people say them', () => {
  expect([plural(1, 'day'), plural(0, 'day'), plural(2, 'person', 'people')]).toEqual(['1 day', '0 days', '2 people']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('a hostile text of 100,000 characters is cleaned in a moment', () => {
  for (const piece of ['\u200d', 'a\u0301', '👩\u200d', ':a', '_', '\u{1f3f4}\u{e0020}', ' x', '\u{e0020}', '>']) {
    const startedAt = performance.now();
    escapeMrkdwn(cleanText(piece.repeat(100_000)));
    expect(performance.now() - startedAt, JSON.stringify(piece)).toBeLessThan(1000);
  }
});

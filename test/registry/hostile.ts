import fc from 'fast-check';

/** What people, files and forged payloads put where words are expected; each has broken some chat app. */
const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\n\t',
  '<!everyone>',
  '<!channel|hello>',
  '<!subteam^S012345>',
  '<!date^1392734382^{date}|x>',
  '<@U0123ABC>',
  '<#C0123ABC|general>',
  '@everyone @channel @here',
  '＠everyone',
  '<https://evil.example|https://bank.example>',
  'https://evil.example/?a=1&b=2',
  '*bold* _italic_ ~struck~',
  '`code` ```block```',
  '> quoted',
  ':tada: :smile',
  '&lt;!everyone&gt; &amp;amp;',
  '"quotes" \\back\\slashes\\ {braces} $__proto__',
  '\u202Egnp.exe\u202C \u2066isolated\u2069 \u200F',
  '\u200B\u200C\u200D\uFEFF',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇪🇸',
  'e\u0301\u0323'.repeat(50),
  '\uD83D',
  '\uDC4D\uD83D',
  '\u0000\u0007\u001B[31m\u007F\u0085',
  '=cmd|calc!A1',
  "'; DROP TABLE people; --",
  'x'.repeat(10_000),
  '<'.repeat(10_000),
  '&'.repeat(10_000),
  '😀'.repeat(10_000),
  'مرحبا '.repeat(2_000),
];

/** Those, pieces of them side by side, and any characters at all. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc
    .array(fc.constantFrom(...hostileTexts.filter(({ length }) => length < 100)), { maxLength: 6 })
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 50 }).map((units) => String.fromCharCode(...units)),
);

/** Anything that JSON or a careless caller can hand over, with hostile words in it. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.anything({ values: [hostileText, fc.boolean(), fc.integer(), fc.constant(null)], maxDepth: 3 }),
);

/** A good value in which one piece, or all of it, is not what it was. */
export function spoiled(good: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(good);
  return fc
    .tuple(fc.constantFrom(...places), fc.oneof(hostileText, hostileValue))
    .map(([place, bad]) => replaced(good, place, bad));
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, here: Place = []): Place[] {
  if (Array.isArray(value)) return [here, ...value.flatMap((inner, index) => placesIn(inner, [...here, index]))];
  if (typeof value !== 'object' || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...here, name]))];
}

function replaced(value: unknown, [first, ...rest]: Place, bad: unknown): unknown {
  if (first === undefined) return bad;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, first, replaced(Reflect.get(copy, first), rest, bad));
  return copy;
}

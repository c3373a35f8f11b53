import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHours, usualHours, writeHours } from './parse-hours.js';

const written = (text: string) => {
  const parsed = parseHours(text);
  return 'hours' in parsed ? writeHours(parsed.hours) : parsed.reason;
};

test.each([
  ['Mon-Fri 09:00-13:00,15:00-19:00; Sat 10:00-14:00', 'Mon-Fri 09:00-13:00,15:00-19:00; Sat 10:00-14:00'],
  ['mon 15:00-19:00 , 09:00-13:00;', 'Mon 09:00-13:00,15:00-19:00'],
  ['Sun-Thu 22:00-06:00', 'Mon-Thu 22:00-06:00; Sun 22:00-06:00'],
  ['Sat-Sun 08:00-20:00; Wed 09:00-17:00', 'Wed 09:00-17:00; Sat-Sun 08:00-20:00'],
  ['Tue,Thu 08:00-12:00', 'Tue 08:00-12:00; Thu 08:00-12:00'],
  ['Mon 16:00-24:00', 'Mon 16:00-00:00'],
  ['Mon 00:00-24:00; Tue 00:00-04:00', 'Mon 00:00-00:00; Tue 00:00-04:00'],
])('%s is read as %s', (text, hours) => {
  expect(written(text)).toBe(hours);
});

test('a period over midnight belongs to the day on which it begins', () => {
  expect(parseHours('Fri 22:00-06:00')).toEqual({ hours: [{ day: 5, from: '22:00', to: '06:00' }] });
});

test.each([
  '',
  ';',
  'always',
  'Mon',
  '09:00-17:00',
  'Mon 9-17',
  'Mon 09:00',
  'Mon-Tue-Wed 09:00-17:00',
  'Mon 25:00-26:00',
])('"%s" is no hours', (text) => expect(written(text)).toContain('must be hours such as Mon-Fri'));

test('periods that overlap are refused, also over midnight and the end of the week', () => {
  expect(written('Mon 09:00-17:00; Mon 16:00-18:00')).toBe('has periods that overlap');
  expect(written('Mon 22:00-06:00; Tue 05:00-09:00')).toBe('has periods that overlap');
  expect(written('Sun 22:00-06:00; Mon 05:00-09:00')).toBe('has periods that overlap');
  expect(written('Sun 22:00-06:00; Mon 06:00-09:00')).not.toContain('overlap');
});

test('what is written is read back as it was', () => {
  const minutes = fc.uniqueArray(fc.nat({ max: 24 * 4 - 1 }), { minLength: 2, maxLength: 6 });
  const days = fc.array(minutes, { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(days, (quarters) => {
      const text = quarters
        .map((times, day) => {
          const sorted = times.toSorted((a, b) => a - b).slice(0, times.length - (times.length % 2));
          const pairs = Array.from(
            { length: sorted.length / 2 },
            (_, n) => `${time(sorted[2 * n]!)}-${time(sorted[2 * n + 1]!)}`,
          );
          return `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]} ${pairs.join(',')}`;
        })
        .join(';');
      const parsed = parseHours(text);
      if (!('hours' in parsed)) throw new Error(parsed.reason);
      expect(parseHours(writeHours(parsed.hours))).toEqual(parsed);
    }),
    { numRuns: 50 },
  );
  expect(parseHours(writeHours(usualHours))).toEqual({ hours: usualHours });
});

const time = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

test('any text is read or refused, in less time than a glance', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseHours(text)));
  expect(written('Mon-'.repeat(2_500))).toContain('must be hours');
  expect(written('Mon 09:00-10:00;'.repeat(600))).toContain('more than 28 periods');
});

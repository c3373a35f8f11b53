import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastOf, forecastWords } from './forecast.js';

const hours = (needed: number, studied: number, ahead: number) =>
  forecastWords(forecastOf({ needed: needed * 60, studied: studied * 60, ahead: ahead * 60 }));

test('who has time for all that is left is on track; otherwise what has no time yet is said', () => {
  expect(hours(12, 4, 8)).toBe('4 of 12 hours studied: on track.');
  expect(hours(12, 13, 0)).toBe('13 of 12 hours studied: on track.');
  expect(hours(12, 4, 7.75)).toBe('4 of 12 hours studied: on track.');
  expect(hours(12, 1.5, 6)).toBe('1.5 of 12 hours studied; 4.5 hours have no time yet before it is due.');
});

test('studying and planning never make it look worse', () => {
  const minutes = fc.nat({ max: 6_000 });
  fc.assert(
    fc.property(minutes, minutes, minutes, minutes, (needed, studied, ahead, more) => {
      const { missing } = forecastOf({ needed, studied, ahead });
      expect(forecastOf({ needed, studied: studied + more, ahead }).missing).toBeLessThanOrEqual(missing);
      expect(forecastOf({ needed, studied, ahead: ahead + more }).missing).toBeLessThanOrEqual(missing);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../../test/registry/hostile.js';
import type { Zone } from '../../shared/dates.js';
import { CalendarDate } from '../../shared/dates.js';
import { readDueDate, readPickedDate } from './due-date.js';

/* Thursday 1 October 2026, 09:00 in Madrid. */
const here = { now: new Date('2026-10-01T07:00:00Z'), zone: 'Europe/Madrid' as Zone };

describe('a day in words', () => {
  test.each([
    ['next friday', '2026-10-09'],
    ['friday', '2026-10-02'],
    ['tomorrow', '2026-10-02'],
    ['today', '2026-10-01'],
    ['30 nov', '2026-11-30'],
    ['Nov 30th.', '2026-11-30'],
    ['monday 30 nov', '2026-11-30'],
    ['30 sep', '2027-09-30'],
    ['in 3 weeks', '2026-10-22'],
    ['in a month', '2026-11-01'],
    ['2026-12-31', '2026-12-31'],
    ['30/11/2026', '2026-11-30'],
    ['5/5/2027', '2027-05-05'],
    ['end of november', '2026-11-30'],
    ['30 nov 2026 5pm', '2026-11-30'],
  ])('“%s” is %s', (words, dueOn) => {
    expect(readDueDate(words, here)).toEqual({ dueOn });
  });

  test.each([
    ['', 'It does not say by when.'],
    ['yesterday', '“yesterday” is in the past.'],
    ['last friday', '“last friday” is in the past.'],
    ['3 weeks ago', '“3 weeks ago” is in the past.'],
    ['2026-09-30', 'Wednesday 30 September 2026 is in the past.'],
    ['in 4 years', 'Tuesday 1 October 2030 is more than three years away.'],
    ['5/12', '“5/12” could be two different days.'],
    ['5.12.2026', '“5.12.2026” could be two different days.'],
    ['tuesday 30 nov', '“tuesday 30 nov” cannot be: that day is Monday 30 November 2026.'],
    ['friday or monday', '“friday or monday” is not clear to me as one day.'],
    ['2 nov - 5 nov', '“2 nov - 5 nov” is not clear to me as one day.'],
    ['next month', '“next month” is not clear to me as one day.'],
    ['november', '“november” is not clear to me as one day.'],
    ['the end of the year', '“the end of the year” is not clear to me as one day.'],
    ['31 feb', '“31 feb” is not clear to me as one day.'],
    ['5pm', '“5pm” is not clear to me as one day.'],
    ['when the moon is full', '“when the moon is full” is not clear to me as one day.'],
  ])('“%s” is refused', (words, reason) => {
    expect(readDueDate(words, here)).toEqual({ reason });
  });

  test('is the day where the asker is, whatever the clock of the host and the hour', () => {
    const late = new Date('2026-10-01T22:30:00Z');
    expect(readDueDate('tomorrow', { now: late, zone: 'Europe/Madrid' as Zone })).toEqual({ dueOn: '2026-10-03' });
    expect(readDueDate('tomorrow', { now: late, zone: 'America/New_York' as Zone })).toEqual({ dueOn: '2026-10-02' });
    const afterTheChange = { now: new Date('2026-10-24T22:30:00Z'), zone: 'Europe/Madrid' as Zone };
    expect(readDueDate('in 1 day', afterTheChange)).toEqual({ dueOn: '2026-10-26' });
  });

  test('whatever is written, the answer is a day from today on, or a sentence', () => {
    const pieces = fc.constantFrom(
      'next',
      'in',
      '3',
      'weeks',
      'friday',
      '30',
      'nov',
      '2026',
      '-',
      '/',
      'last',
      'ago',
      '31 feb',
      '99',
    );
    const words = fc.oneof(
      hostileText,
      fc.array(pieces, { maxLength: 6 }).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(words, (text) => {
        const read = readDueDate(text, here);
        if ('reason' in read) expect(read.reason).toMatch(/^[“A-Z].*\.$/u);
        else {
          expect(CalendarDate.safeParse(read.dueOn).success).toBe(true);
          expect(read.dueOn >= '2026-10-01' && read.dueOn <= '2029-10-01').toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('a day that was picked is judged the same', () => {
  expect(readPickedDate('2026-10-01', here)).toEqual({ dueOn: '2026-10-01' });
  expect(readPickedDate('2026-09-30', here)).toEqual({ reason: 'Wednesday 30 September 2026 is in the past.' });
  expect(readPickedDate('2026-02-30', here)).toEqual({ reason: 'Please pick a day.' });
  expect(readPickedDate(null, here)).toEqual({ reason: 'Please pick a day.' });
});

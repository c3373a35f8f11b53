import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPerson, periods } from '../../../test/builders/person.js';
import type { Zone } from '../../shared/dates.js';
import { addDays, CalendarDate, dateIn } from '../../shared/dates.js';
import { hasHolidays, isPublicHoliday } from './holidays.js';
import type { Worker } from './rules.js';
import {
  currentOrNextHalfDay,
  currentOrNextShift,
  halfDayAfter,
  isFirstWorkingDayOfWeek,
  isOnLeave,
  isWorkingDay,
  shiftsOn,
  tellingDay,
  withoutLeave,
  workBegins,
  workingDayAfter,
  workingDayOnOrBefore,
} from './rules.js';

const on = (date: string) => CalendarDate.parse(date);
const worker = (fields: Partial<Worker> = {}): Worker => aPerson(fields);
const inZone = (zone: string, hours = periods([1, 2, 3, 4, 5, 6, 7], '09:00', '17:00')) =>
  worker({ zone: zone as Zone, hours });
const hoursIn = (of: Worker, date: string) =>
  shiftsOn(of, on(date)).map(({ start, end }) => [start.toISOString(), end.toISOString()]);

describe('shifts', () => {
  test('an office day is one shift on the wall clock of its zone', () => {
    expect(hoursIn(worker(), '2026-12-01')).toEqual([['2026-12-01T08:00:00.000Z', '2026-12-01T16:00:00.000Z']]);
    expect(hoursIn(worker(), '2026-07-01')).toEqual([['2026-07-01T07:00:00.000Z', '2026-07-01T15:00:00.000Z']]);
  });

  test('a weekend has none', () => {
    expect(hoursIn(worker(), '2026-12-05')).toEqual([]);
  });

  test('a split day has two, in order however the file wrote them', () => {
    const hours = [...periods([2], '16:00', '19:00'), ...periods([2], '09:00', '14:00')];
    expect(shiftsOn(worker({ hours }), on('2026-12-01')).map(({ start }) => start.getUTCHours())).toEqual([8, 15]);
  });

  test('a night shift ends on the next day, and belongs to the day on which it begins', () => {
    const nights = inZone('Europe/Madrid', periods([5], '22:00', '06:00'));
    expect(hoursIn(nights, '2026-12-04')).toEqual([['2026-12-04T21:00:00.000Z', '2026-12-05T05:00:00.000Z']]);
    expect(hoursIn(nights, '2026-12-05')).toEqual([]);
    expect(currentOrNextShift(nights, new Date('2026-12-05T03:00:00Z'))).toEqual({
      date: '2026-12-04',
      start: new Date('2026-12-05T03:00:00Z'),
      end: new Date('2026-12-05T05:00:00Z'),
    });
  });

  test('hours that end when they begin are a whole day', () => {
    const always = inZone('Europe/Madrid', periods([1, 2, 3, 4, 5, 6, 7], '08:00', '08:00'));
    const [shift] = shiftsOn(always, on('2026-12-01'));
    expect(shift!.end.getTime() - shift!.start.getTime()).toBe(24 * 3_600_000);
  });
});

describe('the days on which clocks change', () => {
  test.each([
    ['Europe/Madrid', '2027-03-28', '00:00', '08:00', 7],
    ['Europe/Madrid', '2026-10-25', '00:00', '08:00', 9],
    ['America/New_York', '2027-03-14', '00:00', '08:00', 7],
    ['America/New_York', '2026-11-01', '00:00', '08:00', 9],
    ['Australia/Lord_Howe', '2026-10-04', '00:00', '08:00', 7.5],
    ['Australia/Lord_Howe', '2027-04-04', '00:00', '08:00', 8.5],
  ])('in %s on %s, %s to %s lasts %d hours', (zone, date, from, to, hours) => {
    const [shift] = shiftsOn(inZone(zone, periods([1, 2, 3, 4, 5, 6, 7], from, to)), on(date));
    expect((shift!.end.getTime() - shift!.start.getTime()) / 3_600_000).toBe(hours);
  });

  test('work that begins at an hour which does not exist begins after the gap', () => {
    const early = inZone('Europe/Madrid', periods([7], '02:30', '10:00'));
    expect(hoursIn(early, '2027-03-28')).toEqual([['2027-03-28T01:30:00.000Z', '2027-03-28T08:00:00.000Z']]);
  });

  test('work that begins at an hour which comes twice begins at its first', () => {
    const early = inZone('America/New_York', periods([7], '01:30', '09:00'));
    expect(hoursIn(early, '2026-11-01')).toEqual([['2026-11-01T05:30:00.000Z', '2026-11-01T14:00:00.000Z']]);
  });

  test('hours that lie in the gap as a whole make no shift shorter than nothing', () => {
    const inTheGap = inZone('Europe/Madrid', periods([7], '02:00', '02:30'));
    expect(shiftsOn(inTheGap, on('2027-03-28')).every(({ start, end }) => start < end)).toBe(true);
    const halfHour = inZone('Australia/Lord_Howe', periods([7], '02:00', '02:20'));
    expect(shiftsOn(halfHour, on('2026-10-04')).every(({ start, end }) => start < end)).toBe(true);
  });

  test('where midnight does not exist, the day still has its hours', () => {
    const [shift] = shiftsOn(inZone('America/Sao_Paulo', periods([7], '00:00', '08:00')), on('2018-11-04'));
    expect(shift).toMatchObject({ start: new Date('2018-11-04T03:00:00Z'), end: new Date('2018-11-04T10:00:00Z') });
  });
});

describe('holidays', () => {
  test.each([
    ['ES', '2026-12-25', true],
    ['ES', '2026-12-28', false],
    ['ES-MD', '2026-05-02', true],
    ['ES', '2026-05-02', false],
    ['DE-BY', '2026-11-01', true],
    ['DE-BE', '2026-11-01', false],
    ['US-NY', '2026-11-26', true],
    ['XX', '2026-12-25', false],
    ['', '2026-12-25', false],
  ])('in %j, whether %s is a public holiday is %j', (country, date, expected) => {
    expect(isPublicHoliday(on(date), country)).toBe(expected);
  });

  test('which countries are known can be asked', () => {
    expect(['ES', 'DE-BY', 'XX'].map(hasHolidays)).toEqual([true, true, false]);
  });

  test('nobody works on a public holiday of theirs', () => {
    expect(isWorkingDay(worker({ country: 'ES' }), on('2026-12-25'))).toBe(false);
    expect(shiftsOn(worker({ country: 'ES' }), on('2026-12-25'))).toEqual([]);
    expect(isWorkingDay(worker({ country: '' }), on('2026-12-25'))).toBe(true);
  });
});

describe('moving off a day off', () => {
  test('a working day stays where it is', () => {
    expect(workingDayOnOrBefore(worker(), on('2026-12-04'))).toBe('2026-12-04');
  });

  test('a weekend moves to the Friday before it', () => {
    expect(workingDayOnOrBefore(worker(), on('2026-12-06'))).toBe('2026-12-04');
  });

  test('a weekend after a holiday moves to the last day that was worked', () => {
    expect(workingDayOnOrBefore(worker({ country: 'ES' }), on('2026-12-27'))).toBe('2026-12-24');
  });

  test('the next working day passes weekends and holidays', () => {
    expect(workingDayAfter(worker({ country: 'ES' }), on('2026-12-24'))).toBe('2026-12-28');
    expect(workingDayAfter(worker(), on('2026-12-01'))).toBe('2026-12-02');
  });

  test('who works on one day of the week is moved to that day', () => {
    const saturdays = worker({ hours: periods([6], '10:00', '14:00') });
    expect(workingDayOnOrBefore(saturdays, on('2026-12-04'))).toBe('2026-11-28');
    expect(workingDayAfter(saturdays, on('2026-12-05'))).toBe('2026-12-12');
  });
});

describe('leave', () => {
  const away = (...days: readonly [from: string, until: string][]) =>
    worker({ leave: days.map(([from, until]) => ({ from: on(from), until: on(until) })) });

  test('is no time of work, from its first day to its last', () => {
    const someone = away(['2026-12-01', '2026-12-02']);
    const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'].map(on);
    expect(days.map((day) => isWorkingDay(someone, day))).toEqual([true, false, false, true]);
    expect(days.map((day) => shiftsOn(someone, day).length)).toEqual([1, 0, 0, 1]);
  });

  test('of a year is passed in either direction, and so is leave that follows upon leave', () => {
    const year = away(['2026-12-01', '2027-11-30']);
    expect(workingDayOnOrBefore(year, on('2027-06-01'))).toBe('2026-11-30');
    expect(workingDayAfter(year, on('2026-11-30'))).toBe('2027-12-01');
    expect(currentOrNextShift(year, new Date('2027-01-01T12:00:00Z')).date).toBe('2027-12-01');
    const weeks = away(['2026-12-07', '2026-12-11'], ['2026-12-14', '2026-12-18'], ['2026-12-10', '2026-12-13']);
    expect(workingDayAfter(weeks, on('2026-12-04'))).toBe('2026-12-21');
    expect(workingDayOnOrBefore(weeks, on('2026-12-20'))).toBe('2026-12-04');
  });

  test('puts off what would be told in it until the first working day after, not before it as a week-end does', () => {
    const week = away(['2026-12-07', '2026-12-11']);
    expect(['2026-12-05', '2026-12-07', '2026-12-12', '2026-12-14'].map((day) => tellingDay(week, on(day)))).toEqual([
      '2026-12-04',
      '2026-12-14',
      '2026-12-14',
      '2026-12-14',
    ]);
  });

  test('is nothing to whoever is asked as if they had none', () => {
    expect(isWorkingDay(withoutLeave(away(['2026-12-01', '2026-12-02'])), on('2026-12-01'))).toBe(true);
  });
});

describe('the first working day of the week', () => {
  test('is Monday in an office', () => {
    expect(isFirstWorkingDayOfWeek(worker(), on('2026-11-30'))).toBe(true);
    expect(isFirstWorkingDayOfWeek(worker(), on('2026-12-01'))).toBe(false);
  });

  test('is Tuesday after a Monday that is a holiday', () => {
    const munich = worker({ zone: 'Europe/Berlin' as Zone, country: 'DE-BY' });
    expect(isFirstWorkingDayOfWeek(munich, on('2027-03-29'))).toBe(false);
    expect(isFirstWorkingDayOfWeek(munich, on('2027-03-30'))).toBe(true);
  });

  test('is the first shift’s day for those on shifts', () => {
    const late = worker({ hours: periods([4, 5, 6, 7], '14:00', '22:00') });
    const week = Array.from({ length: 7 }, (_, n) => addDays(on('2026-11-30'), n));
    expect(week.filter((date) => isFirstWorkingDayOfWeek(late, date))).toEqual(['2026-12-03']);
  });

  test('comes in no week that is all holidays and days off', () => {
    const mondays = worker({ country: 'DE-BY', hours: periods([1], '09:00', '17:00') });
    const week = Array.from({ length: 7 }, (_, n) => addDays(on('2027-03-29'), n));
    expect(week.filter((date) => isFirstWorkingDayOfWeek(mondays, date))).toEqual([]);
  });
});

describe('now', () => {
  const at = (instant: string) => new Date(instant);

  test('during work, the shift is what is left of it', () => {
    const shift = currentOrNextShift(worker(), at('2026-12-01T10:00:00Z'));
    expect(shift).toEqual({ date: '2026-12-01', start: at('2026-12-01T10:00:00Z'), end: at('2026-12-01T16:00:00Z') });
  });

  test('after work, it is the next one to begin', () => {
    expect(currentOrNextShift(worker(), at('2026-12-04T16:00:00Z'))).toMatchObject({
      date: '2026-12-07',
      start: at('2026-12-07T08:00:00Z'),
    });
  });

  test('in the break of a split day, it is the afternoon', () => {
    const hours = [...periods([2], '09:00', '14:00'), ...periods([2], '16:00', '19:00')];
    const shift = currentOrNextShift(worker({ hours }), at('2026-12-01T13:30:00Z'));
    expect(shift.start).toEqual(at('2026-12-01T15:00:00Z'));
  });

  test('on a day off, work begins at the hour of the first period', () => {
    expect(workBegins(worker(), on('2026-12-06'))).toEqual(at('2026-12-06T08:00:00Z'));
  });
});

test('wherever and whenever: the next shift has time left, begins no earlier than now, and is one of its day’s', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => {
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  });
  const hours = fc
    .array(
      fc.tuple(
        fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 6 as const, 7 as const),
        times,
        times,
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((list) => list.flatMap(([day, from, to]) => periods([day], from, to)));
  const leave = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 6_500 }), fc.integer({ min: 0, max: 400 })).map(([day, length]) => ({
      from: addDays(on('2020-01-01'), day),
      until: addDays(on('2020-01-01'), day + length),
    })),
    { maxLength: 12 },
  );
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      hours,
      fc.constantFrom('', 'ES', 'DE-BY', 'US'),
      leave,
      instants,
      (zone, hours, country, leave, now) => {
        const someone = worker({ zone: zone as Zone, hours, country, leave });
        const shift = currentOrNextShift(someone, now);
        expect(shift.end > now && shift.start >= now && shift.start < shift.end).toBe(true);
        expect(shiftsOn(someone, shift.date).some(({ end }) => end.getTime() === shift.end.getTime())).toBe(true);
        expect(isOnLeave(someone, shift.date)).toBe(false);
        expect(isWorkingDay(someone, workingDayOnOrBefore(someone, dateIn(now, someone.zone)))).toBe(true);
        expect(isWorkingDay(someone, tellingDay(someone, dateIn(now, someone.zone)))).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

describe('the halves of a working day', () => {
  const halfOf = (now: string, hours = periods([1, 2, 3, 4, 5], '09:00', '17:00')) => {
    const { date, half, start, end } = currentOrNextHalfDay(worker({ hours }), new Date(now));
    return `${date} ${half} ${start.toISOString().slice(11, 16)}-${end.toISOString().slice(11, 16)}`;
  };

  test('meet in the middle between the beginning and the end of work', () => {
    expect(halfOf('2026-12-01T07:00:00Z')).toBe('2026-12-01 first 08:00-12:00');
    expect(halfOf('2026-12-01T11:59:00Z')).toBe('2026-12-01 first 11:59-12:00');
    expect(halfOf('2026-12-01T12:00:00Z')).toBe('2026-12-01 second 12:00-16:00');
    expect(halfOf('2026-12-01T16:00:00Z')).toBe('2026-12-02 first 08:00-12:00');
  });

  test('of a split day are its two shifts, and of a night they reach over midnight', () => {
    const split = [...periods([2], '09:00', '14:00'), ...periods([2], '16:00', '19:00')];
    expect(halfOf('2026-12-01T13:30:00Z', split)).toBe('2026-12-01 second 15:00-18:00');
    expect(halfOf('2026-12-02T00:00:00Z', periods([2], '22:00', '06:00'))).toBe('2026-12-01 first 00:00-01:00');
  });

  test('follow one another: the next one begins after now, and not before this one ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(periods([1, 2, 3, 4, 5], '09:00', '17:00'), periods([1, 3, 6], '22:00', '06:00')),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (hours, now) => {
          const current = currentOrNextHalfDay(worker({ hours }), now);
          const next = halfDayAfter(worker({ hours }), now);
          expect(current.start >= now && current.end > current.start).toBe(true);
          expect(next.start > now && (next.start >= current.end || current.start > now)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

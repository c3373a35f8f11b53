import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { morningOf, nextMorning } from './instants.js';

const morningAfter = (iso: string, zone: string) => nextMorning(DateTime.fromISO(iso), zone).toUTC().toISO();

test('the next morning is 08:45 where the person is', () => {
  expect(morningAfter('2026-11-22T20:00:00Z', 'Europe/Madrid')).toBe('2026-11-23T07:45:00.000Z');
  expect(morningAfter('2026-11-22T20:00:00Z', 'America/New_York')).toBe('2026-11-23T13:45:00.000Z');
  // 01:30 on Monday in Kolkata: its morning is still to come.
  expect(morningAfter('2026-11-22T20:00:00Z', 'Asia/Kolkata')).toBe('2026-11-23T03:15:00.000Z');
});

test('at 08:45 sharp it is the morning of tomorrow', () => {
  expect(morningAfter('2026-11-23T07:45:00Z', 'Europe/Madrid')).toBe('2026-11-24T07:45:00.000Z');
});

test('it stays 08:45 over the change of summer time', () => {
  expect(morningAfter('2026-10-24T18:00:00Z', 'Europe/Madrid')).toBe('2026-10-25T07:45:00.000Z');
  // Half an hour before midnight, and the next day has 23 hours.
  expect(morningAfter('2027-03-27T22:30:00Z', 'Europe/Madrid')).toBe('2027-03-28T06:45:00.000Z');
});

test('a date is its morning; what is none is refused', () => {
  expect(morningOf('2026-12-31', 'Europe/Madrid')?.toUTC().toISO()).toBe('2026-12-31T07:45:00.000Z');
  expect(morningOf('', 'Europe/Madrid')).toBeUndefined();
});

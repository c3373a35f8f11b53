import { DateTime, IANAZone, Settings } from 'luxon';
import { z } from 'zod';

Settings.throwOnInvalid = true;

/** A calendar date without a time, `2026-12-31`. Compares as a string. */
export type CalendarDate = string & z.$brand<'CalendarDate'>;
export const CalendarDate = z.iso.date('must be a real date like 2026-12-31').brand<'CalendarDate'>();

/** Asking the host costs 80 µs and leaves 28 kB behind each time, and a company lives in few zones. */
const knownZones = new Set<string>();

function isZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  const isKnown = name.length <= 64 && IANAZone.isValidZone(name);
  if (isKnown) knownZones.add(name);
  return isKnown;
}

/** An IANA zone that this Node knows, such as `Europe/Madrid`. */
export type Zone = string & z.$brand<'Zone'>;
export const Zone = z.string().refine(isZone, 'is not a time zone such as Europe/Madrid').brand<'Zone'>();

/** A time of day, `09:00` to `23:59`. */
export type TimeOfDay = string & z.$brand<'TimeOfDay'>;
export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:00')
  .brand<'TimeOfDay'>();

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const dayMs = 86_400_000;
const utcMs = (date: CalendarDate) => Date.parse(date);
const anchor = (date: CalendarDate) => DateTime.fromISO(date, { zone: 'utc' });
const calendarDate = (time: DateTime) => time.toFormat('yyyy-MM-dd') as CalendarDate;

// Days of the calendar are UTC days here, which all have 24 hours: plain arithmetic, because sweeps do it by the thousand.
export const addDays = (date: CalendarDate, days: number) =>
  new Date(utcMs(date) + days * dayMs).toISOString().slice(0, 10) as CalendarDate;

/** Whole months from the anchor: 31 January + 1 is the last day of February. Never step month by month. */
export const addMonths = (date: CalendarDate, months: number) => calendarDate(anchor(date).plus({ months }));

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate) => Math.round((utcMs(to) - utcMs(from)) / dayMs);

export const weekdayOf = (date: CalendarDate) => (new Date(utcMs(date)).getUTCDay() || 7) as Weekday;

/** The calendar date that `instant` is in `zone`. */
export function dateIn(instant: Date, zone: Zone): CalendarDate {
  const ms = instant.getTime();
  const last = lastDates.get(zone);
  if (last?.ms === ms) return last.date;
  const date = calendarDate(DateTime.fromJSDate(instant, { zone }));
  lastDates.set(zone, { ms, date });
  return date;
}

/** Per zone what was asked last: a sweep asks for one instant thousands of times, in the few zones of a company. */
const lastDates = new Map<Zone, { ms: number; date: CalendarDate }>();

/** The latest date anywhere on Earth: sweeps over calendar dates read candidates up to it and let the rule decide. */
export const latestDateOnEarth = (instant: Date) => calendarDate(DateTime.fromJSDate(instant, { zone: 'UTC+14' }));

/**
 * The instant at which a clock on the wall in `zone` shows `time` on `date`. A time that occurs twice (autumn) is its
 * first occurrence; one that does not exist (spring) is shifted forward by the gap.
 */
export function instantAt(date: CalendarDate, time: TimeOfDay, zone: Zone): Date {
  const key = `${date} ${time} ${zone}`;
  let ms = instants.get(key);
  if (ms === undefined) {
    // Luxon's answer for an ambiguous time depends on the day one asks (its docs call it undefined): take the first.
    const local = DateTime.fromISO(`${date}T${time}:00`, { zone });
    ms = Math.min(...local.getPossibleOffsets().map((candidate) => candidate.toMillis()));
    if (instants.size >= instantsKept) instants.clear();
    instants.set(key, ms);
  }
  return new Date(ms);
}

/** Colleagues share zones and hours, so a sweep asks for the same few instants thousands of times. */
const instants = new Map<string, number>();
const instantsKept = 20_000;

export const addMinutes = (instant: Date, minutes: number) => new Date(instant.getTime() + minutes * 60_000);

/** "Thursday 31 December 2026": the way every message writes a date. */
export const longDate = (date: CalendarDate) => anchor(date).setLocale('en-GB').toFormat('cccc d LLLL yyyy');

/** "31 Dec 2026": for lists. */
export const shortDate = (date: CalendarDate) => anchor(date).setLocale('en-GB').toFormat('d LLL yyyy');

/** "09:00" as the person's own wall clock shows it. */
export const clockTime = (instant: Date, zone: Zone) =>
  DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm') as TimeOfDay;

/** "Thursday 14 October, 09:00" as the person's own wall clock shows it. */
export const localTime = (instant: Date, zone: Zone) =>
  DateTime.fromJSDate(instant, { zone }).setLocale('en-GB').toFormat('cccc d LLLL, HH:mm');

import ical from 'ical.js';
import { IANAZone } from 'luxon';
import type { MailAddress } from '../../../platform/mail/address.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../../shared/dates.js';
import { addDays, addMinutes, daysBetween, instantAt, weekdayOf } from '../../../shared/dates.js';
import type { HttpUrl } from '../../../shared/links.js';
import { cutText, tidyLine, visibleText } from '../../../shared/text.js';
import type { WeeklySeries } from '../plans/study-plan.js';
import type { Span } from '../training-block.js';
import type { Component, Property } from './time-zone.js';
import { timeZone } from './time-zone.js';

// The blank that begins a folded line counts too: RFC 5545 wants at most 75 bytes.
ical.foldLength = 74;

/** One time of a series that is at another time, or not at all. `was` is when the series has it. */
export type Exception = Readonly<{ was: Date; now: Span | 'out' }>;

/** The times of a weekly series, as they now are. */
export type WeeklyTimes = Readonly<{ series: WeeklySeries; exceptions: readonly Exception[] }>;

/** Who asks for the time, or whose it is. */
type Party = Readonly<{ name: string; address: MailAddress }>;

/** What stands in somebody's calendar: one time, or a weekly series with its exceptions. */
export type CalendarSeries = Readonly<{
  /** The same for as long as it lives, whatever changes. */
  uid: string;
  /** Grows with each change; a calendar believes the highest that it has seen. */
  sequence: number;
  /** When it was last changed. */
  changedAt: Date;
  when: Span | WeeklyTimes;
  summary: string;
  /** Lines of plain words. */
  description: string;
  url?: HttpUrl;
}>;

/**
 * What a calendar is to do with it: enter or change it, take it out (iTIP, RFC 5546), or take it as it stands, which asks
 * for nothing and names nobody: from an address that it reads again and again, or from a file, once.
 */
export type Delivery =
  | Readonly<{ method: 'REQUEST' | 'CANCEL'; organizer: Party; attendee: Party }>
  | Readonly<{ method: 'none'; from: 'address' | 'file' }>;

/**
 * iCalendar text (RFC 5545), lines ended by CRLF. Words of others are escaped, and cannot become a line of their own.
 * A single time stands in UTC; a weekly series in its zone, with the definition of the zone.
 *
 * @throws Error for a series without any day, and for an exception of a time that the series does not have.
 */
export function calendarText(entries: readonly CalendarSeries[], delivery: Delivery): string {
  const calendar: Component = [
    'vcalendar',
    [text('version', '2.0'), text('prodid', '-//Laurel//Laurel//EN'), ...heading(delivery)],
    [...zonesOf(entries), ...entries.flatMap((entry) => events(entry, delivery))],
  ];
  return ical.stringify(calendar as unknown as unknown[]);
}

const calendarName = 'Study time (Laurel)';

/** A calendar that is subscribed to has a name, and asks to be read again each hour (RFC 7986). */
function heading(delivery: Delivery): readonly Property[] {
  if (delivery.method !== 'none') return [text('method', delivery.method)];
  if (delivery.from === 'file') return [];
  return [
    text('name', calendarName),
    ['x-wr-calname', {}, 'unknown', calendarName],
    ['refresh-interval', {}, 'duration', 'PT1H'],
  ];
}

/** Every time that a series has by itself, without its exceptions, in order. */
export function timesOf(series: WeeklySeries): readonly Span[] {
  return datesOf(series).map((date) => timeOn(date, series));
}

/**
 * Where the blocks of a series are not when the series has them: `spanOn` tells when the block of a date is now, and undefined
 * for one that was dropped or never made.
 */
export function exceptionsOf(
  series: WeeklySeries,
  spanOn: (date: CalendarDate) => Span | undefined,
): readonly Exception[] {
  return datesOf(series).flatMap((date): Exception[] => {
    const { startsAt: was, endsAt } = timeOn(date, series);
    const now = spanOn(date);
    if (now === undefined) return [{ was, now: 'out' }];
    const isThere = now.startsAt.getTime() === was.getTime() && now.endsAt.getTime() === endsAt.getTime();
    return isThere ? [] : [{ was, now }];
  });
}

const datesOf = ({ weekdays, firstOn, untilOn }: WeeklySeries) =>
  Array.from({ length: daysBetween(firstOn, untilOn) + 1 }, (_, n) => addDays(firstOn, n)).filter((date) =>
    weekdays.includes(weekdayOf(date)),
  );

function timeOn(date: CalendarDate, { from, minutes, zone }: WeeklySeries): Span {
  const startsAt = instantAt(date, from, zone);
  return { startsAt, endsAt: addMinutes(startsAt, minutes) };
}

/** One definition for each zone, over all that is in it. */
function zonesOf(entries: readonly CalendarSeries[]): Component[] {
  const spans = new Map<Zone, { from: Date; until: Date }>();
  for (const { when } of entries) {
    if (!('series' in when)) continue;
    const { zone, firstOn, untilOn } = when.series;
    const [from, until] = [instantAt(firstOn, midnight, zone), instantAt(addDays(untilOn, 1), midnight, zone)];
    const known = spans.get(zone) ?? { from, until };
    spans.set(zone, { from: from < known.from ? from : known.from, until: until > known.until ? until : known.until });
  }
  return [...spans].map(([zone, { from, until }]) => timeZone(zone, from, until));
}

const midnight = '00:00' as TimeOfDay;

function events(entry: CalendarSeries, delivery: Delivery): Component[] {
  const { when } = entry;
  const event = (...time: Property[]): Component => ['vevent', [...time, ...about(entry, delivery)], []];
  if (!('series' in when)) return [event(...inUtc(when))];
  const { series, exceptions } = when;
  const dates = datesOf(series);
  const [first] = dates;
  if (first === undefined) throw new Error(`The series ${entry.uid} has no day`);
  const known = new Map(dates.map((date) => [timeOn(date, series).startsAt.getTime(), date]));
  const changed = new Map(
    exceptions.map(({ was, now }) => {
      const date = known.get(was.getTime());
      if (date === undefined) throw new Error(`The series ${entry.uid} has no time at ${was.toISOString()}`);
      return [date, now];
    }),
  );
  const left = dates.filter((date) => changed.get(date) === 'out');
  const moved = dates.flatMap((date) => {
    const to = changed.get(date) ?? (isUncertain(date, series) ? timeOn(date, series) : 'out');
    return to === 'out' ? [] : [{ date, to }];
  });
  return [
    event(
      local('dtstart', [first], series),
      ['duration', {}, 'duration', `PT${series.minutes}M`],
      ['rrule', {}, 'recur', rule(series)],
      ...(left.length > 0 ? [local('exdate', left, series)] : []),
    ),
    // Whoever takes out the whole takes out its parts.
    ...(delivery.method === 'CANCEL' ? [] : moved).map(({ date, to }) =>
      event(local('recurrence-id', [date], series), ...inUtc(to)),
    ),
  ];
}

/** Until the end of the last day, which whatever a reader makes of that day's time is not after. */
const rule = ({ weekdays, untilOn, zone }: WeeklySeries) => ({
  freq: 'WEEKLY',
  until: utc(addMinutes(instantAt(addDays(untilOn, 1), midnight, zone), -1)),
  byday: weekdays.toSorted((a, b) => a - b).map((day) => dayNames[day]),
});

const dayNames = { 1: 'MO', 2: 'TU', 3: 'WE', 4: 'TH', 5: 'FR', 6: 'SA', 7: 'SU' } as const satisfies Record<
  Weekday,
  string
>;

/** Where clocks leave a time out, show it twice or change within it, readers differ: then it is said in UTC. */
function isUncertain(date: CalendarDate, series: WeeklySeries): boolean {
  const { startsAt, endsAt } = timeOn(date, series);
  const [before, after] = [addMinutes(startsAt, -longestLeapMinutes), addMinutes(endsAt, longestLeapMinutes)];
  const offsetAt = (instant: Date) => IANAZone.create(series.zone).offset(instant.getTime());
  return offsetAt(before) !== offsetAt(after);
}

const longestLeapMinutes = 180;

function about(
  { uid, sequence, changedAt, summary, description, url }: CalendarSeries,
  delivery: Delivery,
): readonly Property[] {
  return [
    text('uid', uid),
    ['sequence', {}, 'integer', sequence],
    ['dtstamp', {}, 'date-time', utc(changedAt)],
    text('summary', visibleText(summary, longestSummary)),
    text('description', description.split('\n').map(tidyLine).join('\n')),
    ...(url === undefined ? [] : [['url', {}, 'uri', url] as const]),
    text('status', delivery.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'),
    text('transp', 'OPAQUE'),
    ...(delivery.method === 'none' ? [] : parties(delivery)),
  ];
}

const longestSummary = 200;

/** Whoever planned it has accepted it, and is not asked by mail. */
const parties = ({ organizer, attendee }: Extract<Delivery, { attendee: Party }>): readonly Property[] => [
  ['organizer', { cn: cutText(tidyLine(organizer.name), 100) }, 'cal-address', `mailto:${organizer.address}`],
  [
    'attendee',
    { cn: visibleText(attendee.name, 100), role: 'REQ-PARTICIPANT', partstat: 'ACCEPTED', rsvp: 'FALSE' },
    'cal-address',
    `mailto:${attendee.address}`,
  ],
];

const text = (name: string, value: string): Property => [name, {}, 'text', value];

const utc = (instant: Date) => `${instant.toISOString().slice(0, 19)}Z`;

const inUtc = ({ startsAt, endsAt }: Span): readonly Property[] => [
  ['dtstart', {}, 'date-time', utc(startsAt)],
  ['dtend', {}, 'date-time', utc(endsAt)],
];

const local = (name: string, dates: readonly CalendarDate[], { from, zone }: WeeklySeries): Property => [
  name,
  { tzid: zone },
  'date-time',
  ...dates.map((date) => `${date}T${from}:00`),
];

import fc from 'fast-check';
import ical from 'ical.js';
import type { VEvent } from 'node-ical';
import nodeIcal from 'node-ical';
import { describe, expect, test } from 'vitest';
import { readByDefinition, readByName, spanText } from '../../../../test/harness/calendar-readers.js';
import { hostileText } from '../../../../test/registry/hostile.js';
import type { MailAddress } from '../../../platform/mail/address.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../../shared/dates.js';
import { addDays, addMinutes, dateIn } from '../../../shared/dates.js';
import type { HttpUrl } from '../../../shared/links.js';
import type { WeeklySeries } from '../plans/study-plan.js';
import type { Span } from '../training-block.js';
import type { CalendarSeries, Delivery, Exception } from './series.js';
import { calendarText, exceptionsOf, timesOf } from './series.js';

const changedAt = new Date('2026-10-01T07:00:00Z');
const delivery: Delivery = {
  method: 'REQUEST',
  organizer: { name: 'Laurel', address: 'laurel@example.com' as MailAddress },
  attendee: { name: 'Ana Author', address: 'ana@example.com' as MailAddress },
};
const fridays: WeeklySeries = {
  weekdays: [5],
  from: '14:00' as TimeOfDay,
  minutes: 90,
  zone: 'Europe/Madrid' as Zone,
  firstOn: '2026-10-01' as CalendarDate,
  untilOn: '2026-11-13' as CalendarDate,
};
const entry = (fields: Partial<CalendarSeries> = {}): CalendarSeries => ({
  uid: 'blk_1@laurel',
  sequence: 0,
  changedAt,
  when: { startsAt: new Date('2026-10-02T08:00:00Z'), endsAt: new Date('2026-10-02T09:00:00Z') },
  summary: 'Study time: First aid',
  description: 'Nobody is asked by mail.\nMove it in Slack.',
  ...fields,
});

const zones = Intl.supportedValuesOf('timeZone') as Zone[];
const zone = fc.constantFrom(...zones);
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}` as TimeOfDay);

const aSeries: fc.Arbitrary<WeeklySeries> = fc
  .record({
    weekdays: fc.subarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    from: timeOfDay,
    minutes: fc.constantFrom(30, 60, 90, 120),
    zone,
    first: fc.integer({ min: 0, max: 900 }),
    days: fc.integer({ min: 6, max: 250 }),
  })
  .map(({ first, days, ...series }) => {
    const firstOn = addDays('2026-01-01' as CalendarDate, first);
    return { ...series, firstOn, untilOn: addDays(firstOn, days) };
  });

/** A series, and how long after its time each of its blocks is, in quarters of an hour; undefined for one that is dropped. */
const aPlan = fc
  .tuple(aSeries, fc.array(fc.option(fc.integer({ min: -300, max: 300 }), { nil: undefined }), { maxLength: 8 }))
  .map(([series, changes]) => {
    const blocks = new Map(
      timesOf(series).map(({ startsAt, endsAt }, n) => {
        const by = n % 3 === 0 && n / 3 in changes ? changes[n / 3] : 0;
        const span = by === undefined ? undefined : { startsAt: plus(startsAt, by), endsAt: plus(endsAt, by) };
        return [dateIn(startsAt, series.zone), span];
      }),
    );
    return { series, blocks };
  });
const plus = (instant: Date, quarters: number) => addMinutes(instant, 15 * quarters);

type Plan = Readonly<{ series: WeeklySeries; blocks: ReadonlyMap<CalendarDate, Span | undefined> }>;

const textOf = ({ series, blocks }: Plan) => {
  const exceptions = exceptionsOf(series, (date) => blocks.get(date));
  return calendarText([entry({ when: { series, exceptions } })], delivery);
};

/** When the blocks are. */
const blocksOf = ({ blocks }: Plan) =>
  [...blocks.values()].flatMap((span) => (span ? [spanText(span)] : [])).toSorted();

describe('a weekly series', () => {
  test('stands in a calendar at the very times of its blocks, in every zone, however clocks change', () => {
    fc.assert(
      fc.property(aPlan, (plan) => {
        expect(readByDefinition(textOf(plan))).toEqual(blocksOf(plan));
      }),
      { numRuns: 100 },
    );
  });

  test('does so for a whole year of nights in which clocks change, wherever they change otherwise', () => {
    const nights = zones.map(
      (one): WeeklySeries => ({
        weekdays: [7],
        from: '01:30' as TimeOfDay,
        minutes: 60,
        zone: one,
        firstOn: '2027-01-01' as CalendarDate,
        untilOn: '2027-12-31' as CalendarDate,
      }),
    );
    const different = [...new Map(nights.map((series) => [timesOf(series).map(spanText).join(), series])).values()];
    const wrong = different.filter((series) => {
      const text = calendarText([entry({ when: { series, exceptions: [] } })], delivery);
      return readByDefinition(text).join() !== timesOf(series).map(spanText).join();
    });
    expect(different.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  test('stands there too for a reader that knows zones by their names', () => {
    fc.assert(
      fc.property(aPlan, (plan) => {
        expect(readByName(textOf(plan))).toEqual(blocksOf(plan));
      }),
      { numRuns: 40 },
    );
  });

  test('keeps its hour on the wall when the clocks go back', () => {
    const text = calendarText([entry({ when: { series: fridays, exceptions: [] } })], delivery);
    expect(readByDefinition(text)).toEqual(readByName(text));
    expect(readByName(text).map((time) => time.slice(5, 16))).toEqual([
      '10-02T12:00',
      '10-09T12:00',
      '10-16T12:00',
      '10-23T12:00',
      '10-30T13:00',
      '11-06T13:00',
      '11-13T13:00',
    ]);
  });

  test('says in one rule when it is, what is left out, and where one time has gone', () => {
    const [, second, third] = timesOf(fridays);
    const exceptions: Exception[] = [
      { was: second!.startsAt, now: 'out' },
      { was: third!.startsAt, now: { startsAt: new Date('2026-10-15T07:00Z'), endsAt: new Date('2026-10-15T08:30Z') } },
    ];
    const lines = calendarText([entry({ sequence: 4, when: { series: fridays, exceptions } })], delivery).split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'METHOD:REQUEST',
        'TZID:Europe/Madrid',
        'DTSTART;TZID=Europe/Madrid:20261002T140000',
        'DURATION:PT90M',
        'RRULE:FREQ=WEEKLY;UNTIL=20261113T225900Z;BYDAY=FR',
        'EXDATE;TZID=Europe/Madrid:20261009T140000',
        'RECURRENCE-ID;TZID=Europe/Madrid:20261016T140000',
        'DTSTART:20261015T070000Z',
        'TRANSP:OPAQUE',
        'ORGANIZER;CN=Laurel:mailto:laurel@example.com',
      ]),
    );
    expect(lines.filter((line) => line === 'UID:blk_1@laurel')).toHaveLength(2);
    expect(lines.filter((line) => line === 'SEQUENCE:4')).toHaveLength(2);
    expect(lines.filter((line) => line === 'DTSTAMP:20261001T070000Z')).toHaveLength(2);
  });

  test('without any day, or with an exception of what it does not have, is a bug and throws', () => {
    const none = { ...fridays, untilOn: fridays.firstOn };
    expect(() => calendarText([entry({ when: { series: none, exceptions: [] } })], delivery)).toThrow('has no day');
    const exceptions: Exception[] = [{ was: new Date('2026-10-03T12:00Z'), now: 'out' }];
    expect(() => calendarText([entry({ when: { series: fridays, exceptions } })], delivery)).toThrow('has no time');
  });
});

describe('what a calendar is told', () => {
  /** The one event of a text, as a second reader has it. */
  const eventIn = (text: string) =>
    Object.values(nodeIcal.sync.parseICS(text)).find((one): one is VEvent => one?.type === 'VEVENT')!;

  test('names the same entry with a higher number when it changes, and when it is taken out', () => {
    const moved = { startsAt: new Date('2026-10-05T08:00Z'), endsAt: new Date('2026-10-05T09:00Z') };
    const told = [
      calendarText([entry()], delivery),
      calendarText([entry({ sequence: 1, when: moved })], delivery),
      calendarText([entry({ sequence: 2, when: moved })], { ...delivery, method: 'CANCEL' }),
    ].map(eventIn);
    expect(told.map(({ uid, sequence, method, status }) => [uid, Number(sequence), method, status])).toEqual([
      ['blk_1@laurel', 0, 'REQUEST', 'CONFIRMED'],
      ['blk_1@laurel', 1, 'REQUEST', 'CONFIRMED'],
      ['blk_1@laurel', 2, 'CANCEL', 'CANCELLED'],
    ]);
  });

  test('has the person accepted already, and asks for no reply', () => {
    const { attendee } = eventIn(calendarText([entry()], delivery));
    expect(attendee).toMatchObject({
      val: 'mailto:ana@example.com',
      params: { CN: 'Ana Author', PARTSTAT: 'ACCEPTED', RSVP: false },
    });
  });

  test('in a feed it names nobody, and is no request', () => {
    const text = calendarText([entry()], { method: 'none', from: 'address' });
    expect(text).not.toMatch(/METHOD|ATTENDEE|ORGANIZER|@example/);
    expect(text).toContain('\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
    expect(text).toContain('\r\nX-WR-CALNAME:Study time (Laurel)\r\n');
  });

  test('in a file it is neither: whoever opens it puts it into a calendar of their own', () => {
    const text = calendarText([entry()], { method: 'none', from: 'file' });
    expect(text).not.toMatch(/METHOD|ATTENDEE|ORGANIZER|@example|REFRESH|X-WR/);
    expect(eventIn(text)).toMatchObject({ uid: 'blk_1@laurel', summary: 'Study time: First aid' });
  });

  test('is the same text again for the same entry: a copy changes nothing', () => {
    expect(calendarText([entry()], delivery)).toBe(calendarText([entry()], delivery));
  });
});

describe('words of others', () => {
  const hostile = fc.oneof(
    hostileText,
    fc.constantFrom(
      'A\r\nBEGIN:VEVENT\r\nUID:other@laurel\r\nEND:VEVENT',
      'comma, semicolon; colon: back\\slash "quote"',
      'é😀'.repeat(150),
      '\u0000\u0007\u2028END:VCALENDAR',
    ),
  );

  test('stay one property, whatever they say', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (summary, description, name) => {
        const text = calendarText([entry({ summary, description, url: 'https://example.com/a,b;c' as HttpUrl })], {
          ...delivery,
          attendee: { name, address: 'ana@example.com' as MailAddress },
        } as Delivery);
        const [kind, , parts] = ical.parse(text) as [string, unknown[], [string, [string][], unknown[]][]];
        expect([kind, parts.length, parts[0]?.[0], parts[0]?.[2]]).toEqual(['vcalendar', 1, 'vevent', []]);
        expect(parts[0]?.[1].map(([property]) => property)).toEqual([
          'dtstart',
          'dtend',
          'uid',
          'sequence',
          'dtstamp',
          'summary',
          'description',
          'url',
          'status',
          'transp',
          'organizer',
          'attendee',
        ]);
        expect(Object.keys(nodeIcal.sync.parseICS(text)).toSorted()).toEqual(['blk_1@laurel', 'vcalendar']);
      }),
    );
  });

  test('are read back as they were written, folded into lines of at most 75 bytes', () => {
    const summary = 'Study time: a, b; c\\n "x" é😀'.repeat(6);
    const text = calendarText([entry({ summary })], delivery);
    const [event] = new ical.Component(ical.parse(text)).getAllSubcomponents('vevent');
    expect(event?.getFirstPropertyValue('summary')).toBe(summary);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

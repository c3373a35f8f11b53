import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPerson, periods } from '../../../test/builders/person.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../shared/dates.js';
import type { Person } from '../people/index.js';
import { isOnLeave, shiftsOn } from '../people/rules.js';
import type { Offering } from './rules.js';
import {
  blockMinutes,
  firstWord,
  hindrance,
  isInLeave,
  isInMeeting,
  nextWord,
  slotAt,
  slots,
  wordDue,
} from './rules.js';
import { readStamp, slotLabel, spanWords, writeStamp } from './times.js';
import type { Span } from './training-block.js';

/* Monday 30 November 2026, 09:30 in Madrid. */
const now = new Date('2026-11-30T08:30:00Z');
const date = (text: string) => text as CalendarDate;

const offering = (person: Person, fields: Partial<Offering> = {}): Offering => ({
  meetings: [],
  now,
  zone: person.zone,
  shiftsOn: (day) => shiftsOn(person, day),
  dueOn: date('2026-12-31'),
  minutes: 60,
  planned: [],
  ...fields,
});

/** What a person reads in the menu. */
const labels = (person: Person, fields: Partial<Offering> = {}) => {
  const asked = offering(person, fields);
  return slots(asked).map((slot) => slotLabel(slot, asked.zone, asked.now));
};

describe('the times that are offered', () => {
  test('stand an hour into each half of the working day, for the next working days', () => {
    expect(labels(aPerson())).toEqual([
      'Today, Mon 30 Nov, 10:00–11:00',
      'Today, Mon 30 Nov, 14:00–15:00',
      'Tomorrow, Tue 1 Dec, 10:00–11:00',
      'Tomorrow, Tue 1 Dec, 14:00–15:00',
      'Wed 2 Dec, 10:00–11:00',
      'Wed 2 Dec, 14:00–15:00',
      'Thu 3 Dec, 10:00–11:00',
      'Thu 3 Dec, 14:00–15:00',
    ]);
  });

  test('are longer where there is much to learn', () => {
    expect([blockMinutes(19.5), blockMinutes(20)]).toEqual([60, 90]);
    expect(labels(aPerson(), { minutes: blockMinutes(60) })[1]).toBe('Today, Mon 30 Nov, 14:00–15:30');
  });

  test('leave out what is over, what begins within half an hour, and what is taken', () => {
    const taken = { startsAt: new Date('2026-12-01T09:30:00Z'), endsAt: new Date('2026-12-01T10:30:00Z') };
    expect(labels(aPerson(), { now: new Date('2026-11-30T08:31:00Z'), planned: [taken] }).slice(0, 3)).toEqual([
      'Today, Mon 30 Nov, 14:00–15:00',
      'Tomorrow, Tue 1 Dec, 14:00–15:00',
      'Wed 2 Dec, 10:00–11:00',
    ]);
  });

  test('come before the due date where there are any, and after it where there are none', () => {
    expect(labels(aPerson(), { dueOn: date('2026-11-30') })).toEqual([
      'Today, Mon 30 Nov, 10:00–11:00',
      'Today, Mon 30 Nov, 14:00–15:00',
    ]);
    expect(labels(aPerson(), { dueOn: date('2026-11-01') })).toHaveLength(8);
  });

  test('are those behind a leave, however long it is', () => {
    const away = aPerson({ country: '', leave: [{ from: date('2026-11-30'), until: date('2027-05-02') }] });
    expect(labels(away, { dueOn: date('2027-06-30') })[0]).toBe('Mon 3 May, 10:00–11:00');
    // What is more than a year away would be refused.
    const sabbatical = aPerson({ country: '', leave: [{ from: date('2026-11-30'), until: date('2027-12-01') }] });
    expect(labels(sabbatical, { dueOn: date('2028-06-30') })).toEqual([]);
  });

  test('skip weekends and public holidays', () => {
    // 7 and 8 December 2026: a Monday, and a holiday in Spain.
    const person = aPerson({ country: 'ES' });
    expect(labels(person, { now: new Date('2026-12-04T13:00:00Z') }).slice(0, 3)).toEqual([
      'Mon 7 Dec, 10:00–11:00',
      'Mon 7 Dec, 14:00–15:00',
      'Wed 9 Dec, 10:00–11:00',
    ]);
  });

  test('stand in each shift of a split day', () => {
    const hours = [...periods([1, 2, 3, 4, 5], '09:00', '13:00'), ...periods([1, 2, 3, 4, 5], '16:00', '19:30')];
    expect(labels(aPerson({ hours })).slice(0, 3)).toEqual([
      'Today, Mon 30 Nov, 10:00–11:00',
      'Today, Mon 30 Nov, 17:00–18:00',
      'Tomorrow, Tue 1 Dec, 10:00–11:00',
    ]);
  });

  test('stand in a night shift on both of its days, also in the one that is going on', () => {
    const hours = periods([1, 2, 3, 4, 5], '22:00', '06:00');
    expect(labels(aPerson({ hours }), { now: new Date('2026-11-30T23:30:00Z') }).slice(0, 3)).toEqual([
      'Today, Tue 1 Dec, 03:00–04:00',
      'Today, Tue 1 Dec, 23:00–00:00',
      'Tomorrow, Wed 2 Dec, 03:00–04:00',
    ]);
  });

  test('keep to the clock on the wall when it changes', () => {
    // Clocks go back on Sunday 25 October and forward on Sunday 28 March.
    for (const [friday, first] of [
      ['2026-10-23T16:00:00Z', 'Mon 26 Oct, 10:00–11:00'],
      ['2027-03-26T16:00:00Z', 'Mon 29 Mar, 10:00–11:00'],
    ] as const)
      expect(labels(aPerson(), { now: new Date(friday), dueOn: date('2027-12-31') })[0]).toBe(first);
    const sundays = aPerson({ hours: periods([7], '22:00', '06:00') });
    const night = slots(offering(sundays, { now: new Date('2026-10-25T12:00:00Z') }))[0]!;
    expect(spanWords(night, sundays.zone)).toBe('Sunday 25 October 2026, 23:00–00:00');
  });

  test('lie in the future, within a shift, and beside what is planned, in any zone and with any hours', () => {
    const times = fc.constantFrom('00:00', '05:30', '09:00', '12:15', '13:00', '17:45', '22:00', '23:59');
    const zones = fc.constantFrom('Europe/Madrid', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Kiritimati');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), times, times), { minLength: 1, maxLength: 7 }),
        zones,
        fc.integer({ min: 0, max: 500 * 24 * 60 }),
        fc.constantFrom(60, 90),
        (weeks, zone, minute, minutes) => {
          const hours = weeks.flatMap(([day, from, to]) => periods([day as 1], from, to));
          const person = aPerson({ hours, zone: zone as Zone });
          const at = new Date(now.getTime() + minute * 60_000);
          const asked = offering(person, { now: at, minutes, dueOn: date('2027-06-01') });
          const offered = slots(asked);
          const planned = offered.slice(0, 1);
          for (const slot of slots({ ...asked, planned })) {
            expect(slot.endsAt.getTime() - slot.startsAt.getTime()).toBe(minutes * 60_000);
            expect(hindrance(slot, at, planned)).toBeUndefined();
            expect(slotAt(slot.startsAt, asked)).toEqual(slot);
          }
          const [weekday, from, to] = weeks[0]!;
          const meetings = [{ weekday: weekday as Weekday, from: from as TimeOfDay, to: to as TimeOfDay }];
          for (const slot of from < to ? slots({ ...asked, meetings }) : [])
            expect(isInMeeting(slot, meetings, person.zone)).toBe(false);
        },
      ),
    );
  });
});

describe('when the team meets', () => {
  const meetings = [{ weekday: 2 as const, from: '10:30' as TimeOfDay, to: '11:00' as TimeOfDay }];

  test('no time is offered that overlaps it, on the clock of the person', () => {
    expect(labels(aPerson(), { meetings })).not.toContain('Tomorrow, Tue 1 Dec, 10:00–11:00');
    expect(labels(aPerson(), { meetings })).toContain('Tomorrow, Tue 1 Dec, 14:00–15:00');
  });

  test('what ends as it begins, or is on another day, is beside it', () => {
    const span = (from: string, to: string) => ({ startsAt: new Date(from), endsAt: new Date(to) });
    const isMet = (from: string, to: string) => isInMeeting(span(from, to), meetings, aPerson().zone);
    expect(isMet('2026-12-01T08:30:00Z', '2026-12-01T09:30:00Z')).toBe(false);
    expect(isMet('2026-12-01T08:45:00Z', '2026-12-01T09:45:00Z')).toBe(true);
    expect(isMet('2026-12-02T08:45:00Z', '2026-12-02T09:45:00Z')).toBe(false);
    // Through the night.
    expect(isMet('2026-11-30T22:00:00Z', '2026-12-01T10:00:00Z')).toBe(true);
  });
});

describe('leave', () => {
  const away = aPerson({ leave: [{ from: date('2026-12-07'), until: date('2026-12-11') }] });
  const days = (person: Person) => ({
    zone: person.zone,
    shiftsOn: (day: CalendarDate) => shiftsOn(person, day),
    isOnLeave: (day: CalendarDate) => isOnLeave(person, day),
  });
  const hour = (from: string) => ({ startsAt: new Date(from), endsAt: new Date(Date.parse(from) + 3_600_000) });

  test('is no time to study, and none is offered in it', () => {
    expect(isInLeave(hour('2026-12-07T09:00:00Z'), days(away))).toBe(true);
    expect(isInLeave(hour('2026-12-14T09:00:00Z'), days(away))).toBe(false);
    expect(labels(away, { now: new Date('2026-12-04T12:00:00Z') }).slice(0, 2)).toEqual([
      'Today, Fri 4 Dec, 14:00–15:00',
      'Mon 14 Dec, 10:00–11:00',
    ]);
  });

  test('leaves the night shift that began before it', () => {
    const night = aPerson({ leave: away.leave, hours: periods([1, 2, 3, 4, 5, 6, 7], '22:00', '06:00') });
    expect(isInLeave(hour('2026-12-07T01:00:00Z'), days(night))).toBe(false);
    expect(isInLeave(hour('2026-12-08T01:00:00Z'), days(night))).toBe(true);
  });
});

describe('a time that was asked for', () => {
  const ten: Span = { startsAt: new Date('2026-12-01T09:00:00Z'), endsAt: new Date('2026-12-01T10:00:00Z') };

  test('is known by the instant at which an offered one begins, and by no other', () => {
    const asked = offering(aPerson());
    expect(slotAt(ten.startsAt, asked)).toEqual(ten);
    expect(slotAt(new Date('2026-12-01T02:00:00Z'), asked)).toBeUndefined();
    expect(slotAt(new Date('2026-12-05T09:00:00Z'), asked)).toBeUndefined();
  });

  test('is refused when it is past, more than a year away, or taken', () => {
    expect(hindrance(ten, ten.startsAt, [])).toBe('past');
    expect(hindrance(ten, new Date('2025-12-01T08:59:00Z'), [])).toBe('too-far');
    expect(hindrance(ten, now, [{ startsAt: new Date('2026-12-01T09:59:00Z'), endsAt: ten.endsAt }])).toBe('taken');
    const adjoining = { startsAt: ten.endsAt, endsAt: new Date('2026-12-01T11:00:00Z') };
    expect(hindrance(ten, now, [adjoining])).toBeUndefined();
  });

  test('is recalled ten minutes before, unless that is over, and asked about after its end', () => {
    expect(firstWord(ten, now)).toEqual(new Date('2026-12-01T08:50:00Z'));
    expect(firstWord(ten, new Date('2026-12-01T08:50:00Z'))).toEqual(ten.endsAt);
    expect(wordDue(ten, new Date('2026-12-01T08:59:00Z'))).toBe('recall');
    expect(wordDue(ten, ten.startsAt)).toBe('start');
    expect(wordDue(ten, new Date('2026-12-01T09:59:00Z'))).toBe('start');
    expect(wordDue(ten, ten.endsAt)).toBe('ask');
    expect([nextWord(ten, 'recall'), nextWord(ten, 'start'), nextWord(ten, 'ask')]).toEqual([
      ten.startsAt,
      ten.endsAt,
      null,
    ]);
  });
});

test('an instant is carried to the minute, and nothing else is read as one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (minute) => {
      const instant = new Date(minute * 60_000);
      expect(readStamp(writeStamp(instant))).toEqual(instant);
      expect(writeStamp(instant)).toHaveLength(14);
    }),
  );
  for (const forged of ['20260231T0900Z', '20261201T2400Z', '20261201T0960Z', '20261201T0900', '+0261201T0900Z', 7])
    expect(readStamp(forged)).toBeUndefined();
});

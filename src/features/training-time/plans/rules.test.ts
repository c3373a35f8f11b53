import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPerson, periods } from '../../../../test/builders/person.js';
import { dateShown, timeShown, wallClock } from '../../../../test/zones/wall-clock.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../../shared/dates.js';
import { addDays, addMinutes, weekdayOf } from '../../../shared/dates.js';
import type { Person } from '../../people/index.js';
import { shiftsOn } from '../../people/rules.js';
import type { Span } from '../training-block.js';
import type { Terms } from '../training-policy.js';
import { termsFor, usualTerms } from '../training-policy.js';
import type { Fitted, Planning, WeeklyWish } from './rules.js';
import { fitWeekly, propose, spansOn, timeAfter } from './rules.js';

/* Monday 30 November 2026, 09:30 in Madrid, where everybody works from 09:00 to 17:00. */
const now = new Date('2026-11-30T08:30:00Z');
const date = (text: string) => text as CalendarDate;
const time = (text: string) => text as TimeOfDay;

const planning = (person: Person, fields: Partial<Planning> = {}): Planning => ({
  now,
  zone: person.zone,
  shiftsOn: (day) => shiftsOn(person, day),
  lastOn: date('2027-01-31'),
  terms: usualTerms,
  neededMinutes: 18 * 60,
  planned: [],
  ...fields,
});

const words = (fitted: Fitted) => {
  if (fitted.kind === 'cannot') return fitted.why;
  const { series, dates, missingMinutes } = fitted.plan;
  const { weekdays, from, minutes, firstOn, untilOn } = series;
  return `${weekdays} ${from} ${minutes} min, ${firstOn} to ${untilOn}: ${dates.length} times, ${missingMinutes} missing`;
};

const proposal = (fields: Partial<Planning> = {}, person = aPerson({ country: '' })) =>
  words(propose(planning(person, fields)));

describe('weekly study time is proposed', () => {
  test('as two hours on one day of the week, an hour into the working day, until all is studied', () => {
    expect(proposal()).toBe('3 10:00 120 min, 2026-12-02 to 2027-01-27: 9 times, 0 missing');
  });

  test('on a day that has no holiday, where another has', () => {
    const madrid = aPerson({ country: 'ES' });
    expect(proposal({ lastOn: date('2026-12-31'), neededMinutes: 8 * 60 }, madrid)).toBe(
      '3 10:00 120 min, 2026-12-02 to 2026-12-23: 4 times, 0 missing',
    );
    expect(proposal({ lastOn: date('2026-12-09'), neededMinutes: 8 * 60 }, aPerson({ country: 'ES' }))).toBe(
      '3 10:00 120 min, 2026-12-02 to 2026-12-09: 2 times, 240 missing',
    );
  });

  test('behind a leave of weeks', () => {
    const away = aPerson({ country: '', leave: [{ from: date('2026-11-30'), until: date('2026-12-25') }] });
    expect(proposal({ neededMinutes: 4 * 60 }, away)).toBe(
      '1 10:00 120 min, 2026-12-28 to 2027-01-04: 2 times, 0 missing',
    );
  });

  test('in shorter times on more days, where nothing longer is allowed', () => {
    expect(proposal({ terms: { ...usualTerms, longestMinutes: 45 }, lastOn: date('2026-12-18') })).toBe(
      '3,4 10:00 45 min, 2026-12-02 to 2026-12-17: 6 times, 810 missing',
    );
  });

  test('as much as fits before the due date, saying what is missing', () => {
    expect(proposal({ lastOn: date('2026-12-11') })).toBe(
      '3 10:00 120 min, 2026-12-02 to 2026-12-09: 2 times, 840 missing',
    );
    expect(proposal({ lastOn: date('2026-12-01') })).toBe('no-time');
    expect(proposal({ neededMinutes: 20 })).toBe('enough');
  });

  test('beside what is planned already, which counts for the hours of its week', () => {
    const planned = ['2026-12-02', '2026-12-09', '2026-12-16'].map((day) => ({
      startsAt: new Date(`${day}T09:00:00Z`),
      endsAt: new Date(`${day}T10:00:00Z`),
    }));
    expect(proposal({ planned, lastOn: date('2026-12-18') })).toBe(
      '3 09:00 60 min, 2026-12-02 to 2026-12-16: 3 times, 900 missing',
    );
    const full = planned.map((span) => ({ ...span, endsAt: addMinutes(span.endsAt, 60) }));
    expect(proposal({ planned: full, lastOn: date('2026-12-18') })).toBe('taken');
  });

  test('outside of blackouts, and after the notice', () => {
    const blackouts = [{ from: date('2026-12-10'), until: date('2027-01-10') }];
    expect(proposal({ terms: { ...usualTerms, noticeDays: 7, blackouts }, neededMinutes: 6 * 60 })).toBe(
      '1 10:00 120 min, 2026-12-07 to 2027-01-18: 3 times, 0 missing',
    );
  });
});

describe('a time that somebody wishes for', () => {
  const person = aPerson({ country: '' });
  const wished = (wish: Partial<WeeklyWish>, fields: Partial<Planning> = {}) =>
    words(fitWeekly({ weekdays: [5], from: time('14:00'), minutes: 120, ...wish }, planning(person, fields)));

  test('is taken where it can be had', () => {
    expect(wished({})).toBe('5 14:00 120 min, 2026-12-04 to 2027-01-29: 9 times, 0 missing');
  });

  test('is refused with the reason where it cannot', () => {
    expect(wished({ minutes: 15 })).toBe('too-short');
    expect(wished({ minutes: 150 })).toBe('too-long');
    expect(wished({ weekdays: [1, 5] })).toBe('too-much');
    expect(wished({}, { neededMinutes: 60 })).toBe('more-than-needed');
    expect(wished({ weekdays: [7] })).toBe('outside-hours');
    expect(wished({ from: time('16:00') })).toBe('outside-hours');
    const meetings = [{ weekday: 5 as const, from: time('15:30'), to: time('16:00') }];
    expect(wished({}, { terms: { ...usualTerms, meetings } })).toBe('meeting');
    expect(wished({ from: time('10:00') }, { terms: { ...usualTerms, meetings } })).toContain('9 times');
    expect(wished({}, { lastOn: date('2026-12-03') })).toBe('no-time');
    expect(wished({}, { terms: { ...usualTerms, weekdays: [1] } })).toBe('day-not-allowed');
    const mornings = { from: time('09:00'), to: time('12:00') };
    expect(wished({}, { terms: { ...usualTerms, between: mornings } })).toBe('hours-not-allowed');
    expect(wished({ from: time('10:30') }, { terms: { ...usualTerms, between: mornings } })).toBe('hours-not-allowed');
    expect(wished({ from: time('10:00') }, { terms: { ...usualTerms, between: mornings } })).toContain('9 times');
  });
});

test('the policy that says it most exactly holds', () => {
  const row = (team: string, role: string, weeklyMinutes: number) => ({
    _id: `training-policy:${team}|${role}`,
    version: 0,
    ...usualTerms,
    team,
    role,
    weeklyMinutes,
  });
  const rows = [row('*', '*', 60), row('*', 'SRE', 90), row('Field', '*', 150), row('Field', 'SRE', 180)];
  const hours = (team: string, role: string) => termsFor(rows, { team, role }).weeklyMinutes;
  expect([hours('Field', 'SRE'), hours('Field', 'Clerk'), hours('Shop', 'SRE'), hours('Shop', 'Clerk')]).toEqual([
    180, 150, 90, 60,
  ]);
  expect(termsFor([], { team: 'Field', role: 'SRE' })).toEqual(usualTerms);
});

/* What must be is said by Intl's clocks on the wall, for every zone that this Node knows. */
const zones = Intl.supportedValuesOf('timeZone') as Zone[];
const days = [1, 2, 3, 4, 5, 6, 7] as const;

const hours = fc.constantFrom(
  periods([1, 2, 3, 4, 5], '09:00', '17:00'),
  [...periods([1, 2, 3, 4, 5], '09:00', '13:00'), ...periods([1, 2, 3, 4, 5], '15:00', '19:00')],
  periods([2, 3, 4, 5, 6], '22:00', '06:00'),
  periods([7], '00:00', '08:00'),
);
const instant = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2036, 0, 1) / 60_000 })
  .map((minute) => new Date(minute * 60_000));
const weekdays = fc.subarray([...days], { minLength: 1 });
const terms: fc.Arbitrary<Terms> = fc.record({
  weeklyMinutes: fc.integer({ min: 30, max: 300 }),
  weekdays,
  between: fc.constantFrom(null, null, { from: time('08:00'), to: time('16:00') }),
  longestMinutes: fc.integer({ min: 30, max: 180 }),
  noticeDays: fc.integer({ min: 0, max: 9 }),
  blackouts: fc.constant([]),
  meetings: fc.array(
    fc.record({
      weekday: fc.constantFrom(...days),
      from: fc.constantFrom(time('09:00'), time('13:30')),
      to: fc.constantFrom(time('14:15'), time('15:00')),
    }),
    { maxLength: 3 },
  ),
  agreedBy: fc.constant('manager'),
});
const situation = fc
  .record({
    zone: fc.constantFrom(...zones),
    hours,
    now: instant,
    terms,
    neededMinutes: fc.integer({ min: 0, max: 1_200 }),
    days: fc.integer({ min: 0, max: 90 }),
    taken: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 * 24 * 30 }), fc.integer({ min: 15, max: 240 }))),
    blackout: fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 })),
    off: fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 })),
  })
  .map(({ zone, hours: works, days: ahead, taken, blackout: [from, length], off: [offFrom, offDays], ...rest }) => {
    const today = dateShown(wallClock(zone), rest.now.getTime()) as CalendarDate;
    const leave = [{ from: addDays(today, offFrom), until: addDays(today, offFrom + offDays) }];
    const person = aPerson({ zone, hours: [...works], country: '', leave });
    const planned = taken.map(([after, minutes]): Span => {
      const startsAt = addMinutes(rest.now, after);
      return { startsAt, endsAt: addMinutes(startsAt, minutes) };
    });
    const blackouts = [{ from: addDays(today, from), until: addDays(today, from + length) }];
    const lastOn = addDays(today, ahead);
    return { ...planning(person, { ...rest, terms: { ...rest.terms, blackouts }, lastOn, planned }), leave };
  });
const wish = fc.record({
  weekdays,
  from: fc.integer({ min: 0, max: 95 }).map((quarter) => timeAfter(time('00:00'), quarter * 15)),
  minutes: fc.integer({ min: 2, max: 12 }).map((quarter) => quarter * 15),
});

/** Everything that is wrong with a plan, as sentences. */
function complaints(fitted: Fitted, given: Planning & Pick<Person, 'leave'>): string[] {
  if (fitted.kind === 'cannot') return [];
  const { series, dates, missingMinutes } = fitted.plan;
  const spans = spansOn(series, dates);
  const clock = wallClock(given.zone);
  const today = dateShown(clock, given.now.getTime()) as CalendarDate;
  const all = [...given.planned, ...spans];
  const wrong = spans.flatMap((span, index) => {
    const [start, end] = [span.startsAt.getTime(), span.endsAt.getTime()];
    const day = dateShown(clock, start) as CalendarDate;
    const shifts = [addDays(day, -1), day].flatMap((one) => [...given.shiftsOn(one)]);
    const others = all.filter((other) => other !== span);
    const monday = addDays(day, 1 - weekdayOf(day));
    const inWeek = all.filter((other) => {
      const on = dateShown(clock, other.startsAt.getTime());
      return on >= monday && on <= addDays(monday, 6);
    });
    const weekMinutes = inWeek.reduce((sum, one) => sum + (one.endsAt.getTime() - one.startsAt.getTime()) / 60_000, 0);
    const isOff = (date: CalendarDate) => given.leave.some(({ from, until }) => from <= date && date <= until);
    const { blackouts, meetings, between, noticeDays, weekdays: allowed, longestMinutes, weeklyMinutes } = given.terms;
    const checks: Record<string, boolean> = {
      'overlaps other study time': !others.some((one) => one.startsAt < span.endsAt && span.startsAt < one.endsAt),
      'leaves the working hours': shifts.some((one) => one.start <= span.startsAt && span.endsAt <= one.end),
      'changes its time on the wall': timeShown(clock, start) === series.from,
      'ends at another time': timeShown(clock, end) === timeAfter(series.from, series.minutes),
      'has another length': end - start === series.minutes * 60_000,
      'is on another day of the week': series.weekdays.includes(weekdayOf(day)) && allowed.includes(weekdayOf(day)),
      'comes before the notice': start > given.now.getTime() && day >= addDays(today, noticeDays),
      'comes after the last day': day <= given.lastOn,
      'falls on a blackout': !blackouts.some(({ from, until }) => from <= day && day <= until),
      // A night shift that began before it is still worked.
      'falls in leave': !isOff(day) || !isOff(addDays(day, -1)),
      'overlaps a meeting of the team': !meetings.some(
        ({ weekday, from, to }) =>
          weekday === weekdayOf(day) &&
          series.from < to &&
          (from < timeShown(clock, end) || dateShown(clock, end) > day),
      ),
      'leaves the hours of the policy':
        between === null || (between.from <= series.from && timeShown(clock, end) <= between.to),
      'is too long': series.minutes <= longestMinutes,
      'makes the week too full': weekMinutes <= weeklyMinutes,
      'is not in order': index === 0 || spans[index - 1]!.startsAt < span.startsAt,
    };
    return Object.entries(checks).flatMap(([what, holds]) => (holds ? [] : [`${given.zone} ${day}: ${what}`]));
  });
  const sum = spans.length * series.minutes;
  const [first, last] = [spans[0]!, spans.at(-1)!].map(({ startsAt }) => dateShown(clock, startsAt.getTime()));
  return [
    ...wrong,
    ...(spans.length === dates.length ? [] : ['leaves out a day']),
    ...(sum + missingMinutes === given.neededMinutes && missingMinutes >= 0 ? [] : ['gives more than is needed']),
    ...(first === series.firstOn && last === series.untilOn ? [] : ['begins or ends on another day']),
  ];
}

test('in every zone, blocks keep within working hours, policy and need, never overlap, and keep their local time', () => {
  let fits = 0;
  fc.assert(
    fc.property(situation, wish, (given, wished) => {
      for (const fitted of [propose(given), fitWeekly({ ...wished, weekdays: wished.weekdays as Weekday[] }, given)]) {
        if (fitted.kind === 'fits') fits += 1;
        expect(complaints(fitted, given)).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect(fits).toBeGreaterThan(40);
});

test('what is proposed can be asked for as it stands', () => {
  fc.assert(
    fc.property(situation, (given) => {
      const proposed = propose(given);
      if (proposed.kind === 'fits') expect(fitWeekly(proposed.plan.series, given)).toEqual(proposed);
    }),
    { numRuns: 200 },
  );
});

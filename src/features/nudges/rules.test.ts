import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPerson, periods } from '../../../test/builders/person.js';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../shared/dates.js';
import { addDays, dateIn, daysBetween, instantAt } from '../../shared/dates.js';
import { workBegins, workingDayAfter, workingDayOnOrBefore, workingDaysOf } from '../people/index.js';
import { isOnLeave, isWorkingDay } from '../people/rules.js';
import type { Subject, WorkingDays } from './rules.js';
import {
  isUrgent,
  nextAtAfterAnswer,
  nextAtAgain,
  nextSaying,
  pauseOf,
  planAnnounced,
  planDue,
  planLoaded,
  reached,
  reasonOf,
  sayings,
  snoozeDays,
  snoozeUntil,
  stepDays,
  worstFirst,
} from './rules.js';

const date = (text: string) => text as CalendarDate;
const usualLadder = [90, 60, 30, 14, 7, 1, 0, -7, -14, -21];

type Worker = Parameters<typeof workBegins>[0];
const madrid: Worker = aPerson();

const at = (text: string) => new Date(text);
const nineToFive = { from: '09:00' as TimeOfDay, to: '17:00' as TimeOfDay };
const spanOf = (from: CalendarDate, length: number) => ({ from, until: addDays(from, length) });
const undisturbed = { need: 'required', examOn: null, snoozedUntil: null, notice: 'said' } as const;
const said = (plan: ReturnType<typeof planDue>) => [plan.owed?.reason ?? null, plan.nextAt?.toISOString() ?? null];

describe('the steps of a ladder', () => {
  const days = workingDaysOf(madrid, at('2026-10-01T07:00:00Z'));

  test('are said on the last working day before a day off', () => {
    // 5 December 2026 is a Saturday; the seventh day before it is one, too.
    expect(stepDays(date('2026-12-05'), [7, 2, 0, -7], days).map(({ reason, on }) => [reason, on])).toEqual([
      ['due-7', '2026-11-27'],
      ['due-2', '2026-12-03'],
      ['due-0', '2026-12-04'],
      ['overdue-7', '2026-12-11'],
    ]);
  });

  test('that fall on one day are one: the tightest', () => {
    const steps = stepDays(date('2026-12-05'), [7, 1, 0], days);
    expect(reached(steps, date('2026-12-04'))).toMatchObject({ reason: 'due-0' });
    expect(nextSaying(steps, date('2026-11-27'))).toMatchObject({ reason: 'due-0' });
    expect(nextSaying(steps, date('2026-12-04'))).toBeUndefined();
  });

  describe('and leave', () => {
    const off = (from: string, until: string) => {
      const away: Worker = { ...madrid, leave: [{ from: date(from), until: date(until) }] };
      return workingDaysOf(away, at('2026-10-01T07:00:00Z'));
    };
    const stepsOf = (days: WorkingDays, ladder = [14, 7, 1, 0, -7]) =>
      stepDays(date('2026-12-17'), ladder, days).map(({ reason, on }) => [reason, on]);

    test('steps that fall in it are one, the tightest, on the first working day after it', () => {
      expect(stepsOf(off('2026-12-02', '2026-12-11'))).toEqual([
        ['due-7', '2026-12-14'],
        ['due-1', '2026-12-16'],
        ['due-0', '2026-12-17'],
        ['overdue-7', '2026-12-24'],
      ]);
    });

    test('what falls due in it is spoken of on the last working day before it, and on the first after it', () => {
      expect(stepsOf(off('2026-12-07', '2026-12-18'))).toEqual([
        ['due-14', '2026-12-03'],
        ['away-2026-12-17', '2026-12-04'],
        ['due-0', '2026-12-21'],
        ['overdue-7', '2026-12-24'],
      ]);
      // Where a step falls on that day, what falls due comes in its place.
      expect(stepsOf(off('2026-12-11', '2027-01-08'))).toEqual([
        ['due-14', '2026-12-03'],
        ['away-2026-12-17', '2026-12-10'],
        ['overdue-7', '2027-01-11'],
      ]);
    });

    test('with no step before the due date nothing is said before it', () => {
      expect(stepsOf(off('2026-12-07', '2026-12-18'), [-1, -7])).toEqual([
        ['overdue-1', '2026-12-21'],
        ['overdue-7', '2026-12-24'],
      ]);
    });
  });

  test('have a reason each', () => {
    expect([90, 1, 0, -7].map(reasonOf)).toEqual(['due-90', 'due-1', 'due-0', 'overdue-7']);
  });
});

describe('what is owed', () => {
  const dueOn = date('2026-12-31');
  const subject = (now: Date) => ({ ...undisturbed, dueOn, ladder: usualLadder, days: workingDaysOf(madrid, now) });

  test.each<[string, Date, (string | null)[]]>([
    ['before the hour of a step', at('2026-12-17T07:59:59Z'), [null, '2026-12-17T08:00:00.000Z']],
    ['at the hour of a step', at('2026-12-17T08:00:00Z'), ['due-14', '2026-12-24T08:00:00.000Z']],
    ['days after it, when nobody looked', at('2026-12-20T12:00:00Z'), ['due-14', '2026-12-24T08:00:00.000Z']],
    ['on the due date', at('2026-12-31T08:00:00Z'), ['due-0', '2027-01-07T08:00:00.000Z']],
    ['at the last step', at('2027-01-21T08:00:00Z'), ['overdue-21', null]],
    ['before the first step', at('2026-06-01T08:00:00Z'), [null, '2026-10-02T07:00:00.000Z']],
  ])('%s', (_, now, expected) => {
    expect(said(planDue({ ...subject(now), now, nextAt: now }))).toEqual(expected);
  });

  test('waits for the end of a snooze, whatever steps fall meanwhile, and goes on with the next step after it', () => {
    const snoozedUntil = date('2026-12-23');
    const plan = (now: Date) => said(planDue({ ...subject(now), snoozedUntil, now, nextAt: now }));
    expect(plan(at('2026-12-17T08:00:00Z'))).toEqual([null, '2026-12-23T08:00:00.000Z']);
    expect(plan(at('2026-12-23T08:00:00Z'))).toEqual(['snooze-2026-12-23', '2026-12-24T08:00:00.000Z']);
    // Nobody looked on its day, and meanwhile a step has come.
    expect(plan(at('2026-12-25T08:00:00Z'))).toEqual(['due-7', '2026-12-30T08:00:00.000Z']);
  });

  test('by a new assignment is its notice, which counts as the step it falls in', () => {
    expect(said(planAnnounced(subject(at('2026-12-17T06:00:00Z'))))).toEqual(['assigned', '2026-12-24T08:00:00.000Z']);
    expect(said(planAnnounced(subject(at('2026-12-20T06:00:00Z'))))).toEqual(['assigned', '2026-12-24T08:00:00.000Z']);
    expect(said(planAnnounced(subject(at('2027-02-01T06:00:00Z'))))).toEqual(['assigned', null]);
  });

  test('is still the notice at a step before which it was not said, and the step of that day with it', () => {
    const plan = (now: Date, answers: Partial<Subject> = {}) =>
      planDue({ ...subject(now), ...answers, notice: 'unsaid', now, nextAt: now });
    expect(said(plan(at('2026-12-17T08:00:00Z')))).toEqual(['assigned', '2026-12-24T08:00:00.000Z']);
    expect(plan(at('2026-12-24T08:00:00Z')).owed).toEqual({ reason: 'assigned', since: '2026-12-24' });
    // How an exam went is what matters most.
    expect(said(plan(at('2026-12-24T08:00:00Z'), { examOn: date('2026-12-23') }))[0]).toBe('exam-2026-12-23');
  });

  test('by a loaded assignment is only the step that was reached, since the day on which it was', () => {
    const plan = planLoaded(subject(at('2026-12-20T06:00:00Z')));
    expect(plan.owed).toEqual({ reason: 'due-14', since: '2026-12-17' });
    expect(said(planLoaded(subject(at('2026-06-01T06:00:00Z'))))).toEqual([null, '2026-10-02T07:00:00.000Z']);
  });

  test('is looked at anew when the hours change: the step of today only if its hour is still to come', () => {
    const again = (now: Date, today: 'told' | 'not told' = 'not told') =>
      nextAtAgain({ ...subject(now), today })?.toISOString();
    expect(again(at('2026-12-17T07:00:00Z'))).toBe('2026-12-17T08:00:00.000Z');
    // Its hour has passed, but nothing was told yet: it comes at once.
    expect(again(at('2026-12-17T11:00:00Z'))).toBe('2026-12-17T08:00:00.000Z');
    expect(again(at('2026-12-17T11:00:00Z'), 'told')).toBe('2026-12-24T08:00:00.000Z');
    expect(again(at('2027-02-01T08:00:00Z'))).toBeUndefined();
  });
});

test('somebody who flies west on the day of a step, after it was told, is not told it again', () => {
  const newYorker = aPerson({ zone: 'America/New_York' as Zone });
  const now = at('2026-12-17T10:00:00Z');
  const subject = {
    ...undisturbed,
    dueOn: date('2026-12-31'),
    ladder: usualLadder,
    days: workingDaysOf(newYorker, now),
  };
  expect(nextAtAgain({ ...subject, today: 'not told' })?.toISOString()).toBe('2026-12-17T14:00:00.000Z');
  expect(nextAtAgain({ ...subject, today: 'told' })?.toISOString()).toBe('2026-12-24T14:00:00.000Z');
});

test('a step that was said is not said again behind leave that is told of afterwards; one that was not said is', () => {
  const now = at('2026-12-17T10:00:00Z');
  const away = aPerson({ leave: [{ from: date('2026-12-17'), until: date('2026-12-18') }] });
  const subject = { ...undisturbed, dueOn: date('2026-12-31'), ladder: usualLadder, days: workingDaysOf(away, now) };
  const again = (lastOn: string) => nextAtAgain({ ...subject, today: 'not told', lastOn: date(lastOn) })?.toISOString();
  expect(again('2026-12-17')).toBe('2026-12-24T08:00:00.000Z');
  expect(again('2026-12-01')).toBe('2026-12-21T08:00:00.000Z');
});

test('a step that leave has put off comes at once when that leave is not taken, unless something was said since', () => {
  const off = (from: string, until: string) => aPerson({ leave: [{ from: date(from), until: date(until) }] });
  // The step of 17 December was to come on the 22nd.
  const again = (now: Date, lastOn: string, before = off('2026-12-17', '2026-12-21'), person = madrid) => {
    const days = workingDaysOf(person, now);
    const subject = { ...undisturbed, dueOn: date('2026-12-31'), ladder: usualLadder, days };
    const known = { lastOn: date(lastOn), before: workingDaysOf(before, now) };
    return nextAtAgain({ ...subject, today: 'not told', ...known })?.toISOString();
  };
  const friday = at('2026-12-18T10:00:00Z');
  expect(again(friday, '2026-12-01')).toBe('2026-12-18T08:00:00.000Z');
  expect(again(friday, '2026-12-17')).toBe('2026-12-24T08:00:00.000Z');
  // Nobody is written to on a Saturday for it.
  expect(again(at('2026-12-19T10:00:00Z'), '2026-12-01')).toBe('2026-12-21T08:00:00.000Z');
  // Away on other days instead.
  expect(again(friday, '2026-12-01', undefined, off('2026-12-18', '2026-12-21'))).toBe('2026-12-22T08:00:00.000Z');
  // What passed for another reason, when somebody had just answered, say, does not come because of leave.
  expect(again(friday, '2026-12-01', off('2027-07-01', '2027-07-21'))).toBe('2026-12-24T08:00:00.000Z');
});

test('a step of the Saturday on which clocks leap over midnight comes on Sunday, and before the one of Sunday', () => {
  const nuuk = aPerson({ zone: 'America/Nuuk' as Zone, hours: periods([6, 7], '23:30', '07:30') });
  const plan = (now: Date) =>
    said(
      planDue({
        ...undisturbed,
        dueOn: date('2027-03-28'),
        ladder: [1, 0],
        days: workingDaysOf(nuuk, now),
        now,
        nextAt: now,
      }),
    );
  expect(plan(at('2027-03-28T01:30:00Z'))).toEqual(['due-1', '2027-03-29T00:30:00.000Z']);
  expect(plan(at('2027-03-29T00:30:00Z'))).toEqual(['due-0', null]);
  // Later on that Sunday nobody can tell what was said: only when to look again.
  expect(plan(at('2027-03-28T02:00:00Z'))).toEqual([null, '2027-03-29T00:30:00.000Z']);
});

describe('a snooze', () => {
  const until = (now: string, dueOn: string, need: 'required' | 'optional' = 'required') =>
    snoozeDays.map((length) => snoozeUntil({ dueOn: date(dueOn), need, days: workingDaysOf(madrid, at(now)) }, length));

  test.each<[string, string, string, (string | undefined)[]]>([
    ['on a Tuesday', '2026-12-01T09:00:00Z', '2026-12-31', ['2026-12-02', '2026-12-04', '2026-12-08']],
    // Saturday gives way to Friday, which is today; so it is Monday.
    ['on a Friday', '2026-12-04T09:00:00Z', '2026-12-31', ['2026-12-07', '2026-12-07', '2026-12-11']],
    ['two days before the end', '2026-12-01T09:00:00Z', '2026-12-03', ['2026-12-02', undefined, undefined]],
    ['on the last day', '2026-12-01T09:00:00Z', '2026-12-01', [undefined, undefined, undefined]],
    ['after the end', '2026-12-01T09:00:00Z', '2026-11-01', [undefined, undefined, undefined]],
  ])('%s', (_, now, dueOn, expected) => {
    expect(until(now, dueOn)).toEqual(expected);
  });

  test('of an optional one may pass the due date', () => {
    expect(until('2026-12-01T09:00:00Z', '2026-12-01', 'optional')).toEqual(['2026-12-02', '2026-12-04', '2026-12-08']);
  });
});

describe('a booked exam', () => {
  const dueOn = date('2026-12-31');
  const now = at('2026-12-01T10:00:00Z');
  const said = (answers: Partial<Subject>) =>
    sayings({ ...undisturbed, dueOn, ladder: usualLadder, days: workingDaysOf(madrid, now), ...answers })
      .filter(({ on }) => on > date('2026-12-01'))
      .map(({ reason, on }) => `${on} ${reason}`);

  test('silences the ladder until the working day after it, which asks how it went', () => {
    // 18 December 2026 is a Friday; the step of 14 days falls on the 17th and is not said.
    expect(said({ examOn: date('2026-12-18') }).slice(0, 3)).toEqual([
      '2026-12-21 exam-2026-12-18',
      '2026-12-24 due-7',
      '2026-12-30 due-1',
    ]);
  });

  test('asks instead of the step that falls on the same day', () => {
    expect(said({ examOn: date('2026-12-23') }).slice(0, 2)).toEqual([
      '2026-12-24 exam-2026-12-23',
      '2026-12-30 due-1',
    ]);
  });

  test('on the due date itself silences; after the due date of what is required it only asks', () => {
    expect(said({ examOn: dueOn })[0]).toBe('2027-01-01 exam-2026-12-31');
    const late = said({ examOn: date('2027-01-08') });
    expect(late.slice(0, 6)).toEqual([
      '2026-12-17 due-14',
      '2026-12-24 due-7',
      '2026-12-30 due-1',
      '2026-12-31 due-0',
      '2027-01-07 overdue-7',
      '2027-01-11 exam-2027-01-08',
    ]);
    expect(said({ examOn: date('2027-01-08'), need: 'optional' })[0]).toBe('2027-01-11 exam-2027-01-08');
  });

  test('and a snooze together are silent until the later of the two', () => {
    const examOn = date('2026-12-04');
    expect(said({ examOn, snoozedUntil: date('2026-12-03') })[0]).toBe('2026-12-07 exam-2026-12-04');
    expect(said({ examOn, snoozedUntil: date('2026-12-08') })[0]).toBe('2026-12-08 snooze-2026-12-08');
    expect(said({ examOn, snoozedUntil: date('2026-12-08') })[1]).toBe('2026-12-17 due-14');
  });

  test('is asked about on the next working day, whatever is a holiday there', () => {
    // Tuesday 8 December 2026 is a holiday in Spain.
    const days = workingDaysOf(aPerson({ country: 'ES' }), now);
    expect(pauseOf({ dueOn, need: 'required', examOn: date('2026-12-07'), days })).toBe('2026-12-09');
  });

  test('is asked about even when something was told on that day; a step of the ladder is not', () => {
    const subject = (examOn: string | null) => ({
      ...undisturbed,
      dueOn,
      examOn: examOn as CalendarDate | null,
      ladder: usualLadder,
      days: workingDaysOf(madrid, at('2026-12-24T10:00:00Z')),
    });
    expect(nextAtAgain({ ...subject('2026-12-23'), today: 'told' })).toEqual(at('2026-12-24T08:00:00Z'));
    expect(nextAtAgain({ ...subject(null), today: 'told' })).toEqual(at('2026-12-30T08:00:00Z'));
    expect(nextAtAfterAnswer(subject('2026-12-23'))).toEqual(at('2026-12-30T08:00:00Z'));
  });
});

test('worse lapses come first, then the sooner ones', () => {
  const items = [
    { harm: 1, dueOn: date('2026-12-01') },
    { harm: 0, dueOn: date('2026-12-31') },
    { harm: 0, dueOn: date('2026-12-03') },
  ];
  expect(items.toSorted(worstFirst).map(({ harm, dueOn }) => `${harm} ${dueOn}`)).toEqual([
    '0 2026-12-03',
    '0 2026-12-31',
    '1 2026-12-01',
  ]);
});

test('what is required is urgent from the day before it ends, what is optional never', () => {
  const today = date('2026-12-01');
  const days = workingDaysOf(madrid, at('2026-12-01T09:00:00Z'));
  expect(isUrgent('required', date('2026-12-02'), today, days)).toBe(true);
  expect(isUrgent('required', date('2026-12-03'), today, days)).toBe(false);
  expect(isUrgent('required', date('2026-11-01'), today, days)).toBe(true);
  expect(isUrgent('optional', today, today, days)).toBe(false);
  // Due on Sunday: Friday is the last working day before it.
  expect(isUrgent('required', date('2026-12-06'), date('2026-12-04'), days)).toBe(true);
});

describe('whoever works whenever, wherever', () => {
  const zones = ['Europe/Madrid', 'Australia/Sydney', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'];
  const worker = fc
    .record({
      zone: fc.constantFrom(...zones),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      hours: fc.constantFrom(['09:00', '17:00'], ['22:00', '06:00'], ['00:00', '08:00'], ['02:30', '10:00']),
    })
    .map(
      ({ zone, weekdays, hours }): Worker => ({
        zone: zone as Zone,
        country: '',
        leave: [],
        hours: periods(weekdays as Weekday[], hours[0]!, hours[1]!),
      }),
    );
  const ladder = fc.uniqueArray(fc.integer({ min: -30, max: 120 }), { minLength: 1, maxLength: 10 });
  const day = fc.integer({ min: 0, max: 700 }).map((n) => addDays(date('2026-01-01'), n));

  /** Lives from `from`, looking whenever it is due and never between; what was owed when. */
  function live(
    who: Worker,
    dueOn: CalendarDate,
    steps: readonly number[],
    from: CalendarDate,
    answers: Partial<Subject> = {},
  ) {
    const asked = { ...undisturbed, dueOn, ladder: steps, ...answers };
    const noon = instantAt(from, '12:00' as TimeOfDay, who.zone);
    const told: { reason: string; on: CalendarDate; now: Date }[] = [];
    let { nextAt } = planAnnounced({ ...asked, days: workingDaysOf(who, noon) });
    for (let turns = 0; nextAt !== null; turns += 1) {
      expect(turns).toBeLessThan(2 * steps.length + 2);
      const now = nextAt;
      const plan = planDue({ ...asked, days: workingDaysOf(who, now), now, nextAt: now });
      if (plan.owed !== null) told.push({ reason: plan.owed.reason, on: dateIn(now, who.zone), now });
      expect(plan.nextAt === null || plan.nextAt > now).toBe(true);
      nextAt = plan.nextAt;
    }
    return told;
  }

  test('is told each step once, on a working day, at the beginning of work, never after its date', () => {
    fc.assert(
      fc.property(worker, ladder, day, fc.integer({ min: 0, max: 200 }), (who, steps, dueOn, before) => {
        const told = live(who, dueOn, steps, addDays(dueOn, -before));
        expect(new Set(told.map(({ reason }) => reason)).size).toBe(told.length);
        expect(new Set(told.map(({ on }) => on)).size).toBe(told.length);
        for (const { reason, on, now } of told) {
          expect(isWorkingDay(who, on)).toBe(true);
          expect(now).toEqual(workBegins(who, on));
          const step = steps.find((step) => reasonOf(step) === reason)!;
          expect(on <= addDays(dueOn, -step)).toBe(true);
          // The last working day before it is less than a week away, because a week has one.
          expect(daysBetween(on, addDays(dueOn, -step))).toBeLessThan(7);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is told of every step still to come, alone or by the tightest of those that fall on its day', () => {
    fc.assert(
      fc.property(worker, ladder, day, fc.integer({ min: 0, max: 200 }), (who, steps, dueOn, before) => {
        const from = addDays(dueOn, -before);
        const told = live(who, dueOn, steps, from);
        const expected = new Map(
          stepDays(dueOn, steps, workingDaysOf(who, instantAt(from, '12:00' as TimeOfDay, who.zone)))
            .filter(({ on }) => on > from)
            .map(({ reason, on }) => [on, reason]),
        );
        expect(told.map(({ on, reason }) => [on, reason])).toEqual([...expected]);
      }),
      { numRuns: 300 },
    );
  });

  test('on leave is told nothing, and of each step once they are back; of what falls due meanwhile before they go', () => {
    const starts = fc.integer({ min: -60, max: 60 });
    fc.assert(
      fc.property(
        worker,
        ladder,
        day,
        starts,
        fc.integer({ min: 0, max: 90 }),
        (someone, steps, dueOn, first, length) => {
          const from = addDays(dueOn, first);
          const who: Worker = { ...someone, leave: [{ from, until: addDays(from, length) }] };
          const told = live(who, dueOn, steps, addDays(dueOn, -150));
          for (const { on, now } of told) {
            expect(isWorkingDay(who, on)).toBe(true);
            expect(now).toEqual(workBegins(who, on));
          }
          const back = workingDayAfter(who, who.leave[0]!.until);
          const missed = steps.some((step) => isOnLeave(who, addDays(dueOn, -step)));
          expect(!missed || told.some(({ on }) => on === back)).toBe(true);
          const lastDay = workingDayOnOrBefore(who, dueOn);
          const isMissedDue = isOnLeave(who, dueOn) && steps.some((step) => step >= 0 && step < 100);
          const isTold = told.some(({ on }) => on > addDays(dueOn, -150) && on <= dueOn);
          expect(!isMissedDue || lastDay <= addDays(dueOn, -150) || isTold).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('and whose leave is told of, moved and taken back, has heard of all that has come by the end of each day at work', () => {
    const span = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 12 }));
    const change = fc.record({ after: fc.integer({ min: 0, max: 9 }), leave: fc.array(span, { maxLength: 2 }) });
    const byDay = worker.map((who): Worker => ({ ...who, hours: who.hours.map((one) => ({ ...one, ...nineToFive })) }));
    fc.assert(
      fc.property(byDay, ladder, day, fc.array(change, { maxLength: 12 }), (someone, steps, dueOn, changes) => {
        const asked = { ...undisturbed, dueOn, ladder: steps };
        const from = addDays(dueOn, -40);
        const noonOf = (on: CalendarDate) => instantAt(on, '12:00' as TimeOfDay, someone.zone);
        const said: { reason: string; on: CalendarDate }[] = [];
        let who = someone;
        let { nextAt } = planAnnounced({ ...asked, days: workingDaysOf(who, noonOf(from)) });
        let waits = changes[0]?.after ?? 0;
        const left = [...changes];
        for (let on = addDays(from, 1); on <= addDays(dueOn, 40); on = addDays(on, 1)) {
          const hearsAt = (now: Date) => {
            if (nextAt === null || nextAt > now || !isWorkingDay(who, on)) return;
            const { owed, nextAt: next } = planDue({ ...asked, days: workingDaysOf(who, now), now, nextAt });
            nextAt = next;
            if (owed !== null) said.push({ reason: owed.reason, on });
          };
          hearsAt(workBegins(who, on));
          waits -= 1;
          const next = left[0] && {
            ...who,
            leave: left[0].leave.map(([first, length]) => spanOf(addDays(on, first), length)),
          };
          // Told of on a day at work: of two changes of one absence the second does not know what the first put off.
          if (waits < 0 && next !== undefined && isWorkingDay(next, on)) {
            left.shift();
            waits = left[0]?.after ?? 0;
            const before = workingDaysOf(who, noonOf(on));
            who = next;
            const noon = noonOf(on);
            const last = said.at(-1);
            const today = last?.on === on ? 'told' : 'not told';
            const lastOn = last?.on ?? from;
            if (nextAt === null || nextAt > noon)
              nextAt = nextAtAgain({ ...asked, days: workingDaysOf(who, noon), today, lastOn, before });
            hearsAt(noon);
          }
          if (!isWorkingDay(who, on)) continue;
          const come = steps.map((step) => addDays(dueOn, -step)).filter((of) => of > from && of <= on);
          const newest = come.toSorted().at(-1);
          const known = said.at(-1)?.on ?? from;
          expect(newest === undefined || known >= workingDayOnOrBefore({ ...who, leave: [] }, newest)).toBe(true);
        }
        // That it falls due in leave is worth saying again before another leave.
        const reasons = said.map(({ reason }) => reason).filter((reason) => !reason.startsWith('away'));
        expect(reasons).toEqual([...new Set(reasons)]);
      }),
      { numRuns: 300 },
    );
  });

  test('with an exam by the due date hears nothing before it, is asked once, and then hears each later step once', () => {
    const exam = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(worker, ladder, day, exam, exam, (who, steps, dueOn, before, earlier) => {
        const examOn = addDays(dueOn, -before);
        const told = live(who, dueOn, steps, addDays(examOn, -earlier), { examOn });
        const asksOn = workingDayAfter(who, examOn);
        expect(told[0]).toMatchObject({ reason: `exam-${examOn}`, on: asksOn });
        expect(told.filter(({ reason }) => reason.startsWith('exam-'))).toHaveLength(1);
        const later = stepDays(dueOn, steps, workingDaysOf(who, told[0]!.now)).filter(({ on }) => on > asksOn);
        expect(told.slice(1).map(({ reason }) => reason)).toEqual(later.map(({ reason }) => reason));
      }),
      { numRuns: 300 },
    );
  });

  test('snoozes to a working day after today, and never past the due date of what is required', () => {
    const length = fc.constantFrom(...snoozeDays);
    const need = fc.constantFrom('required' as const, 'optional' as const);
    fc.assert(
      fc.property(worker, day, day, length, need, (who, today, dueOn, days, required) => {
        const now = instantAt(today, '12:00' as TimeOfDay, who.zone);
        const until = snoozeUntil({ dueOn, need: required, days: workingDaysOf(who, now) }, days);
        if (until === undefined) expect(required).toBe('required');
        else {
          expect(until > today).toBe(true);
          expect(isWorkingDay(who, until)).toBe(true);
          expect(required === 'optional' || until <= dueOn).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is woken from a snooze once, and then told only of later steps', () => {
    fc.assert(
      fc.property(worker, ladder, day, fc.integer({ min: 0, max: 60 }), (who, steps, dueOn, before) => {
        const today = addDays(dueOn, -before);
        const now = instantAt(today, '12:00' as TimeOfDay, who.zone);
        const until = snoozeUntil({ dueOn, need: 'optional', days: workingDaysOf(who, now) }, 3)!;
        const wakes = workBegins(who, until);
        const asked = { ...undisturbed, dueOn, ladder: steps, snoozedUntil: until };
        const plan = planDue({ ...asked, days: workingDaysOf(who, wakes), now: wakes, nextAt: wakes });
        expect(plan.owed).toEqual({ reason: `snooze-${until}`, since: until });
        expect(plan.nextAt === null || dateIn(plan.nextAt, who.zone) > until).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

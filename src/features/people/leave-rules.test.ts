import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPerson } from '../../../test/builders/person.js';
import { addDays, CalendarDate } from '../../shared/dates.js';
import { leaveAhead, leaveEnded, withLeave, withLeaveFrom } from './leave-rules.js';
import { isOnLeave } from './rules.js';

const today = CalendarDate.parse('2026-10-07');
const days = (from: string, until: string) => ({ from: CalendarDate.parse(from), until: CalendarDate.parse(until) });
const october = days('2026-10-05', '2026-10-16');
const christmas = days('2026-12-24', '2026-12-31');

describe('leave', () => {
  test('that is taken takes the place of what it overlaps, in order', () => {
    const leave = withLeave([october, christmas], days('2026-12-21', '2026-12-28'), today);
    expect(leave).toEqual([october, days('2026-12-21', '2026-12-28')]);
  });

  test('that touches is one for whoever looks', () => {
    const [first, last] = [days('2026-10-17', '2026-10-20'), days('2026-10-19', '2026-10-25')];
    expect(leaveAhead([christmas, last, october, first], today)).toEqual([days('2026-10-05', '2026-10-25'), christmas]);
    expect(leaveAhead([october], CalendarDate.parse('2026-10-17'))).toEqual([]);
  });

  test('that is going on ends yesterday; that is to come was never', () => {
    expect(leaveEnded([october, christmas], october.from, today)).toEqual([
      days('2026-10-05', '2026-10-06'),
      christmas,
    ]);
    expect(leaveEnded([october, christmas], christmas.from, today)).toEqual([october]);
    expect(leaveEnded([october], today, today)).toEqual([october]);
  });

  test('of a file is known by its first day: it is prolonged, cut short and taken away', () => {
    expect(withLeaveFrom([october], { from: october.from, until: christmas.until }, today)).toEqual([
      days('2026-10-05', '2026-12-31'),
    ]);
    expect(withLeaveFrom([october, christmas], { from: october.from, until: null }, today)).toEqual([christmas]);
  });

  test('long over is let go with the next change', () => {
    expect(withLeave([days('2026-06-01', '2026-06-30')], christmas, today)).toEqual([christmas]);
  });

  test('ended is over today, whatever else there is, and nothing else changes', () => {
    const one = fc
      .tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 20 }))
      .map(([from, length]) => ({ from: addDays(today, from), until: addDays(today, from + length) }));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (leave) => {
        const [first] = leaveAhead(leave, today);
        if (first === undefined) return;
        const [before, after] = [aPerson({ leave }), aPerson({ leave: leaveEnded(leave, first.from, today) })];
        for (let day = addDays(today, -60); day <= addDays(today, 60); day = addDays(day, 1)) {
          const isEnded = day >= today && first.from <= day && day <= first.until;
          expect(isOnLeave(after, day)).toBe(!isEnded && isOnLeave(before, day));
        }
      }),
    );
  });
});

import { onTheCalendar } from './expected/calendar.js';
import type { Expected } from './expected/expected.js';
import { inTheLoop } from './expected/loop.js';

/**
 * What named people of the sample company should hear in the quarter, written by hand from the table in
 * ../company/README.md and the rules of DESIGN: each step once, at the beginning of work where the person is, on the last
 * working day before it when it falls on a day off. Times are on the wall clock of the person.
 *
 * Reminders go on at 00:00 UTC on 1 October. What was late by then is released to 6 people a day (10 % of 57), the most harmful
 * lapses first, from that moment on and then at 00:00 UTC each day; those are the lines marked "released".
 */
export const expectations: readonly Expected[] = [...onTheCalendar, ...inTheLoop];

import { expect, test } from 'vitest';
import type { CalendarDate } from '../../shared/dates.js';
import type { Known } from './standing.js';
import { whereIs } from './standing.js';

const date = (text: string) => text as CalendarDate;
const known = (fields: Partial<Known>): Known => ({
  certification: { mayNotWorkWithout: false, graceDays: 0 },
  assignment: undefined,
  credential: undefined,
  isHandedIn: false,
  today: date('2026-10-01'),
  ...fields,
});
const open = (dueOn: string) => ({ state: 'open' as const, dueOn: date(dueOn) });
const until = (expiresOn: string) => ({ expiresOn: date(expiresOn) });
const stops = { mayNotWorkWithout: true, graceDays: 0 };
const withGrace = { mayNotWorkWithout: true, graceDays: 14 };

test.each<[string, Partial<Known>, string | undefined]>([
  ['holds it and nothing is asked', { credential: until('2026-10-01') }, 'current'],
  ['holds it for good', { credential: { expiresOn: null } }, 'current'],
  [
    'holds it and the renewal opens later',
    { credential: until('2027-01-01'), assignment: { state: 'planned', dueOn: date('2027-01-01') } },
    'current',
  ],
  ['has to renew it soon', { credential: until('2026-10-20'), assignment: open('2026-10-20') }, 'due'],
  ['has it due today', { assignment: open('2026-10-01') }, 'due'],
  ['is late', { assignment: open('2026-09-30') }, 'overdue'],
  ['lost it, and nobody asks any more', { credential: until('2026-09-01') }, undefined],
  [
    'is in grace',
    { certification: withGrace, credential: until('2026-09-20'), assignment: open('2026-09-20') },
    'in-grace',
  ],
  [
    'is past grace',
    { certification: withGrace, credential: until('2026-09-16'), assignment: open('2026-09-16') },
    'may-not-work',
  ],
  [
    'lost what work needs',
    { certification: stops, credential: until('2026-09-30'), assignment: open('2026-09-30') },
    'may-not-work',
  ],
  [
    'lost what work needs, though given more time',
    { certification: stops, credential: until('2026-09-30'), assignment: open('2026-11-30') },
    'may-not-work',
  ],
  ['is new to work that needs it', { certification: stops, assignment: open('2026-10-20') }, 'due'],
  ['is new to it and late', { certification: stops, assignment: open('2026-09-20') }, 'may-not-work'],
  [
    'has handed in what work needs, which is not agreed yet',
    { certification: stops, isHandedIn: true, assignment: { state: 'in-review', dueOn: date('2026-09-20') } },
    'may-not-work',
  ],
  [
    'has handed it in',
    { isHandedIn: true, assignment: { state: 'in-review', dueOn: date('2026-09-20') } },
    'in-review',
  ],
  ['has handed in what nobody asked for', { isHandedIn: true }, 'in-review'],
])('somebody who %s stands there', (_, fields, where) => {
  expect(whereIs(known(fields))?.where).toBe(where);
});

import fc from 'fast-check';
import { examButton, failedButton } from '../../src/features/assignments/parts.js';
import { passedButton } from '../../src/features/credentials/parts.js';
import type { Explanation, Reminder, ReminderItem } from '../../src/features/nudges/messages.js';
import { moreChoices } from '../../src/features/nudges/parts.js';
import { snoozeDays } from '../../src/features/nudges/rules.js';
import { PlanStudyTime } from '../../src/features/training-time/parts.js';
import type { CalendarDate, Zone } from '../../src/shared/dates.js';
import { addDays, addMinutes } from '../../src/shared/dates.js';
import type { AssignmentId } from '../../src/shared/ids.js';
import type { HttpUrl } from '../../src/shared/links.js';
import { httpUrl } from '../../src/shared/links.js';
import { hostileText } from './hostile.js';

/* Data that messages can be given. What we make ourselves (ids, dates, choices) is as we make it; the rest is hostile. */

export const day: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: -4_000, max: 40_000 })
  .map((days) => addDays('2026-01-01' as CalendarDate, days));

const assignmentId = fc
  .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })
  .map((digits) => `asg_${digits}` as AssignmentId);

/** Addresses of any length that `httpUrl` lets through, also of characters that grow when they are written. */
export const address: fc.Arbitrary<HttpUrl> = fc
  .tuple(fc.constantFrom('a', '&x=', '%20', 'é', '|', ';'), fc.integer({ min: 0, max: 3_000 }), hostileText)
  .map(([piece, times, text]) => [
    httpUrl(`https://example.com/?${piece.repeat(times)}`),
    httpUrl(`https://example.com/${text}`),
    httpUrl('https://example.com/study') as HttpUrl,
  ])
  .map((addresses) => addresses.find((one) => one !== undefined) as HttpUrl);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

export const seen = fc.record({ id: assignmentId, version: fc.integer({ min: 0, max: 999_999_999 }) });

/** As many and as large as other features ever show there: *I passed*, study time, the exam. */
const control = { id: `asg_${'f'.repeat(32)}` as AssignmentId, version: 999_999_999 };
const now = new Date('2026-12-01T09:00:00Z');
const slots = Array.from({ length: 8 }, (_, day) => ({
  startsAt: addMinutes(now, day * 1_440),
  endsAt: addMinutes(now, day * 1_440 + 90),
}));
const everyControl = [
  passedButton(control),
  PlanStudyTime({ ...control, slots, zone: 'America/Argentina/ComodRivadavia' as Zone, now }),
  examButton({ ...control, exam: 'ahead' }),
  failedButton(control),
];

export const aReminderItem: fc.Arbitrary<ReminderItem> = fc.record({
  seen,
  name: hostileText,
  need: fc.constantFrom('required', 'optional'),
  isRenewal: fc.boolean(),
  isNew: fc.boolean(),
  askedBy: maybe(hostileText),
  because: hostileText,
  dueOn: day,
  daysLeft: fc.integer({ min: -4_000, max: 4_000 }),
  mayNotWorkWithout: fc.boolean(),
  graceDays: fc.integer({ min: 0, max: 90 }),
  role: hostileText,
  why: maybe(hostileText),
  studyHours: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.double({ min: 0, max: 2_000, noNaN: true })),
  studyLink: maybe(address),
  standing: fc.oneof(
    { weight: 3, arbitrary: fc.constant('open' as const) },
    fc.constantFrom(
      'planned' as const,
      'in-review' as const,
      'earned' as const,
      'waived' as const,
      'withdrawn' as const,
    ),
  ),
  opensOn: day,
  handedInOn: fc.option(day),
  closingWhy: hostileText,
  exam: fc.option(fc.record({ on: day, is: fc.constantFrom('ahead', 'over'), asksOn: fc.option(day) })),
  snoozedUntil: fc.option(day),
  snoozes: fc.subarray([...snoozeDays]),
  controls: fc
    .subarray(everyControl.map((_, place) => place))
    .map((places) => places.map((place) => everyControl[place]!)),
  gains: fc.array(hostileText, { maxLength: 1 }),
  lines: fc.array(hostileText, { maxLength: 2 }),
});

export const aMoreMenu = fc.record({ seen, choices: fc.subarray([...moreChoices], { minLength: 1 }) });
export const aSnoozeSelect = fc.record({ seen, lengths: fc.subarray([...snoozeDays], { minLength: 1 }) });

export const aReminder: fc.Arbitrary<Reminder> = fc.record({
  items: fc.array(aReminderItem, { minLength: 1, maxLength: 8, size: 'max' }),
  alsoOpen: fc.nat({ max: 1_000 }),
  reminders: fc.constantFrom('as-planned', 'weekly'),
});

export const anExplanation: fc.Arbitrary<Explanation> = fc.record({
  name: hostileText,
  need: fc.constantFrom('required', 'optional'),
  dueOn: day,
  isRenewal: fc.boolean(),
  isOver: fc.boolean(),
  heldUntil: maybe(day),
  askedBy: maybe(hostileText),
  assignedOn: day,
  because: hostileText,
  role: hostileText,
  why: maybe(hostileText),
  ladder: fc.uniqueArray(fc.integer({ min: -365, max: 730 }), { minLength: 1, maxLength: 30 }),
  nextOn: maybe(day),
  hour: fc.constantFrom('00:00', '09:00', '23:59'),
  zone: hostileText,
  reminders: fc.constantFrom('as-planned', 'weekly'),
});

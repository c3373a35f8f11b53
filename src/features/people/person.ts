import { z } from 'zod';
import type { Weekday } from '../../shared/dates.js';
import { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { PersonId } from '../../shared/ids.js';

/** One working period: it begins on `day` at `from`, and runs over midnight when `to` is not later than `from`. */
export const WorkingPeriod = z.object({
  day: z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as Weekday))),
  from: TimeOfDay,
  to: TimeOfDay,
});
export type WorkingPeriod = z.infer<typeof WorkingPeriod>;

/** Days off beside weekends and holidays; both ends count. */
export const Leave = z.object({ from: CalendarDate, until: CalendarDate });
export type Leave = z.infer<typeof Leave>;

/** More is a mistake in a file. */
export const mostLeave = 60;

/** A Slack user id as Slack writes it. */
export const slackIdPattern = /^[UW][A-Z0-9]{2,20}$/;

export const Person = z.object({
  _id: PersonId,
  version: z.int().min(0),
  /** The number by which the people file knows this person; never changes. */
  employeeId: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  email: z.string().max(254).nullable(),
  slackId: z.string().regex(slackIdPattern).nullable(),
  managerId: PersonId.nullable(),
  role: z.string().max(100),
  team: z.string().max(100),
  zone: Zone,
  /** Who told us the zone: the file wins over Slack. */
  zoneFrom: z.enum(['file', 'slack', 'default']),
  /** ISO 3166-1 country, with its region where holidays differ: `ES`, `DE-BY`. Empty: no public holidays. */
  country: z.string().regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$/),
  hours: z.array(WorkingPeriod).min(1).max(28),
  /** By their first days, each of which is there once. They may touch and overlap. */
  leave: z.array(Leave).max(mostLeave),
  startOn: CalendarDate.nullable(),
  grade: z.string().max(40),
  location: z.string().max(100),
  /** Nobody who has left is ever written to. */
  state: z.enum(['active', 'left']),
  /** How often reminders may come: as the ladders say, or at most one message a week. */
  reminders: z.enum(['as-planned', 'weekly']),
  /** Who decides in this person's place, on these days and the days between. */
  delegate: z.object({ personId: PersonId, from: CalendarDate, until: CalendarDate }).nullable(),
  /** The DM with this person, opened ahead of the first message. */
  dmChannel: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

type PersonJoined = Readonly<{ type: 'person.joined' }>;
type PersonLeft = Readonly<{ type: 'person.left' }>;
type PersonReturned = Readonly<{ type: 'person.returned' }>;
type PersonChanged = Readonly<{ type: 'person.changed'; fields: readonly string[] }>;
type RemindersChosen = Readonly<{ type: 'person.reminders-chosen'; reminders: Person['reminders'] }>;
/** By the person, who says also who decides in their place, or by a file. `was`: their leave before. */
type LeaveChanged = Readonly<{ type: 'person.leave-changed'; was: readonly Leave[]; delegateId?: PersonId | null }>;
export type PersonFact = PersonJoined | PersonLeft | PersonReturned | PersonChanged | RemindersChosen | LeaveChanged;

import { z } from 'zod';
import { AssignmentId, PersonId } from '../../shared/ids.js';
import type { SnoozeDays } from './rules.js';
import { snoozeDays } from './rules.js';

/** Who is reminded: nobody (as installed), named people and teams, or everybody. */
export const Reach = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({
    state: z.literal('pilot'),
    personIds: z.array(PersonId).max(1000),
    teams: z.array(z.string()).max(100),
  }),
  z.object({ state: z.literal('on') }),
]);
export type Reach = z.infer<typeof Reach>;

/** The switch, and the share of people to whom held-back reminders are released each day, in per cent. */
export type Switch = { version: number; reach: Reach; releaseShare: number };

export const isReached = (reach: Reach, person: { _id: PersonId; team: string }) =>
  reach.state === 'on' ||
  (reach.state === 'pilot' && (reach.personIds.includes(person._id) || reach.teams.includes(person.team)));

type NudgingSwitched = Readonly<{ type: 'nudging.switched'; state: Reach['state'] }>;
export type NudgeFact = NudgingSwitched;

/** What a press on *Snooze* or *Why* carries: the assignment and the version that the person saw. */
export type Seen = Readonly<{ assignmentId: AssignmentId; version: number }>;

const SeenText = z
  .string()
  .max(75)
  .regex(/^asg_[0-9a-z]{8,40} \d{1,9}( \d)?$/);

export const writeSeen = ({ assignmentId, version }: Seen) => `${assignmentId} ${version}`;
export const writeSnooze = (seen: Seen, days: SnoozeDays) => `${writeSeen(seen)} ${days}`;

/** Undefined for anything that we did not write. */
export function readSeen(value: unknown): Seen | undefined {
  const text = SeenText.safeParse(value);
  if (!text.success) return undefined;
  const [id, version] = text.data.split(' ');
  return { assignmentId: AssignmentId.parse(id), version: Number(version) };
}

export function readSnooze(value: unknown): (Seen & { days: SnoozeDays }) | undefined {
  const seen = readSeen(value);
  const days = snoozeDays.find(
    (days) => typeof value === 'string' && value.endsWith(` ${days}`) && value.split(' ').length === 3,
  );
  return seen === undefined || days === undefined ? undefined : { ...seen, days };
}

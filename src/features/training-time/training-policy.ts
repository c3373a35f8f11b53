import { z } from 'zod';
import { CalendarDate, TimeOfDay } from '../../shared/dates.js';
import { Weekdays } from './plans/study-plan.js';

/** Stands in a policy for every team, or for every role. */
export const anyone = '*';

/** Nobody studies for less than this at a time. */
export const shortestMinutes = 30;

/** What a team does every week at the same hour, on each one's own clock. */
export const Meeting = z.object({ weekday: Weekdays.element, from: TimeOfDay, to: TimeOfDay });
export type Meeting = z.infer<typeof Meeting>;

/** How much study time an employer gives, and when. The owner keeps it as a table of teams and roles. */
export const TrainingPolicy = z.object({
  _id: z.string().regex(/^training-policy:/),
  version: z.int().min(0),
  team: z.string().min(1).max(100),
  role: z.string().min(1).max(100),
  weeklyMinutes: z.int().min(shortestMinutes).max(2_400),
  weekdays: Weekdays,
  /** Between which times of the day; null: in all working hours. */
  between: z.object({ from: TimeOfDay, to: TimeOfDay }).nullable(),
  longestMinutes: z.int().min(shortestMinutes).max(480),
  /** Whole days between asking for it and the first time. */
  noticeDays: z.int().min(0).max(60),
  /** Days on which nobody studies, such as the end of a quarter; both ends count. */
  blackouts: z.array(z.object({ from: CalendarDate, until: CalendarDate })).max(20),
  /** Times at which nobody studies, because their team meets. */
  meetings: z.array(Meeting).max(40),
  /** Who must agree: the manager, or nobody, because the policy does. */
  agreedBy: z.enum(['manager', 'policy']),
});
export type TrainingPolicy = z.infer<typeof TrainingPolicy>;

/** What a policy says, whomever it is for. */
export type Terms = Omit<TrainingPolicy, '_id' | 'version' | 'team' | 'role'>;

/** What holds for those for whom nobody has set anything. */
export const usualTerms: Terms = {
  weeklyMinutes: 120,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  between: null,
  longestMinutes: 120,
  noticeDays: 2,
  blackouts: [],
  meetings: [],
  agreedBy: 'manager',
};

/** The row that says it most exactly: for team and role, for the team, for the role, for everybody. */
export function termsFor(
  policies: readonly TrainingPolicy[],
  { team, role }: Readonly<{ team: string; role: string }>,
): Terms {
  const wanted = [
    [team, role],
    [team, anyone],
    [anyone, role],
    [anyone, anyone],
  ];
  const rows = wanted.map(([ofTeam, ofRole]) => policies.find((one) => one.team === ofTeam && one.role === ofRole));
  return rows.find((row) => row !== undefined) ?? usualTerms;
}

type TrainingPolicyAdded = Readonly<{ type: 'training-policy.added' }>;
type TrainingPolicyChanged = Readonly<{ type: 'training-policy.changed' }>;
export type TrainingPolicyFact = TrainingPolicyAdded | TrainingPolicyChanged;

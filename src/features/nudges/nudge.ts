import { z } from 'zod';
import { PersonId } from '../../shared/ids.js';

/** What the rows of reminders are about. */
export const reminderTopic = 'nudges.reminder';

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

import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { Assignment, NudgeMemory } from './assignment.js';

export const nothingSaid: NudgeMemory = { nextAt: null, owed: null, snoozedUntil: null, said: [] };

/** The paths that plan its reminders anew: what was said stays, even what is said while they are written. */
export const plannedAnew = ({ nextAt, owed, snoozedUntil }: NudgeMemory) => ({
  'nudge.nextAt': nextAt,
  'nudge.owed': owed,
  'nudge.snoozedUntil': snoozedUntil,
});

/** How to plan the reminders anew when a date moves: the first notice, as long as it is owed, stays the first message. */
export const announcedOrLoaded = ({ nudge }: Pick<Assignment, 'nudge'>): 'announced' | 'loaded' =>
  nudge.owed?.reason === 'assigned' ? 'announced' : 'loaded';

/** A renewal opens as long before the expiry as its first reminder falls. */
export const renewalOpensOn = (expiresOn: CalendarDate, ladder: readonly number[]) =>
  addDays(expiresOn, -Math.max(0, ...ladder));

type Held = { _id: string; expiresOn: CalendarDate | null };

/** A credential closes an assignment when it is another one than the one to renew and still counts after the due date. */
export const covers = (credential: Held, assignment: Pick<Assignment, 'dueOn' | 'renews'>) =>
  credential._id !== assignment.renews && (credential.expiresOn === null || credential.expiresOn > assignment.dueOn);

export type Outcome = 'stands' | 'moves' | 'earned' | 'withdrawn';

/**
 * What becomes of an unfinished assignment, given the longest credential that the person holds. A renewal follows the
 * credential that it renews: it is due when that expires, and has no reason once that is not held any more. A first time
 * that is due later than an expiry still to come moves forward to it, as it would hide it.
 */
export function outcomeOf(
  assignment: Pick<Assignment, 'dueOn' | 'renews'>,
  { longest, isRenewedHeld, today }: { longest: Held | undefined; isRenewedHeld: boolean; today: CalendarDate },
): Outcome {
  const { renews, dueOn } = assignment;
  if (longest !== undefined && covers(longest, assignment)) return 'earned';
  const expiresOn = longest?.expiresOn ?? null;
  if (renews === null) return expiresOn !== null && today <= expiresOn && expiresOn < dueOn ? 'moves' : 'stands';
  if (renews !== longest?._id) return isRenewedHeld ? 'stands' : 'withdrawn';
  if (expiresOn === null) return 'withdrawn';
  return expiresOn === dueOn ? 'stands' : 'moves';
}

/** The one to renew of those held, longest first. Of two that last equally long it is the one that is renewed already. */
export const toRenew = <Credential extends Held>(
  held: readonly Credential[],
  standing: Pick<Assignment, 'renews'> | null,
): Credential | undefined =>
  held.find(({ _id, expiresOn }) => _id === standing?.renews && expiresOn === held[0]?.expiresOn) ?? held[0];

export const earlier = (a: CalendarDate, b: CalendarDate) => (a < b ? a : b);

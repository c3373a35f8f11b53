import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { Assignment, NudgeMemory } from './assignment.js';

export const nothingSaid: NudgeMemory = { nextAt: null, owed: null, snoozedUntil: null, said: [] };

/** A renewal opens as long before the expiry as its first reminder falls. */
export const renewalOpensOn = (expiresOn: CalendarDate, ladder: readonly number[]) =>
  addDays(expiresOn, -Math.max(0, ...ladder));

/** A credential closes an assignment when it is another one than the one to renew and still counts after the due date. */
export const covers = (
  credential: { _id: string; expiresOn: CalendarDate | null },
  assignment: Pick<Assignment, 'dueOn' | 'renews'>,
) => credential._id !== assignment.renews && (credential.expiresOn === null || credential.expiresOn > assignment.dueOn);

import type { CalendarDate } from '../../shared/dates.js';
import { addDays, addMonths } from '../../shared/dates.js';
import type { Credential } from './credential.js';

/**
 * The last day on which a credential counts: earned on 10 March with 12 months, it counts through 10 March of the next
 * year (29 February counts to 28 February). Null when the certification never expires.
 */
export const expiryOf = (earnedOn: CalendarDate, validMonths: number | null) =>
  validMonths === null ? null : addMonths(earnedOn, validMonths);

export type Standing = 'current' | 'in-grace' | 'lapsed';

/** Where a verified credential stands on a day. */
export function standingOf(
  { expiresOn }: Pick<Credential, 'expiresOn'>,
  graceDays: number,
  today: CalendarDate,
): Standing {
  if (expiresOn === null || today <= expiresOn) return 'current';
  return today <= addDays(expiresOn, graceDays) ? 'in-grace' : 'lapsed';
}

/** Whether `newer` outlasts `older` and so takes its place. */
export const outlasts = (newer: Pick<Credential, 'expiresOn'>, older: Pick<Credential, 'expiresOn'>) =>
  older.expiresOn !== null && (newer.expiresOn === null || newer.expiresOn > older.expiresOn);

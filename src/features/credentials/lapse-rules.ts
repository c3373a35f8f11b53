import type { CalendarDate } from '../../shared/dates.js';
import { addDays } from '../../shared/dates.js';
import type { Credential } from './credential.js';

/**
 * What lapsed longer ago is history, of which loading it, or switching Laurel on, warns nobody: an owner would get one
 * message for each.
 */
export const lapseWindowDays = 7;

/** The last day on which work that needs it may be done, grace included. */
export const lastDayOf = (expiresOn: CalendarDate, graceDays: number): CalendarDate => addDays(expiresOn, graceDays);

export type LapseNews = 'on-last-day' | 'lapsed';

/** What is to be told of a verified credential on the day that it is where the person is; undefined: nothing (any more). */
export function lapseNews(
  { expiresOn, lapse }: Pick<Credential, 'expiresOn' | 'lapse'>,
  graceDays: number,
  today: CalendarDate,
): LapseNews | undefined {
  if (expiresOn === null || lapse.lapsedOn !== null) return undefined;
  const lastDay = lastDayOf(expiresOn, graceDays);
  if (today === lastDay) return lapse.lastDayToldOn === null ? 'on-last-day' : undefined;
  return lastDay < today && today <= addDays(lastDay, lapseWindowDays) ? 'lapsed' : undefined;
}

/** Whether another one that is held lasts longer, so that work goes on. Of two that last equally long one is told of. */
export const isOutlasted = (
  { _id, expiresOn }: Pick<Credential, '_id' | 'expiresOn'>,
  held: readonly Pick<Credential, '_id' | 'expiresOn'>[],
): boolean =>
  held.some((other) => other._id !== _id && `${other.expiresOn ?? '9999'} ${other._id}` > `${expiresOn} ${_id}`);

import type { CalendarDate } from '../../shared/dates.js';
import type { Credential } from '../credentials/index.js';
import type { Chosen } from './post.js';

/** Only what counts today is told: not what was revoked, replaced, or had expired before it was handed in. */
export const countsOn = ({ state, expiresOn }: Pick<Credential, 'state' | 'expiresOn'>, today: CalendarDate) =>
  state === 'verified' && (expiresOn === null || expiresOn >= today);

/** Whether a choice is kept: the newest one wins, and silence is no choice where one was made. */
export function takesPlace(
  next: Readonly<{ choice: Chosen; at: Date }>,
  was: Readonly<{ choice: Chosen; chosenAt: Date }>,
): boolean {
  if (next.choice === was.choice || next.at < was.chosenAt) return false;
  return next.choice !== 'unanswered' || was.choice === 'ask';
}

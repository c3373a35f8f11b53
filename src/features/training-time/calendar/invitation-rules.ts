import type { Stored } from '../../../platform/database/facts.js';
import type { MailOutcome } from '../../../platform/mail/mail.js';
import { addMinutes } from '../../../shared/dates.js';
import type { TrainingBlockFact } from '../training-block.js';
import type { Invitation } from './invitation.js';

type BlockChanged = Extract<
  TrainingBlockFact,
  { type: 'training-block.planned' | 'training-block.moved' | 'training-block.dropped' }
>;

/** Whether one time of a plan has changed by itself: what becomes of all of them at once, the plan's own facts tell once. */
export const movesPlan = (fact: BlockChanged): boolean =>
  fact.type === 'training-block.moved' ||
  (fact.type === 'training-block.dropped' && (fact.why === 'by-person' || fact.why === 'leave'));

const longestPauseMinutes = 6 * 60;

/** How an invitation stands after it was tried: done, refused for good, or tried again in a minute, in two … in six hours. */
export function after(
  { tries }: Pick<Invitation, 'tries'>,
  outcome: MailOutcome,
  now: Date,
): Pick<Invitation, 'state' | 'nextAt' | 'tries' | 'why'> {
  if (outcome.kind === 'sent') return { state: 'told', nextAt: null, tries: 0, why: null };
  const why = outcome.why.slice(0, 40);
  if (outcome.kind === 'refused') return { state: 'refused', nextAt: null, tries: 0, why };
  const pauseMinutes = Math.min(2 ** Math.min(tries, 20), longestPauseMinutes);
  return { state: 'owed', nextAt: addMinutes(now, pauseMinutes), tries: tries + 1, why };
}

/** Whether calendars have to follow a fact about a person: most changes in the people file leave the address as it was. */
export const movesCalendars = ({ type, fields }: Stored & { fields?: readonly string[] }): boolean =>
  type !== 'person.changed' || fields?.includes('email') === true;

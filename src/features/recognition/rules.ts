import type { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { addDays, dateIn, instantAt, weekdayOf } from '../../shared/dates.js';
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

const friday = 5;
/** Late enough that the week is told of, early enough that a word can still be said before the weekend. */
const lateMorning = '11:00' as TimeOfDay;

/** The next round-up after `now`: late on a Friday morning in the channel's zone. */
export function nextRoundUp(now: Date, zone: Zone): Date {
  const today = dateIn(now, zone);
  const coming = addDays(today, (friday - weekdayOf(today) + 7) % 7);
  const at = instantAt(coming, lateMorning, zone);
  return at > now ? at : instantAt(addDays(coming, 7), lateMorning, zone);
}

/** Where no table says otherwise: few enough that each is read. */
export const usualPostsADay = 3;

/** The slots of a channel's day, one for each post that may stand alone. */
export const slotsOf = ({ channel, zone, postsADay }: Slots, now: Date): string[] =>
  Array.from({ length: postsADay }, (_, n) => `${channel}|${dateIn(now, zone)}|${n}`);

type Slots = Readonly<{ channel: string; zone: Zone; postsADay: number }>;

/** Worth a word in the post: which certification of theirs it is, when it is the first or the fifth. */
export type Milestone = 'first' | 'fifth';

/** `earlier`: how many other certifications they had earned before. */
export function milestoneOf({ isRenewal, earlier }: { isRenewal: boolean; earlier: number }): Milestone | undefined {
  if (isRenewal) return undefined;
  return earlier === 0 ? 'first' : earlier === 4 ? 'fifth' : undefined;
}

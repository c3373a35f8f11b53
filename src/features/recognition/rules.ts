import type { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { addDays, addMinutes, dateIn, instantAt, weekdayOf } from '../../shared/dates.js';
import type { Credential } from '../credentials/index.js';
import type { Chosen, Post } from './post.js';
import { isSaid } from './post.js';

const day = 24 * 60;

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

/** An approval may take weeks; then nobody looks at the post any more. */
const rewardIsNewsDays = 30;

/** How it stands with a reward: the person may let the post say that there was one, or has done so and may take it back. */
export type Sharing = 'offered' | 'shared';

/**
 * Shared is only what the post of the same thing can say: nothing for whoever did not agree to a post, or wants none any
 * more. `counts`: what was earned still counts.
 */
export function sharingOf(
  { state, sharesReward, proposedAt }: Pick<Post, 'state' | 'sharesReward' | 'proposedAt'>,
  { choice, counts, now }: Readonly<{ choice: Chosen; counts: boolean; now: Date }>,
): Sharing | undefined {
  if (!isSaid({ state })) return undefined;
  if (sharesReward) return 'shared';
  const isNews = now < addMinutes(proposedAt, rewardIsNewsDays * day);
  return counts && isNews && choice !== 'never' ? 'offered' : undefined;
}

/** Worth a word in the post: which certification of theirs it is, when it is the first or the fifth. */
export type Milestone = 'first' | 'fifth';

/** `earlier`: how many other certifications they had earned before. */
export function milestoneOf({ isRenewal, earlier }: { isRenewal: boolean; earlier: number }): Milestone | undefined {
  if (isRenewal) return undefined;
  return earlier === 0 ? 'first' : earlier === 4 ? 'fifth' : undefined;
}

/** How far a team is with one certification: of those of whom it is asked, so many hold it. */
export type Progress = Readonly<{
  held: number;
  of: number;
  /** When the last of them was found to have earned it for the first time; null when that was before Laurel. */
  newestAt: Date | null;
}>;

/** What a team's channel was told last. */
export type GoalSaid = Readonly<{ held: number; at: Date }>;

/** A day more than a week, because no round-up comes to the minute; what was told is not told again. */
const newForDays = 8;
/** In a smaller team everybody knows who the others are. */
const smallestTeam = 5;
/** One who is missing is somebody whom people look for. */
const fewestMissing = 2;
/** “Both hold it” would tell of one of them, who may have said never. */
const smallestComplete = 3;
/** Until then the figure must be higher than the last that was said: a lapse and its mending leave no trace. */
const rememberedDays = 365;

/**
 * Whether a team's channel is told how far it is: when all hold it, or when most do and nobody can work out who does not; and only
 * because somebody earned it this week, not because somebody left, was excused, or mended a lapse.
 */
export function isGoalToTell({ held, of, newestAt }: Progress, said: GoalSaid | undefined, now: Date): boolean {
  if (newestAt === null || newestAt <= addMinutes(now, -newForDays * day)) return false;
  const isRemembered = said !== undefined && said.at > addMinutes(now, -rememberedDays * day);
  if (isRemembered && held <= said.held) return false;
  const missing = of - held;
  return missing === 0 ? of >= smallestComplete : of >= smallestTeam && missing >= fewestMissing && held >= missing;
}

import { z } from 'zod';
import type { Zone } from './dates.js';
import { clockTime, dateIn, localTime } from './dates.js';
import { PersonId } from './ids.js';

/* What waits for somebody's decision: who was asked, who comes next, and how it stands. The same for all that is decided. */

/** How far up it went: who is to decide, again, those in their place, one level up, the owners. */
export const reviewStages = ['asked', 'reminded', 'delegate', 'level-up', 'owner'] as const;
export type ReviewStage = (typeof reviewStages)[number];

/** Who was asked to decide, and when to ask further; written by the review alone and explained by no fact. */
export const Review = z.object({
  stage: z.enum(reviewStages),
  /** When the next stage begins; null when none is left. */
  nextAt: z.date().nullable(),
  /** When to put the next card for what is not said yet; null when all is said. */
  cardAt: z.date().nullable(),
  asks: z.array(
    z.object({
      to: PersonId,
      reason: z.enum(reviewStages),
      /** The row that said it; null until then. */
      row: z.string().nullable(),
    }),
  ),
});
export type Review = z.infer<typeof Review>;
export type Ask = Review['asks'][number];

/** One step of a review besides the decision; `asks` are added to those that stand. */
export type ReviewStep = Readonly<Pick<Review, 'stage' | 'nextAt' | 'cardAt' | 'asks'>>;

export type Approval = Readonly<{ by: PersonId; at: Date }>;

/** As much of a person as deciding needs. */
export type Decider = Readonly<{ _id: PersonId; state: 'active' | 'left'; slackId: string | null }>;

/** Who must not decide on it. */
export type Barred = ReadonlySet<PersonId>;

/** Whoever has left or has no Slack can decide nothing. */
export const canDecide = (person: Decider, barred: Barred): boolean =>
  person.state === 'active' && person.slackId !== null && !barred.has(person._id);

/** One new ask for each; those who have been asked for the same reason and were not told yet are not asked twice. */
export const asksFor = (
  people: readonly Pick<Decider, '_id'>[],
  reason: ReviewStage,
  standing: readonly Ask[],
): Ask[] =>
  people
    .filter(({ _id }) => !standing.some((ask) => ask.to === _id && ask.reason === reason && ask.row === null))
    .map(({ _id }) => ({ to: _id, reason, row: null }));

/** Who could be asked at each stage, as things stand now. */
export type Turns<Person extends Decider> = Readonly<{
  reviewers: readonly Person[];
  delegates: readonly Person[];
  /** The managers above the person; empty where there is no level above the reviewers. */
  above: readonly Person[];
  owners: readonly Person[];
}>;

/**
 * What comes when nobody has decided in time: the reviewers once more, then those in their place, one level up, the owners. A
 * stage that would ask nobody new is passed over. Reviewers who have come instead of others are asked first of all.
 * Undefined when all have been asked.
 */
export function nextStage<Person extends Decider>(
  { stage, asks }: Pick<Review, 'stage' | 'asks'>,
  { reviewers, delegates, above, owners }: Turns<Person>,
): Readonly<{ stage: ReviewStage; people: readonly Person[] }> | undefined {
  const wasAsked = ({ _id }: Person) => asks.some(({ to }) => to === _id);
  const fresh = (people: readonly Person[]) => people.filter((person) => !wasAsked(person));
  const stages = [
    { stage: 'reminded', people: reviewers },
    { stage: 'delegate', people: fresh(delegates) },
    { stage: 'level-up', people: fresh(above).slice(0, 1) },
    { stage: 'owner', people: fresh(owners) },
  ] as const;
  const instead = fresh(reviewers);
  if (instead.length > 0) return { stage: 'asked', people: instead };
  const passed = stages.findIndex((one) => one.stage === stage);
  return stages.slice(passed + 1).find(({ people }) => people.length > 0);
}

/**
 * Whether what is decided on is still what was seen at `version`: nothing has happened since but that others agreed.
 * Whatever else changes it takes back every approval, so it is always told apart.
 */
export const isAsSeen = (
  { version, approvals }: Readonly<{ version: number; approvals: readonly unknown[] }>,
  seen: number,
): boolean => version === seen || version === seen + approvals.length;

/** "at 10:03" today, "on Thursday 14 October, 10:03" otherwise, as a clock on the reader's wall shows it. */
export function timeWords(instant: Date, zone: Zone, now: Date): string {
  const isToday = dateIn(instant, zone) === dateIn(now, zone);
  return isToday ? `at ${clockTime(instant, zone)}` : `on ${localTime(instant, zone)}`;
}

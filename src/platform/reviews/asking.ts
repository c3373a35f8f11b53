import type { CalendarDate, Zone } from '../../shared/dates.js';
import { addMinutes, dateIn } from '../../shared/dates.js';
import type { Barred, Decider, Review, ReviewStep } from '../../shared/review.js';
import { asksFor, canDecide } from '../../shared/review.js';

export type Reviewer = Decider & Readonly<{ zone: Zone }>;

/** What asking needs to know of people, always from fresh data. */
export type ReviewPeople<Person extends Reviewer> = Readonly<{
  /** As a Slack id says. */
  asker(slackId: string): Promise<Readonly<{ kind: string }>>;
  delegateOf(person: Person, today: CalendarDate): Promise<Person | undefined>;
  /** The half of the person's working day that `now` is in, or the next one. */
  halfDay(person: Person, now: Date): HalfDay;
  /** The first half that begins after `now`. */
  halfDayAfter(person: Person, now: Date): HalfDay;
  /** Somebody as they would work if they had no leave. */
  withoutLeave(person: Person): Person;
  workingDayAfter(person: Person, date: CalendarDate): CalendarDate;
  workBegins(person: Person, date: CalendarDate): Date;
}>;

type HalfDay = Readonly<{ date: CalendarDate; half: 'first' | 'second'; start: Date; end: Date }>;

export type Urgency = 'urgent' | 'usual';

/** Who is to decide now, and who stands in for them today. */
type Deciders<Person> = Readonly<{ reviewers: readonly Person[]; delegates: readonly Person[] }>;

/** How long it waits before it goes one stage further, in working days of those who were asked. */
const patienceWorkingDays = 2;
/** When nobody can be asked at all: until the people file or the list of owners says otherwise. */
const nobodyMinutes = 24 * 60;

/** When to ask whom: the same for everything that waits for a decision. */
export function createReviewAsking<Person extends Reviewer>(people: ReviewPeople<Person>) {
  /**
   * The next card comes with the next half-day of whoever works first, or now; the next stage two working days later, whoever
   * is on leave: what waits for a decision does not wait for their return.
   */
  function whenToAsk(asked: readonly Person[], now: Date, urgency: Urgency): Pick<Review, 'cardAt' | 'nextAt'> {
    const first = firstHalfDay(asked, now);
    if (first === undefined) return { cardAt: null, nextAt: addMinutes(now, nobodyMinutes) };
    if (urgency === 'urgent') return { cardAt: now, nextAt: afterPatience(asked, now) };
    return { cardAt: first, nextAt: afterPatience(asked, firstHalfDay(asked.map(people.withoutLeave), now) ?? first) };
  }

  const firstHalfDay = (asked: readonly Person[], now: Date) =>
    asked.map((one) => people.halfDayAfter(one, now).start).toSorted(byTime)[0];

  /** When all of these have had two working days, or would have had them but for leave. */
  function afterPatience(asked: readonly Person[], from: Date): Date {
    const ends = asked.map(people.withoutLeave).map((one) => {
      let day = people.halfDay(one, from).date;
      for (let n = 0; n < patienceWorkingDays; n += 1) day = people.workingDayAfter(one, day);
      return people.workBegins(one, day);
    });
    return ends.toSorted(byTime).at(-1) ?? addMinutes(from, nobodyMinutes);
  }

  /** Guests are refused when they press, so nobody waits for one. */
  async function withoutGuests(all: readonly Person[]): Promise<Person[]> {
    const askers = await Promise.all(all.map(({ slackId }) => (slackId === null ? undefined : people.asker(slackId))));
    return all.filter((_, index) => askers[index]?.kind !== 'guest');
  }

  const asksOf = ({ reviewers, delegates }: Deciders<Person>, standing: Review['asks']) => [
    ...asksFor(reviewers, 'asked', standing),
    ...asksFor(delegates, 'delegate', standing),
  ];

  return {
    whenToAsk,
    afterPatience,
    withoutGuests,

    /** Who decides today in the place of these, but for those who may not. */
    async delegatesOf(reviewers: readonly Person[], barred: Barred, now: Date): Promise<Person[]> {
      const found = await Promise.all(reviewers.map((one) => people.delegateOf(one, dateIn(now, one.zone))));
      return withoutGuests(found.filter((one) => one !== undefined).filter((one) => canDecide(one, barred)));
    },

    begin: ({ reviewers, delegates }: Deciders<Person>, now: Date, urgency: Urgency): Review => ({
      stage: 'asked',
      asks: asksOf({ reviewers, delegates }, []),
      ...whenToAsk([...reviewers, ...delegates], now, urgency),
    }),

    /** The step with which those are asked who have become reviewers instead of others, at the next half-day as ever. */
    instead(review: Review | null, deciders: Deciders<Person>, now: Date, urgency: Urgency): ReviewStep {
      const { cardAt, nextAt } = whenToAsk([...deciders.reviewers, ...deciders.delegates], now, urgency);
      // Others may be about to be told.
      const earlier = [cardAt, review?.cardAt ?? null].filter((at) => at !== null).toSorted(byTime)[0];
      return { stage: 'asked', asks: asksOf(deciders, review?.asks ?? []), cardAt: earlier ?? null, nextAt };
    },

    /** The step with which the second of two is asked, once the first has agreed; who was asked before is not asked anew. */
    second(review: Review | null, { reviewers, delegates }: Deciders<Person>, now: Date, urgency: Urgency): ReviewStep {
      const standing = review?.asks ?? [];
      const fresh = notAskedOf(standing);
      const asks = asksOf({ reviewers: fresh(reviewers), delegates: fresh(delegates) }, standing);
      return { stage: 'asked', asks, ...whenToAsk([...reviewers, ...delegates], now, urgency) };
    },
  };
}

export type ReviewAsking<Person extends Reviewer> = ReturnType<typeof createReviewAsking<Person>>;

export const notAskedOf =
  (asks: Review['asks']) =>
  <Person extends Decider>(all: readonly Person[]): Person[] =>
    all.filter(({ _id }) => !asks.some(({ to }) => to === _id));

const byTime = (a: Date, b: Date) => a.getTime() - b.getTime();

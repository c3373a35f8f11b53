import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/logging.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addMinutes, dateIn } from '../../../shared/dates.js';
import type { CertificationId, PersonId } from '../../../shared/ids.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Asker, HalfDay, Person } from '../../people/index.js';
import type { BeginReview, Credential, Review } from '../credential.js';
import type { Barred, Candidates } from '../review-rules.js';
import { asksFor, barredFrom, canDecide, countsUntil, isUrgent, reviewersOf } from '../review-rules.js';
import type { ReviewStep, ReviewStore } from '../review-store.js';
import type { CredentialsStore } from '../store.js';

/** All that reviews need of the rest of the house; compose.ts fills it. */
export type ReviewDeps = Readonly<{
  store: CredentialsStore;
  reviews: ReviewStore;
  clock: Clock;
  log: Logger;
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
    asker(slackId: string): Promise<Asker>;
    /** Everybody who reports to this person, directly or not. */
    reportsOf(managerId: PersonId): Promise<readonly Person[]>;
    /** Active ones, nearest first. */
    managersAbove(person: Person): Promise<readonly Person[]>;
    /** The nearest of them with a Slack account. */
    reachableManager(person: Person): Promise<Person | undefined>;
    owners(): Promise<readonly Person[]>;
    delegateOf(person: Person, today: CalendarDate): Promise<Person | undefined>;
    /** The half of the person's working day that `now` is in, or the next one. */
    halfDay(person: Person, now: Date): HalfDay;
    /** The first half that begins after `now`. */
    halfDayAfter(person: Person, now: Date): HalfDay;
    workingDayAfter(person: Person, date: CalendarDate): CalendarDate;
    workBegins(person: Person, date: CalendarDate): Date;
    /** Whether an owner lets Laurel speak of this person unasked. */
    isReached(person: Person): Promise<boolean>;
    /** Whether Laurel is to speak of nobody yet. */
    isSilent(): Promise<boolean>;
  };
  catalog: {
    byId(id: CertificationId): Promise<Certification | null>;
    all(): Promise<Map<CertificationId, Certification>>;
  };
  assignments: {
    unfinishedOf(personId: PersonId, certificationId: CertificationId): Promise<Assignment | null>;
    /** The day on which a renewal opens for what expires on this day. */
    renewalOpensOn(expiresOn: CalendarDate, ladder: readonly number[]): CalendarDate;
  };
}>;

/** What somebody is to a review: a reviewer, or why not. */
export type ReviewStanding = 'reviewer' | 'own' | 'handed-in-by-you' | 'not-asked';

type HandedIn = Pick<Credential, 'personId' | 'handedIn' | 'approvals'>;

/** How long it waits before it goes one stage further, in working days of those who were asked. */
const patienceWorkingDays = 2;
/** When nobody can be asked at all: until the people file or the list of owners says otherwise. */
const nobodyMinutes = 24 * 60;

/** Who is asked to decide, who may, and when to ask; always from fresh data. */
export function createAsking({
  store,
  people,
  catalog,
  assignments,
}: Pick<ReviewDeps, 'store' | 'people' | 'catalog' | 'assignments'>) {
  async function candidatesOf(person: Person, { reviewer }: Certification): Promise<Candidates> {
    const [named, above, owners] = await Promise.all([
      people.byIds(reviewer.by === 'people' ? reviewer.personIds : []),
      people.managersAbove(person),
      people.owners(),
    ]);
    return {
      named: await withoutGuests([...named.values()]),
      above: await withoutGuests(above),
      owners: await withoutGuests(owners),
    };
  }

  /** Guests are refused when they press, so nobody waits for one. */
  async function withoutGuests(all: readonly Person[]): Promise<Person[]> {
    const askers = await Promise.all(all.map(({ slackId }) => (slackId === null ? undefined : people.asker(slackId))));
    return all.filter((_, index) => askers[index]?.kind !== 'guest');
  }

  /** Who decides today in the place of these, but for those who may not. */
  async function delegatesOf(reviewers: readonly Person[], barred: Barred, now: Date): Promise<Person[]> {
    const found = await Promise.all(reviewers.map((one) => people.delegateOf(one, dateIn(now, one.zone))));
    return withoutGuests(found.filter((one) => one !== undefined).filter((one) => canDecide(one, barred)));
  }

  /** The reviewers of now, and who stands in for them today. */
  async function decidersOf(person: Person, certification: Certification, about: HandedIn, now: Date) {
    const barred = barredFrom(about);
    const candidates = await candidatesOf(person, certification);
    const round = about.approvals.length === 0 ? 'first' : 'second';
    const reviewers = reviewersOf(certification, candidates, barred, round);
    return { certification, candidates, barred, reviewers, delegates: await delegatesOf(reviewers, barred, now) };
  }

  async function whoDecides(credential: Credential, now: Date) {
    const [person, certification] = await subjectOf(credential);
    return decidersOf(person, certification, credential, now);
  }

  async function subjectOf({ personId, certificationId }: Pick<Credential, 'personId' | 'certificationId'>) {
    const [person, certification] = await Promise.all([people.byId(personId), catalog.byId(certificationId)]);
    if (person === null || certification === null) throw new Error('A credential needs a person and a certification');
    return [person, certification] as const;
  }

  /** The next card comes with the next half-day of whoever works first, or now; the next stage two working days later. */
  function whenToAsk(
    asked: readonly Person[],
    now: Date,
    urgency: 'urgent' | 'usual',
  ): Pick<Review, 'cardAt' | 'nextAt'> {
    const first = asked.map((one) => people.halfDayAfter(one, now).start).toSorted(byTime)[0];
    if (first === undefined) return { cardAt: null, nextAt: addMinutes(now, nobodyMinutes) };
    const cardAt = urgency === 'urgent' ? now : first;
    return { cardAt, nextAt: afterPatience(asked, cardAt) };
  }

  /** When all of these have had two working days. */
  function afterPatience(asked: readonly Person[], from: Date): Date {
    const ends = asked.map((one) => {
      let day = people.halfDay(one, from).date;
      for (let n = 0; n < patienceWorkingDays; n += 1) day = people.workingDayAfter(one, day);
      return people.workBegins(one, day);
    });
    return ends.toSorted(byTime).at(-1) ?? addMinutes(from, nobodyMinutes);
  }

  async function urgencyOf(
    { personId }: Pick<Credential, 'personId'>,
    certification: Certification,
    dueOn: CalendarDate | null,
    today: CalendarDate,
  ): Promise<'urgent' | 'usual'> {
    const held = certification.mayNotWorkWithout ? await store.verified(personId, certification._id) : [];
    const until = countsUntil(held, certification.graceDays);
    return isUrgent(certification, { dueOn, countsUntil: until, today }) ? 'urgent' : 'usual';
  }

  const beginReview: BeginReview = async ({ person, certification, handedInBy, dueOn }, now) => {
    const on = dateIn(now, person.zone);
    const about = { personId: person._id, handedIn: { by: handedInBy, on, at: now }, approvals: [] };
    const { reviewers, delegates } = await decidersOf(person, certification, about, now);
    const urgency = await urgencyOf(about, certification, dueOn, on);
    const asks = [...asksFor(reviewers, 'asked', []), ...asksFor(delegates, 'delegate', [])];
    return { stage: 'asked', asks, ...whenToAsk([...reviewers, ...delegates], now, urgency) };
  };

  return {
    beginReview,
    whoDecides,
    subjectOf,
    urgencyOf,
    whenToAsk,
    afterPatience,

    /**
     * The step with which those are asked who have become reviewers instead of others, at the next half-day as ever;
     * undefined when all have been asked, or its person is gone.
     */
    async askInstead(credential: Credential, now: Date): Promise<ReviewStep | undefined> {
      const { certification, barred, reviewers } = await whoDecides(credential, now);
      const [person] = await subjectOf(credential);
      const standing = credential.review?.asks ?? [];
      const fresh = (all: readonly Person[]) => all.filter(({ _id }) => !standing.some(({ to }) => to === _id));
      const instead = fresh(reviewers);
      if (instead.length === 0 || person.state !== 'active') return undefined;
      const delegates = fresh(await delegatesOf(instead, barred, now));
      const assignment = await assignments.unfinishedOf(credential.personId, credential.certificationId);
      const urgency = await urgencyOf(credential, certification, assignment?.dueOn ?? null, dateIn(now, person.zone));
      const { cardAt, nextAt } = whenToAsk([...instead, ...delegates], now, urgency);
      const asks = [...asksFor(instead, 'asked', standing), ...asksFor(delegates, 'delegate', standing)];
      // Others may be about to be told.
      const earlier = [cardAt, credential.review?.cardAt ?? null].filter((at) => at !== null).toSorted(byTime)[0];
      return { stage: 'asked', asks, cardAt: earlier ?? null, nextAt };
    },

    /** The step with which the second of two is asked, once the first has agreed. */
    async askSecond(credential: Credential, dueOn: CalendarDate | null, now: Date): Promise<ReviewStep> {
      const { certification, reviewers, delegates } = await whoDecides(credential, now);
      const standing = credential.review?.asks ?? [];
      const wasAsked = ({ _id }: Person) => standing.some(({ to }) => to === _id);
      const asks = [
        ...asksFor(
          reviewers.filter((one) => !wasAsked(one)),
          'asked',
          standing,
        ),
        ...asksFor(
          delegates.filter((one) => !wasAsked(one)),
          'delegate',
          standing,
        ),
      ];
      const [person] = await subjectOf(credential);
      const urgency = await urgencyOf(credential, certification, dueOn, dateIn(now, person.zone));
      return { stage: 'asked', asks, ...whenToAsk([...reviewers, ...delegates], now, urgency) };
    },

    /**
     * What this person is to the review, whatever has been decided already. Reviewers are whom the certification names,
     * the owners, and managers above the person: any of them where the manager reviews, otherwise those whom it was
     * raised to or who answer in the place of the named ones; and whoever stands in for one of these today. Who has agreed
     * already is still a reviewer.
     */
    async standingOf(actor: Person, credential: Credential, now: Date): Promise<ReviewStanding> {
      if (actor._id === credential.personId) return 'own';
      if (actor._id === credential.handedIn?.by) return 'handed-in-by-you';
      const [person, certification] = await subjectOf(credential);
      const candidates = await candidatesOf(person, certification);
      const { named, above, owners } = candidates;
      const approvals = credential.approvals.filter(({ by }) => by !== actor._id);
      const others = barredFrom({ ...credential, approvals });
      const raisedTo = ({ _id }: Person) =>
        credential.review?.asks.some(({ to, reason }) => to === _id && reason === 'level-up') === true;
      const may = [
        ...named,
        ...owners,
        ...(certification.reviewer.by === 'manager' ? above : above.filter(raisedTo)),
        ...reviewersOf(certification, candidates, others, approvals.length === 0 ? 'first' : 'second'),
      ];
      if (may.some(({ _id }) => _id === actor._id)) return 'reviewer';
      // Nobody is asked in the place of somebody who may not decide, or has agreed already.
      const delegates = await delegatesOf(
        may.filter((one) => canDecide(one, others)),
        new Set(),
        now,
      );
      return delegates.some(({ _id }) => _id === actor._id) ? 'reviewer' : 'not-asked';
    },
  };
}

export type Asking = ReturnType<typeof createAsking>;

const byTime = (a: Date, b: Date) => a.getTime() - b.getTime();

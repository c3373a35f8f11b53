import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/logging.js';
import type { ReviewPeople } from '../../../platform/reviews/asking.js';
import { createReviewAsking, notAskedOf } from '../../../platform/reviews/asking.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import type { CertificationId, PersonId } from '../../../shared/ids.js';
import type { ReviewStep } from '../../../shared/review.js';
import { canDecide } from '../../../shared/review.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Asker, Person } from '../../people/index.js';
import type { BeginReview, Credential } from '../credential.js';
import type { Candidates } from '../review-rules.js';
import { barredFrom, countsUntil, isUrgent, reviewersOf } from '../review-rules.js';
import type { ReviewStore } from '../review-store.js';
import type { CredentialsStore } from '../store.js';

/** All that reviews need of the rest of the house; compose.ts fills it. */
export type ReviewDeps = Readonly<{
  store: CredentialsStore;
  reviews: ReviewStore;
  clock: Clock;
  log: Logger;
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  people: ReviewPeople<Person> & {
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

/** Who is asked to decide, who may, and when to ask; always from fresh data. */
export function createAsking({
  store,
  people,
  catalog,
  assignments,
}: Pick<ReviewDeps, 'store' | 'people' | 'catalog' | 'assignments'>) {
  const asking = createReviewAsking<Person>(people);
  const { withoutGuests, delegatesOf } = asking;

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
    const deciders = await decidersOf(person, certification, about, now);
    return asking.begin(deciders, now, await urgencyOf(about, certification, dueOn, on));
  };

  return {
    beginReview,
    whoDecides,
    subjectOf,
    urgencyOf,
    whenToAsk: asking.whenToAsk,
    afterPatience: asking.afterPatience,

    /**
     * The step with which those are asked who have become reviewers instead of others, at the next half-day as ever;
     * undefined when all have been asked, or its person is gone.
     */
    async askInstead(credential: Credential, now: Date): Promise<ReviewStep | undefined> {
      const { certification, barred, reviewers } = await whoDecides(credential, now);
      const [person] = await subjectOf(credential);
      const fresh = notAskedOf(credential.review?.asks ?? []);
      const instead = fresh(reviewers);
      if (instead.length === 0 || person.state !== 'active') return undefined;
      const delegates = fresh(await delegatesOf(instead, barred, now));
      const assignment = await assignments.unfinishedOf(credential.personId, credential.certificationId);
      const urgency = await urgencyOf(credential, certification, assignment?.dueOn ?? null, dateIn(now, person.zone));
      return asking.instead(credential.review, { reviewers: instead, delegates }, now, urgency);
    },

    /** The step with which the second of two is asked, once the first has agreed. */
    async askSecond(credential: Credential, dueOn: CalendarDate | null, now: Date): Promise<ReviewStep> {
      const { certification, ...deciders } = await whoDecides(credential, now);
      const [person] = await subjectOf(credential);
      const urgency = await urgencyOf(credential, certification, dueOn, dateIn(now, person.zone));
      return asking.second(credential.review, deciders, now, urgency);
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

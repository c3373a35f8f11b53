import type { Clock } from '../../../platform/clock.js';
import type { Stored } from '../../../platform/database/facts.js';
import type { Zone } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import type { CertificationId, PersonId } from '../../../shared/ids.js';
import type { Credential } from '../../credentials/index.js';
import type { Assignment, Planning } from '../assignment.js';
import { factOf } from '../assignment.js';
import { nothingSaid, plannedAnew } from '../rules.js';
import type { AssignmentsStore } from '../store.js';

export type ReviewDeps = Readonly<{
  store: Pick<AssignmentsStore, 'unfinishedOf' | 'change'>;
  clock: Clock;
  zoneOf(personId: PersonId): Promise<Zone | undefined>;
  credentials: {
    /** What this person has handed in of one certification that is not decided yet. */
    submitted(personId: PersonId, certificationId: CertificationId): Promise<Credential | null>;
  };
  planning: () => Planning;
}>;

type About = Stored & Readonly<{ personId: PersonId; certificationId: CertificationId }>;

/**
 * Brings a person's assignment in line with what they have handed in: in review while that waits for its decision, open
 * again when it was declined or taken back. Looks at what is true now, whatever the fact says, and looks again after each
 * change: so facts may come late, twice and in any order.
 */
export function createFollowReview({ store, clock, zoneOf, credentials, planning }: ReviewDeps) {
  return async function followReview(fact: About): Promise<void> {
    for (;;) {
      const { personId, certificationId } = fact;
      const standing = await store.unfinishedOf(personId, certificationId);
      if (standing === null) return;
      const submitted = await credentials.submitted(personId, certificationId);
      const isInReview = standing.state === 'in-review';
      if (isInReview === (submitted !== null)) return;
      if (submitted !== null) await handIn(standing, submitted, fact);
      else await reopen(standing, fact);
    }
  };

  async function handIn(was: Assignment, { handedIn }: Credential, fact: About): Promise<void> {
    const on = handedIn?.on ?? dateIn(fact.at, (await zoneOf(was.personId)) ?? ('UTC' as Zone));
    const fields = { state: 'in-review' as const, handedInOn: on, ...plannedAnew(nothingSaid) };
    await store.change(was, fields, factOf(was, 'assignment.handed-in', { on }), causeOf(fact));
  }

  async function reopen(was: Assignment, fact: About): Promise<void> {
    const zone = await zoneOf(was.personId);
    const now = clock.now();
    const isToCome = zone !== undefined && was.opensOn > dateIn(now, zone);
    const fields = {
      state: isToCome ? ('planned' as const) : ('open' as const),
      handedInOn: null,
      examOn: isAnswered(was) ? null : was.examOn,
    };
    const nudge = isToCome ? {} : await planning().replan({ ...was, ...fields }, 'reopened', now);
    await store.change(was, { ...fields, ...nudge }, factOf(was, 'assignment.reopened', {}), causeOf(fact));
  }
}

/** Whoever handed in on the day of the exam or after it need not be asked how it went. */
const isAnswered = ({ examOn, handedInOn }: Assignment) =>
  examOn !== null && handedInOn !== null && examOn <= handedInOn;

const causeOf = (fact: Stored) => ({ at: fact.at, by: fact.id });

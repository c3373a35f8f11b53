import { createReviewAsking, notAskedOf } from '../../../platform/reviews/asking.js';
import type { Review, ReviewStep, Turns } from '../../../shared/review.js';
import { canDecide } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { Grant } from '../grant.js';
import { isApproved } from '../grant.js';
import type { Candidates } from '../grant-rules.js';
import { approvalsNeeded, approversOf, barredFrom } from '../grant-rules.js';
import type { GrantDeps } from './deps.js';

/** What somebody is to a grant: an approver, or why not. */
export type GrantStanding = 'approver' | 'own' | 'not-asked';

/** Who is asked to approve a grant, who may, and when to ask; always from fresh data. */
export function createApproving({ people, catalog, twoApproversAbove }: GrantDeps) {
  const asking = createReviewAsking<Person>(people);

  async function subjectOf({ personId, certificationId }: Grant) {
    const [person, certification] = await Promise.all([people.byId(personId), catalog.byId(certificationId)]);
    if (person === null || certification === null) throw new Error('A grant needs a person and a certification');
    return [person, certification] as const;
  }

  async function candidatesOf(grant: Grant): Promise<Candidates> {
    const [person] = await subjectOf(grant);
    const [above, owners] = await Promise.all([people.managersAbove(person), people.owners()]);
    return { above: await asking.withoutGuests(above), owners: await asking.withoutGuests(owners) };
  }

  /** The approvers of now, and who stands in for them today. */
  async function decidersOf(grant: Grant, now: Date) {
    const candidates = await candidatesOf(grant);
    const reviewers = approversOf(candidates, grant);
    return { candidates, reviewers, delegates: await asking.delegatesOf(reviewers, barredFrom(grant), now) };
  }

  return {
    ...asking,
    subjectOf,
    needed: ({ reward }: Grant) => approvalsNeeded(reward, twoApproversAbove),

    begin: async (grant: Grant, now: Date): Promise<Review> => asking.begin(await decidersOf(grant, now), now, 'usual'),

    /** The step with which the second of two is asked, once the first has agreed. */
    askSecond: async (grant: Grant, now: Date): Promise<ReviewStep> =>
      asking.second(grant.review, await decidersOf(grant, now), now, 'usual'),

    /** The step with which those are asked who have become approvers instead of others; undefined when all have been. */
    async askInstead(grant: Grant, now: Date): Promise<ReviewStep | undefined> {
      const { reviewers } = await decidersOf(grant, now);
      const fresh = notAskedOf(grant.review?.asks ?? []);
      const instead = fresh(reviewers);
      if (instead.length === 0) return undefined;
      const delegates = fresh(await asking.delegatesOf(instead, barredFrom(grant), now));
      return asking.instead(grant.review, { reviewers: instead, delegates }, now, 'usual');
    },

    /** Who could be asked at each stage. Above the owners, who agree last of two, there is nobody. */
    async turnsOf(grant: Grant, now: Date): Promise<Turns<Person>> {
      const { candidates, reviewers, delegates } = await decidersOf(grant, now);
      const free = (all: readonly Person[]) => all.filter((one) => canDecide(one, barredFrom(grant)));
      const above = grant.approvals.length === 0 ? free(candidates.above) : [];
      return { reviewers, delegates, above, owners: free(candidates.owners) };
    },

    /**
     * What this person is to the grant, whatever has been decided already. Approvers are the owners; the managers above the
     * person, once one has agreed only where there is no other owner; and whoever stands in for one of these today. Who
     * has agreed already is still an approver.
     */
    async standingOf(actor: Person, grant: Grant, now: Date): Promise<GrantStanding> {
      if (actor._id === grant.personId) return 'own';
      const candidates = await candidatesOf(grant);
      // Of what is granted, the last approval is the decision itself.
      const before = isApproved(grant) ? grant.approvals.slice(0, -1) : grant.approvals;
      const others = { ...grant, approvals: before.filter(({ by }) => by !== actor._id) };
      const may = [
        ...candidates.owners,
        ...(others.approvals.length === 0 ? candidates.above : []),
        ...approversOf(candidates, others),
      ];
      if (may.some(({ _id }) => _id === actor._id)) return 'approver';
      const barred = barredFrom(others);
      const delegates = await asking.delegatesOf(
        may.filter((one) => canDecide(one, barred)),
        new Set(),
        now,
      );
      return delegates.some(({ _id }) => _id === actor._id) ? 'approver' : 'not-asked';
    },
  };
}

export type Approving = ReturnType<typeof createApproving>;

import { createReviewAsking, notAskedOf } from '../../../platform/reviews/asking.js';
import { dateIn } from '../../../shared/dates.js';
import type { Review, ReviewStep, Turns } from '../../../shared/review.js';
import { canDecide } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { StudyPlan } from './study-plan.js';

/** Who is asked to agree to weekly study time, who may, and when to ask; always from fresh data. */
export function createPlanAsking({ people }: Pick<TrainingTimeDeps, 'people'>) {
  const asking = createReviewAsking<Person>(people);

  /** The nearest manager who can be written to, and who stands in for them today. */
  async function decidersOf(person: Person, now: Date) {
    const barred = new Set([person._id]);
    const able = async (all: readonly Person[]) =>
      (await asking.withoutGuests(all)).filter((one) => canDecide(one, barred));
    const above = await able(await people.managersAbove(person));
    const reviewers = above.slice(0, 1);
    return { able, above, reviewers, delegates: await asking.delegatesOf(reviewers, barred, now) };
  }

  async function personOf({ personId }: Pick<StudyPlan, 'personId'>): Promise<Person> {
    const person = await people.byId(personId);
    if (person === null) throw new Error('A study plan needs a person');
    return person;
  }

  return {
    ...asking,

    /** Whom this person would ask; undefined where nobody above them can be written to. */
    managerOf: async (person: Person, now: Date): Promise<Person | undefined> =>
      (await decidersOf(person, now)).reviewers[0],

    /** Asked for at once: the first time may be two days away. */
    begin: async (person: Person, now: Date): Promise<Review> =>
      asking.begin(await decidersOf(person, now), now, 'urgent'),

    /** The step with which a manager is asked who has come instead of another; undefined when all have been asked. */
    async askInstead(plan: StudyPlan, now: Date): Promise<ReviewStep | undefined> {
      const { reviewers, delegates } = await decidersOf(await personOf(plan), now);
      const fresh = notAskedOf(plan.review?.asks ?? []);
      if (fresh(reviewers).length === 0) return undefined;
      return asking.instead(plan.review, { reviewers: fresh(reviewers), delegates: fresh(delegates) }, now, 'urgent');
    },

    /** Who could be asked at each stage. */
    async turnsOf(plan: StudyPlan, now: Date): Promise<Turns<Person>> {
      const { able, above, reviewers, delegates } = await decidersOf(await personOf(plan), now);
      return { reviewers, delegates, above, owners: await able(await people.owners()) };
    },

    /** A manager, an owner, or who stands in for a manager today. */
    async mayAnswer(actor: Person, person: Person, now: Date): Promise<boolean> {
      const standing = await people.standing(actor, person);
      if (standing === 'self') return false;
      if (standing !== 'none') return true;
      const managers = await people.managersAbove(person);
      const delegates = await Promise.all(
        managers.map((manager) => people.delegateOf(manager, dateIn(now, manager.zone))),
      );
      return delegates.some((delegate) => delegate?._id === actor._id);
    },
  };
}

export type PlanAsking = ReturnType<typeof createPlanAsking>;

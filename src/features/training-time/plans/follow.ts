import type { Stored } from '../../../platform/database/facts.js';
import { createFollow } from '../../../platform/reviews/following.js';
import type { PersonId } from '../../../shared/ids.js';
import type { Person, PersonFact } from '../../people/index.js';
import type { TrainingTimeDeps } from '../deps.js';
import type { PlanAsking } from './asking.js';
import type { StudyPlan } from './study-plan.js';

type PersonMoved = Extract<PersonFact, { type: 'person.changed' | 'person.left' | 'person.returned' }>;

const batch = 1_000;

/** Keeps what is asked for with those who are to agree to it now. */
export function createFollowManager({ plans, ...deps }: TrainingTimeDeps, asking: PlanAsking) {
  const { people } = deps;
  const follow = createFollow<StudyPlan, Person>({
    ...deps,
    reviews: plans,
    waiting: 'asked',
    byId: (id) => plans.byId(id as StudyPlan['_id']),
    askInstead: asking.askInstead,
    async mayDecide(reader, plan, now) {
      const person = await people.byId(plan.personId);
      return person !== null && asking.mayAnswer(reader, person, now);
    },
  });

  /** Their own, those of whoever reports to them, and those that they were asked to agree to. */
  async function* concerning(personId: PersonId): AsyncGenerator<StudyPlan> {
    const ids = [personId, ...(await people.reportsOf(personId)).map(({ _id }) => _id)];
    for (let start = 0; start < ids.length; start += batch)
      yield* await plans.askedOfThese(ids.slice(start, start + batch));
    yield* await plans.askedOf(personId);
  }

  /** Somebody reports to somebody else, has left or come back. */
  return async function followManager({ about }: Stored<PersonMoved>): Promise<void> {
    for await (const { _id } of concerning(about as PersonId)) await follow(_id);
  };
}

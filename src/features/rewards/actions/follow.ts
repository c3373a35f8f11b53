import type { Stored } from '../../../platform/database/facts.js';
import { createFollow } from '../../../platform/reviews/following.js';
import type { PersonId } from '../../../shared/ids.js';
import type { Person, PersonFact } from '../../people/index.js';
import type { Grant } from '../grant.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

type PersonMoved = Extract<PersonFact, { type: 'person.changed' | 'person.left' | 'person.returned' }>;

const batch = 1_000;

/** Keeps what waits to be approved with those who are to approve it now. */
export function createFollowPerson(deps: GrantDeps, asking: Approving) {
  const { grants, people } = deps;
  const follow = createFollow<Grant, Person>({
    ...deps,
    reviews: grants,
    waiting: 'reserved',
    byId: (id) => grants.byId(id),
    askInstead: asking.askInstead,
    mayDecide: async (person, grant, now) => (await asking.standingOf(person, grant, now)) === 'approver',
  });

  /** Their own, those of whoever reports to them, and those that they were asked to approve. */
  async function* concerning(personId: PersonId): AsyncGenerator<Grant> {
    const ids = [personId, ...(await people.reportsOf(personId)).map(({ _id }) => _id)];
    for (let start = 0; start < ids.length; start += batch)
      yield* await grants.waitingOf(ids.slice(start, start + batch));
    yield* await grants.askedOf(personId);
  }

  /** Somebody reports to somebody else, has left or come back. */
  return async function followPerson({ about }: Stored<PersonMoved>): Promise<void> {
    for await (const { _id } of concerning(about as PersonId)) await follow(_id);
  };
}

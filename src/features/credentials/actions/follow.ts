import type { Stored } from '../../../platform/database/facts.js';
import { createFollow } from '../../../platform/reviews/following.js';
import type { PersonId } from '../../../shared/ids.js';
import type { CatalogFact } from '../../catalog/index.js';
import type { Person, PersonFact } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { Asking, ReviewDeps } from './asking.js';
import type { Decisions } from './decide.js';

type PersonMoved = Extract<PersonFact, { type: 'person.changed' | 'person.left' | 'person.returned' }>;
type CertificationChanged = Extract<CatalogFact, { type: 'certification.changed' }>;

/** What of a person decides on who reviews: whom they report to, and whether they can press anything. */
const ofPeople: readonly string[] = ['managerId', 'slackId'];
const ofCertifications: readonly string[] = ['reviewer', 'approvals'];
const batch = 1_000;

/** Whether this may change who reviews anything: most changes of people and catalogue do not, and need no reaction. */
export const movesReviews = ({ type, fields }: Pick<Stored, 'type'> & { fields?: readonly string[] }): boolean => {
  if (type === 'person.changed') return ofPeople.some((field) => fields?.includes(field));
  return type !== 'certification.changed' || ofCertifications.some((field) => fields?.includes(field));
};

/**
 * Keeps what waits for a decision with those who are to decide now. Each verb may be repeated: who was asked is asked no
 * more, and cards are drawn from fresh data.
 */
export function createFollowing(deps: ReviewDeps, asking: Asking, decisions: Decisions) {
  const { store, reviews, people } = deps;

  const follow = createFollow<Credential, Person>({
    ...deps,
    waiting: 'submitted',
    byId: (id) => store.byId(id),
    askInstead: asking.askInstead,
    mayDecide: async (person, credential, now) => (await asking.standingOf(person, credential, now)) === 'reviewer',
  });

  /** Their own, those of whoever reports to them, and those that they were asked to decide. */
  async function* concerning(personId: PersonId): AsyncGenerator<Credential> {
    const ids = [personId, ...(await people.reportsOf(personId)).map(({ _id }) => _id)];
    for (let start = 0; start < ids.length; start += batch)
      yield* await store.submittedOf(ids.slice(start, start + batch));
    yield* await reviews.askedOf(personId);
  }

  return {
    /** Somebody reports to somebody else, has left or come back. */
    async followPerson(fact: Stored<PersonMoved>): Promise<void> {
      for await (const credential of concerning(fact.about as PersonId)) {
        // What somebody handed in before they left can still be decided by whoever has the card.
        const isOwn = credential.personId === fact.about;
        if (!isOwn || fact.type !== 'person.left') await follow(credential._id);
      }
    },

    /** Other people review it, or fewer of them must agree: what enough have agreed to already needs no further press. */
    async followCertification(fact: Stored<CertificationChanged>): Promise<void> {
      const certificationId = fact.about as Credential['certificationId'];
      for await (const { _id } of reviews.waitingOf(certificationId)) {
        await decisions.settleAgreed(_id, fact.by);
        await follow(_id);
      }
    },
  };
}

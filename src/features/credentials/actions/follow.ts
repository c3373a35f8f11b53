import type { Stored } from '../../../platform/database/facts.js';
import type { CredentialId, PersonId } from '../../../shared/ids.js';
import type { CatalogFact } from '../../catalog/index.js';
import type { PersonFact } from '../../people/index.js';
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
  const { store, reviews, people, clock, outbox } = deps;

  /** Asks who has come instead, and lets those who were not told yet go. Looks again after a change that came between. */
  async function askAnew(id: CredentialId): Promise<void> {
    for (;;) {
      const credential = await store.byId(id);
      if (credential?.state !== 'submitted' || credential.review === null) return;
      const now = clock.now();
      const step = await asking.askInstead(credential, now);
      if (step !== undefined && !(await reviews.raise(credential, step))) continue;
      const untold = await people.byIds(credential.review.asks.flatMap(({ to, row }) => (row === null ? [to] : [])));
      const gone: PersonId[] = [];
      for (const person of untold.values())
        if ((await asking.standingOf(person, credential, now)) !== 'reviewer') gone.push(person._id);
      if (gone.length > 0) await reviews.unask(id, gone);
      return;
    }
  }

  /** The cards that stand say, too, who decides now. */
  async function follow({ _id }: Pick<Credential, '_id'>): Promise<void> {
    await askAnew(_id);
    await outbox.markStale(_id);
  }

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
        if (!isOwn || fact.type !== 'person.left') await follow(credential);
      }
    },

    /** Other people review it, or fewer of them must agree: what enough have agreed to already needs no further press. */
    async followCertification(fact: Stored<CertificationChanged>): Promise<void> {
      const certificationId = fact.about as Credential['certificationId'];
      for await (const { _id } of reviews.waitingOf(certificationId)) {
        await decisions.settleAgreed(_id, fact.by);
        await follow({ _id });
      }
    },
  };
}

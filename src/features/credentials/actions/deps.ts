import type { Clock } from '../../../platform/clock.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Person, Standing } from '../../people/index.js';
import type { BeginReview } from '../credential.js';
import type { CredentialsStore } from '../store.js';

/** All that handing in needs of the rest of the house; compose.ts fills it. */
export type HandInDeps = Readonly<{
  store: CredentialsStore;
  clock: Clock;
  outbox: Pick<Outbox, 'put' | 'markStale'>;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
    standing(actor: Person, subject: Person): Promise<Standing>;
  };
  catalog: {
    byId(id: CertificationId): Promise<Certification | null>;
    all(): Promise<Map<CertificationId, Certification>>;
  };
  assignments: {
    byId(id: AssignmentId): Promise<Assignment | null>;
    unfinishedOf(personId: PersonId, certificationId: CertificationId): Promise<Assignment | null>;
  };
  beginReview: BeginReview;
}>;

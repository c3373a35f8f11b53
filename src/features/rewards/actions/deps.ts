import type { Clock } from '../../../platform/clock.js';
import type { Ledger } from '../../../platform/database/ledger.js';
import type { Logger } from '../../../platform/logging.js';
import type { ReviewPeople } from '../../../platform/reviews/asking.js';
import type { Readers } from '../../../platform/slack/notice.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { Drawn } from '../../../shared/blocks.js';
import type { CertificationId, CredentialId, PersonId } from '../../../shared/ids.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Credential } from '../../credentials/index.js';
import type { Asker, Person } from '../../people/index.js';
import type { BudgetStore } from '../budget-store.js';
import type { GrantStore } from '../grant-store.js';
import type { Limits } from '../rules.js';
import type { RewardsStore } from '../store.js';

/** All that grants need of the rest of the house; compose.ts fills it. */
export type GrantDeps = Readonly<{
  store: Pick<RewardsStore, 'tablesOf' | 'promiseOf'>;
  grants: GrantStore;
  budgets: BudgetStore;
  ledger: Pick<Ledger, 'post' | 'balanceOf'>;
  clock: Clock;
  log: Logger;
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  readers: Readers;
  /** What a reward may cost in a year before two must agree, for each currency; without a limit one is enough. */
  twoApproversAbove: Limits;
  /** What lets the person share a reward with their colleagues, or take that back; undefined where nothing could tell of it. */
  sharing(credentialId: CredentialId): Promise<Drawn | undefined>;
  people: ReviewPeople<Person> & {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
    asker(slackId: string): Promise<Asker>;
    /** Everybody who reports to this person, directly or not. */
    reportsOf(managerId: PersonId): Promise<readonly Person[]>;
    /** Active ones, nearest first. */
    managersAbove(person: Person): Promise<readonly Person[]>;
    owners(): Promise<readonly Person[]>;
  };
  catalog: { byId(id: CertificationId): Promise<Certification | null> };
  credentials: {
    byId(id: CredentialId): Promise<Credential | null>;
    earnedBy(personIds: readonly PersonId[]): Promise<readonly Credential[]>;
  };
  assignments: {
    /** The assignment that a verified credential has closed as earned, or is about to. */
    earnedWith(credential: Credential, factId: string): Promise<Assignment | null>;
  };
}>;

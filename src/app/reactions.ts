import type { AssignmentFact } from '../features/assignments/index.js';
import type { CatalogFact } from '../features/catalog/index.js';
import type { CredentialFact } from '../features/credentials/index.js';
import type { NudgeFact } from '../features/nudges/index.js';
import type { PersonFact } from '../features/people/index.js';
import type { Stored } from '../platform/database/facts.js';
import type { Reaction } from '../platform/database/reactions.js';
import type { AssignmentId, CertificationId, PersonId } from '../shared/ids.js';
import type { Features } from './compose.js';

type Fact = PersonFact | CatalogFact | CredentialFact | AssignmentFact | NudgeFact;

/** For each fact, the reactions that must follow, by name. A fact that nobody mapped does not compile. */
type ReactionTable = {
  readonly [Type in Fact['type']]: Readonly<
    Record<string, (fact: Stored<Extract<Fact, { type: Type }>>) => Promise<void>>
  >;
};

/** What next: the one place that says what follows from what happened. */
export function reactionTable({ assignments, credentials, nudges }: Features): ReactionTable {
  const redrawItem = { 'nudges.redrawItem': ({ about }: Stored) => nudges.reactions.redrawItem(about as AssignmentId) };
  type Followed = Parameters<typeof assignments.reactions.followCredential>[0];
  const followCredential = {
    'assignments.followCredential': (fact: Followed) =>
      assignments.reactions.followCredential(fact, credentials.store.verified),
  };
  const nothing = {};
  return {
    'person.joined': nothing,
    'person.left': nothing,
    'person.returned': nothing,
    'person.changed': { 'nudges.planAgain': ({ about }) => nudges.planAgain([about as PersonId]) },
    'person.reminders-chosen': { 'nudges.redrawOf': ({ about }) => nudges.reactions.redrawOf(about as PersonId) },
    'person.delegate-chosen': nothing,
    'certification.added': nothing,
    'certification.changed': {
      'nudges.planCertificationAgain': ({ about }) => nudges.planCertificationAgain(about as CertificationId),
    },
    'credential.submitted': nothing,
    'credential.verified': {
      'credentials.supersedeOlder': credentials.reactions.supersedeOlder,
      ...followCredential,
    },
    'credential.corrected': nothing,
    'credential.withdrawn': nothing,
    'credential.approved': nothing,
    'credential.declined': nothing,
    'credential.merged': nothing,
    'credential.lapsed': nothing,
    'credential.on-last-day': nothing,
    'credential.revoked': followCredential,
    'credential.superseded': followCredential,
    'assignment.planned': nothing,
    'assignment.opened': nothing,
    'assignment.handed-in': redrawItem,
    'assignment.reopened': redrawItem,
    'assignment.exam-booked': redrawItem,
    'assignment.attempted': redrawItem,
    'assignment.changed': redrawItem,
    'assignment.snoozed': redrawItem,
    'assignment.closed': { ...redrawItem, ...followCredential },
    'nudging.switched': nothing,
  };
}

/** The names of the reactions to each fact, for the relay; and what each name runs. */
export function wired(table: ReactionTable): {
  reactionsTo: (type: string) => readonly string[];
  run: Record<string, Reaction>;
} {
  const entries = Object.entries(table) as [string, Record<string, Reaction>][];
  return {
    reactionsTo: (type) => Object.keys(table[type as Fact['type']] ?? {}),
    run: Object.assign({}, ...entries.map(([, reactions]) => reactions)),
  };
}

import type { Credential } from '../../credentials/index.js';
import type { Assignment } from '../assignment.js';
import { covers } from '../rules.js';
import type { AssignmentsStore } from '../store.js';

/**
 * The assignment that a verified credential has closed as earned, or is about to; null when it closes none. The same answer
 * whether it is asked before or after that: the reactions to one fact run in any order.
 *
 * @param factId the fact that it was verified
 */
export const createEarnedWith =
  ({ store }: { store: Pick<AssignmentsStore, 'unfinishedOf' | 'closedWith'> }) =>
  async (credential: Credential, factId: string): Promise<Assignment | null> => {
    const { personId, certificationId, handedIn } = credential;
    const standing = await store.unfinishedOf(personId, certificationId);
    if (standing !== null && standing.state !== 'planned' && covers(credential, standing)) return standing;
    return store.closedWith(personId, certificationId, { factId, handedInOn: handedIn?.on ?? null });
  };

import { createChase } from '../../../platform/reviews/chase.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { Turns } from '../../../shared/review.js';
import { canDecide } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { Asking, ReviewDeps } from './asking.js';

/** The sweep that asks further when nobody has decided in time. */
export function createCredentialChase(deps: ReviewDeps, asking: Asking): Sweep {
  return createChase<Credential, Person>({ ...deps, name: 'credentials.chase', asking, turnsOf });

  async function turnsOf(credential: Credential, now: Date): Promise<Turns<Person>> {
    const { certification, candidates, barred, reviewers, delegates } = await asking.whoDecides(credential, now);
    const free = (all: readonly Person[]) => all.filter((one) => canDecide(one, barred));
    // Above an owner there is nobody.
    const above = certification.reviewer.by === 'owner' ? [] : free(candidates.above);
    return { reviewers, delegates, above, owners: free(candidates.owners) };
  }
}

import type { Stored } from '../../../platform/database/facts.js';
import type { CredentialVerified } from '../credential.js';
import { outlasts } from '../rules.js';
import type { CredentialsStore } from '../store.js';

/** What follows from a verified credential among the person's other ones. */
export function createCredentialReactions({ store }: { store: CredentialsStore }) {
  return {
    /** What the longest outlasts gives way: others to this one, or this one to another that was known before. */
    async supersedeOlder({ id, at, personId, certificationId }: Stored<CredentialVerified>): Promise<void> {
      const [longest, ...others] = await store.verified(personId, certificationId);
      if (longest === undefined) return;
      for (const shorter of others.filter((credential) => outlasts(longest, credential))) {
        const about = { personId, certificationId, credentialId: shorter._id };
        const superseded = { type: 'credential.superseded', ...about } as const;
        const done = await store.change(shorter, 'superseded', superseded, { at, by: id });
        if (!done) throw new Error('The credential changed while it was being superseded; this is tried again');
      }
    },
  };
}

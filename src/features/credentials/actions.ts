import type { Stored } from '../../platform/database/facts.js';
import type { CredentialVerified } from './credential.js';
import { outlasts } from './rules.js';
import type { CredentialsStore } from './store.js';

/** What follows from a verified credential among the person's other ones. */
export function createCredentialReactions({ store }: { store: CredentialsStore }) {
  return {
    /** Shorter-lived ones of the same certification give way. */
    async supersedeOlder(fact: Stored<CredentialVerified>): Promise<void> {
      const held = await store.verified(fact.personId, fact.certificationId);
      const newer = held.find(({ _id }) => _id === fact.credentialId);
      if (newer === undefined) return;
      for (const older of held.filter((credential) => outlasts(newer, credential))) {
        const { personId, certificationId } = older;
        const superseded = {
          type: 'credential.superseded',
          personId,
          certificationId,
          credentialId: older._id,
        } as const;
        await store.change(older, 'superseded', superseded, { at: fact.at, by: fact.id });
      }
    },
  };
}

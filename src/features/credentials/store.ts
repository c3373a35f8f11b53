import type { Connection } from 'mongoose';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { changedWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import type { Credential, CredentialFact } from './credential.js';

type StoredCredential = Credential & Stateful;

const credentials = defineSchema<StoredCredential>({
  ...statefulPaths,
  personId: String,
  certificationId: String,
  earnedOn: String,
  expiresOn: String,
  number: String,
  evidence: String,
  state: String,
});

export const credentialIndexes = [
  // One credential is one person's, for one certification, earned on one day: loading it twice finds the same one.
  {
    collection: 'credentials',
    name: 'earned',
    key: { personId: 1 as const, certificationId: 1 as const, earnedOn: 1 as const },
    options: { unique: true, partialFilterExpression: { state: { $in: ['verified', 'revoked', 'superseded'] } } },
  },
  pendingFactsIndex('credentials'),
];

const asCredential = { pendingFacts: 0, appliedFacts: 0 } as const;

export function createCredentialsStore(connection: Connection) {
  const model = connection.model<StoredCredential>('Credential', credentials, 'credentials');
  return {
    model,
    byId: (id: CredentialId) => model.findById(id, asCredential).lean<Credential>().exec(),

    /** What this person holds of one certification, whatever its dates; the one that lasts longest first. */
    async verified(personId: PersonId, certificationId: CertificationId): Promise<Credential[]> {
      const found = await model
        .find({ personId, certificationId, state: 'verified' }, asCredential)
        .lean<Credential[]>()
        .exec();
      return found.toSorted((a, b) => (b.expiresOn ?? '9999').localeCompare(a.expiresOn ?? '9999'));
    },

    async change(was: Credential, state: Credential['state'], fact: CredentialFact, cause: Cause): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, state: was.state },
        { $set: { state }, ...changedWith(was, fact, cause) },
      );
      return modifiedCount === 1;
    },
  };
}

export type CredentialsStore = ReturnType<typeof createCredentialsStore>;

import type { Db } from 'mongodb';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { CredentialId, PersonId } from '../../shared/ids.js';
import type { EvidenceFile } from './credential.js';

/**
 * Laurel's own copy of a file that was handed in: at most 10 MB, in one document. It is kept as long as the credential that
 * it proves; what was declined, taken back or replaced ends, and is deleted 30 days later (`retention.ts`).
 */
type Kept = {
  _id: string;
  credentialId: CredentialId;
  slackFileId: string;
  name: string;
  kind: NonNullable<EvidenceFile['kind']>;
  bytes: Buffer;
  keptAt: Date;
  /** Absent while it is needed. */
  endedAt?: Date;
  /** When each person was last shown it. */
  shownAt: Record<PersonId, Date>;
};

export const evidenceIndexes: readonly IndexFact[] = [
  { collection: 'evidence', name: 'ofCredential', key: { credentialId: 1 } },
  {
    collection: 'evidence',
    name: 'retention',
    key: { endedAt: 1 },
    options: { partialFilterExpression: { endedAt: { $exists: true } } },
  },
];

export function createEvidenceStore(db: Db) {
  const evidence = db.collection<Kept>('evidence');
  const idOf = (credentialId: CredentialId, slackFileId: string) => `${credentialId}|${slackFileId}`;

  return {
    /** Keeps a copy; the same file again is the same copy. */
    async keep(
      file: Pick<Kept, 'credentialId' | 'slackFileId' | 'name' | 'kind' | 'bytes'>,
      keptAt: Date,
    ): Promise<void> {
      const _id = idOf(file.credentialId, file.slackFileId);
      await evidence.updateOne(
        { _id },
        { $setOnInsert: { ...file, keptAt, shownAt: {} }, $unset: { endedAt: '' } },
        { upsert: true },
      );
    },

    /** What is kept of these files, in their order. */
    async read(credentialId: CredentialId, slackFileIds: readonly string[]): Promise<Pick<Kept, 'name' | 'bytes'>[]> {
      const found = await evidence
        .find(
          { _id: { $in: slackFileIds.map((id) => idOf(credentialId, id)) } },
          { projection: { name: 1, bytes: 1 }, promoteBuffers: true },
        )
        .toArray();
      return slackFileIds.flatMap((id) => found.find(({ _id }) => _id === idOf(credentialId, id)) ?? []);
    },

    /** Whether this is the first look of this person since `since`, which is then remembered: a double press is one. */
    async beginsShowing(
      credentialId: CredentialId,
      slackFileId: string,
      to: PersonId,
      { at, since }: { at: Date; since: Date },
    ) {
      const { modifiedCount } = await evidence.updateOne(
        { _id: idOf(credentialId, slackFileId), [`shownAt.${to}`]: { $not: { $gt: since } } },
        { $set: { [`shownAt.${to}`]: at } },
      );
      return modifiedCount === 1;
    },

    /** It was not shown after all. */
    async wasNotShown(credentialId: CredentialId, slackFileId: string, to: PersonId): Promise<void> {
      await evidence.updateOne({ _id: idOf(credentialId, slackFileId) }, { $unset: { [`shownAt.${to}`]: '' } });
    },

    /** Copies of a credential that are needed no longer: all but these. */
    async endAllBut(slackFileIds: readonly string[], credentialId: CredentialId, at: Date): Promise<void> {
      await evidence.updateMany(
        { credentialId, slackFileId: { $nin: [...slackFileIds] }, endedAt: { $exists: false } },
        { $set: { endedAt: at } },
      );
    },
  };
}

export type EvidenceStore = ReturnType<typeof createEvidenceStore>;

import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { changedWith, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { reviewPath } from '../../platform/database/reviews.js';
import { save } from '../../platform/database/save.js';
import { defineSchema, orNull } from '../../platform/database/schema.js';
import type { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import type { Credential, CredentialFact, EvidenceFile } from './credential.js';

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
  files: [
    { _id: false, slackFileId: String, name: String, bytes: Number, kind: String, kept: Boolean, refused: String },
  ],
  handedIn: orNull({ by: String, on: String, at: Date }),
  approvals: [{ _id: false, by: String, at: Date }],
  decision: orNull({ by: String, at: Date, why: String }),
  review: reviewPath,
  lapse: { lastDayToldOn: String, lapsedOn: String },
});

const earned = { state: { $in: ['verified' as const, 'revoked' as const, 'superseded' as const] } };
const submitted = { state: 'submitted' as const };

export const credentialIndexes: readonly IndexFact[] = [
  // One credential is one person's, for one certification, earned on one day: loading it twice finds the same one.
  {
    collection: 'credentials',
    name: 'earned',
    key: { personId: 1, certificationId: 1, earnedOn: 1 },
    options: { unique: true, partialFilterExpression: earned },
  },
  // One at a time is decided on: a second one corrects the first.
  {
    collection: 'credentials',
    name: 'oneSubmitted',
    key: { personId: 1, certificationId: 1 },
    options: { unique: true, partialFilterExpression: submitted },
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

    /** All that these people have earned, whatever became of it. */
    earnedBy: (personIds: readonly PersonId[]) =>
      model
        .find({ personId: { $in: [...personIds] }, ...earned }, asCredential)
        .lean<Credential[]>()
        .exec(),

    /** What these people hold, whatever its dates. */
    heldBy: (personIds: readonly PersonId[]) =>
      model
        .find({ personId: { $in: [...personIds] }, state: 'verified' }, asCredential)
        .lean<Credential[]>()
        .exec(),

    /** What these people have handed in that is not decided yet. */
    submittedOf: (personIds: readonly PersonId[]) =>
      model
        .find({ personId: { $in: [...personIds] }, ...submitted }, asCredential)
        .lean<Credential[]>()
        .exec(),

    submitted: (personId: PersonId, certificationId: CertificationId) =>
      model
        .findOne({ personId, certificationId, ...submitted }, asCredential)
        .lean<Credential>()
        .exec(),

    /** The one that this person earned on this day, whatever became of it since. */
    earnedOn: (personId: PersonId, certificationId: CertificationId, earnedOn: Credential['earnedOn']) =>
      model
        .findOne({ personId, certificationId, earnedOn, ...earned }, asCredential)
        .lean<Credential>()
        .exec(),

    /** Inserts one that is handed in; false when it, or another one that waits for its decision, already stands. */
    insert: (credential: Omit<Credential, 'version'>, fact: CredentialFact, cause: Cause) =>
      save<Credential, CredentialFact>(model, { kind: 'born', noun: credential, fact }, cause),

    /**
     * Changes what is handed in as last read, with its fact; false when it has changed meanwhile. `askAgain` are reviewers
     * whose asks count as not said: path by path, because cards that are said meanwhile leave the version.
     */
    async amend(
      was: Pick<Credential, '_id' | 'version'>,
      fields: Partial<Credential>,
      fact: CredentialFact,
      cause: Cause,
      askAgain?: Readonly<{ people: readonly PersonId[]; at: Date }>,
    ): Promise<boolean> {
      const asks = askAgain && { 'review.asks.$[again].row': null, 'review.cardAt': askAgain.at };
      const { modifiedCount } = await model.updateOne(
        { _id: was._id, version: was.version, ...submitted },
        { $set: { ...fields, ...asks }, ...changedWith(was, fact, cause) },
        askAgain && { arrayFilters: [{ 'again.to': { $in: [...askAgain.people] } }] },
      );
      return modifiedCount === 1;
    },

    /**
     * Remembers what became of one file. Bookkeeping, which leaves the version: what was handed in is the same, whoever saw
     * it before. False when the file, or the whole, is not looked at any more.
     */
    async judgeFile(
      id: CredentialId,
      slackFileId: string,
      judged: Pick<EvidenceFile, 'bytes' | 'kind' | 'kept' | 'refused'>,
    ) {
      const { matchedCount } = await model.updateOne(
        { _id: id, state: { $in: ['submitted', 'verified'] }, 'files.slackFileId': slackFileId },
        {
          $set: {
            'files.$.bytes': judged.bytes,
            'files.$.kind': judged.kind,
            'files.$.kept': judged.kept,
            'files.$.refused': judged.refused,
          },
        },
      );
      return matchedCount === 1;
    },

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    saveAll: (writes: readonly StatefulWrite<Credential, CredentialFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),

    /** False when it has changed meanwhile. */
    change: (was: Credential, state: Credential['state'], fact: CredentialFact, cause: Cause) =>
      save<Credential, CredentialFact>(
        model,
        { kind: 'changed', was, expecting: { state: was.state }, set: { state }, fact },
        cause,
      ),
  };
}

export type CredentialsStore = ReturnType<typeof createCredentialsStore>;

import type { Collection } from 'mongodb';
import type { Database } from '../../platform/database/connect.js';
import { isDuplicateKey } from '../../platform/database/errors.js';
import { onceFor } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { Lengths } from '../../platform/database/lengths.js';
import type { MailAddress } from '../../platform/mail/address.js';
import { addMinutes } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import type { Invitation, InvitationId } from './calendar/invitation.js';

/** `leaseUntil` is lease time, and tells one holder from the next. */
type StoredInvitation = Invitation & { leaseUntil: Date; appliedFacts: string[] };

/** One that this process alone may send, for a while. */
export type Claimed = Invitation & Readonly<{ leaseUntil: Date }>;

const owed = { state: 'owed' as const };
const refused = { state: 'refused' as const };
const told = { state: 'told' as const };
const free = new Date(0);

export const invitationIndexes: readonly IndexFact[] = [
  { collection: 'invitations', name: 'owed', key: { nextAt: 1 }, options: { partialFilterExpression: owed } },
  { collection: 'invitations', name: 'refused', key: { changedAt: 1 }, options: { partialFilterExpression: refused } },
  { collection: 'invitations', name: 'ofPerson', key: { personId: 1 } },
  { collection: 'invitations', name: 'retention', key: { changedAt: 1 }, options: { partialFilterExpression: told } },
];

const asInvitation = { appliedFacts: 0, leaseUntil: 0 } as const;
/** Who moves study time to and fro gets one mail about it. */
const gatherMinutes = 1;
/** From so many tries in vain on an owner is told. */
const triesUntilSaid = 3;

export function createInvitationStore({ db }: Pick<Database, 'db'>, { mailLeaseMs }: Pick<Lengths, 'mailLeaseMs'>) {
  const invitations: Collection<StoredInvitation> = db.collection('invitations');

  return {
    /** Once for each fact: the calendar is owed what is so now. */
    async raise(factId: string, _id: InvitationId, personId: PersonId, at: Date): Promise<void> {
      await insertUnlessThere({ _id, personId, changedAt: at, ...unborn });
      const once = onceFor(factId);
      await invitations.updateOne(
        { _id, ...once.filter },
        {
          $inc: { sequence: 1 },
          $max: { changedAt: at },
          $set: { ...owed, nextAt: addMinutes(at, gatherMinutes), tries: 0, why: null },
          $push: once.push,
        },
      );
    },

    idsOf: async (personId: PersonId): Promise<InvitationId[]> =>
      (await invitations.find({ personId }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),

    async byIds(ids: readonly InvitationId[]): Promise<Map<InvitationId, Invitation>> {
      const found = await invitations.find({ _id: { $in: [...ids] } }, { projection: asInvitation }).toArray();
      return new Map(found.map((invitation) => [invitation._id, invitation]));
    },

    /** The one that is owed longest and that nobody holds; null when there is none. */
    claim: (now: Date): Promise<Claimed | null> =>
      invitations.findOneAndUpdate(
        { ...owed, nextAt: { $lte: now }, $expr: { $lte: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { leaseUntil: { $add: ['$$NOW', mailLeaseMs] } } }],
        { sort: { nextAt: 1 }, returnDocument: 'after', projection: { appliedFacts: 0 } },
      ),

    async firstDueAt(): Promise<Date | undefined> {
      const first = await invitations.findOne(owed, { sort: { nextAt: 1 }, projection: { nextAt: 1 } });
      return first?.nextAt ?? undefined;
    },

    /** Whose calendar may have it from now on. False when it is held by another meanwhile. */
    async setInvited({ _id, leaseUntil }: Claimed, invited: MailAddress | null): Promise<boolean> {
      const { matchedCount } = await invitations.updateOne({ _id, leaseUntil }, { $set: { invited } });
      return matchedCount === 1;
    },

    /** How it went; what was raised meanwhile stays owed. */
    async settle({ _id, leaseUntil, sequence }: Claimed, fields: Settled): Promise<void> {
      const mine = { _id, leaseUntil };
      const { matchedCount } = await invitations.updateOne(
        { ...mine, sequence },
        { $set: { ...fields, leaseUntil: free } },
      );
      if (matchedCount === 0) await invitations.updateOne(mine, { $set: { leaseUntil: free } });
    },

    /** What an owner should know: whom the mail server refuses, the last first, and how many wait for it. */
    async figures(most: number) {
      const waiting = { ...owed, tries: { $gte: triesUntilSaid } };
      const [refusals, waits, last] = await Promise.all([
        invitations
          .find(refused, { projection: { personId: 1, why: 1 } })
          .sort({ changedAt: -1 })
          .limit(most)
          .toArray(),
        invitations.countDocuments(waiting),
        invitations.findOne(waiting, { projection: { why: 1 } }),
      ]);
      return { refusals: refusals.map(({ personId, why }) => ({ personId, why })), waits, lastWhy: last?.why ?? null };
    },
  };

  async function insertUnlessThere(invitation: StoredInvitation): Promise<void> {
    try {
      await invitations.updateOne({ _id: invitation._id }, { $setOnInsert: invitation }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

type Settled = Pick<Invitation, 'state' | 'nextAt' | 'tries' | 'why'>;

/** Before its first fact, which makes its number 0. */
const unborn: Omit<StoredInvitation, '_id' | 'personId' | 'changedAt'> = {
  sequence: -1,
  ...told,
  invited: null,
  nextAt: null,
  tries: 0,
  why: null,
  leaseUntil: free,
  appliedFacts: [],
};

export type InvitationStore = ReturnType<typeof createInvitationStore>;

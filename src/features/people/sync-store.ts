import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../../platform/database/errors.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { Zone } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import type { SlackAccount } from './account.js';
import type { Standing } from './directory-rules.js';
import type { Person } from './person.js';
import type { PeopleStore } from './store.js';
import { asPerson, isMissing, isText } from './store.js';

/** An account as last seen; `vanished` when Slack's whole list no longer names it. All dates are business time. */
export type StoredAccount = Standing & { _id: string; email: string | null; updated: number; seenAt: Date };

/** Where the reading of Slack's list stands. There is one such document, and whoever moves it on raises its version. */
export type Sync = {
  _id: 'directory';
  version: number;
  /** `asks`: too many would leave, so nothing was changed until an owner agrees or Slack's list looks better. */
  state: 'idle' | 'reading' | 'settling' | 'asks';
  /** Of the page to read next; '' is the first. */
  cursor: string;
  startedAt: Date;
  finishedAt: Date | null;
  /** How many people would leave, while that is too many. */
  wouldLeave: number;
  /** How many an owner let go, and who that was. */
  mayLeave: number;
  confirmedBy: string | null;
};

const accounts = defineSchema<StoredAccount>({
  _id: String,
  state: String,
  email: String,
  zone: String,
  updated: Number,
  seenAt: Date,
});

const syncs = defineSchema<Sync>({
  _id: String,
  version: Number,
  state: String,
  cursor: String,
  startedAt: Date,
  finishedAt: Date,
  wouldLeave: Number,
  mayLeave: Number,
  confirmedBy: String,
});

const live = { state: { $in: ['member' as const, 'guest' as const] } };
const gone = { state: { $in: ['deleted' as const, 'vanished' as const] } };
const listed = { state: { $in: ['member' as const, 'guest' as const, 'deleted' as const] } };

export const accountIndexes: readonly IndexFact[] = [
  {
    collection: 'slackAccounts',
    name: 'email',
    key: { email: 1 },
    options: { partialFilterExpression: { email: isText } },
  },
  { collection: 'slackAccounts', name: 'state', key: { state: 1, _id: 1 } },
  {
    collection: 'slackAccounts',
    name: 'unseen',
    key: { seenAt: 1 },
    options: { partialFilterExpression: listed },
  },
];

const neverSynced: Omit<Sync, '_id'> = {
  version: 0,
  state: 'idle',
  cursor: '',
  startedAt: new Date(0),
  finishedAt: null,
  wouldLeave: 0,
  mayLeave: 0,
  confirmedBy: null,
};

const batch = 1_000;

/** What keeps people in step with Slack's directory: its accounts, how far it was read, and who is linked to whom. */
export function createSyncStore(connection: Connection, { model: people }: PeopleStore) {
  const accountModel = connection.model<StoredAccount>('SlackAccount', accounts, 'slackAccounts');
  const syncModel = connection.model<Sync>('DirectorySync', syncs, 'directorySync');

  async function* batchesOf(
    filter: typeof gone | typeof live | Record<string, never>,
  ): AsyncGenerator<StoredAccount[]> {
    for (let after = ''; ; ) {
      const found = await accountModel
        .find({ ...filter, _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(batch)
        .lean<StoredAccount[]>()
        .exec();
      if (found.length > 0) yield found;
      if (found.length < batch) return;
      after = found.at(-1)!._id;
    }
  }

  return {
    async readSync(): Promise<Sync> {
      const first = { $setOnInsert: neverSynced };
      const read = () =>
        syncModel
          .findOneAndUpdate({ _id: 'directory' }, first, { upsert: true, returnDocument: 'after' })
          .lean<Sync>()
          .exec();
      try {
        return (await read())!;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await read())!; // Two first readers met; now the document exists.
      }
    },

    /** Moves on from where the sync stood when it was read. False when somebody else has moved it. */
    async moveSync(was: Sync, fields: Partial<Omit<Sync, '_id' | 'version'>>): Promise<boolean> {
      const { modifiedCount } = await syncModel.updateOne(
        { _id: 'directory', version: was.version },
        { $set: fields, $inc: { version: 1 } },
      );
      return modifiedCount === 1;
    },

    /**
     * Keeps what Slack showed at `seenAt`, unless something newer is known; of the unreadable only that they are there.
     * Pages and events come late, twice and out of order.
     */
    async saveAccounts(shown: readonly SlackAccount[], unreadable: readonly string[], seenAt: Date): Promise<void> {
      const writes = [
        ...shown.map((account) => ({
          updateOne: { filter: { _id: account.slackId }, update: newerWins(account, seenAt), upsert: true },
        })),
        ...unreadable.map((_id) => ({ updateOne: { filter: { _id }, update: { $max: { seenAt } } } })),
      ];
      if (writes.length === 0) return;
      // The driver's own: pipelines are not cast, and these values were parsed.
      const save = () => accountModel.collection.bulkWrite(writes as never[], { ordered: false });
      try {
        await save();
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        await save(); // Another process inserted the same account meanwhile; now it is there.
      }
    },

    hasSeenAnybody: async (since: Date) => (await accountModel.exists({ ...listed, seenAt: { $gte: since } })) !== null,

    /** Accounts that a list read to its end since `startedAt` did not name. */
    async markVanished(startedAt: Date): Promise<void> {
      await accountModel.updateMany({ ...listed, seenAt: { $lt: startedAt } }, { $set: { state: 'vanished' } });
    },

    account: (slackId: string) => accountModel.findById(slackId).lean<StoredAccount>().exec(),
    accountsByEmail: (emails: readonly string[]) =>
      accountModel
        .find({ email: { $in: [...emails], ...isText } })
        .lean<StoredAccount[]>()
        .exec(),
    allAccounts: () => batchesOf({}),
    goneAccounts: () => batchesOf(gone),
    liveAccounts: () => batchesOf(live),

    peopleOf: (slackIds: readonly string[]) =>
      people
        .find({ slackId: { $in: [...slackIds], ...isText } }, asPerson)
        .lean<Person[]>()
        .exec(),

    unlinkedByEmail: (email: string) =>
      people
        .find({ email: { $eq: email, ...isText }, slackId: isMissing, state: 'active' }, asPerson)
        .lean<Person[]>()
        .exec(),

    async *unlinked(): AsyncGenerator<Person[]> {
      for (let after = '' as PersonId; ; ) {
        const found = await people
          .find({ slackId: isMissing, state: 'active', _id: { $gt: after } }, asPerson)
          .sort({ _id: 1 })
          .limit(batch)
          .lean<Person[]>()
          .exec();
        if (found.length > 0) yield found;
        if (found.length < batch) return;
        after = found.at(-1)!._id;
      }
    },

    /** Links each to their account unless either was linked meanwhile; answers how many were. */
    async link(links: readonly { person: Person; slackId: string }[]): Promise<number> {
      if (links.length === 0) return 0;
      const writes = links.map(({ person: { _id, email }, slackId }) => ({
        updateOne: { filter: { _id, email, slackId: isMissing }, update: { $set: { slackId, dmChannel: null } } },
      }));
      try {
        return (await people.bulkWrite(writes, { ordered: false })).modifiedCount;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (error as { modifiedCount?: number }).modifiedCount ?? 0; // A claimed account is never taken away.
      }
    },

    /** The zones that Slack shows, for people whose zone the file does not say. */
    async takeZones(changes: readonly { person: Person; zone: Zone; moves: boolean }[], now: Date): Promise<void> {
      if (changes.length === 0) return;
      await people.bulkWrite(
        changes.map(({ person: { _id, slackId }, zone, moves }) => ({
          updateOne: {
            filter: { _id, slackId, zoneFrom: { $in: ['slack' as const, 'default' as const] } },
            update: { $set: { zone, zoneFrom: 'slack' as const, ...(moves ? { hoursChangedAt: now } : {}) } },
          },
        })),
        { ordered: false },
      );
    },

    hoursChanged: (limit: number) =>
      people
        .find({ hoursChangedAt: { $type: 'date' } }, { hoursChangedAt: 1 })
        .sort({ hoursChangedAt: 1 })
        .limit(limit)
        .lean<{ _id: PersonId; hoursChangedAt: Date }[]>()
        .exec(),

    /** Those who changed again meanwhile stay to be told of. */
    async toldHoursChanged(told: readonly { _id: PersonId; hoursChangedAt: Date }[]): Promise<void> {
      await people.bulkWrite(
        told.map((filter) => ({ updateOne: { filter, update: { $unset: { hoursChangedAt: 1 } } } })),
        { ordered: false },
      );
    },
  };
}

export type SyncStore = ReturnType<typeof createSyncStore>;

/** An update for the database to decide: field by field the newer account, of two equally new ones the last to come. */
function newerWins({ state, email, zone, updated }: SlackAccount, seenAt: Date): object[] {
  const known = { $ifNull: ['$updated', 0] };
  const isNewer = updated === null ? true : { $lte: [known, updated] };
  const pick = (field: string, value: unknown) => ({ $cond: [isNewer, { $literal: value }, `$${field}`] });
  return [
    {
      $set: {
        state: pick('state', state),
        email: pick('email', email),
        zone: pick('zone', zone),
        updated: { $max: [known, updated ?? 0] },
        seenAt: { $max: ['$seenAt', seenAt] },
      },
    },
  ];
}

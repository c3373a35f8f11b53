import type { Collection } from 'mongodb';
import type { Database } from '../../platform/database/connect.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import type { PersonId } from '../../shared/ids.js';

/** One address for each person. Of its secret only the SHA-256 is kept, so that whoever reads this cannot read calendars. */
export type CalendarFeed = { _id: PersonId; hash: string; madeAt: Date };

export const feedIndexes: readonly IndexFact[] = [
  { collection: 'calendarFeeds', name: 'hash', key: { hash: 1 }, options: { unique: true } },
];

export function createFeedStore({ db }: Pick<Database, 'db'>) {
  const feeds: Collection<CalendarFeed> = db.collection('calendarFeeds');

  return {
    byHash: (hash: string) => feeds.findOne({ hash }),
    ofPerson: (personId: PersonId) => feeds.findOne({ _id: personId }),

    /** Takes the place of the one before, which works no longer. */
    async set({ _id, ...feed }: CalendarFeed): Promise<void> {
      await feeds.updateOne({ _id }, { $set: feed }, { upsert: true });
    },

    async remove(personId: PersonId): Promise<void> {
      await feeds.deleteOne({ _id: personId });
    },
  };
}

export type FeedStore = ReturnType<typeof createFeedStore>;

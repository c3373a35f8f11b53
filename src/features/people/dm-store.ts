import type { PersonId } from '../../shared/ids.js';
import type { Person } from './person.js';
import type { PeopleStore } from './store.js';
import { asPerson, isText } from './store.js';

/** Whose DM is open, and whose is to be opened when. */
export function createDmStore({ model }: PeopleStore) {
  const waiting = { slackId: isText, state: 'active' as const, dmChannel: null };

  return {
    /** First those who are wanted, the longest waiting first; then whoever has no DM yet. */
    async withoutDm(now: Date, limit: number): Promise<Person[]> {
      const wanted = await model
        .find({ ...waiting, dmDueAt: { $lte: now } }, asPerson)
        .sort({ dmDueAt: 1 })
        .limit(limit)
        .lean<Person[]>()
        .exec();
      if (wanted.length === limit) return wanted;
      const others = await model
        .find({ ...waiting, dmDueAt: null }, asPerson)
        .limit(limit - wanted.length)
        .lean<Person[]>()
        .exec();
      return [...wanted, ...others];
    },

    /** `at-once` when somebody waits in their turn; a later instant when all who wait were refused; null when nobody waits. */
    async firstDue(): Promise<Date | 'at-once' | null> {
      const first = await model
        .findOne(waiting, { dmDueAt: 1 })
        .sort({ dmDueAt: 1 })
        .lean<{ dmDueAt?: Date | null }>()
        .exec();
      return first && (first.dmDueAt ?? 'at-once');
    },

    countWaiting: () => model.countDocuments(waiting),

    async opened({ _id, slackId }: Person, channel: string): Promise<void> {
      await model.updateOne({ _id, slackId }, { $set: { dmChannel: channel }, $unset: { dmDueAt: 1 } });
    },

    async postpone(id: PersonId, until: Date): Promise<void> {
      await model.updateOne({ _id: id, dmChannel: null }, { $set: { dmDueAt: until } });
    },

    /** Wanting does not shorten the wait after a refusal. */
    async want(id: PersonId, now: Date): Promise<void> {
      await model.updateOne({ _id: id, dmChannel: null, dmDueAt: null }, { $set: { dmDueAt: now } });
    },

    /** Only this channel: it may have been opened anew meanwhile. */
    async forget(id: PersonId, channel: string, now: Date): Promise<void> {
      await model.updateOne({ _id: id, dmChannel: channel }, { $set: { dmChannel: null, dmDueAt: now } });
    },
  };
}

export type DmStore = ReturnType<typeof createDmStore>;

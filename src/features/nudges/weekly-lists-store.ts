import type { Collection } from 'mongodb';
import type { Database } from '../../platform/database/connect.js';
import type { CalendarDate } from '../../shared/dates.js';

/** That the rows of a week were put: the week is named by its Monday. */
type WeekPut = { _id: `without-slack ${CalendarDate}`; putAt: Date };

/** Remembers for which weeks the lists of people without Slack were put, so that people are looked through once a week. */
export function createWeeklyListsStore({ db }: Pick<Database, 'db'>) {
  const weeks: Collection<WeekPut> = db.collection('weeklyLists');
  return {
    isPut: async (monday: CalendarDate): Promise<boolean> =>
      (await weeks.findOne({ _id: `without-slack ${monday}` })) !== null,

    async markPut(monday: CalendarDate, putAt: Date): Promise<void> {
      await weeks.updateOne({ _id: `without-slack ${monday}` }, { $setOnInsert: { putAt } }, { upsert: true });
    },
  };
}

export type WeeklyListsStore = ReturnType<typeof createWeeklyListsStore>;

import type { Collection, Db } from 'mongodb';
import type { CalendarDate } from '../shared/dates.js';
import { addDays, addMinutes, latestDateOnEarth, weekdayOf } from '../shared/dates.js';
import type { Clock } from './clock.js';
import type { NewRow, Outbox } from './slack/outbox.js';
import type { Sweep } from './sweeps.js';

/** That the rows of a week were put: the week is named by its Monday. */
type WeekPut = { _id: `${string} ${CalendarDate}`; putAt: Date };

/** After an outage it is still said in the same week; but what was switched on later waits for the next one. */
const saidWithinDays = 3;
const putWithinHours = 12;

/**
 * What is told once a week, to each on the first day of their working week. `rowsFor` is asked once for each week, when it
 * begins anywhere on Earth; what it answers is remembered as put only when it has been.
 */
export function createWeekly({
  db,
  outbox,
  clock,
  name,
  list,
  isOn,
  rowsFor,
}: {
  db: Db;
  outbox: Pick<Outbox, 'put'>;
  clock: Clock;
  name: string;
  /** Holds no space. */
  list: string;
  isOn(): Promise<boolean>;
  rowsFor(monday: CalendarDate, now: Date): Promise<readonly NewRow[]>;
}): Sweep {
  const weeks: Collection<WeekPut> = db.collection('weeklyLists');
  const isPut = async (monday: CalendarDate) => (await weeks.findOne({ _id: `${list} ${monday}` })) !== null;

  return {
    name,
    async run() {
      const now = clock.now();
      const monday = mondayAnywhere(now);
      if ((await isPut(monday)) || !(await isOn())) return 0;
      const rows = await rowsFor(monday, now);
      await outbox.put(rows);
      await weeks.updateOne({ _id: `${list} ${monday}` }, { $setOnInsert: { putAt: now } }, { upsert: true });
      return rows.length;
    },
    async nextDueAt() {
      if (!(await isOn())) return undefined;
      const now = clock.now();
      const monday = mondayAnywhere(now);
      return (await isPut(monday)) ? firstInstantOf(addDays(monday, 7)) : now;
    },
  };
}

/** When it may be said to whom whose working week begins then; undefined when that is over, or they are off all week. */
export function inTheWeekThat(begins: Date | undefined, now: Date): Pick<NewRow, 'notBefore' | 'notAfter'> | undefined {
  if (begins === undefined || addMinutes(begins, putWithinHours * 60) < now) return undefined;
  return { notBefore: begins, notAfter: addMinutes(begins, saidWithinDays * 24 * 60) };
}

/** The Monday of the week that has begun somewhere on Earth. */
function mondayAnywhere(now: Date): CalendarDate {
  const date = latestDateOnEarth(now);
  return addDays(date, 1 - weekdayOf(date));
}

/** When a date begins where it begins first, at UTC+14. */
const firstInstantOf = (date: CalendarDate) => addMinutes(new Date(date), -14 * 60);

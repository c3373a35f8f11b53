import type { Reach } from '../features/nudges/index.js';
import type { People, Person } from '../features/people/index.js';
import {
  currentOrNextShift,
  isFirstWorkingDayOfWeek,
  workBegins,
  workingDayAfter,
  workingDaysOf,
} from '../features/people/index.js';
import type { Readers } from '../platform/slack/notice.js';
import type { CalendarDate, TimeOfDay } from '../shared/dates.js';
import { addDays, instantAt } from '../shared/dates.js';

/* People as others see them: compose.ts hands each of these to one feature. */

/** People as notices see them: how each can be reached, and when. */
export const readersOf = ({ store, actions }: People): Readers => ({
  async reader(id, now) {
    const person = await store.byId(id);
    if (person === null || person.state !== 'active' || person.slackId === null) return undefined;
    return { channel: person.dmChannel, worksFrom: currentOrNextShift(person, now).start };
  },
  async wanted(id) {
    await actions.wanted(id);
  },
  async forgetDm(id, channel) {
    await actions.forgetDm(id, channel);
  },
});

/** Whoever studies is written to afterwards. */
export const quietWhileStudying = (readers: Readers, studiesUntil: StudiesUntil): Readers => ({
  ...readers,
  async reader(id, now) {
    const reader = await readers.reader(id, now);
    if (reader === undefined || reader.worksFrom > now) return reader;
    return { ...reader, worksFrom: (await studiesUntil(id, now)) ?? reader.worksFrom };
  },
});

type StudiesUntil = (id: Person['_id'], now: Date) => Promise<Date | undefined>;

/** People as reminders see them: when they work, and how to reach them. */
export function peopleForNudges({ store, actions, authority }: People) {
  return {
    byId: store.byId,
    byIds: store.byIds,
    whoIs: authority.whoIs,
    countReachable: (reach: Reach) => store.countReachable(reach.state === 'pilot' ? reach : undefined),
    wanted: actions.wanted,
    forgetDm: actions.forgetDm,
    async chooseReminders(id: Person['_id'], reminders: Person['reminders'], at: Date) {
      await actions.chooseReminders(id, reminders, { at, by: id });
    },
    workingDays: workingDaysOf,
    shift: currentOrNextShift,
    isFirstWorkingDayOfWeek,
  };
}

/** People as the weekly list of those without Slack sees them. */
export const whoLooksAfterPeople = ({ store, withoutSlack }: People) => ({
  byId: store.byId,
  ...withoutSlack,
  weekBegins,
});

/** When this person's work begins in the week of that Monday; undefined when they are off all week. */
export function weekBegins(person: Person, monday: CalendarDate): Date | undefined {
  const day = workingDayAfter(person, addDays(monday, -1));
  return day < addDays(monday, 7) ? workBegins(person, day) : undefined;
}

/** The end of this person's second working day after the one that `from` is in, or that comes next. */
export function secondWorkingDayEnds(person: Person, from: Date): Date {
  const next = workingDayAfter(person, currentOrNextShift(person, from).date);
  return instantAt(workingDayAfter(person, next), '23:59' as TimeOfDay, person.zone);
}

/** The working day that `now` is in, or the next one, and the one after it; each with when it begins, or goes on. */
export function thisAndNextWorkingDay(person: Person, now: Date) {
  const { date, start } = currentOrNextShift(person, now);
  const next = workingDayAfter(person, date);
  return [
    { date, from: start },
    { date: next, from: workBegins(person, next) },
  ] as const;
}

import type { Clock } from '../../../platform/clock.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { NewRow, Outbox } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import type { Drawn } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addDays, addMinutes, latestDateOnEarth, weekdayOf } from '../../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import type { Person } from '../../people/index.js';
import type { Switch } from '../nudge.js';
import { isReached } from '../nudge.js';
import type { WeeklyListsStore } from '../weekly-lists-store.js';
import type { Behind } from '../without-slack-messages.js';
import { peopleWithoutSlack } from '../without-slack-messages.js';

export const withoutSlackTopic = 'nudges.without-slack';

/** Due later than this is not worth a line yet. */
const withinDays = 60;
/** More people without Slack are not looked through for one list. */
const mostPeople = 500;
/** After an outage it is still said in the same week; but whoever was switched on later waits for the next one. */
const saidWithinDays = 3;
const putWithinHours = 12;

/** Where one person stands with one certification, as its owner in app/ tells it. */
type Standing = Readonly<{
  person: Person;
  certification: Readonly<{ _id: CertificationId; name: string }>;
  where: string;
  on: CalendarDate | null;
  daysLeft: number | null;
  assignmentId: AssignmentId | undefined;
}>;

export type WithoutSlackDeps = Readonly<{
  store: WeeklyListsStore;
  readSwitch(): Promise<Switch>;
  outbox: Pick<Outbox, 'put'>;
  clock: Clock;
  readers: Readers;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    /** Who is to be told of people without Slack. */
    whoLooksAfterThem(): Promise<readonly Person[]>;
    lookedAfterBy(person: Person, most: number): Promise<readonly Person[]>;
    workingDayAfter(person: Person, date: CalendarDate): CalendarDate;
    workBegins(person: Person, date: CalendarDate): Date;
  };
  standings(people: readonly Person[], now: Date): Promise<readonly Standing[]>;
  handInButton(about: { personId: PersonId; certificationId: CertificationId }): Drawn;
}>;

/** Once a week, on their first working day: managers hear of their people whom Laurel cannot write to. */
export function createWithoutSlack(deps: WithoutSlackDeps): { sweep: Sweep; topic: Topic } {
  const { store, readSwitch, outbox, clock, readers, people, standings, handInButton } = deps;

  /** What is behind or due soon among those whom this person looks after, worst first. */
  async function behindUnder(managerId: PersonId, now: Date): Promise<readonly Behind[]> {
    const manager = await people.byId(managerId);
    if (manager === null || !isReached((await readSwitch()).reach, manager)) return [];
    const found = await standings(await people.lookedAfterBy(manager, mostPeople), now);
    return found.flatMap(asBehind);
  }

  function asBehind({ person, certification, where, on, daysLeft, assignmentId }: Standing): Behind[] {
    const isListed = where === 'due' ? daysLeft !== null && daysLeft <= withinDays : isBehind(where);
    if (!isListed || on === null) return [];
    const about = { personId: person._id, certificationId: certification._id };
    return [
      {
        id: assignmentId,
        person: person.name,
        certification: certification.name,
        where: where as Behind['where'],
        on,
        daysLeft: daysLeft ?? 0,
        button: handInButton(about),
      },
    ];
  }

  /** The row of a manager's first working day in this week; undefined when it is over, or they are off all week. */
  function rowFor(manager: Person, monday: CalendarDate, now: Date): NewRow[] {
    const day = people.workingDayAfter(manager, addDays(monday, -1));
    const begins = people.workBegins(manager, day);
    if (day >= addDays(monday, 7) || addMinutes(begins, putWithinHours * 60) < now) return [];
    return [
      {
        key: `without-slack|${manager._id}|${monday}`,
        to: manager._id,
        topic: withoutSlackTopic,
        subject: monday,
        notBefore: begins,
        notAfter: addMinutes(begins, saidWithinDays * 24 * 60),
        priority: 2,
      },
    ];
  }

  const sweep: Sweep = {
    name: 'nudges.listWithoutSlack',
    async run() {
      const now = clock.now();
      const monday = mondayAnywhere(now);
      if (await store.isPut(monday)) return 0;
      const { reach } = await readSwitch();
      if (reach.state === 'off') return 0;
      const managers = (await people.whoLooksAfterThem()).filter((manager) => isReached(reach, manager));
      const rows = managers.flatMap((manager) => rowFor(manager, monday, now));
      await outbox.put(rows);
      await store.markPut(monday, now);
      return rows.length;
    },
    async nextDueAt() {
      if ((await readSwitch()).reach.state === 'off') return undefined;
      const now = clock.now();
      const monday = mondayAnywhere(now);
      return (await store.isPut(monday)) ? firstInstantOf(addDays(monday, 7)) : now;
    },
  };

  const topic = createNotice({
    readers,
    async draw({ to, subject }, now) {
      const behind = await behindUnder(to as PersonId, now);
      if (behind.length === 0) return undefined;
      const items = behind.flatMap(({ id }) =>
        id === undefined ? [] : [{ id, reason: `without-slack ${subject}`, version: 0 }],
      );
      return { words: peopleWithoutSlack({ monday: subject as CalendarDate, behind, done: 0 }), items };
    },
    /** The same people and certifications; what is done, or waits for its decision, is only counted. */
    async redraw({ to, subject, items }, now) {
      const told = new Set(items.map(({ id }) => id));
      const behind = (await behindUnder(to as PersonId, now)).filter(({ id }) => id !== undefined && told.has(id));
      return peopleWithoutSlack({ monday: subject as CalendarDate, behind, done: told.size - behind.length });
    },
  });

  return { sweep, topic };
}

const isBehind = (where: string) => where === 'may-not-work' || where === 'overdue' || where === 'in-grace';

/** The Monday of the week that has begun somewhere on Earth. */
function mondayAnywhere(now: Date): CalendarDate {
  const date = latestDateOnEarth(now);
  return addDays(date, 1 - weekdayOf(date));
}

/** When a date begins where it begins first, at UTC+14. */
const firstInstantOf = (date: CalendarDate) => addMinutes(new Date(date), -14 * 60);

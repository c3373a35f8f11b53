import type { Database } from '../../platform/database/connect.js';
import type { Topic } from '../../platform/slack/delivery.js';
import { createNotice } from '../../platform/slack/notice.js';
import type { NewRow } from '../../platform/slack/outbox.js';
import type { Sweep } from '../../platform/sweeps.js';
import { createWeekly, inTheWeekThat } from '../../platform/weekly.js';
import type { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { addDays, addMinutes, instantAt } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import type { TrainingTimeDeps } from './deps.js';
import type { ToldHours } from './digest-messages.js';
import { weekOfStudy } from './digest-messages.js';
import type { Hours, Shown } from './hours.js';
import { teamHours, teamsWithoutTime } from './hours.js';

export const digestTopic = 'training-time.week';

const lookBackDays = 7;
const dayMinutes = 24 * 60;
const midnight = '00:00' as TimeOfDay;

/** All that counting needs of people; compose.ts fills it. */
export type DigestDeps = Pick<TrainingTimeDeps, 'store' | 'outbox' | 'clock' | 'readers'> &
  Readonly<{
    db: Database['db'];
    shown: Shown;
    /** Whether anybody is spoken to at all. */
    isOn(): Promise<boolean>;
    people: {
      byId(id: PersonId): Promise<Person | null>;
      byIds(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>;
      /** Everybody below, the nearest first, as far as is looked. */
      reportsOf(managerId: PersonId): Promise<readonly Person[]>;
      isReached(person: Person): Promise<boolean>;
      weekBegins(person: Person, monday: CalendarDate): Date | undefined;
    };
  }>;

export type CompanyHours = Readonly<{
  hours: Hours;
  /** Teams that keep little of their study time, the least first. */
  without: readonly Readonly<{ manager: string; promised: number; kept: number }>[];
}>;

/** Counts what became of study time: for managers once a week and on Home, for owners where it is not given. */
export function createDigest(deps: DigestDeps) {
  const { db, store, outbox, clock, readers, people, shown, isOn } = deps;

  async function told(reports: readonly Person[], from: Date, to: Date): Promise<ToldHours | undefined> {
    if (reports.length === 0) return undefined;
    const ids = reports.map(({ _id }) => _id);
    const hours = teamHours(await store.ended(from, to, ids), shown);
    if (hours === undefined) return undefined;
    const nameOf = new Map(reports.map(({ _id, name }) => [_id, name]));
    const each = hours.each
      .map(({ personId, ...own }) => ({ name: nameOf.get(personId) ?? '', ...own }))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    return { ...hours, each };
  }

  /** Their managers, who are told when reminders reach them. */
  async function managersOf(personIds: readonly PersonId[]): Promise<Person[]> {
    const found = await people.byIds(personIds);
    const ids = new Set([...found.values()].flatMap(({ managerId }) => managerId ?? []));
    const managers = [...(await people.byIds([...ids])).values()].filter(({ state }) => state === 'active');
    const reached = await Promise.all(managers.map((manager) => people.isReached(manager)));
    return managers.filter((_, n) => reached[n]);
  }

  const sweep: Sweep = createWeekly({
    ...{ db, outbox, clock },
    name: 'training-time.tellManagers',
    list: 'study-time',
    isOn,
    async rowsFor(monday, now) {
      // A day more on each side: where weeks begin earlier and later than here. The message counts exactly.
      const from = addMinutes(new Date(addDays(monday, -lookBackDays)), -dayMinutes);
      const ended = await store.ended(from, addMinutes(new Date(monday), dayMinutes));
      const managers = await managersOf([...new Set(ended.map(({ personId }) => personId))]);
      return managers.flatMap((manager) => rowFor(manager, monday, now));
    },
  });

  function rowFor({ _id, ...manager }: Person, monday: CalendarDate, now: Date): NewRow[] {
    const when = inTheWeekThat(people.weekBegins({ _id, ...manager }, monday), now);
    if (when === undefined) return [];
    return [
      { key: `${digestTopic}|${_id}|${monday}`, to: _id, topic: digestTopic, subject: monday, ...when, priority: 2 },
    ];
  }

  const topic: Topic = createNotice({
    readers,
    async draw({ to, subject }) {
      const manager = await people.byId(to as PersonId);
      if (manager === null || !(await people.isReached(manager))) return undefined;
      const monday = subject as CalendarDate;
      const [from, until] = weekBefore(monday, manager.zone);
      const hours = await told(await people.reportsOf(manager._id), from, until);
      return hours && { words: weekOfStudy({ monday: addDays(monday, -lookBackDays), hours }) };
    },
  });

  return {
    sweep,
    topic,

    /** Of everybody below in the last seven days; undefined when there was no study time, or nothing may be told of it. */
    ofTeam: (reports: readonly Person[], now: Date): Promise<ToldHours | undefined> =>
      told(reports, addMinutes(now, -lookBackDays * dayMinutes), now),

    /** Of the whole company in the last seven days; undefined when there was none, or of fewer than three people. */
    async ofCompany(now: Date): Promise<CompanyHours | undefined> {
      const ended = await store.ended(addMinutes(now, -lookBackDays * dayMinutes), now);
      const hours = teamHours(ended, 'team-only');
      if (hours === undefined) return undefined;
      const found = await people.byIds([...new Set(ended.map(({ personId }) => personId))]);
      const managerOf = new Map([...found].map(([id, { managerId }]) => [id, managerId]));
      const teams = teamsWithoutTime(ended, managerOf).slice(0, mostTeams);
      const managers = await people.byIds(teams.map(({ managerId }) => managerId));
      const without = teams.flatMap(({ managerId, ...team }) => {
        const manager = managers.get(managerId);
        return manager === undefined ? [] : [{ manager: manager.name, ...team }];
      });
      return { hours, without };
    },
  };
}

const mostTeams = 5;

/** From the Monday before to this one, as the manager's own clock shows it. */
const weekBefore = (monday: CalendarDate, zone: Zone) =>
  [instantAt(addDays(monday, -lookBackDays), midnight, zone), instantAt(monday, midnight, zone)] as const;

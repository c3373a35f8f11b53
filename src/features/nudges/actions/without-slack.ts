import type { Clock } from '../../../platform/clock.js';
import type { Database } from '../../../platform/database/connect.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { NewRow, Outbox } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import { createWeekly, inTheWeekThat } from '../../../platform/weekly.js';
import type { Drawn } from '../../../shared/blocks.js';
import type { CalendarDate } from '../../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import type { Person } from '../../people/index.js';
import type { Switch } from '../nudge.js';
import { isReached } from '../nudge.js';
import type { Behind } from '../without-slack-messages.js';
import { peopleWithoutSlack } from '../without-slack-messages.js';

export const withoutSlackTopic = 'nudges.without-slack';

/** Due later than this is not worth a line yet. */
const withinDays = 60;
/** More people without Slack are not looked through for one list. */
const mostPeople = 500;
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
  db: Database['db'];
  readSwitch(): Promise<Switch>;
  outbox: Pick<Outbox, 'put'>;
  clock: Clock;
  readers: Readers;
  people: {
    byId(id: PersonId): Promise<Person | null>;
    /** Who is to be told of people without Slack. */
    whoLooksAfterThem(): Promise<readonly Person[]>;
    lookedAfterBy(person: Person, most: number): Promise<readonly Person[]>;
    /** When this person's work begins in the week of that Monday; undefined when they are off all week. */
    weekBegins(person: Person, monday: CalendarDate): Date | undefined;
  };
  standings(people: readonly Person[], now: Date): Promise<readonly Standing[]>;
  handInButton(about: { personId: PersonId; certificationId: CertificationId }): Drawn;
}>;

/** Once a week, on their first working day: managers hear of their people whom Laurel cannot write to. */
export function createWithoutSlack(deps: WithoutSlackDeps): { sweep: Sweep; topic: Topic } {
  const { db, readSwitch, outbox, clock, readers, people, standings, handInButton } = deps;

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

  /** The row of a manager for this week; none when it is over for them, or they are off all week. */
  function rowFor(manager: Person, monday: CalendarDate, now: Date): NewRow[] {
    const when = inTheWeekThat(people.weekBegins(manager, monday), now);
    if (when === undefined) return [];
    const key = `without-slack|${manager._id}|${monday}`;
    return [{ key, to: manager._id, topic: withoutSlackTopic, subject: monday, ...when, priority: 2 }];
  }

  const sweep = createWeekly({
    ...{ db, outbox, clock },
    name: 'nudges.listWithoutSlack',
    list: 'without-slack',
    isOn: async () => (await readSwitch()).reach.state !== 'off',
    async rowsFor(monday, now) {
      const { reach } = await readSwitch();
      const managers = (await people.whoLooksAfterThem()).filter((manager) => isReached(reach, manager));
      return managers.flatMap((manager) => rowFor(manager, monday, now));
    },
  });

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

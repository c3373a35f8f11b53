import type { CalendarDate } from '../../../shared/dates.js';
import { addDays } from '../../../shared/dates.js';
import type { Assignment } from '../../assignments/index.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Reach } from '../nudge.js';
import { isReached } from '../nudge.js';
import type { Owed, Saying, WorkingDays } from '../rules.js';
import { assigned, isUrgent, nextSaying, reached, sayings, worstFirst } from '../rules.js';
import type { NudgesDeps } from './deps.js';
import { releaseQuota } from './release.js';
import { subjectOf } from './subject.js';

export type Told = Readonly<{
  person: Person;
  /** The beginning of their work on that day. */
  at: Date;
  items: readonly Readonly<{ name: string; reason: string; dueOn: CalendarDate }>[];
}>;

export type PreviewTotals = Readonly<{
  people: number;
  items: number;
  /** Held back after a switch or an import: people, and how many of them get their turn each day. */
  heldPeople: number;
  releasedPerDay: number;
  withoutSlack: number;
  /** Active people with Slack whom these reminders can reach at all. */
  inReach: number;
}>;

/**
 * Who would be told what on a day, were reminders on for `reach`; sends nothing and changes nothing. One person after the
 * other, so that it needs the memory of one; totals last.
 */
export async function* preview(deps: NudgesDeps, on: CalendarDate, reach: Reach): AsyncGenerator<Told, PreviewTotals> {
  const { store, people, catalog, clock } = deps;
  const certifications = await catalog.all();
  const { releaseShare } = await store.readSwitch();
  const now = clock.now();
  let toldPeople = 0;
  let toldItems = 0;
  let heldPeople = 0;
  let withoutSlack = 0;

  for await (const group of groupedByPerson(store.upcoming(on))) {
    const person = await people.byId(group[0]!.personId);
    if (person === null || person.state !== 'active' || !isReached(reach, person)) continue;
    const days = people.workingDays(person, now);
    const items = group.flatMap((assignment) => {
      const certification = certifications.get(assignment.certificationId);
      const reason = certification && reasonOn(assignment, certification, person, days);
      return certification === undefined || reason === undefined ? [] : [{ assignment, certification, reason }];
    });
    if (person.slackId !== null && group.some(({ nudge }) => nudge.owed?.askAt === null)) heldPeople += 1;
    if (items.length === 0) continue;
    if (person.slackId === null) {
      withoutSlack += 1;
      continue;
    }
    toldPeople += 1;
    toldItems += items.length;
    yield {
      person,
      at: days.begins(on),
      items: items
        .toSorted((a, b) => worstFirst(rankOf(a), rankOf(b)))
        .map(({ assignment, certification, reason }) => ({
          name: certification.name,
          reason,
          dueOn: assignment.dueOn,
        })),
    };
  }
  const inReach = await people.countReachable(reach);
  const releasedPerDay = Math.min(heldPeople, releaseQuota(inReach, releaseShare));
  return { people: toldPeople, items: toldItems, heldPeople, releasedPerDay, withoutSlack, inReach };

  /** What this assignment would be told for on the day, if anything. */
  function reasonOn(assignment: Assignment, certification: Certification, person: Person, days: WorkingDays) {
    if (days.onOrBefore(on) !== on) return undefined;
    const weekly = person.reminders === 'weekly' && !isUrgent(certification.need, assignment.dueOn, on, days);
    if (weekly && !people.isFirstWorkingDayOfWeek(person, on)) return undefined;
    const from = weekly ? addDays(on, -6) : on;
    const due = fallsDue(assignment, certification, person, days).filter(({ since }) => since >= from && since <= on);
    return (due.find(({ reason }) => reason === assigned) ?? due.at(-1))?.reason;
  }

  /** Everything that this assignment will say from now to the day, in order. */
  function fallsDue(assignment: Assignment, certification: Certification, person: Person, days: WorkingDays): Owed[] {
    const { state, opensOn, nudge } = assignment;
    const said = sayings(subjectOf(assignment, certification, days));
    const nextWorkingDay = (date: CalendarDate) => (days.onOrBefore(date) === date ? date : days.after(date));
    if (state === 'planned') {
      const opens = nextWorkingDay(opensOn > days.today ? opensOn : days.today);
      return [{ reason: assigned, since: opens }, ...owedAfter(said, opens)];
    }
    const owed = nudge.owed;
    // What is owed is said at their next hour of work, unless it is held back.
    const saidNext =
      owed !== null && owed.askAt !== null ? [{ reason: owed.reason, since: people.shift(person, now).date }] : [];
    const next =
      nudge.nextAt === null ? undefined : (plannedFor(nudge.nextAt, days, said) ?? nextSaying(said, days.today));
    return [...saidNext, ...(next === undefined ? [] : [owedOf(next), ...owedAfter(said, next.on)])];
  }

  function rankOf({ assignment, certification }: { assignment: Assignment; certification: Certification }) {
    return { harm: catalog.harmOf(certification), dueOn: assignment.dueOn };
  }
}

const owedOf = ({ reason, on }: Saying): Owed => ({ reason, since: on });

const owedAfter = (said: readonly Saying[], date: CalendarDate) => said.filter(({ on }) => on > date).map(owedOf);

/** What is said today but whose hour has not come yet. */
function plannedFor(nextAt: Date, days: WorkingDays, said: readonly Saying[]) {
  const due = reached(said, days.today);
  return due !== undefined && days.begins(due.on).getTime() === nextAt.getTime() ? due : undefined;
}

async function* groupedByPerson(assignments: AsyncIterable<Assignment>): AsyncGenerator<Assignment[]> {
  let group: Assignment[] = [];
  for await (const assignment of assignments) {
    if (group.length > 0 && group[0]!.personId !== assignment.personId) {
      yield group;
      group = [];
    }
    group.push(assignment);
  }
  if (group.length > 0) yield group;
}

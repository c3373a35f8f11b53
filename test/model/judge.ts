import type { Day } from './days.js';
import { dayOf, isAtWork, nineOn, workdayAfter } from './days.js';
import type { Fate, Line, Standing } from './fate.js';
import { fatesOf } from './fate.js';
import type { Matter, Story } from './story.js';

/** A reminder as it was posted. */
export type Posted = Readonly<{
  /** Its place in the log of what people saw. */
  n: number;
  at: Date;
  person: string;
  /** The certifications that it told of. */
  certifications: readonly string[];
  /** The outbox row that said it, and how often nobody knew whether it had. */
  row: string;
  ambiguities: number;
  /** The assignments that could still be answered from it in the end, as `id version`. */
  answerable: readonly string[];
}>;

export type Said = Readonly<{ reason: string; row: string; certain: boolean }>;

export type SeenAssignment = Matter &
  Readonly<{
    id: string;
    version: number;
    state: string;
    closing: string | null;
    dueOn: Day;
    renews: string | null;
    said: readonly Said[];
  }>;

/** What was found when all was quiet. */
export type Seen = Readonly<{
  posted: readonly Posted[];
  assignments: readonly SeenAssignment[];
  /**
   * What happened to a matter: after which line of the log, and whether all workers were dead or idle at that moment, so
   * that nothing said afterwards can have been on its way.
   */
  happened: readonly (Matter & Readonly<{ kind: string; afterN: number; at: Date; wasQuiet: boolean }>)[];
  /** Whose message of which day is left to a person, because twice nobody knew whether it was said. */
  leftToAPerson: readonly Readonly<{ person: string; on: Day }>[];
  /** Whatever still waits, is claimed, or was given up: empty when the house is at rest. */
  leftovers: readonly string[];
  /** Documents whose facts do not explain their versions, one by one. */
  unexplained: readonly string[];
}>;

/** Everything that is wrong with how a story ended, as sentences; none when all is well. */
export function complaintsAbout(story: Story, seen: Seen): string[] {
  return [
    ...seen.leftToAPerson
      .filter(({ on }) => !hasMishap(story, on))
      .map(({ person, on }) => `${person}: the message of ${on} is left to a person`),
    ...seen.leftovers.map((what) => `left over: ${what}`),
    ...seen.unexplained.map((what) => `unexplained: ${what}`),
    ...fatesOf(story).flatMap((fate) => {
      const own = ownOf(fate.matter, seen);
      const found = [
        ...silences(fate, own, seen),
        ...needless(fate, own, seen),
        ...doubles(own, story),
        ...belated(fate, own, seen),
        ...forgotten(own),
        ...misremembered(fate, own),
        ...misplaced(fate.assignments, own.assignments),
        ...outdated(own, seen),
      ];
      return found.map((what) => `${fate.matter.person}, ${fate.matter.certification}: ${what}`);
    }),
  ];
}

type Own = Pick<Seen, 'posted' | 'assignments' | 'happened'>;

function ownOf({ person, certification }: Matter, { posted, assignments, happened }: Seen): Own {
  const isOwn = (one: Matter) => one.person === person && one.certification === certification;
  return {
    posted: posted.filter((one) => one.person === person && one.certifications.includes(certification)),
    assignments: assignments.filter(isOwn),
    happened: happened.filter(isOwn),
  };
}

/** One message a day: what becomes due after that day's message waits for the next working day. */
function daysFor(line: Line, { matter }: Fate, { posted }: Seen): Day[] {
  const hasOther = posted.some(
    ({ person, at, certifications }) =>
      person === matter.person && dayOf(at) === line.on && !certifications.includes(matter.certification),
  );
  return hasOther ? [line.on, workdayAfter(line.on)] : [line.on];
}

function silences(fate: Fate, { posted, happened }: Own, seen: Seen): string[] {
  return fate.lines
    .filter(({ certainty }) => certainty === 'must')
    .filter((line) => !posted.some(({ at }) => daysFor(line, fate, seen).includes(dayOf(at))))
    .filter(({ on }) => !seen.leftToAPerson.some((one) => one.person === fate.matter.person && one.on === on))
    .filter((line) => {
      // What waits for its day may become needless before it comes.
      const [, nextDay] = daysFor(line, fate, seen);
      return nextDay === undefined || !happened.some(({ at }) => at >= line.at && dayOf(at) <= nextDay);
    })
    .map(({ on, reason }) => `${reason} was not said on ${on}`);
}

function needless(fate: Fate, { posted, happened }: Own, seen: Seen): string[] {
  return posted.flatMap(({ at, n }) => {
    const line =
      fate.lines.find(({ on }) => on === dayOf(at)) ??
      fate.lines.find((one) => daysFor(one, fate, seen).includes(dayOf(at)));
    if (line === undefined) return [`a reminder on ${dayOf(at)}, for which there was no reason`];
    if (line.certainty === 'must') return [];
    const since = happened.filter((one) => one.wasQuiet && one.at >= line.at && dayOf(one.at) === line.on);
    const tooLate = since.find((one) => one.afterN < n);
    return tooLate === undefined ? [] : [`${line.reason} was said on ${line.on}, though ${tooLate.kind} before`];
  });
}

/** A second copy is possible only when history could not show the first, and then it is recorded. */
function doubles({ posted }: Own, { scenes }: Story): string[] {
  const days = [...new Set(posted.map(({ at }) => dayOf(at)))];
  return days.flatMap((day) => {
    const copies = posted.filter(({ at }) => dayOf(at) === day);
    const isKnown = new Set(copies.map(({ row }) => row)).size === 1 && copies[0]!.ambiguities > 0;
    const mayDouble = isKnown && scenes.some(({ at, mishap }) => mishap === 'late' && dayOf(at) === day);
    return copies.length <= (mayDouble ? 2 : 1) ? [] : [`said ${copies.length} times on ${day}`];
  });
}

/** A reminder comes in working hours: at its hour, or when the work of the day begins for which it waited. */
function belated({ lines }: Fate, { posted }: Own, { leftToAPerson }: Seen): string[] {
  return posted.flatMap(({ at, person }) => {
    if (!isAtWork(at)) return [`said outside working hours, at ${at.toISOString()}`];
    const hours = [nineOn(dayOf(at)), ...lines.map((line) => line.at)];
    const isLeft = leftToAPerson.some((one) => one.person === person && one.on === dayOf(at));
    const isInTime = hours.some((hour) => at >= hour && at.getTime() - hour.getTime() <= mostLateMs);
    return isInTime || isLeft ? [] : [`said at ${at.toISOString()}, when nothing was due`];
  });
}

/** A DM is opened, a step that falls on the same minute joins. */
const mostLateMs = 5 * 60_000;

/** What was posted is remembered, unless what happened at that moment made it meaningless. */
function forgotten({ posted, assignments, happened }: Own): string[] {
  const said = assignments.flatMap((assignment) => assignment.said);
  return posted
    .filter(({ row }) => !said.some((memory) => memory.row === row))
    .filter(({ at }) => !happened.some((one) => dayOf(one.at) === dayOf(at)))
    .map(({ at }) => `what was posted on ${dayOf(at)} is not remembered`);
}

function misremembered({ lines }: Fate, { posted, assignments }: Own): string[] {
  return assignments.flatMap(({ said }) =>
    said.flatMap(({ reason, row, certain }, index) => {
      const message = posted.find((one) => one.row === row);
      const isAgain = said.slice(0, index).some((earlier) => earlier.row === row);
      return [
        ...(message === undefined && certain ? [`${reason} is remembered and was never posted`] : []),
        ...(isAgain ? [`${reason} is remembered twice`] : []),
        ...(lines.some((line) => line.reason === reason) ? [] : [`${reason} is remembered, and was never due`]),
      ];
    }),
  );
}

/** Exactly the assignments that there must be, each as it must stand. */
function misplaced(expected: readonly Standing[], found: readonly SeenAssignment[]): string[] {
  const left = [...found];
  const missing = expected.filter((standing) => {
    const index = left.findIndex((assignment) => standsAs(assignment, standing));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...missing.map((standing) => `there is no assignment that stands as ${JSON.stringify(standing)}`),
    ...left.map(({ id: _, said: __, ...assignment }) => `nobody expects ${JSON.stringify(assignment)}`),
  ];
}

/** Only where Slack lost a reply may a second one, or the answer of a process that died, be lost too. */
const hasMishap = ({ scenes }: Story, day: Day) =>
  scenes.some(({ at, mishap }) => mishap !== undefined && dayOf(at) === day);

const standsAs = ({ state, closing, dueOn, renews }: SeenAssignment, standing: Standing) =>
  state === standing.state &&
  dueOn === standing.dueOn &&
  renews === standing.renews &&
  (closing === null ? standing.closedBy.length === 0 : standing.closedBy.includes(closing));

/** A message that can be answered shows its assignment as it is now; of one left to a person nobody knows where it stands. */
function outdated({ posted, assignments }: Own, { leftToAPerson }: Seen): string[] {
  const known = posted.filter(
    ({ person, at }) => !leftToAPerson.some((one) => one.person === person && one.on === dayOf(at)),
  );
  return known.flatMap(({ at, answerable }) =>
    [...new Set(answerable)].flatMap((shown) => {
      const [id, version] = shown.split(' ');
      const assignment = assignments.find((one) => one.id === id);
      if (assignment === undefined) return [];
      const isTrue = assignment.state === 'open' && assignment.version === Number(version);
      return isTrue ? [] : [`the message of ${dayOf(at)} shows version ${version} of what is ${assignment.state} now`];
    }),
  );
}

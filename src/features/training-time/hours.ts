import type { PersonId } from '../../shared/ids.js';
import type { LostTo, TrainingBlock } from './training-block.js';
import { lostTo } from './training-block.js';

/** Study time of one person that has ended, added up by how it went. Dropped beforehand is no study time. */
export type Ended = Readonly<{
  personId: PersonId;
  state: Exclude<TrainingBlock['state'], 'dropped'>;
  lostTo: LostTo | null;
  minutes: number;
  /** Of these, those that had been put to another time. */
  movedMinutes: number;
}>;

/** Minutes that were promised, and what became of them. `people` had any. */
export type Hours = Readonly<{
  people: number;
  promised: number;
  /** What was kept in part counts half. */
  kept: number;
  moved: number;
  /** Nobody has said so far. */
  unanswered: number;
  lost: number;
  /** What it was lost to, the most first; empty where so few lost any that one could tell who lost it to what. */
  lostTo: readonly Readonly<{ to: LostTo; minutes: number }>[];
}>;

/** Among fewer, a sum says what one of them answered. */
const fewestPeople = 3;

export function hoursOf(ended: readonly Ended[]): Hours {
  const sum = (some: readonly Ended[]) => some.reduce((total, { minutes }) => total + minutes, 0);
  const of = (state: Ended['state']) => ended.filter((one) => one.state === state);
  const people = new Set(ended.map(({ personId }) => personId)).size;
  const losers = new Set(of('lost').map(({ personId }) => personId)).size;
  const reasons = lostTo.map((to) => ({ to, minutes: sum(ended.filter((one) => one.lostTo === to)) }));
  return {
    people,
    promised: sum(ended),
    kept: sum(of('kept')) + sum(of('partly')) / 2,
    moved: ended.reduce((total, { movedMinutes }) => total + movedMinutes, 0),
    unanswered: sum(of('planned')),
    lost: sum(of('lost')),
    lostTo:
      losers < fewestPeople
        ? []
        : reasons.filter(({ minutes }) => minutes > 0).toSorted((a, b) => b.minutes - a.minutes),
  };
}

/** Whose hours a manager sees: each person's beside the sum, or only the sum of three people and more. */
export type Shown = 'per-person' | 'team-only';

export type TeamHours = Hours &
  Readonly<{ each: readonly Readonly<{ personId: PersonId; promised: number; kept: number }>[] }>;

/** What a manager is told; undefined when there is nothing to tell, or it would tell of single people. */
export function teamHours(ended: readonly Ended[], shown: Shown): TeamHours | undefined {
  const hours = hoursOf(ended);
  if (hours.promised === 0) return undefined;
  if (shown === 'team-only') return hours.people < fewestPeople ? undefined : { ...hours, each: [] };
  const each = [...grouped(ended, ({ personId }) => personId)].map(([personId, own]) => {
    const { promised, kept } = hoursOf(own);
    return { personId, promised, kept };
  });
  return { ...hours, each };
}

/** Below this share of what was promised, time is not given. */
const littleShare = 0.5;
/** Less than that says nothing about a team. */
const leastMinutes = 5 * 60;

export type TeamWithoutTime = Readonly<{ managerId: PersonId; promised: number; kept: number }>;

/** Teams of three and more that kept less than half of at least five hours, the least kept first. Owners see no single people. */
export function teamsWithoutTime(
  ended: readonly Ended[],
  managerOf: ReadonlyMap<PersonId, PersonId | null>,
): TeamWithoutTime[] {
  return [...grouped(ended, ({ personId }) => managerOf.get(personId) ?? null)]
    .flatMap(([managerId, own]) => {
      const hours = teamHours(own, 'team-only');
      if (managerId === null || hours === undefined) return [];
      const { promised, kept } = hours;
      return promised >= leastMinutes && kept < promised * littleShare ? [{ managerId, promised, kept }] : [];
    })
    .toSorted((a, b) => a.kept / a.promised - b.kept / b.promised);
}

function grouped<Key>(ended: readonly Ended[], keyOf: (one: Ended) => Key): Map<Key, Ended[]> {
  const groups = new Map<Key, Ended[]>();
  for (const one of ended) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

import type { Authority, Person } from '../../features/people/index.js';
import type { ToldHours, TrainingTime } from '../../features/training-time/index.js';
import type { Standing, Where } from './standing.js';
import { wheres } from './standing.js';
import type { Standings } from './standings.js';

/** More are not counted on a Home tab: who leads the whole company sees those nearest. */
export const mostPeople = 500;

/** Where the people stand who report to somebody, directly or not. */
export type Team = Readonly<{
  people: number;
  /** False when there are more people below than were looked at. */
  isAll: boolean;
  counts: Readonly<Record<Where, number>>;
  /** Worst first. */
  standings: readonly Standing[];
  /** What became of the study time of the last seven days; undefined when nothing may be told of it, or there was none. */
  studyTime: ToldHours | undefined;
}>;

/** Undefined for who leads nobody. */
export function createTeam({
  authority,
  standings,
  hoursOfTeam,
}: {
  authority: Pick<Authority, 'nearestReports'>;
  standings: Standings;
  hoursOfTeam: TrainingTime['hoursOfTeam'];
}) {
  return async (person: Person, now: Date): Promise<Team | undefined> => {
    const { people, isAll } = await authority.nearestReports(person._id, mostPeople);
    if (people.length === 0) return undefined;
    const [found, studyTime] = await Promise.all([standings(people, now), hoursOfTeam(people, now)]);
    return { people: people.length, isAll, counts: countsOf(found), standings: found, studyTime };
  };
}

export type LoadTeam = ReturnType<typeof createTeam>;

function countsOf(standings: readonly Standing[]): Record<Where, number> {
  const count = (where: Where) => standings.filter((standing) => standing.where === where).length;
  return Object.fromEntries(wheres.map((where) => [where, count(where)])) as Record<Where, number>;
}

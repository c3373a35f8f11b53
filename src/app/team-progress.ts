import type { Assignment, Assignments } from '../features/assignments/index.js';
import type { Credential, Credentials } from '../features/credentials/index.js';
import type { People, Person } from '../features/people/index.js';
import type { TeamProgress } from '../features/recognition/index.js';
import type { Clock } from '../platform/clock.js';
import { dateIn } from '../shared/dates.js';
import type { CertificationId } from '../shared/ids.js';

/**
 * How far a team is with each certification that somebody in it is asked to hold. Counted are those alone of whom it is asked:
 * whoever was excused, or holds it unasked, is in neither figure.
 */
export function createTeamProgress({
  people,
  assignments,
  credentials,
  clock,
}: {
  people: Pick<People['store'], 'ofTeam'>;
  assignments: Pick<Assignments['store'], 'ofPeople'>;
  credentials: Pick<Credentials['store'], 'earnedBy'>;
  clock: Clock;
}) {
  return async (team: string): Promise<TeamProgress[]> => {
    const members = await people.ofTeam(team);
    const ids = members.map(({ _id }) => _id);
    const [asked, earned] = await Promise.all([assignments.ofPeople(ids), credentials.earnedBy(ids)]);
    const wanted = latestOfEach(asked).filter(({ state, closing }) => state !== 'closed' || closing === 'earned');
    const codes = [...new Set(wanted.map(({ certificationId }) => certificationId))].toSorted();
    return codes.map((certificationId) => {
      const whose = new Set(wanted.filter((one) => one.certificationId === certificationId).map((one) => one.personId));
      const holders = members
        .filter(({ _id }) => whose.has(_id))
        .flatMap((person) => heldBy(person, certificationId, earned) ?? []);
      const newest = Math.max(...holders.map(({ newSince }) => newSince?.getTime() ?? 0), 0);
      return { certificationId, of: whose.size, held: holders.length, newestAt: newest > 0 ? new Date(newest) : null };
    });
  };

  /** Since when this person holds it, if they do; null when it was loaded, or they held it before. */
  function heldBy(
    { _id, zone }: Person,
    certificationId: CertificationId,
    earned: readonly Credential[],
  ): { newSince: Date | null } | undefined {
    const theirs = earned.filter((one) => one.personId === _id && one.certificationId === certificationId);
    const today = dateIn(clock.now(), zone);
    const current = theirs.find(
      ({ state, expiresOn }) => state === 'verified' && (expiresOn === null || expiresOn >= today),
    );
    if (current === undefined) return undefined;
    const isFirst = theirs.every(({ earnedOn, state }) => earnedOn >= current.earnedOn || state === 'revoked');
    return { newSince: isFirst ? (current.decision?.at ?? null) : null };
  }
}

/** Of each person and certification: what is unfinished, or else what was closed last. */
function latestOfEach(assignments: readonly Assignment[]): Assignment[] {
  const rank = ({ state, dueOn }: Assignment) => `${state === 'closed' ? 0 : 1} ${dueOn}`;
  const latest = new Map<string, Assignment>();
  for (const assignment of assignments.toSorted((a, b) => rank(a).localeCompare(rank(b))))
    latest.set(`${assignment.personId} ${assignment.certificationId}`, assignment);
  return [...latest.values()];
}

import type { Assignment } from '../../features/assignments/index.js';
import type { Catalog } from '../../features/catalog/index.js';
import type { Credential, Credentials } from '../../features/credentials/index.js';
import type { Person } from '../../features/people/index.js';
import { dateIn, daysBetween } from '../../shared/dates.js';
import type { Standing } from './standing.js';
import { whereIs, worstFirst } from './standing.js';
import type { HomeStore } from './store.js';

/** Where people stand today, each where they are, worst first. A handful of reads, however many people. */
export function createStandings({
  store,
  credentials,
  catalog,
}: {
  store: Pick<HomeStore, 'unfinishedOf'>;
  credentials: Pick<Credentials['store'], 'heldBy' | 'submittedOf'>;
  catalog: Pick<Catalog['store'], 'all'>;
}) {
  return async (people: readonly Person[], now: Date): Promise<Standing[]> => {
    if (people.length === 0) return [];
    const ids = people.map(({ _id }) => _id);
    const [certifications, unfinished, held, submitted] = await Promise.all([
      catalog.all(),
      store.unfinishedOf(ids),
      credentials.heldBy(ids),
      credentials.submittedOf(ids),
    ]);
    const [asked, handedIn, longest] = [byKey(unfinished), byKey(submitted), byKey(held.toSorted(longestLast))];
    const personOf = new Map(people.map((person) => [person._id, person]));
    const todayOf = new Map(people.map(({ _id, zone }) => [_id, dateIn(now, zone)]));

    return [...new Map<string, About>([...asked, ...handedIn, ...longest])]
      .flatMap(([key, { personId, certificationId }]): Standing[] => {
        const [person, certification] = [personOf.get(personId), certifications.get(certificationId)];
        if (person === undefined || certification === undefined) return [];
        const today = todayOf.get(personId)!;
        const stands = whereIs({
          certification,
          assignment: asked.get(key),
          credential: longest.get(key),
          isHandedIn: handedIn.has(key),
          today,
        });
        if (stands === undefined) return [];
        const daysLeft = stands.on && daysBetween(today, stands.on);
        return [{ person, certification, ...stands, daysLeft, assignmentId: asked.get(key)?._id }];
      })
      .toSorted(worstFirst);
  };
}

export type Standings = ReturnType<typeof createStandings>;

type About = Pick<Assignment, 'personId' | 'certificationId'>;

/** The last of each person and certification. Neither id holds a space. */
const byKey = <Noun extends About>(nouns: readonly Noun[]) =>
  new Map(nouns.map((noun) => [`${noun.personId} ${noun.certificationId}`, noun]));

const longestLast = (a: Credential, b: Credential) => (a.expiresOn ?? '9999').localeCompare(b.expiresOn ?? '9999');

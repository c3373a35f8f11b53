import type { PersonId } from '../../shared/ids.js';
import type { Authority } from './authority.js';
import type { Person } from './person.js';
import type { PeopleStore } from './store.js';

/** Longer chains of managers are a mistake in the people file, and so are circles. */
const longestChain = 20;

const isReachable = ({ state, slackId }: Pick<Person, 'state' | 'slackId'>) => state === 'active' && slackId !== null;

/** People whom Laurel cannot write to, and who looks after them instead: the nearest manager who has Slack, else the owners. */
export function createWithoutSlack({
  store,
  authority,
}: {
  store: Pick<PeopleStore, 'byIds' | 'unreachableUnder' | 'managersOfThoseWithoutSlack'>;
  authority: Pick<Authority, 'owners'>;
}) {
  /** For each manager, the nearest one who can be written to; null when there is none. */
  async function nearestReachable(managerIds: readonly (PersonId | null)[]): Promise<Set<PersonId | null>> {
    const nearest = new Set<PersonId | null>();
    const seen = new Set<PersonId>();
    let level = [...new Set(managerIds)];
    for (let n = 0; level.length > 0 && n < longestChain; n += 1) {
      if (level.includes(null)) nearest.add(null);
      const found = await store.byIds(level.filter((id) => id !== null));
      for (const id of found.keys()) seen.add(id);
      const managers = [...found.values()];
      for (const manager of managers.filter(isReachable)) nearest.add(manager._id);
      const above = managers.filter((manager) => !isReachable(manager)).map(({ managerId }) => managerId);
      level = [...new Set(above)].filter((id) => id === null || !seen.has(id));
    }
    return nearest;
  }

  return {
    /** Who is to be told of somebody without Slack: those who look after them. */
    async whoLooksAfterThem(): Promise<Person[]> {
      const ids = new Set<PersonId | null>();
      for await (const page of store.managersOfThoseWithoutSlack())
        for (const id of await nearestReachable(page)) ids.add(id);
      const named = [...(await store.byIds([...ids].filter((id) => id !== null))).values()];
      const owners = ids.has(null) ? await authority.owners() : [];
      return [...new Map([...named, ...owners].map((person) => [person._id, person])).values()];
    },

    /** The active people without Slack whom this person looks after, the nearest first; at most `most`. */
    async lookedAfterBy(person: Person, most: number): Promise<Person[]> {
      const isOwner = (await authority.owners()).some(({ _id }) => _id === person._id);
      const found = new Map<PersonId, Person>();
      let level: (PersonId | null)[] = isOwner ? [person._id, null] : [person._id];
      for (let n = 0; level.length > 0 && found.size < most && n < longestChain; n += 1) {
        const under = (await store.unreachableUnder(level, most)).filter(({ _id }) => !found.has(_id));
        for (const one of under) found.set(one._id, one);
        level = under.map(({ _id }) => _id);
      }
      return [...found.values()].filter(({ state }) => state === 'active').slice(0, most);
    },
  };
}

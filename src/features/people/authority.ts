import type { PersonId } from '../../shared/ids.js';
import type { SlackAccount } from './account.js';
import type { Person } from './person.js';
import type { PeopleStore } from './store.js';

/** Who asks, as a Slack id says: a person, or why it is none whom we answer. */
export type Asker =
  | Readonly<{ kind: 'person'; person: Person; isOwner: boolean }>
  | Readonly<{ kind: 'guest' | 'left' | 'unknown' }>;

/** What somebody is to somebody else. `manager` is direct or indirect. Who is several of these is the first. */
export type Standing = 'self' | 'owner' | 'manager' | 'none';

/** Longer chains of managers are a mistake in the people file, and so are circles. */
const longestChain = 20;

/** Who may do what, always from fresh data. */
export function createAuthority({
  store,
  owners,
  accountOf,
}: {
  store: Pick<PeopleStore, 'byId' | 'bySlackId' | 'bySlackIds' | 'reportsOf' | 'someReportsOf'>;
  /** Slack ids. */
  owners: readonly string[];
  accountOf(slackId: string): Promise<{ state: SlackAccount['state'] | 'vanished' } | null>;
}) {
  const isOwner = ({ slackId }: Pick<Person, 'slackId'>) => slackId !== null && owners.includes(slackId);

  /** The managers above this person, nearest first, but for those who have left. */
  async function managersAbove(person: Pick<Person, '_id' | 'managerId'>): Promise<Person[]> {
    const above: Person[] = [];
    const seen = new Set<PersonId>([person._id]);
    for (let next = person.managerId; next !== null && !seen.has(next) && seen.size <= longestChain; ) {
      seen.add(next);
      const manager = await store.byId(next);
      if (manager === null) break;
      if (manager.state === 'active') above.push(manager);
      next = manager.managerId;
    }
    return above;
  }

  return {
    isOwner,
    managersAbove,

    /** The nearest manager above who can be written to: one without Slack would never hear of it. */
    reachableManager: async (person: Pick<Person, '_id' | 'managerId'>): Promise<Person | undefined> =>
      (await managersAbove(person)).find(({ slackId }) => slackId !== null),

    async asker(slackId: string): Promise<Asker> {
      const [person, account] = await Promise.all([store.bySlackId(slackId), accountOf(slackId)]);
      if (account?.state === 'guest') return { kind: 'guest' };
      if (person === null) return { kind: 'unknown' };
      return person.state === 'active' ? { kind: 'person', person, isOwner: isOwner(person) } : { kind: 'left' };
    },

    /** The active person behind a Slack account, guests among them: who answers what they were sent. */
    async whoIs(slackId: string): Promise<Person | null> {
      const person = await store.bySlackId(slackId);
      return person?.state === 'active' ? person : null;
    },

    async standing(actor: Person, subject: Person): Promise<Standing> {
      if (actor._id === subject._id) return 'self';
      if (isOwner(actor)) return 'owner';
      return (await managersAbove(subject)).some(({ _id }) => _id === actor._id) ? 'manager' : 'none';
    },

    /** The owners who are active and in the people file. */
    owners: async (): Promise<Person[]> => (await store.bySlackIds(owners)).filter(({ state }) => state === 'active'),

    /** Everybody who reports to this person, direct reports first. */
    async reportsOf(managerId: PersonId, depth: 'direct' | 'all' = 'all'): Promise<Person[]> {
      const found = new Map<PersonId, Person>();
      for (let level: PersonId[] = [managerId], n = 0; level.length > 0 && n < longestChain; n += 1) {
        const reports = (await store.reportsOf(level)).filter(({ _id }) => _id !== managerId && !found.has(_id));
        for (const report of reports) found.set(report._id, report);
        level = depth === 'all' ? reports.map(({ _id }) => _id) : [];
      }
      return [...found.values()];
    },

    /** Those who report to this person, the nearest first, but no more than `most`; `isAll` when there are no others. */
    async nearestReports(managerId: PersonId, most: number): Promise<{ people: Person[]; isAll: boolean }> {
      const found = new Map<PersonId, Person>();
      for (let level: PersonId[] = [managerId], n = 0; level.length > 0 && n < longestChain; n += 1) {
        const reports = await store.someReportsOf(level, most + 1 + n);
        const others = reports.filter(({ _id }) => _id !== managerId && !found.has(_id));
        for (const report of others) found.set(report._id, report);
        if (found.size > most) return { people: [...found.values()].slice(0, most), isAll: false };
        level = others.map(({ _id }) => _id);
      }
      return { people: [...found.values()], isAll: true };
    },

    /** Who decides in this person's place today, when somebody does. */
    async delegateOf({ delegate }: Pick<Person, 'delegate'>, today: string): Promise<Person | undefined> {
      if (delegate === null || today < delegate.from || today > delegate.until) return undefined;
      const standIn = await store.byId(delegate.personId);
      return standIn?.state === 'active' ? standIn : undefined;
    },
  };
}

export type Authority = ReturnType<typeof createAuthority>;

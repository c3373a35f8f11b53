import type { CertificationId, PersonId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Authority, Person } from '../../people/index.js';
import type { Request } from '../command-text.js';
import type { LeftOut } from '../proposal-rules.js';
import { leftOut, mayDo } from '../proposal-rules.js';
import type { AssignmentsStore } from '../store.js';

export type WeighDeps = Readonly<{
  store: Pick<AssignmentsStore, 'unfinishedOfMany'>;
  authority: Pick<Authority, 'standing' | 'managersAbove' | 'reportsOf' | 'owners'>;
  certificationOf(id: CertificationId): Promise<Certification | null>;
  /** The credential that each of these people holds longest; who holds none is not in it. */
  heldOf(personIds: readonly PersonId[], id: CertificationId): Promise<Map<PersonId, { expiresOn: Request['dueOn'] }>>;
}>;

/** Somebody who is out of the asker's reach, and who could do it. */
export type OutOfReach = Readonly<{ name: string; ask: string | undefined; isSelf: boolean }>;

export type Weighed =
  | Readonly<{ kind: 'weighed'; certification: Certification; doing: readonly Person[]; left: readonly Left[] }>
  | Readonly<{ kind: 'refused'; code: 'no-certification'; certificationId: CertificationId }>
  | Readonly<{
      kind: 'refused';
      code: 'out-of-reach';
      verb: Request['verb'];
      people: readonly OutOfReach[];
      more: number;
    }>;
export type Left = Readonly<{ name: string; because: LeftOut }>;

/** As many are named as anybody reads. */
const mostNamed = 5;

/** Whether somebody may do it to these people, and what it would do to each, always from fresh data. */
export function createWeigh({ store, authority, certificationOf, heldOf }: WeighDeps) {
  return async function weigh(
    asker: Person,
    request: Pick<Request, 'verb' | 'certificationId' | 'dueOn'>,
    people: readonly Person[],
  ): Promise<Weighed> {
    const { verb, certificationId } = request;
    const certification = await certificationOf(certificationId);
    if (certification === null) return { kind: 'refused', code: 'no-certification', certificationId };
    // Before anything is said of anybody: how people stand is not for everybody.
    const beyond = await outOfReach(asker, verb, people);
    if (beyond.length > 0) {
      const named = await Promise.all(beyond.slice(0, mostNamed).map((person) => whomToAsk(asker, person)));
      return { kind: 'refused', code: 'out-of-reach', verb, people: named, more: beyond.length - named.length };
    }
    const personIds = people.map(({ _id }) => _id);
    const [unfinished, held] = await Promise.all([
      store.unfinishedOfMany(personIds, certificationId),
      heldOf(personIds, certificationId),
    ]);
    const standing = new Map(unfinished.map((assignment) => [assignment.personId, assignment]));
    const fates = people.map((person) => ({
      person,
      because: leftOut(request, { unfinished: standing.get(person._id), held: held.get(person._id) }),
    }));
    return {
      kind: 'weighed',
      certification,
      doing: fates.flatMap(({ person, because }) => (because === undefined ? [person] : [])),
      left: fates.flatMap(({ person, because }) => (because === undefined ? [] : [{ name: person.name, because }])),
    };
  };

  /** Reports are read at once; only for others is it worth to climb from each to the top. */
  async function outOfReach(asker: Person, verb: Request['verb'], people: readonly Person[]): Promise<Person[]> {
    const reports = new Set((await authority.reportsOf(asker._id)).map(({ _id }) => _id));
    const beyond: Person[] = [];
    for (const person of people) {
      const standing = reports.has(person._id) ? 'manager' : await authority.standing(asker, person);
      if (!mayDo(verb, standing)) beyond.push(person);
    }
    return beyond;
  }

  async function whomToAsk(asker: Person, person: Person): Promise<OutOfReach> {
    const [manager] = await authority.managersAbove(person);
    const owners = manager === undefined ? await authority.owners() : [];
    const ask = [...(manager === undefined ? [] : [manager]), ...owners].find(({ _id }) => _id !== asker._id);
    return { name: person.name, ask: ask?.name, isSelf: person._id === asker._id };
  }
}

export type Weigh = ReturnType<typeof createWeigh>;

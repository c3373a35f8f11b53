import type { IndexFact } from './indexes.js';

/**
 * Every state change is one update of one document that carries its fact (DESIGN 4.1): the filter names id and version,
 * the update sets the new state and takes `changedWith(…)`. `replaceOne`, `save()` and whole-document `$set` erase
 * pending facts and are forbidden.
 */

/** Who did it: a person's id, `import:<id>`, or the name of a sweep. Never a name. */
export type Actor = string;

/** What a feature declares: one object type per literal, `{ type: 'assignment.opened', … }`. */
export type FactBody = Readonly<{ type: `${string}.${string}` }>;

/** A fact as it is stored. `id` is `documentId:version`, so the same change is the same fact. */
export type Stored<Body extends FactBody = FactBody> = Body &
  Readonly<{ id: string; at: Date; by: Actor; about: string }>;

/** What every document that states things carries. */
export type Stateful = { _id: string; version: number; pendingFacts: Stored[]; appliedFacts: string[] };

export type Cause = Readonly<{ at: Date; by: Actor }>;

/** The mongoose paths of a stateful document. */
export const statefulPaths = {
  _id: String,
  version: { type: Number, required: true },
  pendingFacts: [{}],
  appliedFacts: [String],
} as const;

/** The relay's index: the one query that uses it repeats the condition and sorts on the indexed path. */
export const pendingFactsIndex = (collection: string): IndexFact => ({
  collection,
  name: 'pendingFacts',
  key: { 'pendingFacts.at': 1 },
  options: { partialFilterExpression: { 'pendingFacts.0': { $exists: true } } },
});

/** What a new document is born with. */
export const bornWith = <Body extends FactBody>(id: string, fact: Body, cause: Cause) => ({
  version: 0,
  pendingFacts: [stored(id, 0, fact, cause)],
  appliedFacts: [] as string[],
});

/** A new document that no fact explains. */
export const bornSilently = { version: 0, pendingFacts: [] as Stored[], appliedFacts: [] as string[] };

/** Whether this fact tells of a document that is new, not of a change of one. */
export const isBirth = ({ id, about }: Stored) => id === `${about}:0`;

/** The part of an update that raises the version and explains it; merge it with the `$set`. */
export const changedWith = <Body extends FactBody>(
  was: { _id: string; version: number },
  fact: Body,
  cause: Cause,
) => ({
  $inc: { version: 1 },
  $push: { pendingFacts: stored(was._id, was.version + 1, fact, cause) },
});

const appliedFactsKept = 50;

/** For a reaction that changes an existing document: the filter and the push that let each fact do so once. */
export const onceFor = (factId: string) => ({
  filter: { appliedFacts: { $ne: factId } },
  push: { appliedFacts: { $each: [factId], $slice: -appliedFactsKept } },
});

function stored<Body extends FactBody>(about: string, version: number, fact: Body, { at, by }: Cause): Stored<Body> {
  return { ...fact, id: `${about}:${version}`, about, at, by };
}

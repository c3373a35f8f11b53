import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History, Stored } from '../history.js';
import type { Fact } from '../shapes.js';

/**
 * Every version of every document has exactly one fact, and no fact names a version that its document never had. What
 * follows from a fact carries the instant and the actor of that fact: it follows once.
 */
export function audited({ collections, facts }: History): Complaint[] {
  const known = new Set<string>();
  const unexplained = Object.entries(collections).flatMap(([name, documents]) =>
    documents.filter(isStateful).flatMap(({ _id, version }) => {
      known.add(_id);
      const found = new Set((facts.get(_id) ?? []).map((fact) => fact.version));
      // What is made by hand is born silently, at version 0.
      const missing = Array.from({ length: version }, (_, before) => before + 1).filter((wanted) => !found.has(wanted));
      const surplus = [...found].filter((one) => one > version);
      return [
        ...(missing.length > 0 ? [complain('audited', `${name} ${_id} has no fact of ${list(missing)}`, [_id])] : []),
        ...(surplus.length > 0
          ? [complain('audited', `${name} ${_id} is at version ${version}, but has facts of ${list(surplus)}`, [_id])]
          : []),
      ];
    }),
  );
  const ofNothing = [...facts.keys()]
    .filter((about) => !known.has(about))
    .map((about) => complain('audited', `facts are about ${about}, which is not there`, [about]));
  const misnamed = [...facts.values()]
    .flat()
    .filter(({ _id, about, version }) => _id !== `${about}:${version}`)
    .map(({ _id, about }) => complain('audited', `the fact ${_id} is about ${about}`, [_id]));
  return [...unexplained, ...ofNothing, ...misnamed, ...[...facts.values()].flatMap(followedTwice)];
}

function followedTwice(facts: readonly Fact[]): Complaint[] {
  const causes = new Map<string, Fact>();
  return facts.flatMap((fact) => {
    if (!followsOnce.has(fact.type)) return [];
    const cause = `${fact.type} ${fact.at} ${fact.by}`;
    const earlier = causes.get(cause);
    causes.set(cause, fact);
    return earlier === undefined
      ? []
      : [
          complain('audited', `${fact._id} follows from what ${earlier._id} has followed from`, [
            earlier._id,
            fact._id,
          ]),
        ];
  });
}

/** Others may follow again: what is handed in, taken back and handed in again while a reaction runs. */
const followsOnce = new Set(['assignment.changed', 'assignment.closed', 'training-block.dropped']);

type Stateful = Readonly<{ _id: string; version: number; pendingFacts: readonly unknown[] }>;

const isStateful = (document: Stored): document is Stored & Stateful =>
  typeof document._id === 'string' && typeof document.version === 'number' && Array.isArray(document.pendingFacts);

const list = (versions: readonly number[]) => `version ${versions.join(', ')}`;

import { z } from 'zod';
import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History, Stored } from '../history.js';

/** How long a tick may be locked, at the most, whatever the time scale. */
const longestLockMs = 30_000;

/** At rest nothing is claimed, leased, locked or half done any more; and nobody waits for what will never come. */
export function orphans(history: History): Complaint[] {
  const { rows, reactions, collections } = history;
  return [
    ...rows.flatMap(({ _id, state, holding, stale }) => [
      ...(holding && (state === 'sent' || state === 'needs-review')
        ? [orphan(`the row ${_id} is not settled`, _id)]
        : []),
      ...(stale > 0 && state === 'sent' ? [orphan(`the message of ${_id} is stale`, _id)] : []),
    ]),
    ...reactions
      .filter(({ state }) => state !== 'done')
      .map(({ _id, state }) => orphan(`the reaction ${_id} is ${state}`, _id)),
    ...(collections.leases ?? [])
      .filter(({ holder }) => holder !== null)
      .map(({ _id }) => orphan(`the lease ${_id} is held`, _id)),
    ...(collections.agendaJobs ?? []).flatMap((job) => lockedFor(job, history.endMs)),
    ...Object.entries(collections).flatMap(([name, documents]) =>
      documents
        .filter(({ pendingFacts }) => Array.isArray(pendingFacts) && pendingFacts.length > 0)
        .map(({ _id }) => orphan(`facts of ${name} ${_id} wait`, _id)),
    ),
  ];
}

const orphan = (sentence: string, id: unknown) => complain('orphans', sentence, [String(id)]);

const Job = z.object({ name: z.string(), lockedAt: z.date().nullish() });

/** Locked by somebody who is long gone, or whose clock was ahead. */
function lockedFor(document: Stored, endMs: number): Complaint[] {
  const { name, lockedAt } = Job.parse(document);
  if (!lockedAt || Math.abs(endMs - lockedAt.getTime()) <= longestLockMs) return [];
  return [orphan(`the tick ${name} is locked since ${lockedAt.toISOString()}`, name)];
}

import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';

/** How often each kind of fact that the run was to meet has happened. */
export function metIn({ plan: { meets }, facts }: History): Readonly<Record<string, number>> {
  const all = [...facts.values()].flat();
  return Object.fromEntries(meets.map((type) => [type, all.filter((fact) => fact.type === type).length]));
}

/** What did not happen at all was not under fire: such a run has shown nothing of it. */
export const unmet = (history: History): Complaint[] =>
  Object.entries(metIn(history))
    .filter(([, count]) => count === 0)
    .map(([type]) => complain('unmet', `nothing of this run met ${type}: it was not under fire`, [type]));

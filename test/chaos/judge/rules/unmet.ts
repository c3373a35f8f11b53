import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';

/** How often each kind of fact that the run was to meet has happened. */
export function metIn({ plan: { meets }, facts }: History): Readonly<Record<string, number>> {
  const all = [...facts.values()].flat();
  return Object.fromEntries(meets.flat().map((type) => [type, all.filter((fact) => fact.type === type).length]));
}

/** A flow of which nothing happened was not under fire: such a run has shown nothing of it. */
export function unmet(history: History): Complaint[] {
  const met = metIn(history);
  return history.plan.meets
    .filter((flow) => flow.every((type) => met[type] === 0))
    .map((flow) => complain('unmet', `nothing of this run met ${flow.join(' or ')}: it was not under fire`, flow));
}

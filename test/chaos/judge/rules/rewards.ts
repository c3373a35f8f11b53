import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import type { Fact, Grant, Row } from '../shapes.js';

/**
 * Every reward is requested once, decided at most once, by as many as it needs and never by whoever gets it; it stands as its
 * facts say, waits for nothing but people, and its person hears what became of it.
 */
export function rewards(history: History): Complaint[] {
  const all = [...history.grants.values()];
  return [
    ...all.flatMap((grant) => [
      ...decidedOnce(grant, history),
      ...wellApproved(grant, history),
      ...standsAsTold(grant, history),
      ...told(grant, history),
    ]),
    ...promisedTwice(all),
    ...forgotten(history),
  ];
}

const factsOf = ({ _id }: Grant, { facts }: History): readonly Fact[] => facts.get(_id) ?? [];

function decidedOnce(grant: Grant, history: History): Complaint[] {
  const decisions = factsOf(grant, history).filter(({ type }) => type === 'grant.granted' || type === 'grant.declined');
  if (decisions.length <= 1) return [];
  const ids = decisions.map(({ _id }) => _id);
  return [complain('rewards', `${grant._id} was decided ${decisions.length} times`, [grant._id, ...ids])];
}

function wellApproved(grant: Grant, { plan }: History): Complaint[] {
  const { _id, personId, approvals, decision, state } = grant;
  const by = approvals.map((approval) => approval.by);
  const isGranted = decision !== null && state !== 'declined';
  const needed = costOfYear(grant) > plan.twoApproversAbove ? 2 : 1;
  return [
    ...(by.includes(personId) || decision?.by === personId
      ? [complain('rewards', `${_id} was decided by ${personId}, whose it is`, [_id])]
      : []),
    ...(new Set(by).size < by.length ? [complain('rewards', `${_id} was approved twice by one person`, [_id])] : []),
    ...(isGranted && by.length < needed
      ? [complain('rewards', `${_id} was granted by ${by.length}, and needs ${needed}`, [_id])]
      : []),
  ];
}

const costOfYear = ({ reward: { amount, monthly } }: Grant) => amount?.minor ?? (monthly?.minor ?? 0) * 12;

/** The state of a grant is what its last fact has made of it, and none is still on its way to the budget. */
function standsAsTold(grant: Grant, history: History): Complaint[] {
  const { _id, state } = grant;
  const states = factsOf(grant, history).flatMap(({ type }) => stateAfter[type] ?? []);
  const told = states.at(-1);
  if (told !== undefined && told !== state)
    return [complain('rewards', `${_id} is ${state}, but its facts say ${told}`, [_id])];
  return state === 'requested' ? [complain('rewards', `${_id} still asks its budget`, [_id])] : [];
}

const stateAfter: Readonly<Record<string, Grant['state']>> = {
  'grant.requested': 'requested',
  'grant.over-budget': 'over-budget',
  'grant.reserved': 'reserved',
  'grant.approved': 'reserved',
  'grant.granted': 'granted',
  'grant.declined': 'declined',
  'grant.exported': 'exported',
  'grant.paid': 'paid',
  'grant.rejected': 'granted',
  'grant.reversed': 'reversed',
};

/** Once, by the row of its fact; `doubled` sees what is told twice. */
function told(grant: Grant, history: History): Complaint[] {
  return factsOf(grant, history)
    .filter(({ type }) => mustBeTold(type, grant))
    .flatMap((fact) => {
      const row = history.rows.find(({ _id }) => _id === `rewards.result|${fact._id}`);
      const why = untold(row, grant, history);
      return why === undefined
        ? []
        : [complain('lost', `nobody told ${grant.personId} of ${fact.type} of ${grant._id}: ${why}`, [fact._id])];
    });
}

/** What has ended since is told by the row of its end alone; what nobody was told of need not be taken back. */
function mustBeTold(type: string, { state, end, decision }: Grant): boolean {
  if (type === 'grant.granted') return state !== 'reversed' && end === null;
  if (type === 'grant.reversed') return decision !== null && end?.kind !== 'reversal';
  return type === 'grant.declined' || type === 'grant.recalled' || type === 'grant.ended';
}

function untold(row: Row | undefined, { personId }: Grant, { people }: History): string | undefined {
  if (row === undefined) return 'there is no row';
  if (row.state !== 'dropped') return undefined;
  const isGone = people.get(personId)?.state === 'left' || row.why?.startsWith('recipient: ') === true;
  return isGone ? undefined : `the row was dropped (${row.why ?? 'it does not say why'})`;
}

function promisedTwice(all: readonly Grant[]): Complaint[] {
  const first = new Map<string, Grant>();
  return all.flatMap((grant) => {
    if (grant.assignmentId === null) return [];
    const earlier = first.get(grant.assignmentId);
    first.set(grant.assignmentId, grant);
    return earlier === undefined
      ? []
      : [complain('rewards', `${earlier._id} and ${grant._id} keep the same promise`, [earlier._id, grant._id])];
  });
}

/** What was promised and earned is requested. */
function forgotten({ promises, grants, facts }: History): Complaint[] {
  const all = [...grants.values()];
  const verified = [...facts.values()].flat().filter(({ type }) => type === 'credential.verified');
  const isOf = (one: { personId?: string; certificationId?: string }, other: (typeof promises)[number]) =>
    one.personId === other.personId && one.certificationId === other.certificationId;
  return promises
    .filter((promise) => verified.some((fact) => isOf(fact, promise)) && !all.some((grant) => isOf(grant, promise)))
    .map(({ assignmentId }) =>
      complain('lost', `what was promised for ${assignmentId} was earned and never requested`, [assignmentId]),
    );
}

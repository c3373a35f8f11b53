import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { Acted, History } from '../history.js';
import { clocksApartMs } from '../settled.js';
import type { Fact } from '../shapes.js';

/**
 * What somebody was told is done is in the audit: as a fact of theirs, of that time. A second press of the same thing is
 * answered as the first was, so the fact may be older than the press that was answered.
 */
export function acknowledged(history: History): Complaint[] {
  const { people, acts } = history;
  const idOf = new Map([...people.values()].map(({ _id, slackId }) => [slackId, _id]));
  const factsBy = new Map<string, Fact[]>();
  for (const fact of [...history.facts.values()].flat()) factsBy.set(fact.by, [...(factsBy.get(fact.by) ?? []), fact]);
  return acts.flatMap((act) => {
    const by = idOf.get(act.user);
    if (!act.acked || ownRules.has(act.what)) return [];
    const own = (by !== undefined && factsBy.get(by)) || [];
    const isDone = own.some((fact) => fact.at <= act.untilMs + clocksApartMs && makes(fact, act, history));
    if (isDone) return [];
    const ids = [act.user, ...(act.assignmentId === null ? [] : [act.assignmentId])];
    return [
      complain('acknowledged', `${act.user} was told that “${act.what}” is done, and it is not`, ids, {
        n: null,
        wallMs: act.untilMs,
      }),
    ];
  });
}

function makes(fact: Fact, { what, assignmentId, about, atMs }: Acted, { assignments }: History): boolean {
  const assignment = assignmentId === null ? undefined : assignments.get(assignmentId);
  const isAboutMatter =
    assignment === undefined ||
    (fact.personId === assignment.personId && fact.certificationId === assignment.certificationId);
  const isOfNow = fact.at >= atMs - clocksApartMs;
  switch (what) {
    case 'snooze':
      return fact.type === 'assignment.snoozed' && fact.about === assignmentId;
    case 'hand-in':
      return isHandedIn.has(fact.type) && isAboutMatter;
    case 'approve':
      return isApproved.has(fact.type) && isAboutMatter;
    case 'assign':
    case 'waive':
      return fact.type === 'proposal.confirmed' && fact.verb === what && isOfNow;
    case 'less-often':
      return fact.type === 'person.reminders-chosen' && fact.reminders === 'weekly';
    case 'give-time':
      return fact.type === 'study-plan.agreed' && isAboutMatter;
    case 'ask-weekly':
      return (fact.type === 'study-plan.asked' || fact.type === 'study-plan.agreed') && isAboutMatter;
    case 'plan-time':
      return fact.type === 'training-block.planned' && isAboutMatter;
    default:
      return fact.about === about && madeBy[what]?.includes(fact.type) === true;
  }
}

/** Of somebody who leaves it is Slack that tells; what a file revokes has its own fact. */
const ownRules: ReadonlySet<Acted['what']> = new Set(['leave', 'revoke'] as const);

/** What a press about one grant, one study time or one plan makes of it. */
const madeBy: Readonly<Partial<Record<Acted['what'], readonly string[]>>> = {
  'approve-reward': ['grant.approved', 'grant.granted'],
  'decline-reward': ['grant.declined'],
  'keep-time': ['training-block.kept'],
  'keep-part': ['training-block.partly-kept'],
  'lose-time': ['training-block.lost'],
  'move-time': ['training-block.moved'],
  'agree-weekly': ['study-plan.agreed'],
  'offer-weekly': ['study-plan.declined'],
  'take-weekly': ['study-plan.agreed'],
  'stop-weekly': ['study-plan.ended'],
};

const isHandedIn = new Set(['credential.submitted', 'credential.corrected']);
const isApproved = new Set(['credential.verified', 'credential.approved']);

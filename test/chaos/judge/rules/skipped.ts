import type { Due } from '../../evidence.js';
import type { History } from '../history.js';
import { reminderTopic } from '../history.js';
import type { Fact } from '../shapes.js';

/**
 * Why a due need not have been shown, as facts and Slack's own log tell; undefined when nothing does. A fact counts from
 * the moment at which somebody decided it: what is then still on its way to be said may be said or not.
 */
export function reasonToSkip(due: Due, history: History): string | undefined {
  const inTime = (fact: Fact) => fact.at <= due.untilMs;
  const ofAssignment = (history.facts.get(due.assignmentId) ?? []).filter(inTime);
  const settled = ofAssignment.findLast(({ type }) => type in settling);
  if (settled !== undefined) return settled.closing ?? settling[settled.type];

  const personId = history.plan.people.find(({ slackId }) => slackId === due.slackId)?.personId;
  const ofPerson = (history.facts.get(personId ?? '') ?? []).filter(inTime);
  if (ofPerson.some(({ type }) => type === 'person.left')) return 'left';
  if (ofPerson.some(({ type, reminders }) => type === 'person.reminders-chosen' && reminders === 'weekly'))
    return 'less-often';
  return refusedBySlack(personId, due, history);
}

const settling: Readonly<Record<string, string>> = {
  'assignment.closed': 'closed',
  'assignment.handed-in': 'in-review',
  'assignment.snoozed': 'snoozed',
  'assignment.exam-booked': 'exam-booked',
  'assignment.attempted': 'attempted',
};

/** Refused for good, and not because of what we wrote: words of ours that Slack refuses are a loss. */
function refusedBySlack(
  personId: string | undefined,
  { assignmentId }: Due,
  { rows, calls }: History,
): string | undefined {
  const refused = rows.filter(
    ({ topic, to, state, attempts }) =>
      topic === reminderTopic &&
      to === personId &&
      state === 'dropped' &&
      attempts.some(({ items }) => items.some(({ id }) => id === assignmentId)),
  );
  const call = calls.find(
    ({ came, deliveryId, error, fault }) =>
      came === 'refused' &&
      refused.some((row) => row.deliveryId === deliveryId && row.why?.endsWith(`: ${error}`)) &&
      (fault !== null || refused.some(({ why }) => why?.startsWith('recipient: '))),
  );
  return call === undefined ? undefined : `refused: ${call.error}`;
}

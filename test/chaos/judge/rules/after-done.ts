import { DateTime } from 'luxon';
import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import { isAfterUnaimedStop, isResidual } from '../fates.js';
import type { History, Post } from '../history.js';
import { answerableIn, reminderTopic } from '../history.js';
import type { SettledMs } from '../settled.js';
import type { Fact, Person, Row } from '../shapes.js';
import { itemsOf } from './doubled.js';

/** From the socket to the sandbox's reading of the call, on a machine whose cores are all busy. */
const onItsWayMs = 1_000;

export type AfterDoneFound = Readonly<{ complaints: readonly Complaint[]; residual: readonly Post[] }>;

/**
 * No reminder, and no card that asks for a decision, arrives later after the fact than the deadline check allows: its words are composed after the claim, and the
 * socket is opened no later than the lease less the client's timeout after it. Excused: what a stalled connection held
 * back, and what a process sent that was stopped behind the check, which is the residual and counted.
 */
export function afterDone(history: History, settledMs: SettledMs): AfterDoneFound {
  const { deliveryLeaseMs, deliveryTimeoutMs } = history.plan.lengths;
  const boundMs = deliveryLeaseMs - deliveryTimeoutMs + onItsWayMs;
  const complaints: Complaint[] = [];
  const residual: Post[] = [];
  const rows = new Map(history.rows.map((row) => [row.deliveryId, row]));
  for (const post of history.posts) {
    const row = rows.get(post.deliveryId ?? '');
    if (row === undefined) continue;
    const why = whyNeedless(row, post, sentMs(post) - boundMs);
    if (why === undefined) continue;
    if (isResidual(post, history) || isAfterUnaimedStop(post, history)) residual.push(post);
    else complaints.push(complain('after-done', `${row._id} ${why.sentence}`, [row._id, ...why.ids], post));
  }
  return { complaints, residual };

  type Why = Readonly<{ sentence: string; ids: readonly string[] }>;

  /** What had been so since before this instant, and yet something was said. */
  function whyNeedless(row: Row, post: Post, beforeMs: number): Why | undefined {
    const person = history.people.get(row.to);
    const ofPerson = (history.facts.get(row.to) ?? []).filter((fact) => isPersonal(fact));
    const stood = ofPerson.findLast((fact) => settledMs(fact) <= beforeMs);
    const isOver = ofPerson.some(({ version, at }) => version > (stood?.version ?? -1) && at <= post.arrivedMs);
    if (stood?.type === 'person.left' && !isOver)
      return { sentence: `was sent to somebody who had left`, ids: [stood._id] };

    if (!dated.has(row.topic)) return undefined;
    const shown = [...new Set([...itemsOf(row, post), ...answerableIn(post.words)].map(({ id }) => id))];
    for (const id of shown) {
      const ended = endedBefore(id, post, beforeMs, person);
      if (ended !== undefined) return { sentence: `told of ${id} after ${ended.type}`, ids: [ended._id] };
    }
    const isWeekly = row.topic === reminderTopic && stood?.reminders === 'weekly' && !isOver;
    if (isWeekly && person !== undefined && !isForWeekly(person, shown, post.arrivedMs))
      return { sentence: 'was sent to somebody who had asked for one message a week', ids: [stood!._id] };
    return undefined;
  }

  /** The fact after which nothing was to be said of it; undefined when it may have been waiting again. */
  function endedBefore(id: string, post: Post, beforeMs: number, person: Person | undefined): Fact | undefined {
    const facts = history.facts.get(id) ?? [];
    const ended = facts.findLast((fact) => endings.has(fact.type) && settledMs(fact) <= beforeMs);
    if (ended === undefined) return undefined;
    const isWakeful = ({ type, version, at }: Fact) =>
      version > ended.version && !endings.has(type) && at <= post.arrivedMs;
    if (facts.some(isWakeful)) return undefined;
    const until = ended.until && DateTime.fromISO(ended.until, { zone: person?.zone ?? 'UTC' });
    return until && until.toMillis() <= post.arrivedMs ? undefined : ended;
  }

  function isForWeekly(person: Person, shown: readonly string[], atMs: number): boolean {
    const local = DateTime.fromMillis(atMs, { zone: person.zone });
    const firstDay = Math.min(...person.hours.map(({ day }) => day));
    if (local.weekday === firstDay) return true;
    return shown.some((id) => {
      const assignment = history.assignments.get(id);
      const certification = assignment && history.certifications.get(assignment.certificationId);
      return certification?.need === 'required' && assignment!.dueOn <= dayBeforeWork(person, local);
    });
  }

  /** When its call may have left the app: before a stall of the connection that had just ended when it arrived. */
  function sentMs({ arrivedMs }: Post): number {
    const stalls = history.deeds.filter(
      (deed) =>
        deed.kind === 'network' &&
        deed.to === 'slack' &&
        deed.atMs <= arrivedMs &&
        deed.untilMs >= arrivedMs - onItsWayMs,
    );
    return Math.min(arrivedMs, ...stalls.map(({ atMs }) => atMs));
  }
}

const isPersonal = ({ type }: Fact) =>
  type === 'person.left' || type === 'person.returned' || type === 'person.reminders-chosen';

/** After these nobody is reminded of an assignment or of study time, or asked to decide. */
const endings = new Set([
  'assignment.closed',
  'assignment.handed-in',
  'assignment.snoozed',
  'credential.verified',
  'credential.declined',
  'credential.withdrawn',
  'credential.merged',
  'grant.granted',
  'grant.declined',
  'grant.reversed',
  'study-plan.agreed',
  'study-plan.declined',
  'study-plan.ended',
  'training-block.kept',
  'training-block.partly-kept',
  'training-block.lost',
  'training-block.dropped',
]);

/** Topics whose messages must not come once their items are over. */
const dated = new Set([
  reminderTopic,
  'credentials.review',
  'rewards.approval',
  'training-time.plan-ask',
  'training-time.recall',
  'training-time.ask',
]);

/** Due on it, a required certification is urgent: tomorrow, or the last day before the next working day. */
function dayBeforeWork({ hours }: Person, local: DateTime): string {
  const days = new Set(hours.map(({ day }) => day));
  let next = local.plus({ days: 1 });
  while (days.size > 0 && !days.has(next.weekday)) next = next.plus({ days: 1 });
  const last = next.minus({ days: 1 });
  const tomorrow = local.plus({ days: 1 });
  return (last > tomorrow ? last : tomorrow).toISODate() ?? '';
}

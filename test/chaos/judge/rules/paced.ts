import type { Deed } from '../../evidence.js';
import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import { groupBy } from '../history.js';
import type { CallLine } from '../shapes.js';
import type { Trouble } from '../troubles.js';
import { during, troublesIn } from '../troubles.js';

/**
 * Slots are given out in the database; what is measured is when calls arrive at Slack. Between lie a journalled write and
 * an HTTP call of one of several processes on a busy machine, so that one call may gain on the one before it by this much,
 * in real milliseconds whatever the time scale. It is granted once, not for each call: many calls in a row that are too
 * fast are found at every scale (the generic cell rate algorithm).
 */
const jitterMs = 200;

/** Methods whose Retry-After everybody obeys. Others answer somebody who waits; they are tried when somebody presses. */
const obedient = new Set([
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.open',
  'users.list',
]);

/** A second between two messages in one channel, and no call of a method while Slack has asked not to be called. */
export function paced(history: History): Complaint[] {
  const troubles = troublesIn(history.deeds);
  return [...tooFast(history, troubles), ...disobedient(history, troubles)];
}

/**
 * What was accepted, and what Slack's own limits refused. Excused is whatever a trouble touches from the second before the
 * call that it follows: a process that was stopped, or whose connection stood still, between its slot and the socket sends
 * late, and the next one, in time, comes close behind it.
 */
function tooFast({ calls, plan: { lengths } }: History, troubles: readonly Trouble[]): Complaint[] {
  const { slackSecondMs } = lengths;
  const sent = calls.filter(
    ({ method, came, limitedBy }) =>
      method === 'chat.postMessage' && (came === 'accepted' || came === 'lost' || limitedBy === 'limits'),
  );
  return [...groupBy(sent, ({ channel }) => channel ?? '')].flatMap(([channel, own]) => {
    const complaints: Complaint[] = [];
    let dueMs = Number.NEGATIVE_INFINITY;
    let before = Number.NEGATIVE_INFINITY;
    for (const call of own) {
      const earlyMs = dueMs - call.arrivedMs;
      const isExcused = earlyMs > 0 && during(troubles, before - slackSecondMs, call.arrivedMs).length > 0;
      if (earlyMs > jitterMs && !isExcused)
        complaints.push(
          complain('paced', `a message came ${Math.round(earlyMs)} ms too early into ${channel}`, idsOf(call), call),
        );
      dueMs = Math.max(isExcused ? call.arrivedMs : dueMs, call.arrivedMs) + slackSecondMs;
      before = call.arrivedMs;
    }
    return complaints;
  });
}

/**
 * Excused are calls that were on their way: a slot is good for a second, then come composing, a write and the call. On a
 * busy machine some of them take longer, but not longer than the deadline check allows, and no more than the processes
 * can have in hand. And what nobody could obey: when the process that was told was killed or stopped, or could not reach
 * the database to tell the others, or when a call was held back until after.
 */
function disobedient({ calls, deeds, plan }: History, troubles: readonly Trouble[]): Complaint[] {
  const { slackSecondMs, deliveryLeaseMs, deliveryTimeoutMs } = plan.lengths;
  const onTheirWayMs = slackSecondMs + jitterMs + writtenWithinMs;
  const longestMs = onTheirWayMs + deliveryLeaseMs - deliveryTimeoutMs;
  const mostInHand = inHandOfOne * plan.workers;
  const byMethod = groupBy(calls, ({ method }) => method);
  return [...byMethod].flatMap(([method, own]) => {
    if (!obedient.has(method)) return [];
    const told = own.filter(({ came, retryAfterMs }) => came === 'limited' && retryAfterMs !== null);
    return told.flatMap((limited) => {
      const fromMs = limited.wallMs + onTheirWayMs;
      // A date in Retry-After is one of whole seconds.
      const untilMs = limited.wallMs + limited.retryAfterMs! - slackSecondMs;
      if (untilMs <= fromMs || !couldBeHeard(limited, fromMs)) return [];
      return own
        .filter(({ arrivedMs }) => arrivedMs > fromMs && arrivedMs < untilMs && !isHeldBack(arrivedMs, fromMs))
        .filter(({ arrivedMs }, nth) => nth >= mostInHand || arrivedMs > limited.wallMs + longestMs)
        .slice(0, 1)
        .map((call) => {
          const sinceMs = Math.round(call.arrivedMs - limited.wallMs);
          const askedMs = Math.round(limited.retryAfterMs!);
          return complain(
            'paced',
            `${method} was called ${sinceMs} ms after Slack had asked to wait ${askedMs} ms`,
            idsOf(call),
            call,
          );
        });
    });
  });

  function couldBeHeard({ arrivedMs }: CallLine, untilMs: number): boolean {
    const hasEnded = (deed: Deed) => endings.has(deed.kind) && deed.untilMs >= arrivedMs && deed.atMs <= untilMs;
    return during(troubles, arrivedMs, untilMs).length === 0 && !deeds.some(hasEnded);
  }

  function isHeldBack(arrivedMs: number, fromMs: number): boolean {
    return during(troubles, arrivedMs, arrivedMs).some((trouble) => trouble.fromMs <= fromMs);
  }
}

/** Two journalled writes: what became of the row, then the method's next free slot. */
const writtenWithinMs = 300;

/** How many calls of one method a process makes at once. */
const inHandOfOne = 4;

const endings = new Set<Deed['kind']>(['killed', 'terminated', 'died']);

const idsOf = ({ deliveryId, channel }: CallLine) => [deliveryId, channel].filter((id) => id !== null);

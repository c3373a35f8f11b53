import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import type { CallLine } from '../shapes.js';
import { during, troublesIn } from '../troubles.js';

const lostBeforeOpen = 5;
/** Two journalled writes, and an HTTP call on a machine whose cores are all busy. */
const busyMs = 500;

/**
 * After five lost replies in a row one message a minute is tried, until Slack answers. Excused are calls that were on their
 * way, as long as the deadline check lets them; what the house could not count, because it was hurt just then; and what a
 * stopped process or a connection that stood still held back.
 */
export function breaker({ calls, deeds, plan: { lengths } }: History): Complaint[] {
  const { slackSecondMs, deliveryLeaseMs, deliveryTimeoutMs } = lengths;
  const knownWithinMs = deliveryTimeoutMs + busyMs;
  const onTheirWayMs = deliveryLeaseMs - deliveryTimeoutMs + busyMs;
  const probeEveryMs = 60 * slackSecondMs;
  const troubles = troublesIn(deeds);
  const complaints: Complaint[] = [];
  let inARow: CallLine[] = [];
  let answeredMs = Number.NEGATIVE_INFINITY;
  let isTold = false;

  for (const { kind, call, atMs } of inOrder(calls)) {
    if (kind === 'answered') {
      inARow = [];
      answeredMs = atMs;
      isTold = false;
      continue;
    }
    if (!isTold && comesTooEarly(call)) {
      isTold = true;
      complaints.push(
        complain(
          'breaker',
          `a message was tried although ${inARow.length} replies in a row were lost`,
          idsOf(call),
          call,
        ),
      );
    }
    // What was answered just before may be heard of only after this one.
    if (couldBeCounted(call) && atMs > answeredMs + busyMs) inARow.push(call);
    else if (isLost(call)) inARow = [];
  }
  return complaints;

  function comesTooEarly({ arrivedMs }: CallLine): boolean {
    const last = inARow.at(-1);
    const opens = inARow[lostBeforeOpen - 1];
    if (last === undefined || opens === undefined) return false;
    if (arrivedMs <= opens.arrivedMs + knownWithinMs + onTheirWayMs) return false;
    const isProbe = arrivedMs >= last.arrivedMs + probeEveryMs - busyMs;
    return !isProbe && during(troubles, opens.arrivedMs, arrivedMs).length === 0;
  }

  function couldBeCounted(call: CallLine): boolean {
    const untilMs = call.arrivedMs + knownWithinMs;
    const isEnded = deeds.some(
      (deed) => endings.has(deed.kind) && deed.untilMs >= call.arrivedMs && deed.atMs <= untilMs,
    );
    return isLost(call) && !isEnded && during(troubles, call.arrivedMs, untilMs).length === 0;
  }
}

/** Calls as they arrive, and plain answers as they are given: a slow one may be given long after it was asked for. */
function inOrder(calls: readonly CallLine[]) {
  const posts = calls.filter(({ method }) => method === 'chat.postMessage');
  return [
    ...posts.map((call) => ({ kind: 'arrived' as const, call, atMs: call.arrivedMs })),
    ...posts.filter(isAnswered).map((call) => ({ kind: 'answered' as const, call, atMs: call.wallMs })),
  ].toSorted((a, b) => a.atMs - b.atMs);
}

const isLost = ({ came }: CallLine) => came === 'lost' || came === 'failed';
const isAnswered = ({ came }: CallLine) => came === 'accepted' || came === 'refused';

const endings = new Set(['killed', 'terminated', 'died']);

const idsOf = ({ deliveryId, channel }: CallLine) => [deliveryId, channel].filter((id) => id !== null);

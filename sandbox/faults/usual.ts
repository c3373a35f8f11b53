import type { Drawn, EventFault, Fault, RandomKind } from '../faults.js';

/** Everything that chance may do to a call, unless told. Lengths in Slack's time. */
export const usualFaults: readonly RandomKind<Fault>[] = [
  ...each(
    1,
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502 },
    { kind: 'status', status: 503 },
    { kind: 'ratelimited', retryAfter: 0 },
    { kind: 'ratelimited', retryAfter: 1 },
    { kind: 'ratelimited', retryAfter: 30 },
    { kind: 'ratelimited', retryAfter: 'absent' },
    { kind: 'ratelimited', retryAfter: { inSeconds: 5 } },
    { kind: 'ratelimited', said: 'body', retryAfter: 2 },
    { kind: 'ratelimited', said: 'body', retryAfter: 'absent' },
  ),
  ...each(
    0.5,
    { kind: 'unreadable', body: 'empty' },
    { kind: 'unreadable', body: 'html' },
    { kind: 'unreadable', body: 'null' },
    { kind: 'accept-then', what: 'empty' },
    { kind: 'accept-then', what: 'html' },
    { kind: 'accept-then', what: 'null' },
  ),
  ...each(
    2,
    { kind: 'reset' },
    { kind: 'delay', ms: [1_000, 30_000] },
    { kind: 'late-commit', ms: [5_000, 60_000] },
    { kind: 'accept-then', what: '500' },
    { kind: 'accept-then', what: 'reset' },
    { kind: 'accept-then', what: 'hang' },
    { kind: 'accept-then', what: 'cut' },
    { kind: 'accept-then', what: 'internal_error' },
  ),
  ...each(
    1,
    { kind: 'accept-then', what: 'answer', metadata: 'stripped' },
    { kind: 'accept-then', what: 'reset', metadata: 'stripped' },
    { kind: 'accept-then', what: 'answer', historyLagMs: [1_000, 30_000] },
    { kind: 'accept-then', what: 'reset', historyLagMs: [1_000, 30_000] },
  ).map((kind) => ({ ...kind, only: ['chat.postMessage'] })),
];

/** The same for events. */
export const usualEventFaults: readonly RandomKind<EventFault>[] = [
  { weight: 2, fault: { kind: 'twice', ms: [0, 60_000] } },
  { weight: 2, fault: { kind: 'late', ms: [1_000, 60_000] } },
  { weight: 2, fault: { kind: 'after-next', ms: 60_000 } },
  { weight: 1, fault: { kind: 'lost' } },
];

function each(weight: number, ...faults: Drawn<Fault>[]): RandomKind<Fault>[] {
  return faults.map((fault) => ({ weight, fault }));
}

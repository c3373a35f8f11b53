import { randomOf } from './random.js';
import type { Settings } from './scenario.js';
import type { NetworkFault } from './surroundings.js';
import { networkFaults } from './surroundings.js';

/** What the nemesis does, so many milliseconds after the fire has begun. */
export type Step = Readonly<{ atMs: number }> &
  (
    | Readonly<{ what: 'kill' }>
    /** At a failpoint whose turn it is. */
    | Readonly<{ what: 'kill-at-failpoint' }>
    | Readonly<{ what: 'stop'; ms: number }>
    /** Between the deadline check and the socket, longer than a lease and both looks. */
    | Readonly<{ what: 'residual'; ms: number }>
    | Readonly<{ what: 'rolling-restart' }>
    | Readonly<{ what: 'kill-engine'; ms: number }>
    | Readonly<{ what: 'pause-engine'; ms: number }>
    | Readonly<{ what: 'network'; to: 'engine' | 'slack'; how: NetworkFault; ms: number }>
    | Readonly<{ what: 'clock'; place: number; offsetMs: number }>
    | Readonly<{ what: 'sockets'; how: 'drop' | 'refresh'; which: 'all' | 'oldest' }>
    | Readonly<{ what: 'token-refused'; ms: number }>
  );

const dayMs = 86_400_000;
const leaseMs = 30_000;
const lookMs = 60_000;
const timeoutMs = 10_000;
const tickMs = 60_000;
/** Until everybody else is certain that whoever is stopped there is gone, and has sent it anew. */
const residualMs = leaseMs + timeoutMs + 2 * lookMs + 3 * tickMs;

/** The same for the same settings, so that a seed that failed is played again. */
export function timetableOf({ minutes, kills, workers, seed, timeScale }: Settings): Step[] {
  const fireMs = minutes * 60_000;
  const random = randomOf(seed, 'nemesis');
  const scaled = (from: number, to = from) => random.between(from, to) / timeScale;
  const place = () => random.below(workers);
  const steps: Step[] = [];

  /** So many a minute, evenly but not regularly; none that would last longer than the fire. */
  function often(aMinute: number, lastsMs: number, make: (atMs: number) => Step): void {
    const room = fireMs * latest - lastsMs;
    const count = Math.floor(aMinute * minutes + random.between(0, 1));
    if (room <= 0) return;
    for (let nth = 0; nth < count; nth += 1) steps.push(make(((nth + random.between(0.1, 0.9)) / count) * room));
  }

  const slotMs = kills === 0 ? fireMs : (fireMs * latest) / kills;
  for (let nth = 0; nth < kills; nth += 1) {
    const atMs = (nth + random.between(0, 1)) * slotMs;
    steps.push({ atMs, what: nth % 3 === 0 ? 'kill' : 'kill-at-failpoint' });
  }
  const stopMs = () => scaled(1.2 * leaseMs, 2 * leaseMs);
  often(3, (2 * leaseMs) / timeScale, (atMs) => ({ atMs, what: 'stop', ms: stopMs() }));
  // At first, so that there is time left to see what comes of it.
  if (residualMs / timeScale < fireMs) {
    const ms = scaled(residualMs);
    steps.push({ atMs: random.between(0.05, 0.3) * fireMs, what: 'residual', ms });
  }
  often(0.7, 3_000, (atMs) => ({ atMs, what: 'rolling-restart' }));
  often(1.5, 2_500, (atMs) => ({ atMs, what: 'kill-engine', ms: random.between(0, 1_000) }));
  often(0.5, 30_000 / timeScale, (atMs) => ({ atMs, what: 'pause-engine', ms: scaled(30_000) }));
  for (const to of ['engine', 'slack'] as const)
    for (const how of networkFaults) {
      const ms = scaled(2_000, 20_000);
      often(networkAMinute[to][how], ms, (atMs) => ({ atMs, what: 'network', to, how, ms: how === 'reset' ? 0 : ms }));
    }
  often(4, 0, (atMs) => ({ atMs, what: 'clock', place: place(), offsetMs: Math.round(random.between(-dayMs, dayMs)) }));
  often(2, 0, (atMs) => ({ atMs, what: 'sockets', how: 'drop', which: random.pick(['all', 'oldest']) }));
  often(2, 0, (atMs) => ({ atMs, what: 'sockets', how: 'refresh', which: random.pick(['all', 'oldest']) }));
  often(0.5, 40_000 / timeScale, (atMs) => ({ atMs, what: 'token-refused', ms: scaled(15_000, 40_000) }));
  return steps.toSorted((a, b) => a.atMs - b.atMs);
}

/** The share of the fire in which things are begun. */
const latest = 0.97;

/** Of the engine's less, because the driver needs ten seconds to notice that a connection is silent for ever. */
const networkAMinute: Readonly<Record<'engine' | 'slack', Record<NetworkFault, number>>> = {
  engine: { reset: 1, stall: 0.7, 'half-open': 0.3, refuse: 0.5 },
  slack: { reset: 1, stall: 1, 'half-open': 1, refuse: 1 },
};

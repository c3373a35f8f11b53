import type { EventFault, Fault, Faults } from '../faults.js';
import type { FaultSource } from './orders.js';
import { createOrders } from './orders.js';
import { usualEventFaults, usualFaults } from './usual.js';

/** What the Web API and the events ask; see {@link Faults} for what is ordered. */
export type FaultSources = FaultSource<Fault> & { events: FaultSource<EventFault> };

/** `scale`: how much faster than Slack's time everything runs. */
export function createFaults(scale: number): Faults & FaultSources {
  const calls = createOrders(usualFaults, scale);
  const events = createOrders(usualEventFaults, scale);
  return {
    ...calls,
    events,
    clear() {
      calls.clear();
      events.clear();
    },
  };
}

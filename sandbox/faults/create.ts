import type { Fault } from '../faults.js';

export interface Faults {
  /** The next `times` calls of this method (1 unless told) fail like this; '*' means any method. Faults queue up. */
  next(method: string, fault: Fault, options?: { times?: number }): void;
  clear(): void;
  /** Faults that no call has met yet. */
  pending(): { method: string; fault: Fault }[];
}

/** What the Web API asks: removes and returns the fault that this call meets. */
export interface FaultSource {
  take(method: string): Fault | undefined;
}

export function createFaults(): Faults & FaultSource {
  let queue: { method: string; fault: Fault }[] = [];
  return {
    next(method, fault, { times = 1 } = {}) {
      for (let i = 0; i < times; i += 1) queue.push({ method, fault });
    },
    clear() {
      queue = [];
    },
    pending: () => [...queue],
    take(method) {
      const index = queue.findIndex((item) => item.method === method || item.method === '*');
      return index < 0 ? undefined : queue.splice(index, 1)[0]?.fault;
    },
  };
}

import type { FaultOrders, RandomKind, Standing } from '../faults.js';
import type { Chance } from './chance.js';
import { createChance } from './chance.js';

export interface FaultSource<Trouble> {
  /** Removes and gives what this one meets. */
  take(name: string): Trouble | undefined;
}

/** `usual` is what chance brings unless told, `scale` how much faster than Slack's time everything runs. */
export function createOrders<Trouble extends object>(
  usual: readonly RandomKind<Trouble>[],
  scale: number,
): FaultOrders<Trouble> & FaultSource<Trouble> {
  let queue: { method: string; fault: Trouble }[] = [];
  let standing: (Standing<Trouble> & { endsAt: number })[] = [];
  let chance: Chance<Trouble> | undefined;

  function queued(name: string): Trouble | undefined {
    const index = queue.findIndex(({ method }) => method === name || method === '*');
    return index < 0 ? undefined : queue.splice(index, 1)[0]?.fault;
  }

  function stands(name: string): Trouble | undefined {
    standing = standing.filter(({ endsAt }) => endsAt > performance.now());
    return standing.find(({ methods }) => methods === '*' || methods.includes(name))?.fault;
  }

  return {
    next(method, fault, { times = 1 } = {}) {
      for (let i = 0; i < times; i += 1) queue.push({ method, fault });
    },
    standing(order) {
      standing.push({ ...order, endsAt: performance.now() + (order.forMs ?? Number.POSITIVE_INFINITY) });
    },
    random(order) {
      chance = createChance({ kinds: usual, scale, ...order });
    },
    clear() {
      queue = [];
      standing = [];
      chance = undefined;
    },
    pending: () => [...queue],
    take: (name) => queued(name) ?? stands(name) ?? chance?.decide(name),
  };
}

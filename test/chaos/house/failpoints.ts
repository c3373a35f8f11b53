import { writeSync } from 'node:fs';
import { Collection } from 'mongodb';
import { writes } from '../../harness/driver-writes.js';
import { createCallers } from './callers.js';
import type { Arming, Hurt, Met } from './orders.js';
import { metDescriptor } from './orders.js';

/**
 * Stands before and after each database write and HTTP call of this process. Before the app is composed, as Slack's client
 * keeps the `fetch` that it finds.
 */
export function putUpFailpoints(tell: (met: Met) => void = tellAtOnce) {
  const callers = createCallers();
  const known = new Set<string>();
  let armed: Readonly<{ failpoints: ReadonlySet<string>; action: Hurt }> | undefined;

  function pass(name: string, deliveryId: () => string | null): void {
    const wentOff = armed?.failpoints.has(name) ? armed.action : null;
    if (wentOff !== null) armed = undefined;
    if (known.has(name) && wentOff === null) return;
    known.add(name);
    tell({ name, wentOff, deliveryId: deliveryId() });
    if (wentOff !== null) process.kill(process.pid, signals[wentOff]);
  }

  async function around<Result>(deed: string, act: () => Promise<Result>, deliveryId = () => null as string | null) {
    const name = `${callers.who()} ${deed}`;
    pass(`${name} before`, deliveryId);
    try {
      return await act();
    } finally {
      pass(`${name} after`, deliveryId);
    }
  }

  wrapWrites(around);
  wrapFetch(around);
  return {
    arm({ failpoints, action }: Arming) {
      armed = { failpoints: new Set(failpoints), action };
    },
    disarm() {
      armed = undefined;
    },
  };
}

type Around = <Result>(deed: string, act: () => Promise<Result>, deliveryId?: () => string | null) => Promise<Result>;

const signals = { kill: 'SIGKILL', stop: 'SIGSTOP' } satisfies Record<Hurt, NodeJS.Signals>;

function tellAtOnce(met: Met): void {
  writeSync(metDescriptor, `${JSON.stringify(met)}\n`);
}

type Method = (this: Collection, ...args: unknown[]) => Promise<unknown>;

function wrapWrites(around: Around): void {
  const methods = Collection.prototype as unknown as Record<string, Method>;
  let isInside = false;
  for (const name of writes) {
    const original = methods[name]!;
    methods[name] = function (...args) {
      // The driver makes one write of another (`insertMany` is a `bulkWrite`): only the outer one counts.
      if (isInside) return original.apply(this, args);
      return around(`${this.collectionName}.${name}`, () => {
        isInside = true;
        try {
          return original.apply(this, args);
        } finally {
          isInside = false;
        }
      });
    };
  }
}

function wrapFetch(around: Around): void {
  const trueFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return around(
      `slack.${callOf(pathname)}`,
      () => trueFetch(input, init),
      () => deliveryIdOf(init?.body),
    );
  };
}

/** The method of the Web API; other addresses hold secrets and ids, so their first word only. */
const callOf = (pathname: string) => /\/api\/([\w.]+)$/.exec(pathname)?.[1] ?? pathname.split('/')[1] ?? '';

function deliveryIdOf(body: unknown): string | null {
  return typeof body === 'string' || body instanceof URLSearchParams
    ? (/delivery_id"?\s*:\s*"([^"]+)"/.exec(new URLSearchParams(body).get('metadata') ?? '')?.[1] ?? null)
    : null;
}

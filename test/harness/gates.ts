import { AsyncLocalStorage } from 'node:async_hooks';
import { Collection } from 'mongodb';
import { bulkWrites, writes } from './driver-writes.js';

/** What a worker is about to do that others can see: `outbox.updateOne`, `slack chat.postMessage`. */
export type Deed = Readonly<{
  kind: 'write' | 'call';
  name: string;
  /** A bulk write is as many writes as it has operations. */
  parts: number;
}>;

/** Does the deed, or only its first parts. */
export type Act<Result> = (parts?: number) => Promise<Result>;

/** Stands before every deed of a worker: lets it through, makes it wait, or throws `Killed`. */
export type Gate = <Result>(deed: Deed, act: Act<Result>) => Promise<Result>;

/** The process that did this is no more. Whatever it asks of the database or of Slack afterwards throws this again. */
export class Killed extends Error {
  override name = 'Killed';
}

export const open: Gate = (_deed, act) => act();

/**
 * The process dies right after the nth deed that changed something, before it hears of it; each operation of a bulk write
 * is one. What changes nothing is passed by: to die after it is the same as to die before it.
 */
export function diesAfter(nth: number): (gate: Gate) => Gate {
  let left = nth;
  return (gate) => async (deed, act) => {
    const dies = deed.parts > 1 && left <= deed.parts;
    const parts = dies ? left : deed.parts;
    // Whoever dies in the middle of a bulk write hears of no error either: it must not go on as if all of it were done.
    const result = await gate(deed, () => act(parts)).catch((error: unknown) => {
      throw dies ? new Killed(`killed after ${deed.name}`) : error;
    });
    if (deed.parts > 1) left -= parts;
    else if (matters(deed) && hasChanged(result)) left -= 1;
    if (left <= 0) throw new Killed(`killed after ${deed.name}`);
    return result;
  };
}

/** Slots of the pacer say when to speak, never what: a process that dies after it took one has only wasted it. */
const matters = ({ name }: Deed) => !name.startsWith('pacer.');

const counts = ['insertedCount', 'modifiedCount', 'upsertedCount', 'deletedCount'];

function hasChanged(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const counted = Object.entries(result).filter(([name]) => counts.includes(name));
  return counted.length === 0 || counted.some(([, count]) => count > 0);
}

/** Work done as a process of its own, whose every write and call passes its gate. Code outside of any worker passes. */
export function createWorker(gate: Gate) {
  const inHand = new Set<Promise<unknown>>();
  let waiting = 0;
  let isDead = false;

  const worker = {
    /** Dead people tell no tales, and read none. */
    live(): void {
      if (isDead) throw new Killed('a dead process went on');
    },

    async pass<Result>(deed: Deed, act: Act<Result>): Promise<Result> {
      worker.live();
      waiting += 1;
      let hasBegun = false;
      const begin = () => {
        if (!hasBegun) waiting -= 1;
        hasBegun = true;
      };
      try {
        return await gate(deed, (parts) => {
          begin();
          worker.live();
          return track(act(parts));
        });
      } catch (error) {
        isDead ||= error instanceof Killed;
        throw error;
      } finally {
        begin();
      }
    },

    /** A process that stands still renews no lease. */
    renew<Result>(act: Act<Result>): Promise<Result> {
      worker.live();
      if (waiting > 0) throw new Error('This process stands still');
      return track(act());
    },
  };

  function track<Result>(deed: Promise<Result>): Promise<Result> {
    inHand.add(deed);
    const end = () => inHand.delete(deed);
    deed.then(end, end);
    return deed;
  }

  return {
    /** Answers when nothing of it is in hand any more, and whether it lived. Throws what the work threw alive. */
    async run(work: () => Promise<unknown>): Promise<'lived' | 'killed'> {
      try {
        await acting.run(worker, work);
      } catch (error) {
        if (!isDead) throw error;
      }
      await Promise.allSettled(inHand);
      return isDead ? 'killed' : 'lived';
    },
  };
}

/** Puts the gates up in this process. Before the app is composed, as Slack's client keeps the `fetch` that it finds. */
export function putUpGates(): { takeDown(): void } {
  const methods = Collection.prototype as unknown as Record<string, Method>;
  const originals = new Map([...writes, ...reads].map((name) => [name, methods[name]!]));
  const slackFetch = globalThis.fetch;
  for (const name of writes) methods[name] = gatedWrite(name, originals.get(name)!);
  for (const name of reads) methods[name] = gatedRead(originals.get(name)!);
  globalThis.fetch = (url, init) => {
    const worker = acting.getStore();
    const act = () => slackFetch(url, init);
    return worker === undefined ? act() : worker.pass({ kind: 'call', name: `slack ${lastWord(url)}`, parts: 1 }, act);
  };
  return {
    takeDown() {
      for (const [name, original] of originals) methods[name] = original;
      globalThis.fetch = slackFetch;
    },
  };
}

/** What the test itself does, even in the middle of a worker's work, passes no gate. */
export const outsideOfWorkers = <Result>(work: () => Result): Result => acting.exit(work);

type Method = (this: Collection, ...args: unknown[]) => unknown;
type Passing = Readonly<{
  live(): void;
  pass<Result>(deed: Deed, act: Act<Result>): Promise<Result>;
  renew<Result>(act: Act<Result>): Promise<Result>;
}>;

const acting = new AsyncLocalStorage<Passing>();

const reads = ['find', 'findOne', 'aggregate', 'countDocuments', 'estimatedDocumentCount', 'distinct'];

function gatedWrite(name: string, original: Method): Method {
  return async function (...args) {
    const worker = acting.getStore();
    if (worker === undefined) return original.apply(this, args);
    const operations = bulkWrites.includes(name) && Array.isArray(args[0]) ? args[0] : undefined;
    // The driver makes one write of another (`insertMany` is a `bulkWrite`): only the outer one passes the gate.
    const act = (parts = operations?.length): Promise<unknown> =>
      acting.exit(async () => original.apply(this, operations ? [operations.slice(0, parts), ...args.slice(1)] : args));
    if (isRenewal(args[1])) return worker.renew(act);
    return worker.pass({ kind: 'write', name: `${this.collectionName}.${name}`, parts: operations?.length ?? 1 }, act);
  };
}

function gatedRead(original: Method): Method {
  return function (...args) {
    acting.getStore()?.live();
    return original.apply(this, args);
  };
}

/** Leases are renewed by a timer: how often depends on the machine, so it neither counts nor waits. */
function isRenewal(update: unknown): boolean {
  const [stage, ...more] = Array.isArray(update) ? (update as { $set?: object }[]) : [];
  return more.length === 0 && Object.keys(stage?.$set ?? {}).join() === 'leaseUntil';
}

const lastWord = (url: Parameters<typeof fetch>[0]) =>
  String(url instanceof Request ? url.url : url)
    .split('/')
    .at(-1);

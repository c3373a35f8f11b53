import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { SandboxClock } from './clock.js';
import { monotonicMs } from './clock.js';
import type { Effect, EffectBody } from './effects.js';
import { createListeners } from './listeners.js';

export interface EffectLog {
  append(body: EffectBody): Effect;
  /** All effects so far, or only those after number `n`. Those of before a restart are not kept. */
  since(n: number): Effect[];
  /** The first effect that is kept after number `n`. */
  next(n: number): Effect | undefined;
  /** The number of the last effect, 0 before the first. */
  last(): number;
  /** Tells of each effect as it is appended. Gives the function that ends it. */
  onAppend(listener: (effect: Effect) => void): () => void;
  /** The first effect, past or future, that fits; see {@link WaitOptions}. Rejects at the timeout and when the log closes. */
  waitFor(fits: (effect: Effect) => boolean, options?: WaitOptions): Promise<Effect>;
  close(): void;
}

export interface WaitOptions {
  /** Look only at effects with a higher number: 0 (all) unless told. */
  after?: number;
  timeoutMs?: number;
}

export interface EffectLogOptions {
  /** Without a file the effects are kept in memory only. The file is appended to, never shortened. */
  file: string | undefined;
  /** 'each-line' survives a power cut; 'never' survives the death of the process. */
  fsync: 'each-line' | 'never';
  clock: SandboxClock;
  /** The last number that was given before this log began: 0 unless told. */
  after?: number;
}

export function createEffectLog({ file, fsync, clock, after: begin = 0 }: EffectLogOptions): EffectLog {
  const descriptor = file === undefined ? undefined : openSync(file, 'a');
  const effects: Effect[] = [];
  const waiters = new Set<Waiter>();
  const listeners = createListeners<Effect>();
  let closed = false;

  const indexAfter = (n: number) => Math.max(0, n - begin);
  const last = () => begin + effects.length;

  function write(effect: Effect): void {
    if (descriptor === undefined) return;
    writeWhole(descriptor, `${JSON.stringify(effect)}\n`);
    if (fsync === 'each-line') fsyncSync(descriptor);
  }

  return {
    append(body) {
      const effect = {
        n: last() + 1,
        at: clock.now().toISOString(),
        wallMs: monotonicMs(),
        ...structuredClone(body),
      };
      if (!closed) write(effect);
      effects.push(effect);
      for (const waiter of [...waiters]) waiter.offer(effect);
      listeners.tell(effect);
      return effect;
    },
    since: (n) => effects.slice(indexAfter(n)),
    next: (n) => effects[indexAfter(n)],
    last,
    onAppend: (listener) => listeners.add(listener),
    waitFor(fits, { after = 0, timeoutMs = 10_000 } = {}) {
      const known = effects.slice(indexAfter(after)).find(fits);
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          finish();
        };
        const waiter: Waiter = {
          offer: (effect) => effect.n > after && fits(effect) && settle(() => resolve(effect)),
          end: () => settle(() => reject(new Error('The sandbox stopped before the awaited effect.'))),
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`No such effect within ${timeoutMs} ms; ${effects.length} in the log.`))),
          timeoutMs,
        );
        waiters.add(waiter);
      });
    },
    close() {
      if (closed) return;
      closed = true;
      for (const waiter of [...waiters]) waiter.end();
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

interface Waiter {
  offer(effect: Effect): unknown;
  end(): void;
}

/** One write call may take only a part of a long line. */
function writeWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}

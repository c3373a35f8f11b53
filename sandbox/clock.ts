import { createListeners } from './listeners.js';
import { Refused } from './refused.js';

/** A date stops the clock at that instant, `runningFrom` lets it go on from one, and 'wall' follows the machine's clock. */
export type ClockSetting = Date | 'wall' | { runningFrom: Date };

/** The workspace's own time: it stamps messages, views and events. Rate limits and triggers live in real time instead. */
export interface SandboxClock {
  now(): Date;
  runs(): boolean;
  set(to: ClockSetting): void;
  /** Tells of every setting, not of time that passes. Gives the function that ends it. */
  onSet(listener: () => void): () => void;
}

export function createClock(): SandboxClock {
  const listeners = createListeners<void>();
  let stoppedAt: Date | undefined;
  // Measured against the machine's clock, as a database measures: a machine that slept wakes up in the same hour as both.
  let aheadMs = 0;

  return {
    now: () => new Date(stoppedAt ?? Date.now() + aheadMs),
    runs: () => stoppedAt === undefined,
    set(to) {
      if (to === 'wall') {
        [stoppedAt, aheadMs] = [undefined, 0];
      } else if (to instanceof Date) {
        stoppedAt = valid(to);
      } else {
        aheadMs = valid(to.runningFrom).getTime() - Date.now();
        stoppedAt = undefined;
      }
      listeners.tell();
    },
    onSet: (listener) => listeners.add(listener),
  };
}

/** Real milliseconds since 1970 that never jump: the clock of `wallMs` in the effect log. */
export function monotonicMs(): number {
  return performance.timeOrigin + performance.now();
}

function valid(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new Refused('The clock needs a valid date.');
  return new Date(date);
}

/** Slack's "seconds.micros". */
export function tsOf(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, '0')}`;
}

/** Undefined when the text is no ts; a ts without micros is allowed, as Slack does for `oldest` and `latest`. */
export function microsOf(ts: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts);
  if (!match) return undefined;
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'));
}

export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

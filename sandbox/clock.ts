import { Refused } from './refused.js';
/** The workspace's own time: it stamps messages, views and events. Rate limits and triggers live in real time instead. */
export interface SandboxClock {
  now(): Date;
  /** A date stops the clock at that instant; 'wall' lets it follow the machine's clock again. */
  set(at: Date | 'wall'): void;
}

export function createClock(): SandboxClock {
  let stoppedAt: Date | undefined;
  return {
    now: () => new Date(stoppedAt ?? Date.now()),
    set(at) {
      if (at !== 'wall' && Number.isNaN(at.getTime())) throw new Refused('The clock needs a valid date.');
      stoppedAt = at === 'wall' ? undefined : new Date(at);
    },
  };
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

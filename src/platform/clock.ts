import type { Db } from 'mongodb';
import { databaseNow } from './database/connect.js';

/** Business time: what decides what is due. The only file that may read a wall or monotonic clock of the host. */
export type Clock = {
  /** Business time now. Throws `ClockUnmeasured` when it was not measured for 3 minutes. */
  now(): Date;
};

/** Milliseconds of a clock that only goes forward, for deadlines inside one process. */
export const monotonicMs = () => performance.now();

export class ClockUnmeasured extends Error {
  constructor() {
    super('The database clock could not be measured for 3 minutes, so nothing is decided until it can be.');
  }
}

export type DatabaseClock = Clock & {
  /** Measures the offset against the database; call once before serving, then each minute. */
  measure(): Promise<void>;
  isMeasured(): boolean;
};

const measureValidMs = 3 * 60_000;

/** Business time in production: the database's own `$$NOW`. */
export const databaseClock = (db: Db, monotonicNowMs = monotonicMs): DatabaseClock =>
  measuredClock(() => databaseNow(db), monotonicNowMs);

/** This process's monotonic clock plus an offset measured against a time that the database tells. */
export function measuredClock(read: () => Promise<Date>, monotonicNowMs = monotonicMs): DatabaseClock {
  let offsetMs = 0;
  let measuredAtMs = Number.NEGATIVE_INFINITY;
  let begun = 0;
  let believed = 0;
  const isMeasured = () => monotonicNowMs() - measuredAtMs <= measureValidMs;
  return {
    isMeasured,
    now() {
      if (!isMeasured()) throw new ClockUnmeasured();
      return new Date(monotonicNowMs() + offsetMs);
    },
    async measure() {
      begun += 1;
      const reading = begun;
      const before = monotonicNowMs();
      const readMs = (await read()).getTime();
      const after = monotonicNowMs();
      // Overtaken: where the time can be set, this answer may be of before.
      if (reading < believed) return;
      believed = reading;
      offsetMs = readMs - (before + after) / 2;
      measuredAtMs = after;
    },
  };
}

/** A clock that is set by hand: tests, story and demo. */
export type SetClock = Clock & { set(now: Date): void };

export function setClock(start: Date): SetClock {
  let current = start;
  return {
    now: () => new Date(current),
    set(now) {
      current = now;
    },
  };
}

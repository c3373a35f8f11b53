import { DateTime } from 'luxon';
import type { TimedClock } from '../state/state.js';

/** What the sandbox's clock shows by now. */
export function nowBy({ now, runs, readAt }: TimedClock): DateTime {
  return DateTime.fromISO(now).plus(runs ? performance.now() - readAt : 0);
}

/** `2026-12-31` in this zone. */
export function todayIn(zone: string, clock: TimedClock): string {
  return nowBy(clock).setZone(zone).toISODate() ?? '';
}

/** When somebody in this zone finds in the morning what came over night. */
const morning = { hour: 8, minute: 45, second: 0, millisecond: 0 };

export function nextMorning(now: DateTime, zone: string): DateTime {
  const local = now.setZone(zone);
  const today = local.set(morning);
  return today > local ? today : local.plus({ days: 1 }).set(morning);
}

/** That day's morning in this zone; undefined when the text is no date. */
export function morningOf(date: string, zone: string): DateTime | undefined {
  const day = DateTime.fromISO(date, { zone });
  return day.isValid ? day.set(morning) : undefined;
}

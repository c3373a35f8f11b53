/* Clocks on walls, read from the time zones that the host knows (Intl) and from nothing else. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const weekMs = 7 * 24 * hourMs;

/** A clock in a zone: what it shows at an instant, as milliseconds of a clock in UTC that shows the same. */
export type WallClock = Readonly<{ zone: string; shows(instantMs: number): number }>;

/** At this very millisecond the clock shows something else than it would have. */
export type Transition = Readonly<{ atMs: number; beforeMs: number; afterMs: number }>;

export function wallClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  // Swedes write `2027-03-28 03:30:00`. Fractions of a second are the same everywhere.
  return {
    zone,
    shows: (instantMs) => Date.parse(`${format.format(instantMs).replace(' ', 'T')}Z`) + (instantMs % 1_000),
  };
}

/** How far the clock is ahead of UTC. */
const offsetMs = (clock: WallClock, instantMs: number) => clock.shows(instantMs) - instantMs;

/** All of them from the first year to the last, in order. Whatever was changed for less than a week is not found. */
export function transitionsOf(clock: WallClock, firstYear: number, lastYear: number): Transition[] {
  const found: Transition[] = [];
  let from = Date.UTC(firstYear, 0, 1);
  let beforeMs = offsetMs(clock, from);
  for (const end = Date.UTC(lastYear + 1, 0, 1); from < end; from += weekMs) {
    const afterMs = offsetMs(clock, from + weekMs);
    if (afterMs !== beforeMs) found.push({ atMs: lastChange(clock, from, from + weekMs, beforeMs), beforeMs, afterMs });
    beforeMs = afterMs;
  }
  return found;
}

function lastChange(clock: WallClock, from: number, to: number, beforeMs: number): number {
  let [still, already] = [from, to];
  while (already - still > 1) {
    const middle = Math.floor((still + already) / 2);
    if (offsetMs(clock, middle) === beforeMs) still = middle;
    else already = middle;
  }
  return already;
}

/** The date on the wall. */
export const dateShown = (clock: WallClock, instantMs: number) => textOf(clock.shows(instantMs)).slice(0, 10);

/** The time of day on the wall. */
export const timeShown = (clock: WallClock, instantMs: number) => textOf(clock.shows(instantMs)).slice(11, 16);

/**
 * The first instant at which the clock shows a time on a date. A time that it leaves out is as long after the instant at
 * which it leapt as it would have been.
 */
export function firstShows(clock: WallClock, date: string, time: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const offsets = new Set<number>();
  for (let hours = -30; hours <= 30; hours += 15) offsets.add(offsetMs(clock, wanted + hours * hourMs));
  const candidates = [...offsets].map((offset) => wanted - offset);
  const shown = candidates.filter((instantMs) => clock.shows(instantMs) === wanted);
  return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates);
}

/** `2027-03-28T03:30:00.000Z` without the zone that it is not in. */
const textOf = (shown: number) => new Date(shown).toISOString().slice(0, 23);

export const plusDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 24 * hourMs).toISOString().slice(0, 10);

/** `02:30` so many minutes after another time of day. */
export const plusMinutes = (time: string, minutes: number) =>
  textOf(Date.parse(`2000-01-01T${time}:00Z`) + minutes * minuteMs).slice(11, 16);

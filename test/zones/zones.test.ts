import { describe, expect, test } from 'vitest';
import type { CalendarDate, TimeOfDay, Zone } from '../../src/shared/dates.js';
import { clockTime, dateIn, instantAt, latestDateOnEarth } from '../../src/shared/dates.js';
import { complaintsAt, hoursAround } from './living.js';
import { dateShown, firstShows, timeShown, transitionsOf, wallClock } from './wall-clock.js';

/*
 * Every zone that this Node knows, over everything that is known to happen to its clocks from 2020 to 2037. What must be
 * comes from Intl; the app asks luxon. Rules are tried once for all zones whose clocks do the same at the same instant.
 */
const firstYear = 2020;
const lastYear = 2037;

/** Names that Intl does not list: old ones, abbreviations, and offsets that no country has. */
const oddOnes = ['UTC', 'Etc/GMT+12', 'Etc/GMT-14', 'Asia/Calcutta', 'US/Eastern', 'EST5EDT', 'GB-Eire', 'NZ-CHAT'];

const lives = [...new Set([...Intl.supportedValuesOf('timeZone'), ...oddOnes])].map((zone) => {
  const clock = wallClock(zone);
  return { clock, transitions: transitionsOf(clock, firstYear, lastYear) };
});
const all = lives.flatMap(({ clock, transitions }) => transitions.map((transition) => ({ clock, ...transition })));
const different = [...new Map(all.map((one) => [[one.atMs, one.beforeMs, one.afterMs].join(), one] as const)).values()];

const hourMs = 3_600_000;
const around = [-26 * hourMs, -3 * hourMs, -1, 0, hourMs / 2, 3 * hourMs, 26 * hourMs];
const mostShown = 20;

describe(`${lives.length} zones, ${all.length} transitions, ${different.length} of them different`, () => {
  test('are enough to prove something', () => {
    expect(lives.length).toBeGreaterThan(400);
    expect(all.length).toBeGreaterThan(4_000);
    expect(different.length).toBeGreaterThan(500);
    const leaps = all.map(({ beforeMs, afterMs }) => afterMs - beforeMs);
    for (const minutes of [-180, -120, -60, -30, 30, 60, 120, 180]) expect(leaps).toContain(minutes * 60_000);
  });

  test('the date and the time on the wall are what they are, and lead back to the first instant that shows them', () => {
    const wrong: string[] = [];
    for (const { clock, transitions } of lives) {
      const zone = clock.zone as Zone;
      const instants = transitions.flatMap(({ atMs }) => around.map((before) => atMs + before));
      for (const ms of [Date.UTC(firstYear, 1, 29, 12), ...instants]) {
        const at = new Date(ms);
        const [date, time] = [dateShown(clock, ms), timeShown(clock, ms)];
        const back = instantAt(date as CalendarDate, time as TimeOfDay, zone).getTime();
        const isRight =
          dateIn(at, zone) === date &&
          clockTime(at, zone) === time &&
          back === firstShows(clock, date, time) &&
          date <= latestDateOnEarth(at);
        if (!isRight) wrong.push(`${zone} ${at.toISOString()}: ${date} ${time}, and ${new Date(back).toISOString()}`);
      }
    }
    expect(wrong.slice(0, mostShown)).toEqual([]);
  });

  test('whoever works there has each shift, half-day and reminder once, at work', { timeout: 120_000 }, () => {
    const wrong: string[] = [];
    for (const { clock, ...transition } of different)
      for (const hours of hoursAround(clock, transition)) wrong.push(...complaintsAt(clock, transition, hours));
    expect(wrong.slice(0, mostShown)).toEqual([]);
  });
});

import { afterEach, expect, test } from 'vitest';
import type { CalendarDate, TimeOfDay, Weekday, Zone } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { startHouse } from '../harness/house.js';
import { dateShown, firstShows, plusDays, transitionsOf, wallClock } from './wall-clock.js';

/*
 * Three companies in which the clocks change, each in another way, and people who live through it at all hours: a month
 * of Ramadan without summer time, half an hour, and an hour that is left out over midnight.
 */
const places = [
  { zone: 'Africa/Casablanca', transition: '2027-02-07', leapMinutes: -60 },
  { zone: 'Australia/Lord_Howe', transition: '2027-10-03', leapMinutes: 30 },
  { zone: 'America/Nuuk', transition: '2027-03-28', leapMinutes: 60 },
] as const;

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const workers = [
  { slackId: 'U0OFFICE', from: '09:00', to: '17:00', notice: 'first' },
  { slackId: 'U0NIGHT', from: '22:00', to: '06:00', notice: 'first' },
  { slackId: 'U0EARLY', from: '02:10', to: '10:00', notice: 'with the first step' },
  { slackId: 'U0LATE', from: '23:30', to: '07:30', notice: 'first' },
] as const;
const daysBefore = 3;
const ladder = [6, 5, 4, 3, 2, 1, 0];

let house: Awaited<ReturnType<typeof startHouse>> | undefined;
afterEach(() => house?.stop());

test.each(places)(
  'in $zone everybody hears of each step once, when their own work of that day begins, while clocks change on $transition',
  async ({ zone, transition, leapMinutes }) => {
    const clock = wallClock(zone);
    const change = transitionsOf(clock, 2027, 2027).find(({ atMs }) => dateShown(clock, atMs) === transition);
    expect(change && (change.afterMs - change.beforeMs) / 60_000).toBe(leapMinutes);

    const first = plusDays(transition, -daysBefore);
    const dueOn = plusDays(first, ladder[0]!);
    house = await startHouse({ now: new Date(firstShows(clock, plusDays(first, -1), '12:00')) });
    const certification = aCertification({ name: 'First aid', ladder, relevantTo: [], studyLinks: [] });
    await house.certify(certification);
    await house.switchOn();
    for (const { slackId, from, to } of workers) {
      const hours = everyDay.map((day) => ({ day, from: from as TimeOfDay, to: to as TimeOfDay }));
      const person = await house.hire({ slackId, zone: zone as Zone, hours });
      await house.assign({
        personId: person._id,
        certificationId: certification._id,
        dueOn: dueOn as CalendarDate,
      });
    }
    await house.liveUntil(new Date(firstShows(clock, plusDays(dueOn, 2), '12:00')));

    for (const { slackId, from, notice } of workers) {
      const told = house.told(slackId).map(({ at, text }) => `${at.slice(0, 16)} ${text}`);
      const steps = ladder.map((step) => {
        const begins = firstShows(clock, plusDays(dueOn, -step), from);
        // Work that begins in an hour left out begins on the next day.
        const days = (Date.parse(dueOn) - Date.parse(dateShown(clock, begins))) / 86_400_000;
        const words = days === 0 ? 'today:' : days === 1 ? 'tomorrow:' : `in ${days} days, on`;
        return `${new Date(begins).toISOString().slice(0, 16)} First aid is due ${words}`;
      });
      expect(told.slice(-steps.length).map((line, index) => line.slice(0, steps[index]!.length))).toEqual(steps);
      expect(told).toHaveLength(steps.length + (notice === 'first' ? 1 : 0));
    }
  },
  240_000,
);

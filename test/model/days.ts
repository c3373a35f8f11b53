/* The calendar of the model: everybody works Monday to Friday, 09:00 to 17:00 UTC. */

/** `2027-02-01` */
export type Day = string;

export const dayOf = (instant: Date): Day => instant.toISOString().slice(0, 10);

export const nineOn = (day: Day) => new Date(`${day}T09:00:00Z`);

export const plus = (day: Day, days: number): Day => dayOf(new Date(nineOn(day).getTime() + days * dayMs));

export const isWorkday = (day: Day) => ![0, 6].includes(nineOn(day).getUTCDay());

export const workdayOnOrBefore = (day: Day): Day => (isWorkday(day) ? day : workdayOnOrBefore(plus(day, -1)));

export const workdayAfter = (day: Day): Day => (isWorkday(plus(day, 1)) ? plus(day, 1) : workdayAfter(plus(day, 1)));

export const isAtWork = (instant: Date) =>
  isWorkday(dayOf(instant)) && instant.getUTCHours() >= 9 && instant.getUTCHours() < 17;

/** Every day from the first to the last. */
export function* daysFrom(first: Day, last: Day): Generator<Day> {
  for (let day = first; day <= last; day = plus(day, 1)) yield day;
}

const dayMs = 24 * 3_600_000;

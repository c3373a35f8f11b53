import Holidays from 'date-holidays';
import type { CalendarDate } from '../../shared/dates.js';

const known = new Map<string, ReadonlySet<string>>();

/** Whether `date` is a public holiday in `country` (`ES`, `DE-BY`). An unknown country has none. */
export function isPublicHoliday(date: CalendarDate, country: string): boolean {
  if (country === '') return false;
  const year = date.slice(0, 4);
  const key = `${country} ${year}`;
  let dates = known.get(key);
  if (dates === undefined) {
    dates = publicHolidays(country, Number(year));
    known.set(key, dates);
  }
  return dates.has(date);
}

/** Whether holidays are known for this country at all. */
export const hasHolidays = (country: string) => new Holidays().getCountries()[country.slice(0, 2)] !== undefined;

function publicHolidays(country: string, year: number): ReadonlySet<string> {
  const [nation = '', region] = country.split('-');
  const calendar = region === undefined ? new Holidays(nation) : new Holidays(nation, region);
  const found = calendar.getHolidays(year) || [];
  return new Set(found.filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10)));
}

import type { CalendarDate } from '../../shared/dates.js';
import { addDays, addMonths, longDate } from '../../shared/dates.js';
import type { Period } from './budget.js';
import type { PayMonth } from './payroll.js';

const monthOf = (date: CalendarDate) => Number(date.slice(5, 7));
const firstOf = (year: string, month: number) => `${year}-${String(month).padStart(2, '0')}-01` as CalendarDate;

export const quarterOf = (on: CalendarDate) => `${on.slice(0, 4)}-Q${Math.ceil(monthOf(on) / 3)}` as Period;
const yearOf = (on: CalendarDate) => on.slice(0, 4) as Period;

export const lastDayOf = (period: Period): CalendarDate => addDays(dayAfter(period), -1);

/** The first day that is not in it any more. */
export function dayAfter(period: Period): CalendarDate {
  const [year, quarter] = period.split('-Q') as [string, string?];
  return quarter === undefined ? addMonths(firstOf(year, 1), 12) : addMonths(firstOf(year, Number(quarter) * 3), 1);
}

/** Whether some day is in both. */
export const overlap = (one: Period, other: Period): boolean => one.startsWith(other) || other.startsWith(one);

/** The period whose budget is charged on a day: the one that has a budget, or else the quarter, which then has nothing. */
export const chargedPeriod = (budgeted: readonly Period[], on: CalendarDate): Period =>
  [quarterOf(on), yearOf(on)].find((period) => budgeted.includes(period)) ?? quarterOf(on);

/** Months from the one that the day is in, which counts whole, to the end of the period that it is in. */
export const monthsToEnd = (on: CalendarDate, period: Period): number => monthOf(lastDayOf(period)) - monthOf(on) + 1;

export const firstDayOfMonth = (month: PayMonth): CalendarDate => `${month}-01` as CalendarDate;
export const lastDayOfMonth = (month: PayMonth): CalendarDate => addDays(addMonths(firstDayOfMonth(month), 1), -1);

/** `November 2026`. */
export const monthWords = (month: PayMonth): string => longDate(firstDayOfMonth(month)).split(' ').slice(2).join(' ');

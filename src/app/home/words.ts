import type { CalendarDate } from '../../shared/dates.js';
import { longDate, shortDate } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { Held, Waiting } from './mine.js';
import type { Standing, Where } from './standing.js';

/** "is due in 14 days, on Thursday 31 December 2026" */
export function dueWords({ isRenewal, daysLeft, dueOn }: Pick<Waiting, 'isRenewal' | 'daysLeft' | 'dueOn'>): string {
  const [ahead, past] = isRenewal ? ['expires', 'expired'] : ['is due', 'was due'];
  if (daysLeft < 0) return `${past} on ${longDate(dueOn)}, ${plural(-daysLeft, 'day')} ago`;
  const when = daysLeft === 0 ? 'today:' : daysLeft === 1 ? 'tomorrow:' : `in ${daysLeft} days, on`;
  return `${ahead} ${when} ${longDate(dueOn)}`;
}

/** "counts until 14 October 2027" */
export function heldWords({ standing, countsUntil, expiresOn }: Held): string {
  if (expiresOn === null || countsUntil === null) return 'does not expire';
  if (standing === 'current') return `counts until ${shortDate(expiresOn)}`;
  if (standing === 'in-grace')
    return `expired on ${shortDate(expiresOn)}, still counts until ${shortDate(countsUntil)}`;
  return `expired on ${shortDate(expiresOn)}`;
}

/** What a manager calls it. */
export const whereNames: Readonly<Record<Where, string>> = {
  'may-not-work': 'May not work',
  overdue: 'Overdue',
  'in-grace': 'In grace',
  due: 'Due',
  'in-review': 'In review',
  current: 'Current',
};

const dateWords: Readonly<Record<Where, (on: CalendarDate) => string>> = {
  'may-not-work': (on) => `since ${shortDate(on)}`,
  overdue: (on) => `since ${shortDate(on)}`,
  'in-grace': (on) => `until ${shortDate(on)}`,
  due: (on) => `on ${shortDate(on)}`,
  'in-review': (on) => `due ${shortDate(on)}`,
  current: (on) => `until ${shortDate(on)}`,
};

/** "since 3 Dec 2026"; '' for what never expires. */
export const whenWords = ({ where, on }: Pick<Standing, 'where' | 'on'>): string =>
  on === null ? '' : dateWords[where](on);

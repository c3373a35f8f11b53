import { longDate, shortDate } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { Held, Waiting } from './mine.js';
import type { Standing, Where } from './standing.js';

/** What follows the name: "is due in 14 days, on Thursday 31 December 2026", "(optional) expires tomorrow: …" */
export function dueWords({ need, ...due }: Pick<Waiting, 'need' | 'isRenewal' | 'daysLeft' | 'dueOn'>): string {
  return `${need === 'optional' ? '(optional) ' : ''}${whenDue(due)}`;
}

function whenDue({ isRenewal, daysLeft, dueOn }: Pick<Waiting, 'isRenewal' | 'daysLeft' | 'dueOn'>): string {
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

/** "since 3 Dec 2026", "in 12 days, 14 Oct 2026"; '' for what never expires. */
export function whenWords({ where, on, daysLeft }: Pick<Standing, 'where' | 'on' | 'daysLeft'>): string {
  if (on === null || daysLeft === null) return '';
  switch (where) {
    case 'may-not-work':
    case 'overdue':
      return `since ${shortDate(on)}`;
    case 'in-grace':
    case 'current':
      return `until ${shortDate(on)}`;
    case 'in-review':
      return `due ${shortDate(on)}`;
    case 'due':
      return `${daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`}, ${shortDate(on)}`;
  }
}

import type { Weekday } from '../../../shared/dates.js';
import { shortDate } from '../../../shared/dates.js';
import { listWords } from '../../../shared/text.js';
import type { WeeklyWish } from './rules.js';
import { timeAfter } from './rules.js';
import type { WeeklySeries } from './study-plan.js';

const dayWords = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export const dayWord = (day: Weekday) => dayWords[day - 1] ?? '';

/** "Tuesdays and Fridays, 10:00–12:00" */
export const weeklyWords = ({ weekdays, from, minutes }: WeeklyWish) =>
  `${listWords(weekdays.map((day) => `${dayWord(day)}s`))}, ${from}–${timeAfter(from, minutes)}`;

/** "Fridays, 10:00–12:00, from 4 Dec 2026 until 29 Jan 2027", or the one day where there is no other. */
export function seriesWords(series: WeeklySeries): string {
  const { firstOn, untilOn, weekdays, from, minutes } = series;
  if (firstOn === untilOn) return `${dayWord(weekdays[0]!)} ${shortDate(firstOn)}, ${from}–${timeAfter(from, minutes)}`;
  return `${weeklyWords(series)}, from ${shortDate(firstOn)} until ${shortDate(untilOn)}`;
}

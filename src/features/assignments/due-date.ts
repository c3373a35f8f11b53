import { en } from 'chrono-node';
import { z } from 'zod';
import type { Zone } from '../../shared/dates.js';
import { addMonths, CalendarDate, dateIn, longDate, weekdayOf } from '../../shared/dates.js';
import { visibleText } from '../../shared/text.js';

export type DueDateRead = Readonly<{ dueOn: CalendarDate } | { reason: string }>;

const longestText = 60;
const furthestMonths = 36;

/**
 * The day that somebody means by "next friday", "30 nov", "in 3 weeks" or "2026-12-31", seen from where they are. What is
 * past, more than three years off, or could be two days, is refused with a reason.
 */
export function readDueDate(text: string, { now, zone }: { now: Date; zone: Zone }): DueDateRead {
  const words = text.trim().replace(/[.,;!]+$/, '');
  const quoted = `“${visibleText(words, 40)}”`;
  if (words === '') return { reason: 'It does not say by when.' };
  if (words.length > longestText) return { reason: `${quoted} is not clear to me as one day.` };
  if (isTwoDates(words)) return { reason: `${quoted} could be two different days.` };
  if (saysPast.test(words)) return { reason: `${quoted} is in the past.` };
  const today = dateIn(now, zone);
  const found = dayMeant(words, today);
  if (found === undefined) return { reason: `${quoted} is not clear to me as one day.` };
  if (found.weekday !== undefined && found.weekday !== weekdayOf(found.day) % 7) {
    return { reason: `${quoted} cannot be: that day is ${longDate(found.day)}.` };
  }
  return judgeDueDate(found.day, today);
}

/** The same of a day that was picked in a calendar. */
export function readPickedDate(value: unknown, { now, zone }: { now: Date; zone: Zone }): DueDateRead {
  const parsed = CalendarDate.safeParse(value);
  return parsed.success ? judgeDueDate(parsed.data, dateIn(now, zone)) : { reason: 'Please pick a day.' };
}

function judgeDueDate(dueOn: CalendarDate, today: CalendarDate): DueDateRead {
  if (dueOn < today) return { reason: `${longDate(dueOn)} is in the past.` };
  if (dueOn > addMonths(today, furthestMonths)) return { reason: `${longDate(dueOn)} is more than three years away.` };
  return { dueOn };
}

/** `weekday` is the one that was named beside a date, Sunday 0. */
function dayMeant(words: string, today: CalendarDate): { day: CalendarDate; weekday: number | undefined } | undefined {
  // Noon in UTC on the asker's own day: chrono then computes with plain days, whatever the host's zone.
  const noon = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  const found = en.parse(words, noon, { forwardDate: true });
  const [one] = found;
  // What it did not take in may change what is meant ("end of the year", "friday or monday").
  if (one === undefined || found.length > 1 || one.text.length !== words.length || one.end) return undefined;
  const { start } = one;
  const namesDay = start.isCertain('day') || start.isCertain('weekday') || isSpan.test(words);
  const parts = Parts.safeParse([start.get('year'), start.get('month'), start.get('day')]);
  if (!namesDay || !parts.success) return undefined;
  const [year, month, date] = parts.data;
  const day = CalendarDate.safeParse(`${year}-${twoDigits(month)}-${twoDigits(date)}`);
  if (!day.success) return undefined;
  const saysBoth = start.isCertain('weekday') && start.isCertain('month') && !isSpan.test(words);
  return { day: day.data, weekday: saysBoth ? (start.get('weekday') ?? undefined) : undefined };
}

const Parts = z.tuple([z.int().min(1900).max(9999), z.int().min(1).max(12), z.int().min(1).max(31)]);
const twoDigits = (n: number) => String(n).padStart(2, '0');

/** Chrono leaves the day open, though it is as clear as "in 30 days". */
const isSpan = /^in\s.*\b(days?|weeks?|months?|years?)$/i;

/** Chrono would take "last friday" for the coming one, when told to look ahead. */
const saysPast = /\b(last|past|previous|yesterday|ago)\b/i;

/** 5/12 is a day in May to some and in December to others; chrono would pick one. */
function isTwoDates(words: string): boolean {
  const [, first, second] = /(?<![\d./-])(\d{1,2})[./-](\d{1,2})(?![\d])/.exec(words) ?? [];
  return first !== undefined && first !== second && Number(first) <= 12 && Number(second) <= 12;
}

import { DateTime } from 'luxon';
import type { CalendarDate, Zone } from '../../shared/dates.js';
import { addDays, clockTime, dateIn, longDate } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { Span } from './training-block.js';

/** An instant as the value of an option carries it, to the minute: `20261201T0900Z`. */
export const writeStamp = (instant: Date) => `${instant.toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;

/** Undefined for anything that we did not write. */
export function readStamp(text: unknown): Date | undefined {
  const parts = typeof text === 'string' ? /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z$/.exec(text) : null;
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute] = parts;
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}Z`);
  // 31 February would become 3 March.
  return Number.isNaN(instant.getTime()) || writeStamp(instant) !== text ? undefined : instant;
}

/** "Tomorrow, Tue 1 Dec, 10:00–11:00". The date is always named, because a message is also read days later. */
export function slotLabel(span: Span, zone: Zone, now: Date): string {
  const { date, words } = namedSlot(span, zone);
  const near = nearDay(date, dateIn(now, zone));
  return near === undefined ? words : `${near}, ${words}`;
}

function namedSlot({ startsAt, endsAt }: Span, zone: Zone): NamedSlot {
  const key = `${startsAt.getTime()} ${endsAt.getTime()} ${zone}`;
  let named = namedSlots.get(key);
  if (named === undefined) {
    const day = DateTime.fromJSDate(startsAt, { zone }).setLocale('en-GB').toFormat('ccc d LLL');
    const words = `${day}, ${clockTime(startsAt, zone)}–${clockTime(endsAt, zone)}`;
    named = { date: dateIn(startsAt, zone), words };
    if (namedSlots.size >= namedSlotsKept) namedSlots.clear();
    namedSlots.set(key, named);
  }
  return named;
}

type NamedSlot = Readonly<{ date: CalendarDate; words: string }>;

/** Colleagues share zones and hours, so a morning's messages offer the same few times to thousands. */
const namedSlots = new Map<string, NamedSlot>();
const namedSlotsKept = 5_000;

/** "Tuesday 1 December 2026, 10:00–11:00". */
export const spanWords = ({ startsAt, endsAt }: Span, zone: Zone) =>
  `${longDate(dateIn(startsAt, zone))}, ${clockTime(startsAt, zone)}–${clockTime(endsAt, zone)}`;

/** "2 hours", "1.25 hours", "1 hour", "45 minutes" */
export const hoursWords = (minutes: number) =>
  minutes < 60 ? plural(Math.round(minutes), 'minute') : plural(hoursIn(minutes), 'hour');

/** "14 of 20 hours" */
export const keptWords = ({ promised, kept }: Readonly<{ promised: number; kept: number }>) =>
  `${hoursIn(kept)} of ${plural(hoursIn(promised), 'hour')}`;

const hoursIn = (minutes: number) => Math.round(minutes / 0.6) / 100;

function nearDay(date: CalendarDate, today: CalendarDate): string | undefined {
  if (date === today) return 'Today';
  return date === addDays(today, 1) ? 'Tomorrow' : undefined;
}

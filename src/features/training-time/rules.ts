import type { CalendarDate, TimeOfDay, Zone } from '../../shared/dates.js';
import { addDays, addMinutes, dateIn, instantAt, weekdayOf } from '../../shared/dates.js';
import type { Span, TrainingBlock } from './training-block.js';
import type { Meeting } from './training-policy.js';

/** A working period of one day, from its beginning to its end. */
export type Shift = Readonly<{ start: Date; end: Date }>;

/** The shifts that begin on a day, in order; none on a day off. */
type ShiftsOn = (date: CalendarDate) => readonly Shift[];

/** What decides which times are offered. */
export type Offering = Readonly<{
  now: Date;
  zone: Zone;
  shiftsOn: ShiftsOn;
  dueOn: CalendarDate;
  minutes: number;
  /** When the team meets each week. */
  meetings: readonly Meeting[];
  /** What is planned already, for whatever it is. */
  planned: readonly Span[];
}>;

const midnight = '00:00' as TimeOfDay;
const mostSlots = 8;
/** Far enough to pass holidays and weekends; behind leave, as long as it may be, they are looked for again. */
const searchDays = 22;
/** Nobody arranges to study in a moment. */
const noticeMinutes = 30;
/** People arrive, and come back from lunch, before they study. */
const settlingMinutes = 60;
const quarterHourMs = 15 * 60_000;
const recallMinutes = 10;
const longestAheadDays = 365;

/** What one sitting takes: longer where there is much to learn. */
export const blockMinutes = (studyHours: number) => (studyHours >= 20 ? 90 : 60);

/** Times to choose from, soonest first: one in each half of a working day, before the due date where there is any. */
export function slots({ now, zone, shiftsOn, dueOn, minutes, meetings, planned }: Offering): Span[] {
  const today = dateIn(now, zone);
  const freeFrom = (first: number) =>
    Array.from({ length: searchDays }, (_, offset) => addDays(today, first + offset))
      .flatMap((day) => slotsWithin(shiftsOn(day), minutes))
      .filter(({ startsAt }) => startsAt >= addMinutes(now, noticeMinutes) && !isTooFar(startsAt, now))
      .filter((slot) => !planned.some((other) => overlap(slot, other)) && !isInMeeting(slot, meetings, zone));
  // A night shift that is still going on began yesterday.
  let first = -1;
  let free = freeFrom(first);
  while (free.length === 0 && first < longestAheadDays) {
    first += searchDays;
    free = freeFrom(first);
  }
  // Asked once: what date each of them is on would be the dearest question of a whole message.
  const dueOver = instantAt(addDays(dueOn, 1), midnight, zone);
  const inTime = free.filter(({ startsAt }) => startsAt < dueOver);
  return (inTime.length > 0 ? inTime : free).slice(0, mostSlots);
}

const isTooFar = (startsAt: Date, now: Date) => startsAt > addMinutes(now, longestAheadDays * 24 * 60);

/** The time of the day that is offered and begins at `startsAt`, if there is one: what a press may ask for. */
export function slotAt(startsAt: Date, { zone, shiftsOn, minutes }: Pick<Offering, 'zone' | 'shiftsOn' | 'minutes'>) {
  const date = dateIn(startsAt, zone);
  return [addDays(date, -1), date]
    .flatMap((day) => slotsWithin(shiftsOn(day), minutes))
    .find((slot) => slot.startsAt.getTime() === startsAt.getTime());
}

/** Whether it lies in somebody's leave. A night shift that began before the leave is still worked. */
export function isInLeave(
  { startsAt, endsAt }: Span,
  { zone, shiftsOn, isOnLeave }: Pick<Offering, 'zone' | 'shiftsOn'> & { isOnLeave(date: CalendarDate): boolean },
): boolean {
  const date = dateIn(startsAt, zone);
  if (!isOnLeave(date)) return false;
  return !shiftsOn(addDays(date, -1)).some(({ start, end }) => start <= startsAt && endsAt <= end);
}

/** Whether the team meets then, on the person's own clock. */
export function isInMeeting(span: Span, meetings: readonly Meeting[], zone: Zone): boolean {
  if (meetings.length === 0) return false;
  const dates = [...new Set([dateIn(span.startsAt, zone), dateIn(span.endsAt, zone)])];
  return dates.some((date) =>
    meetings.some(
      ({ weekday, from, to }) =>
        weekday === weekdayOf(date) &&
        overlap(span, { startsAt: instantAt(date, from, zone), endsAt: instantAt(date, to, zone) }),
    ),
  );
}

type Hindrance = 'past' | 'too-far' | 'taken';

/** Why study time cannot be then; undefined when it can. */
export function hindrance(span: Span, now: Date, planned: readonly Span[]): Hindrance | undefined {
  if (span.startsAt <= now) return 'past';
  if (isTooFar(span.startsAt, now)) return 'too-far';
  return planned.some((other) => overlap(span, other)) ? 'taken' : undefined;
}

/** When Laurel first speaks of a block that is planned now: shortly before it, if that is still to come. */
export function firstWord({ startsAt, endsAt }: Span, now: Date): Date {
  const recallAt = addMinutes(startsAt, -recallMinutes);
  return recallAt > now ? recallAt : endsAt;
}

/**
 * What is to be said of a block whose `nextAt` has come. What comes too late is left out. The start is no message of its own:
 * two within ten minutes would be one too many, so the recall is drawn anew.
 */
export function wordDue({ startsAt, endsAt }: Span, now: Date): 'recall' | 'start' | 'ask' {
  if (endsAt <= now) return 'ask';
  return startsAt <= now ? 'start' : 'recall';
}

/** When Laurel speaks of it again after that; null when nothing is left to say. */
export const nextWord = ({ startsAt, endsAt }: Span, said: ReturnType<typeof wordDue>): Date | null =>
  ({ recall: startsAt, start: endsAt, ask: null })[said];

/** Still to come, or going on. */
export const isAhead = ({ state, endsAt }: Pick<TrainingBlock, 'state' | 'endsAt'>, now: Date) =>
  state === 'planned' && endsAt > now;

/** Which of the planned blocks of an assignment, soonest first, is spoken of: the next one, or the last that went unanswered. */
export const atHand = (blocks: readonly TrainingBlock[], now: Date): TrainingBlock | undefined =>
  blocks.find((block) => isAhead(block, now)) ?? blocks.at(-1);

/** An hour into each half of the working day: of a split day, into each of its shifts. */
function slotsWithin(shifts: readonly Shift[], minutes: number): Span[] {
  const [first] = shifts;
  const halves =
    first === undefined || shifts.length > 1 ? shifts : [first, { start: middleOf(first), end: first.end }];
  return halves.flatMap(({ start, end }) => {
    const startsAt = addMinutes(start, settlingMinutes);
    const endsAt = addMinutes(startsAt, minutes);
    return endsAt <= end ? [{ startsAt, endsAt }] : [];
  });
}

/** To the next quarter of an hour, which is one in every time zone. */
const middleOf = ({ start, end }: Shift) =>
  new Date(Math.ceil((start.getTime() + end.getTime()) / 2 / quarterHourMs) * quarterHourMs);

export const overlap = (one: Span, other: Span) => one.startsAt < other.endsAt && other.startsAt < one.endsAt;

import { IANAZone } from 'luxon';
import type { Zone } from '../../../shared/dates.js';

/** A component of jCal (RFC 7265): its name, its properties, its parts. */
export type Component = readonly [name: string, properties: readonly Property[], parts: readonly Component[]];
/** A property of jCal: its name, parameters, type of value, and values. */
export type Property = readonly [name: string, parameters: object, type: string, ...values: readonly unknown[]];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** In every zone whose clocks change by rule they have done so within this time. */
const lookBackMs = 400 * dayMs;

/** From this instant on a clock is ahead of UTC by so many minutes, and was by `before` until then. */
type Change = Readonly<{ at: number; before: number; after: number }>;

/**
 * What the clocks of a zone do from `from` to `until`, as a VTIMEZONE (RFC 5545, 3.6.5): each change by its date, from the
 * zones that this Node knows. Blocks are reckoned from the same, so that a calendar shows them when they are.
 * Ready-made definitions are of another release of the zones: docs/decisions/012-calendar-text.md.
 */
export function timeZone(zone: Zone, from: Date, until: Date): Component {
  const offsetAt = (ms: number) => IANAZone.create(zone).offset(ms);
  const found = changes(offsetAt, from.getTime() - lookBackMs, until.getTime() + dayMs);
  const before = found.filter(({ at }) => at <= from.getTime()).at(-1);
  const later = found.filter(({ at }) => at > from.getTime());
  const offset = offsetAt(from.getTime());
  const first = before ?? { at: -offset * minuteMs, before: offset, after: offset };
  return ['vtimezone', [['tzid', {}, 'text', zone]], [first, ...later].map(observance)];
}

function changes(offsetAt: (ms: number) => number, from: number, until: number): Change[] {
  const found: Change[] = [];
  let before = offsetAt(from);
  for (let day = from; day < until; day += dayMs) {
    const after = offsetAt(day + dayMs);
    if (after !== before) found.push({ at: whenChanged(offsetAt, day, day + dayMs, before), before, after });
    before = after;
  }
  return found;
}

/** Clocks change at full minutes. */
function whenChanged(offsetAt: (ms: number) => number, from: number, to: number, before: number): number {
  let [still, already] = [Math.floor(from / minuteMs), Math.ceil(to / minuteMs)];
  while (already - still > 1) {
    const middle = Math.floor((still + already) / 2);
    if (offsetAt(middle * minuteMs) === before) still = middle;
    else already = middle;
  }
  return already * minuteMs;
}

/** Its beginning is what the clock would have shown had it not been changed. */
const observance = ({ at, before, after }: Change): Component => [
  after > before ? 'daylight' : 'standard',
  [
    ['dtstart', {}, 'date-time', new Date(at + before * minuteMs).toISOString().slice(0, 19)],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(before)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(after)],
  ],
  [],
];

const offsetText = (minutes: number) => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
};

import { DateTime } from 'luxon';
import type { ShownMessage } from '../../page-contract.js';

export type Day = { key: string; label: string; lines: Line[] };

export type Line = {
  key: string;
  message: ShownMessage;
  time: Stamp;
  follows: 'same-author' | 'other';
  replies: Reply[];
};

export type Reply = { message: ShownMessage; time: Stamp };

/** `short` beside the name, `whole` for whoever wants to know. */
export type Stamp = { short: string; whole: string };

/** Messages this near to the one before, of the same author, need no name of their own. */
const sameBreathSeconds = 5 * 60;

/** One and the same, so that messages without replies need not be drawn again. */
const none: Reply[] = [];

/** Day by day in this zone, with replies under what they reply to. Messages are oldest first; `today` is `2026-12-31`. */
export function daysOf(messages: readonly ShownMessage[], zone: string, today: string): Day[] {
  const replies = repliesOf(messages, zone);
  const days: Day[] = [];
  for (const message of messages) {
    if (replies.has(String(message.thread_ts)) && message.thread_ts !== message.ts) continue;
    const { at, date, time } = momentOf(message, zone);
    let day = days.at(-1);
    if (day?.key !== date) {
      day = { key: date, label: dayLabel(at, today), lines: [] };
      days.push(day);
    }
    const before = day.lines.at(-1)?.message;
    const follows = before && isOneBreath(before, message) ? 'same-author' : 'other';
    day.lines.push({ key: message.ts, message, time, follows, replies: replies.get(message.ts) ?? none });
  }
  return days;
}

/** By the ts of what they reply to, as far as that is here itself. */
function repliesOf(messages: readonly ShownMessage[], zone: string): Map<string, Reply[]> {
  const known = new Set(messages.map(({ ts }) => ts));
  const replies = new Map<string, Reply[]>();
  for (const message of messages) {
    const root = String(message.thread_ts);
    if (root === message.ts || !known.has(root)) continue;
    replies.set(root, [...(replies.get(root) ?? []), { message, time: momentOf(message, zone).time }]);
  }
  return replies;
}

type Moment = { zone: string; at: DateTime; date: string; time: Stamp };

/** Kept with the message: each new one would otherwise have the times of all others worked out again. */
const moments = new WeakMap<ShownMessage, Moment>();

function momentOf(message: ShownMessage, zone: string): Moment {
  const known = moments.get(message);
  if (known?.zone === zone) return known;
  const at = DateTime.fromSeconds(Number(message.ts), { zone, locale: 'en-GB' });
  const time = { short: at.toFormat('HH:mm'), whole: at.toFormat("cccc, d LLLL yyyy 'at' HH:mm") };
  const moment = { zone, at, date: at.toISODate() ?? '', time };
  moments.set(message, moment);
  return moment;
}

function isOneBreath(before: ShownMessage, message: ShownMessage): boolean {
  return (
    before.user === message.user &&
    before.is_ephemeral === message.is_ephemeral &&
    Number(message.ts) - Number(before.ts) < sameBreathSeconds
  );
}

function dayLabel(at: DateTime, today: string): string {
  const now = DateTime.fromISO(today, { zone: at.zone });
  if (at.hasSame(now, 'day')) return 'Today';
  if (at.hasSame(now.minus({ days: 1 }), 'day')) return 'Yesterday';
  return at.toFormat(at.hasSame(now, 'year') ? 'cccc, d LLLL' : 'cccc, d LLLL yyyy');
}

import { DateTime } from 'luxon';
import type { ShownMessage } from '../../page-contract.js';

/** A line of the conversation from top to bottom. */
export type Line =
  | { kind: 'day'; key: string; label: string }
  | {
      kind: 'message';
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
export function linesOf(messages: readonly ShownMessage[], zone: string, today: string): Line[] {
  const roots = new Set(messages.filter(({ thread_ts: root, ts }) => !root || root === ts).map(({ ts }) => ts));
  const replies = new Map<string, Reply[]>();
  const lines: Line[] = [];
  let day = '';
  let before: ShownMessage | undefined;
  for (const message of messages) {
    const at = DateTime.fromSeconds(Number(message.ts), { zone, locale: 'en-GB' });
    const time = { short: at.toFormat('HH:mm'), whole: at.toFormat("cccc, d LLLL yyyy 'at' HH:mm") };
    const root = String(message.thread_ts ?? '');
    if (root !== '' && root !== message.ts && roots.has(root)) {
      replies.set(root, [...(replies.get(root) ?? []), { message, time }]);
      continue;
    }
    const date = at.toISODate() ?? '';
    if (date !== day) {
      lines.push({ kind: 'day', key: date, label: dayLabel(at, today) });
      day = date;
      before = undefined;
    }
    const follows = before && isOneBreath(before, message) ? 'same-author' : 'other';
    lines.push({ kind: 'message', key: message.ts, message, time, follows, replies: none });
    before = message;
  }
  return lines.map((line) => (line.kind === 'day' ? line : { ...line, replies: replies.get(line.key) ?? none }));
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

import { expect, test } from 'vitest';
import type { ShownMessage } from '../../page-contract.js';
import { daysOf } from './in-order.js';

const at = (iso: string, more: Partial<ShownMessage> = {}): ShownMessage => ({
  ts: `${Date.parse(iso) / 1000}.000000`,
  user: 'U0ANA',
  text: iso,
  ...more,
});
const shown = (messages: ShownMessage[], zone: string, today: string) =>
  daysOf(messages, zone, today).flatMap(({ label, lines }) => [label, ...lines.map(({ time }) => time.short)]);
const linesOf = (messages: ShownMessage[]) => daysOf(messages, 'UTC', '2026-11-22').flatMap(({ lines }) => lines);

test('a day is divided where the person who looks has midnight', () => {
  const messages = [at('2026-11-22T22:30:00Z'), at('2026-11-22T23:30:00Z')];
  expect(shown(messages, 'Europe/Madrid', '2026-11-23')).toEqual(['Yesterday', '23:30', 'Today', '00:30']);
  expect(shown(messages, 'America/New_York', '2026-11-23')).toEqual(['Yesterday', '17:30', '18:30']);
});

test('a day of another year is told with its year', () => {
  const messages = [at('2025-12-31T12:00:00Z'), at('2026-01-02T12:00:00Z')];
  expect(shown(messages, 'UTC', '2026-11-23')).toEqual([
    'Wednesday, 31 December 2025',
    '12:00',
    'Friday, 2 January',
    '12:00',
  ]);
});

test('replies stand under what they reply to, and alone where that is not shown', () => {
  const root = at('2026-11-22T10:00:00Z');
  const reply = at('2026-11-22T10:05:00Z', { thread_ts: root.ts });
  const lost = at('2026-11-22T10:06:00Z', { thread_ts: '1000000000.000000' });
  const messages = linesOf([{ ...root, thread_ts: root.ts }, reply, lost]);
  expect(messages.map(({ message }) => message.ts)).toEqual([root.ts, lost.ts]);
  expect(messages[0]?.replies.map(({ message }) => message.ts)).toEqual([reply.ts]);
});

test('a name stands once for what somebody writes in one breath', () => {
  const messages = [
    at('2026-11-22T10:00:00Z'),
    at('2026-11-22T10:04:00Z'),
    at('2026-11-22T10:05:00Z', { user: 'U0BEN' }),
    at('2026-11-22T10:06:00Z', { user: 'U0BEN', is_ephemeral: true }),
    at('2026-11-22T11:00:00Z', { user: 'U0BEN', is_ephemeral: true }),
  ];
  const follows = linesOf(messages).map((line) => line.follows);
  expect(follows).toEqual(['other', 'same-author', 'other', 'other', 'other']);
});

import type { MessageContent } from '../../shared/block-limits.js';
import { addMinutes } from '../../shared/dates.js';
import type { PersonId } from '../../shared/ids.js';
import type { Composed, Topic } from './delivery.js';
import type { Item, Row, SentRow } from './outbox.js';

/** How somebody can be reached: their DM, and from when on they are at work (now, when they are). */
export type Reader = Readonly<{ channel: string | null; worksFrom: Date }>;

/** What notices need to know of people. */
export type Readers = Readonly<{
  /** Undefined when this person has left or has no Slack account: nobody is to be written to. */
  reader(id: PersonId, now: Date): Promise<Reader | undefined>;
  /** This person is about to be written to: open their DM first. */
  wanted(id: PersonId): Promise<void>;
  /** This DM is gone. */
  forgetDm(id: PersonId, channel: string): Promise<void>;
}>;

/** What is to be said and which items it shows, or undefined when nothing is left to say. */
export type Words = Readonly<{ words: MessageContent; items?: readonly Item[] }> | undefined;

/**
 * A message to one person that follows from a fact and is said once, in their working hours. `draw` decides from fresh
 * data, so that nothing outdated is ever said; `redraw` shows the same message as it stands later (left out: it stays).
 */
export function createNotice({
  readers,
  draw,
  redraw,
  said = async () => {},
}: {
  readers: Readers;
  draw(row: Row, now: Date): Promise<Words>;
  redraw?(row: SentRow, now: Date): Promise<MessageContent | undefined>;
  /** Remembers that it was said (DESIGN 5.4), where somebody must know. */
  said?(row: Row): Promise<void>;
}): Topic {
  return {
    async compose(row, now): Promise<Composed> {
      const reader = await readers.reader(row.to as PersonId, now);
      if (reader === undefined) return { kind: 'nothing', why: 'nobody to write to' };
      if (reader.worksFrom > now) return { kind: 'later', at: reader.worksFrom };
      const say = await draw(row, now);
      if (say === undefined) return { kind: 'nothing', why: 'empty' };
      if (reader.channel === null) {
        await readers.wanted(row.to as PersonId);
        return { kind: 'later', at: addMinutes(now, 1) };
      }
      return { kind: 'say', channel: reader.channel, words: say.words, items: say.items ?? [] };
    },
    redraw: async (row, now) => redraw?.(row, now),
    async settle(rows) {
      for (const row of rows) await said(row);
    },
    async refused(row, code) {
      if (code === 'channel_not_found') await readers.forgetDm(row.to as PersonId, row.channel);
    },
  };
}

import type { MessageContent } from '../../shared/block-limits.js';
import type { PersonId } from '../../shared/ids.js';
import type { Ask, Review, ReviewStage } from '../../shared/review.js';
import { reviewStages } from '../../shared/review.js';
import type { Clock } from '../clock.js';
import type { FactBody } from '../database/facts.js';
import type { Reviewed, ReviewSteps } from '../database/reviews.js';
import type { Topic } from '../slack/delivery.js';
import type { Readers, Words } from '../slack/notice.js';
import { createNotice } from '../slack/notice.js';
import type { NewRow, Outbox, Row, SentRow } from '../slack/outbox.js';
import type { Sweep } from '../sweeps.js';
import type { Reviewer, ReviewPeople } from './asking.js';

/** What one reader sees of one noun. */
type Card = Readonly<{
  seen: Readonly<{ id: string; version: number }>;
  reason: ReviewStage;
  standing: Readonly<{ kind: string }>;
}>;

/** How nouns stand for their reviewers, asked anew for each drawing. */
type Drawing<Noun, Person, Drawn extends Card> = Readonly<{
  cardOf(noun: Noun, reader: Person, now: Date, reason: ReviewStage): Promise<Drawn>;
  /** Whether its card does not wait for the next half-day. */
  isUrgent(noun: Noun, now: Date): Promise<boolean>;
}>;

export type CardsDeps<Noun extends Reviewed, Person extends Reviewer, Drawn extends Card> = Readonly<{
  /** Of the sweep, and of the topic. */
  names: Readonly<{ sweep: string; topic: string; row: string }>;
  waiting: Noun['state'];
  reviews: Pick<ReviewSteps<Noun, FactBody>, 'byIds' | 'cardsDue' | 'firstCardAt' | 'moveCard' | 'askedOf' | 'told'>;
  people: Pick<ReviewPeople<Person>, 'halfDay' | 'halfDayAfter'> & {
    byId(id: PersonId): Promise<Person | null>;
    byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  };
  outbox: Pick<Outbox, 'put' | 'heldItems' | 'markStale'>;
  clock: Clock;
  readers: Readers;
  createDrawing(): Drawing<Noun, Person, Drawn>;
  /** `more`: how many more wait, which are not shown. */
  messageOf(all: Readonly<{ cards: readonly Drawn[]; more: number }>): MessageContent;
  oldestFirst(a: Noun, b: Noun): number;
}>;

const batch = 1_000;
/** More would be a wall of text; the rest comes with the next half-day. */
const mostCards = 5;

/** The cards of what waits for a decision: when they are put, what they show, and what was said. */
export function createReviewCards<Noun extends Reviewed, Person extends Reviewer, Drawn extends Card>({
  names,
  waiting,
  reviews,
  people,
  outbox,
  clock,
  readers,
  createDrawing,
  messageOf,
  oldestFirst,
}: CardsDeps<Noun, Person, Drawn>) {
  type CardOf = Drawing<Noun, Person, Drawn>['cardOf'];
  type Waiting = Readonly<{ cards: readonly Drawn[]; more: number }>;

  /** For each who is still to be told one row: of a half-day, or at once for what is urgent. */
  async function putCards(keepsGoing: () => boolean): Promise<number> {
    for (let put = 0; ; ) {
      const now = clock.now();
      const due = await reviews.cardsDue(now, batch);
      if (due.length === 0 || !keepsGoing()) return put;
      const readersOf = await people.byIds([...new Set(due.flatMap(untold).map(({ to }) => to))]);
      const { isUrgent } = createDrawing();
      const rows = new Map<string, NewRow>();
      const moves: [Noun, Date | null][] = [];
      for (const noun of due) {
        const urgent = await isUrgent(noun, now);
        const toTell = [...new Set(untold(noun).map(({ to }) => to))].flatMap((to) => readersOf.get(to) ?? []);
        const reachable = toTell.filter(({ state, slackId }) => state === 'active' && slackId !== null);
        for (const reader of reachable) {
          const row = rowFor(reader, urgent ? noun : undefined, now);
          rows.set(row.key, row);
        }
        moves.push([noun, nextLook(reachable, now)]);
      }
      await outbox.put([...rows.values()]);
      for (const [noun, cardAt] of moves) await reviews.moveCard(noun, cardAt);
      put += due.length;
    }
  }

  function rowFor(reader: Person, urgent: Noun | undefined, now: Date): NewRow {
    const { date, half, start, end } = people.halfDay(reader, now);
    const about = urgent === undefined ? '' : `|${urgent._id}|${urgent.version}`;
    return {
      key: `${names.row}|${reader._id}${about}|${date}|${half}`,
      to: reader._id,
      topic: names.topic,
      subject: urgent?._id ?? reader._id,
      notBefore: start,
      notAfter: end,
      priority: urgent === undefined ? 2 : 1,
    };
  }

  /** The half-day after the one for which rows were put: what was not said by then is put again. */
  function nextLook(reachable: readonly Person[], now: Date): Date | null {
    const next = reachable.map((reader) => people.halfDayAfter(reader, people.halfDay(reader, now).start).start);
    return next.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  /** An urgent row tells of its own noun alone, the row of a half-day of all others: never both of the same one. */
  async function draw(row: Row, now: Date): Promise<Words> {
    const reader = await people.byId(row.to as PersonId);
    if (reader === null) return undefined;
    const elsewhere = await outbox.heldItems(row.to, row.topic, row._id);
    const asked = (await reviews.askedOf(reader._id)).filter(
      (noun) => untold(noun).some(({ to }) => to === reader._id) && !elsewhere.some(({ id }) => id === noun._id),
    );
    const { cardOf, isUrgent } = createDrawing();
    const urgent = await Promise.all(asked.map((noun) => isUrgent(noun, now)));
    const isOfBundle = row.subject === row.to;
    const own = asked.filter(({ _id }, index) => (isOfBundle ? !urgent[index] : _id === row.subject));
    const { cards, more } = await firstWaiting(own, reader, now, cardOf);
    if (cards.length === 0) return undefined;
    return {
      words: messageOf({ cards, more }),
      items: cards.map(({ seen, reason }) => ({ id: seen.id, reason, version: seen.version })),
    };
  }

  /** The cards of as many as are shown, the oldest first, and how many more there are, all of which may not wait any more. */
  async function firstWaiting(asked: readonly Noun[], reader: Person, now: Date, cardOf: CardOf): Promise<Waiting> {
    const inTurn = asked.toSorted(oldestFirst);
    const cards: Drawn[] = [];
    while (cards.length < mostCards && inTurn.length > 0) {
      const next = inTurn.splice(0, mostCards - cards.length);
      const drawn = await Promise.all(next.map((one) => cardOf(one, reader, now, latestReason(one, reader))));
      cards.push(...drawn.filter(isWaiting));
    }
    return { cards, more: inTurn.length };
  }

  async function redraw(row: SentRow, now: Date): Promise<MessageContent | undefined> {
    const reader = await people.byId(row.to as PersonId);
    const current = await reviews.byIds(row.items.map(({ id }) => id));
    if (reader === null || current.length === 0) return undefined;
    const { cardOf } = createDrawing();
    const cards = await Promise.all(
      row.items.flatMap(({ id, reason }) => {
        const noun = current.find(({ _id }) => _id === id);
        return noun === undefined ? [] : [cardOf(noun, reader, now, reason as ReviewStage)];
      }),
    );
    return messageOf({ cards, more: 0 });
  }

  /** Remembers on each that this person was told of it. */
  async function said(row: Row): Promise<void> {
    for (const { id, reason } of row.items) await reviews.told(id, row.to as PersonId, reason as ReviewStage, row._id);
    // What changed between composing and sending could not mark the row yet.
    const current = await reviews.byIds(row.items.map(({ id }) => id));
    for (const { id, version } of row.items) {
      const isAsTold = current.some((one) => one._id === id && one.version === version && one.state === waiting);
      if (!isAsTold) await outbox.markStale(id);
    }
  }

  const sweep: Sweep = { name: names.sweep, run: putCards, nextDueAt: reviews.firstCardAt };
  const topic: Topic = createNotice({ readers, draw, redraw, said });
  return {
    sweep,
    topic,

    /** What this person is asked to decide, oldest first: as many cards as a message has, and how many more there are. */
    waitingFor: async (person: Person, now: Date): Promise<Waiting> =>
      firstWaiting(await reviews.askedOf(person._id), person, now, createDrawing().cardOf),
  };
}

const untold = ({ review }: Readonly<{ review: Review | null }>): readonly Ask[] =>
  review?.asks.filter(({ row }) => row === null) ?? [];

const isWaiting = ({ standing }: Card) => standing.kind === 'waiting';

/** The furthest stage at which this reader was asked. */
function latestReason({ review }: Readonly<{ review: Review | null }>, { _id }: Readonly<{ _id: PersonId }>) {
  const asked = review?.asks.filter(({ to }) => to === _id).map(({ reason }) => reviewStages.indexOf(reason)) ?? [];
  return reviewStages[Math.max(0, ...asked)]!;
}

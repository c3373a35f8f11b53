import type { Due, WordDue } from '../../evidence.js';
import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History, Post } from '../history.js';
import { groupBy, reminderTopic } from '../history.js';
import { clocksApartMs } from '../settled.js';
import type { Row } from '../shapes.js';
import { reasonToSkip } from './skipped.js';

export type LostFound = Readonly<{
  complaints: readonly Complaint[];
  /** How late each due was first shown. */
  latenessMs: readonly number[];
  needsReview: number;
  /** How often each reason has let a due be skipped. */
  skipped: Readonly<Record<string, number>>;
}>;

/**
 * Every due was shown to its person inside its window, or was skipped with a reason that is recorded; and no row of any
 * kind still waits, or was given up, without Slack having refused it.
 */
export function lost(history: History): LostFound {
  const reminded = reminders(history);
  const latenessMs: number[] = [];
  const skipped: Record<string, number> = {};
  const complaints: Complaint[] = [];
  let needsReview = 0;
  for (const due of history.plan.dues) {
    const telling = (reminded.get(due.slackId) ?? []).filter((post) => tellsOf(post, due));
    const early = telling.find(({ wallMs }) => wallMs < due.dueMs - clocksApartMs);
    const shown = telling.find((post) => post !== early && post.wallMs <= due.untilMs);
    if (early !== undefined)
      complaints.push(complain('lost', `${about(due)} was shown before it was due`, idsOf(due), early));
    else if (shown !== undefined) latenessMs.push(Math.max(0, shown.wallMs - due.dueMs));
    else if (isInReview(due, history)) needsReview += 1;
    else {
      const reason = reasonToSkip(due, history);
      if (reason !== undefined) skipped[reason] = (skipped[reason] ?? 0) + 1;
      else if (telling[0] !== undefined)
        complaints.push(complain('lost', `${about(due)} was shown only after its window`, idsOf(due), telling[0]));
      else complaints.push(complain('lost', `${about(due)} was never shown; ${rowsOf(due, history)}`, idsOf(due)));
    }
  }
  complaints.push(...lostWords(history));
  const told = new Set(complaints.flatMap(({ ids }) => ids));
  const rows = lostRows(history).filter(({ row }) => !isToldOf(row, told, history));
  return { complaints: [...complaints, ...rows.map(({ complaint }) => complaint)], latenessMs, needsReview, skipped };
}

/** A word of study time was said in time, unless what it was about was over, or its person cannot be told. */
function lostWords(history: History): Complaint[] {
  const topics = new Map(history.rows.map((row) => [row.deliveryId, row]));
  return history.plan.words.flatMap((word) => {
    const rows = history.rows.filter(
      ({ topic, attempts }) =>
        topic === word.topic && attempts.some(({ items }) => items.some(({ id }) => id === word.blockId)),
    );
    const telling = history.posts.filter(({ deliveryId }) => {
      const row = topics.get(deliveryId ?? '');
      return row !== undefined && rows.includes(row);
    });
    const early = telling.find(({ wallMs }) => wallMs < word.dueMs - clocksApartMs);
    const isSaid = telling.some(({ wallMs }) => wallMs <= word.untilMs);
    const ids = [word.blockId, word.slackId];
    if (early !== undefined)
      return [complain('lost', `${word.topic} of ${word.blockId} came before its time`, ids, early)];
    if (isSaid || rows.some(({ state }) => state === 'needs-review') || isNeedless(word, rows, history)) return [];
    return [complain('lost', `${word.topic} of ${word.blockId} was never said to ${word.slackId}`, ids)];
  });
}

function isNeedless({ blockId, slackId, untilMs }: WordDue, rows: readonly Row[], { facts, people }: History): boolean {
  const person = [...people.values()].find((one) => one.slackId === slackId);
  const hasChanged = (facts.get(blockId) ?? []).some(({ at }) => at <= untilMs);
  const isRefused = rows.some(({ state, why }) => state === 'dropped' && why?.startsWith('recipient: '));
  return hasChanged || person?.state === 'left' || isRefused;
}

const about = ({ certification, slackId }: Due) => `“${certification}” for ${slackId}`;
const idsOf = ({ assignmentId, slackId }: Due) => [assignmentId, slackId];

/** Reminders in DMs, by whose eyes they are for. What no row explains counts: people have seen it. */
function reminders({ posts, rows }: History): Map<string, Post[]> {
  const topics = new Map(rows.map(({ deliveryId, topic }) => [deliveryId, topic]));
  const toPeople = posts.filter(
    ({ user, deliveryId }) => user !== null && (topics.get(deliveryId ?? '') ?? reminderTopic) === reminderTopic,
  );
  return groupBy(toPeople, ({ user }) => user!);
}

/** Names are told apart from those that they begin. */
function tellsOf({ words }: Post, { certification }: Due): boolean {
  for (let begins = -1; ; ) {
    begins = words.indexOf(certification, begins + 1);
    if (begins < 0) return false;
    const around = [words[begins - 1] ?? '', words[begins + certification.length] ?? ''];
    if (!around.some((letter) => /[\p{L}\p{N}]/u.test(letter))) return true;
  }
}

const rowsFor = ({ assignmentId }: Due, { rows }: History): Row[] =>
  rows.filter(
    ({ topic, attempts }) =>
      topic === reminderTopic && attempts.some(({ items }) => items.some(({ id }) => id === assignmentId)),
  );

const isInReview = (due: Due, history: History) => rowsFor(due, history).some(({ state }) => state === 'needs-review');

function rowsOf(due: Due, history: History): string {
  const states = rowsFor(due, history).map(({ _id, state, why }) => `${_id} is ${state}${why ? ` (${why})` : ''}`);
  return states.length === 0 ? 'no row has ever tried to' : states.join(', ');
}

/** What was to be said to somebody is lost once, not once more with its row. */
const isToldOf = ({ topic, to }: Row, told: ReadonlySet<string>, { people }: History) =>
  topic === reminderTopic && told.has(people.get(to)?.slackId ?? '');

/** Rows of every kind: a message that was accepted into the outbox is accepted. */
function lostRows(history: History): { row: Row; complaint: Complaint }[] {
  const refusals = groupBy(
    history.calls.filter(({ method, came }) => method === 'chat.postMessage' && came === 'refused'),
    ({ deliveryId }) => deliveryId ?? '',
  );
  return history.rows.flatMap((row) => {
    const problem = problemOf(row);
    if (problem === undefined) return [];
    return [{ row, complaint: complain('lost', `the row ${row._id} ${problem}`, [row._id, row.deliveryId]) }];
  });

  function problemOf({
    state,
    why = '',
    notBefore,
    deliveryId,
    ambiguities,
    attempts,
    channel,
  }: Row): string | undefined {
    if (state === 'claimed' || state === 'sending' || state === 'unknown') return `is still ${state}`;
    if (state === 'pending' && notBefore <= history.endMs) return 'still waits';
    if (state === 'needs-review' && why === 'two replies were lost' && (ambiguities < 2 || attempts.length < 2))
      return 'is left to a person although it was not tried twice';
    if (state === 'needs-review' && why.startsWith(unreadable) && !isUnreadable(channel, why.slice(unreadable.length)))
      return `is left to a person because of “${why}”, which Slack has never said`;
    if (state !== 'dropped') return undefined;
    if (why === 'window passed') return 'was dropped because its window passed';
    const code = /^(?:recipient|ours): (.+)$/.exec(why)?.[1];
    if (code === undefined) return undefined;
    const isConfirmed = refusals.get(deliveryId)?.some(({ error }) => error === code);
    return isConfirmed ? undefined : `was dropped as “${why}”, which Slack has never said`;
  }
  function isUnreadable(of: string | undefined, code: string): boolean {
    return history.calls.some(
      ({ method, channel, came, error }) =>
        method === 'conversations.history' && channel === of && came === 'refused' && error === code,
    );
  }
}

const unreadable = 'history unreadable: ';

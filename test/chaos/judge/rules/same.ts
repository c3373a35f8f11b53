import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import { decisionsIn, isStillAsked } from '../decision-buttons.js';
import type { Fate } from '../fates.js';
import { couldStayUnseen } from '../fates.js';
import type { FinalLook, History, Post } from '../history.js';
import { answerableIn, lookKey, reminderTopic } from '../history.js';
import type { Assignment, Row } from '../shapes.js';

type Fates = ReadonlyMap<string, Fate>;

/** What the app believes of Slack is so, and what Slack shows is known to the app. */
export function same(history: History, fates: Fates): Complaint[] {
  const sent = history.rows.filter(({ state }) => state === 'sent');
  return [
    ...sent.flatMap((row) => hasItsMessage(row, fates)),
    ...history.posts.flatMap((post) => isKnown(post, fates, history)),
    ...sent.filter(({ topic }) => topic === reminderTopic).flatMap((row) => looksRight(row, history)),
    ...sent.flatMap((row) => offersNoOldDecision(row, history)),
    ...remembered(history, fates),
  ];
}

function hasItsMessage({ _id, deliveryId, channel, ts }: Row, fates: Fates): Complaint[] {
  const own = fates.get(deliveryId)?.posts.filter((post) => post.channel === channel && post.ts === ts) ?? [];
  return own.length === 1 ? [] : [complain('same', `${_id} is sent, but Slack has no such message`, [_id, deliveryId])];
}

/**
 * Extra copies are the affair of `doubled`; where a message that is left to a person stands, nobody has to know. And one
 * that history could not show stays unknown when nothing was left to say the second time.
 */
function isKnown(post: Post, fates: Fates, history: History): Complaint[] {
  if (post.deliveryId === null) return [complain('same', 'a message carries no delivery id', [post.ts], post)];
  const { row, residual } = fates.get(post.deliveryId)!;
  if (row === undefined) return [complain('same', 'a message is known to no row', [post.deliveryId, post.ts], post)];
  if (row.state === 'sent' || row.state === 'needs-review' || residual.includes(post)) return [];
  if (row.state === 'dropped' && row.ambiguities > 0 && couldStayUnseen(row, post, history)) return [];
  return [complain('same', `the message of ${row._id} was posted, but its row is ${row.state}`, [row._id], post)];
}

/** Open assignments can be answered, at the version at which they stand; nothing else can. */
function looksRight(row: Row, history: History): Complaint[] {
  const look = lookOf(row, history);
  if (look === undefined) return [];
  const shown = answerableIn(look.words);
  const wrong = shown.filter(({ id, version }) => !isOpenAt(history.assignments.get(id), version));
  const missing = row.items.filter(
    (item) => history.assignments.get(item.id)?.state === 'open' && !shown.some(({ id }) => id === item.id),
  );
  if ((wrong.length === 0 && missing.length === 0) || mayBeOvertaken(look, row, history)) return [];
  return [
    ...wrong.map(({ id, version }) => {
      const now = history.assignments.get(id);
      const stands = now === undefined ? 'unknown' : `${now.state} at version ${now.version}`;
      return complain('same', `the message of ${row._id} shows version ${version} of ${id}, which is ${stands}`, [id]);
    }),
    ...missing.map(({ id }) => complain('same', `the message of ${row._id} cannot answer ${id}, which is open`, [id])),
  ];
}

/** A decision that has fallen is offered on no card any more. */
function offersNoOldDecision(row: Row, history: History): Complaint[] {
  const look = lookOf(row, history);
  if (look === undefined) return [];
  const over = decisionsIn(look.blocks).filter((asked) => !isStillAsked(asked, history));
  if (over.length === 0 || mayBeOvertaken(look, row, history)) return [];
  return over.map(({ id }) => complain('same', `the card of ${row._id} still asks about ${id}`, [row._id, id]));
}

const isOpenAt = (assignment: Assignment | undefined, version: number) =>
  assignment?.state === 'open' && assignment.version === version;

const lookOf = ({ channel = '', ts = '' }: Row, { finalLooks }: History): FinalLook | undefined =>
  finalLooks.get(lookKey({ channel, ts }));

/**
 * Excused: an update that Slack itself carried out late, after a newer one, and one that Slack refused for good in this
 * channel since. Nothing else: what a process overtook is not.
 */
function mayBeOvertaken({ wallMs }: FinalLook, { channel }: Row, { calls }: History): boolean {
  return calls.some(
    (call) =>
      call.method === 'chat.update' &&
      call.channel === channel &&
      ((slow.has(call.fault ?? '') && Math.abs(call.wallMs - wallMs) <= sameMomentMs) ||
        (call.came === 'refused' && call.wallMs >= wallMs)),
  );
}

const slow = new Set(['late-commit', 'delay']);

/** An effect and the line that says how its call ended are written together. */
const sameMomentMs = 50;

/** What was said is remembered, once; and nothing is remembered that never was, unless it is marked as not certain. */
function remembered({ assignments, rows, facts }: History, fates: Fates): Complaint[] {
  const byId = new Map(rows.map((row) => [row._id, row]));
  const memories = [...assignments.values()].flatMap(({ _id, nudge: { said } }) =>
    said.flatMap(({ reason, row: rowId, certain }, index) => {
      const row = byId.get(rowId);
      const isAgain = said.slice(0, index).some((earlier) => earlier.row === rowId && earlier.reason === reason);
      const wasPosted = row !== undefined && (fates.get(row.deliveryId)?.posts.length ?? 0) > 0;
      const ids = [_id, rowId];
      return [
        ...(isAgain ? [complain('same', `${_id} remembers twice that ${rowId} told of ${reason}`, ids)] : []),
        ...(certain && !wasPosted
          ? [complain('same', `${_id} remembers that ${rowId} told of ${reason}, which was never posted`, ids)]
          : []),
      ];
    }),
  );
  const forgotten = rows
    .filter(({ topic, state, holding }) => topic === reminderTopic && state === 'sent' && !holding)
    .flatMap(({ _id: rowId, items }) =>
      items.flatMap(({ id, reason, version }) => {
        const assignment = assignments.get(id);
        if (assignment === undefined)
          return [complain('same', `${rowId} told of ${id}, which is unknown`, [rowId, id])];
        if (assignment.nudge.said.some((memory) => memory.row === rowId && memory.reason === reason)) return [];
        // What happened meanwhile has made it meaningless: what was owed is owed no more.
        if (facts.get(id)?.some((fact) => fact.version > version)) return [];
        return [complain('same', `${id} does not remember that ${rowId} told of ${reason}`, [rowId, id])];
      }),
    );
  return [...memories, ...forgotten];
}

import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers, Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { NewRow, Row, SentRow } from '../../../platform/slack/outbox.js';
import type { Sweep } from '../../../platform/sweeps.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import type { CredentialId, PersonId } from '../../../shared/ids.js';
import type { Person } from '../../people/index.js';
import type { Credential, ReviewStage } from '../credential.js';
import { reviewStages } from '../credential.js';
import type { CardStanding, ReviewCard } from '../messages/review.js';
import { reviewMessage } from '../messages/review.js';
import type { Ask } from '../review-rules.js';
import { checksOf, lookAlikes, timeWords, untilOf } from '../review-rules.js';
import { askedOnce } from './asked-once.js';
import type { ReviewDeps } from './asking.js';
import { createAsking } from './asking.js';

export const reviewTopic = 'credentials.review';

const batch = 1_000;
/** More would be a wall of text; the rest comes with the next half-day. */
const mostCards = 5;

/** How credentials stand for their reviewers. For one drawing: what it has asked once it does not ask again. */
function createDrawing(given: ReviewDeps) {
  const deps = askedOnce(given);
  const { store, reviews, people, assignments } = deps;
  const asking = createAsking(deps);

  /** How a credential stands for one reader. */
  async function cardOf(credential: Credential, reader: Person, now: Date, reason?: ReviewStage): Promise<ReviewCard> {
    const [person, certification] = await asking.subjectOf(credential);
    const { _id, version, earnedOn, expiresOn, handedIn, approvals } = credential;
    const today = dateIn(now, person.zone);
    const nameOf = async (id: PersonId | undefined) => (id === undefined ? undefined : (await people.byId(id))?.name);
    const [held, isTaken, dueOn, standing, handedInBy, agreed] = await Promise.all([
      store.earnedBy([person._id]),
      reviews.isNumberTaken(credential),
      dueOnOf(credential),
      standingFor(credential, person, reader, now),
      nameOf(handedIn?.by),
      nameOf(approvals[0]?.by),
    ]);
    const [same] = lookAlikes(
      credential,
      held.filter(({ certificationId }) => certificationId === certification._id),
    );
    const handedInOn = handedIn?.on ?? today;
    return {
      seen: { id: _id, version },
      person: person.name,
      certification: certification.name,
      earnedOn,
      until: untilOf(credential, certification),
      untilSays: expiresOn === null ? 'catalogue' : 'evidence',
      number: credential.number,
      evidence: credential.evidence,
      files: credential.files,
      handedInOn,
      handedInBy: handedIn?.by === person._id ? undefined : handedInBy,
      daysLate: dueOn === null ? null : Math.max(0, daysBetween(dueOn, handedInOn)),
      checks: checksOf(credential, certification, { today, number: isTaken ? 'used' : 'unused' }),
      same: same && { id: same._id, earnedOn: same.earnedOn },
      reason: reason ?? latestReason(credential, reader),
      agreed,
      needed: certification.approvals,
      standing,
    };
  }

  const dueOnOf = async ({ personId, certificationId }: Credential) =>
    (await assignments.unfinishedOf(personId, certificationId))?.dueOn ?? null;

  async function standingFor(credential: Credential, person: Person, reader: Person, now: Date): Promise<CardStanding> {
    const { state, decision, approvals } = credential;
    if (state === 'submitted') {
      // Whoever comes back is still waiting for it: then the cards come, too.
      if (person.state === 'left') return { kind: 'over' };
      if (approvals.some(({ by }) => by === reader._id)) return { kind: 'agreed' };
      const standing = await asking.standingOf(reader, credential, now);
      return { kind: standing === 'reviewer' ? 'waiting' : 'no-longer-yours' };
    }
    if (state === 'withdrawn') return { kind: 'withdrawn' };
    if (decision === null || state === 'revoked') return { kind: 'over' };
    const by = decision.by === reader._id ? 'you' : ((await people.byId(decision.by))?.name ?? 'Somebody');
    const when = timeWords(decision.at, reader.zone, now);
    if (state === 'declined') return { kind: 'declined', by, when, why: decision.why };
    return { kind: state === 'merged' ? 'merged' : 'approved', by, when };
  }

  async function isUrgent(credential: Credential, now: Date): Promise<boolean> {
    const [person, certification] = await asking.subjectOf(credential);
    const dueOn = await dueOnOf(credential);
    return (await asking.urgencyOf(credential, certification, dueOn, dateIn(now, person.zone))) === 'urgent';
  }

  return { cardOf, isUrgent };
}

/** The cards of reviews: what they show, when they are put, and what was said. */
export function createCards(deps: ReviewDeps & { readers: Readers }) {
  const { reviews, people, outbox, clock, readers } = deps;

  /** For each who is still to be told one row: of a half-day, or at once for what is urgent. */
  async function putCards(keepsGoing: () => boolean): Promise<number> {
    for (let put = 0; ; ) {
      const now = clock.now();
      const due = await reviews.cardsDue(now, batch);
      if (due.length === 0 || !keepsGoing()) return put;
      const readersOf = await people.byIds([...new Set(due.flatMap(untold).map(({ to }) => to))]);
      const { isUrgent } = createDrawing(deps);
      const rows = new Map<string, NewRow>();
      const moves: [Credential, Date | null][] = [];
      for (const credential of due) {
        const urgent = await isUrgent(credential, now);
        const toTell = [...new Set(untold(credential).map(({ to }) => to))].flatMap((to) => readersOf.get(to) ?? []);
        const reachable = toTell.filter(({ state, slackId }) => state === 'active' && slackId !== null);
        for (const reader of reachable) {
          const row = rowFor(reader, urgent ? credential : undefined, now);
          rows.set(row.key, row);
        }
        moves.push([credential, nextLook(reachable, now)]);
      }
      await outbox.put([...rows.values()]);
      for (const [credential, cardAt] of moves) await reviews.moveCard(credential, cardAt);
      put += due.length;
    }
  }

  function rowFor(reader: Person, urgent: Credential | undefined, now: Date): NewRow {
    const { date, half, start, end } = people.halfDay(reader, now);
    const about = urgent === undefined ? '' : `|${urgent._id}|${urgent.version}`;
    return {
      key: `review|${reader._id}${about}|${date}|${half}`,
      to: reader._id,
      topic: reviewTopic,
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

  /** An urgent row tells of its own credential alone, the row of a half-day of all others: never both of the same one. */
  async function draw(row: Row, now: Date): Promise<Words> {
    const reader = await people.byId(row.to as PersonId);
    if (reader === null) return undefined;
    const elsewhere = await outbox.heldItems(row.to, row.topic, row._id);
    const asked = (await reviews.askedOf(reader._id)).filter(
      (credential) =>
        untold(credential).some(({ to }) => to === reader._id) && !elsewhere.some(({ id }) => id === credential._id),
    );
    const { cardOf, isUrgent } = createDrawing(deps);
    const urgent = await Promise.all(asked.map((credential) => isUrgent(credential, now)));
    const isOfBundle = row.subject === row.to;
    const own = asked.filter(({ _id }, index) => (isOfBundle ? !urgent[index] : _id === row.subject));
    const inTurn = own.toSorted(oldestFirst);
    const cards: ReviewCard[] = [];
    while (cards.length < mostCards && inTurn.length > 0) {
      const next = inTurn.splice(0, mostCards - cards.length);
      cards.push(...(await Promise.all(next.map((one) => cardOf(one, reader, now)))).filter(isWaiting));
    }
    if (cards.length === 0) return undefined;
    return {
      words: reviewMessage({ cards, more: inTurn.length }),
      items: cards.map(({ seen, reason }) => ({ id: seen.id, reason, version: seen.version })),
    };
  }

  async function redraw(row: SentRow, now: Date) {
    const reader = await people.byId(row.to as PersonId);
    const current = await reviews.byIds(row.items.map(({ id }) => id as CredentialId));
    if (reader === null || current.length === 0) return undefined;
    const { cardOf } = createDrawing(deps);
    const cards = await Promise.all(
      row.items.flatMap(({ id, reason }) => {
        const credential = current.find(({ _id }) => _id === id);
        return credential === undefined ? [] : [cardOf(credential, reader, now, reason as ReviewStage)];
      }),
    );
    return reviewMessage({ cards, more: 0 });
  }

  /** Remembers on each credential that this person was told of it. */
  async function said(row: Row): Promise<void> {
    for (const { id, reason } of row.items)
      await reviews.told(id as CredentialId, row.to as PersonId, reason as ReviewStage, row._id);
    // What changed between composing and sending could not mark the row yet.
    const current = await reviews.byIds(row.items.map(({ id }) => id as CredentialId));
    for (const { id, version } of row.items) {
      const isAsTold = current.some((one) => one._id === id && one.version === version && one.state === 'submitted');
      if (!isAsTold) await outbox.markStale(id);
    }
  }

  const sweep: Sweep = { name: 'credentials.cards', run: putCards, nextDueAt: reviews.firstCardAt };
  const topic: Topic = createNotice({ readers, draw, redraw, said });
  return {
    sweep,
    topic,

    /** What this person is asked to decide, oldest first. */
    async waitingFor(person: Person, now: Date): Promise<readonly ReviewCard[]> {
      const asked = (await reviews.askedOf(person._id)).toSorted(oldestFirst);
      const { cardOf } = createDrawing(deps);
      return (await Promise.all(asked.map((one) => cardOf(one, person, now)))).filter(isWaiting);
    },
  };
}

const untold = ({ review }: Credential): readonly Ask[] => review?.asks.filter(({ row }) => row === null) ?? [];

const isWaiting = ({ standing }: ReviewCard) => standing.kind === 'waiting';

const oldestFirst = (a: Credential, b: Credential) =>
  (a.handedIn?.at.getTime() ?? 0) - (b.handedIn?.at.getTime() ?? 0) || a._id.localeCompare(b._id);

/** The furthest stage at which this reader was asked. */
function latestReason({ review }: Credential, { _id }: Person): ReviewStage {
  const asked = review?.asks.filter(({ to }) => to === _id).map(({ reason }) => reviewStages.indexOf(reason)) ?? [];
  return reviewStages[Math.max(0, ...asked)]!;
}

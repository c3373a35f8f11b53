import type { Stored } from '../../platform/database/facts.js';
import { addMinutes } from '../../shared/dates.js';
import type { AssignmentId, TrainingBlockId } from '../../shared/ids.js';
import { newTrainingBlockId } from '../../shared/ids.js';
import type { Seen } from '../../shared/seen.js';
import type { AssignmentFact } from '../assignments/index.js';
import type { Person } from '../people/index.js';
import type { Subject, TrainingTimeDeps } from './deps.js';
import type { Refusal } from './messages.js';
import type { Offers } from './offers.js';
import type { Offer } from './parts.js';
import { atHand, firstWord, hindrance, isAhead, isInLeave, isInMeeting, slotAt } from './rules.js';
import type { Reply, Span, TrainingBlock, TrainingBlockFact } from './training-block.js';
import { factOf } from './training-block.js';

/** When somebody would like to study: a time that was offered to them, or any other, with its length. */
export type Wish = Readonly<{ startsAt: Date }> & Readonly<{ from: 'offer' } | { from: 'dialog'; minutes: number }>;

type Refused = Readonly<{ kind: 'refused'; refusal: Refusal }>;
/** Somebody was faster, or it is over: the block as it stands now. */
type Stands = Readonly<{ kind: 'stands'; block: TrainingBlock; name: string }>;
type Arranged = Readonly<{ kind: 'planned' | 'moved'; span: Span; name: string; recall: 'to-come' | 'too-late' }>;
type Answered = Readonly<{
  reply: Reply;
  kind: 'answered';
  span: Span;
  name: string;
  /** Times to go on, while there is something to study for. */
  next: Offer<AssignmentId> | undefined;
}>;

type AssignmentClosed = Stored<Extract<AssignmentFact, { type: 'assignment.closed' }>>;

/** What people do with their study time. Each decides from fresh data who may: only the person themselves. */
export function createActions(deps: TrainingTimeDeps & { offers: Offers }) {
  const { store, outbox, clock, people, assignments, catalog, offers } = deps;

  async function subjectOf(person: Person, id: AssignmentId): Promise<Subject | Refused> {
    const assignment = await assignments.byId(id);
    if (assignment === null) return refuse('not-known');
    if (assignment.personId !== person._id) return refuse('not-yours');
    const certification = await catalog.byId(assignment.certificationId);
    return certification === null ? refuse('not-known') : { assignment, certification, person };
  }

  async function ownBlock(person: Person, id: TrainingBlockId) {
    const block = await store.byId(id);
    if (block === null) return refuse('not-known');
    const subject = await subjectOf(person, block.assignmentId);
    return 'kind' in subject ? subject : { block, subject };
  }

  /**
   * The time that is wished for, when it can be had. What is moved is no hindrance to itself, nor is what was planned by
   * hand for the same assignment a moment ago, by the same press.
   */
  async function spanOf(wish: Wish, subject: Subject, now: Date, moved?: TrainingBlock): Promise<Span | Refused> {
    const { startsAt } = wish;
    if (startsAt <= now) return refuse('past');
    if (isAway({ startsAt, endsAt: startsAt }, subject.person)) return refuse('away');
    const span =
      wish.from === 'offer'
        ? slotAt(startsAt, offers.offering(subject, now, moved))
        : { startsAt, endsAt: addMinutes(startsAt, wish.minutes) };
    if (span === undefined) return refuse('not-offered');
    const { planned, meetings } = await offers.takenOf(subject.person);
    if (isInMeeting(span, meetings, subject.person.zone)) return refuse('meeting');
    const isOwn = ({ _id, assignmentId, planId }: TrainingBlock) =>
      moved === undefined ? assignmentId === subject.assignment._id && planId === null : _id === moved._id;
    const others = planned.filter((block) => !isOwn(block));
    const why = hindrance(span, now, others);
    return why === undefined ? span : refuse(why);
  }

  const isAway = (span: Span, person: Person) =>
    isInLeave(span, {
      zone: person.zone,
      shiftsOn: (date) => people.shiftsOn(person, date),
      isOnLeave: (date) => people.isOnLeave(person, date),
    });

  async function relocate(
    block: TrainingBlock,
    wish: Wish,
    subject: Subject,
    now: Date,
  ): Promise<Arranged | Stands | Refused> {
    const span = await spanOf(wish, subject, now, block);
    if ('kind' in span) return outdated(span, block.assignmentId, block._id);
    const fact = factOf(block, 'training-block.moved', { ...span, from: block.startsAt });
    const cause = { at: now, by: subject.person._id };
    const done = await store.change(
      block,
      { ...span, moves: block.moves + 1, nextAt: firstWord(span, now) },
      fact,
      cause,
    );
    const { name } = subject.certification;
    if (done) return arranged('moved', span, name, now);
    const current = (await store.byId(block._id)) ?? block;
    return isSameStart(current, wish) ? arranged('moved', current, name, now) : standing(current, name);
  }

  /** Messages that still offer what cannot be had are drawn anew. */
  async function outdated<Answer>(answer: Answer, ...itemIds: readonly string[]): Promise<Answer> {
    for (const id of itemIds) await outbox.markStale(id);
    return answer;
  }

  const standing = (block: TrainingBlock, name: string): Promise<Stands> =>
    outdated({ kind: 'stands', block, name }, block._id, block.assignmentId);

  async function answer(
    person: Person,
    { id, version }: Seen<TrainingBlockId>,
    reply: Reply,
  ): Promise<Answered | Stands | Refused> {
    const own = await ownBlock(person, id);
    if ('kind' in own) return own;
    const { block, subject } = own;
    const now = clock.now();
    const { kind, to } = reply;
    if (kind !== 'dropped' && block.state === 'planned' && block.startsAt > now) return refuse('not-begun');
    const fields = { state: kind, lostTo: to, nextAt: null };
    await store.change({ _id: id, version }, fields, factOfReply(block, reply), { at: now, by: person._id });
    const { name } = subject.certification;
    const current = (await store.byId(id)) ?? block;
    // The same press, come twice, is answered the same.
    if (current.state !== kind || current.lostTo !== to) return standing(current, name);
    const isOpen = subject.assignment.state === 'open' && (await store.plannedFor(block.assignmentId)).length === 0;
    return {
      kind: 'answered',
      reply,
      span: current,
      name,
      next: isOpen ? await offers.toPlan(subject, now) : undefined,
    };
  }

  return {
    subjectOf,
    ownBlock,

    /** The version of the assignment that was seen does not matter: study time fits whatever else has changed. */
    async plan(person: Person, assignmentId: AssignmentId, wish: Wish): Promise<Arranged | Stands | Refused> {
      const subject = await subjectOf(person, assignmentId);
      if ('kind' in subject) return subject;
      const now = clock.now();
      const { name } = subject.certification;
      const before = atHand(await store.plannedFor(assignmentId), now);
      if (before !== undefined && isAhead(before, now) && isSameStart(before, wish))
        return arranged('planned', before, name, now);
      if (subject.assignment.state !== 'open') return outdated(refuse('closed'), assignmentId);
      if (before !== undefined && isAhead(before, now)) return standing(before, name);
      // Nobody said how that one went; it is over, and makes room.
      if (before !== undefined) return relocate(before, wish, subject, now);
      const span = await spanOf(wish, subject, now);
      if ('kind' in span) return outdated(span, assignmentId);
      const { personId, certificationId } = subject.assignment;
      const about = { personId, assignmentId, certificationId };
      const inserted = await store.insert(
        {
          _id: newTrainingBlockId(),
          ...about,
          planId: null,
          ...span,
          state: 'planned',
          lostTo: null,
          moves: 0,
          nextAt: firstWord(span, now),
        },
        factOf(about, 'training-block.planned', span),
        { at: now, by: person._id },
      );
      if (inserted) return arranged('planned', span, name, now);
      const other = atHand(await store.plannedFor(assignmentId), now);
      if (other === undefined) return outdated(refuse('not-known'), assignmentId);
      return isSameStart(other, wish) ? arranged('planned', other, name, now) : standing(other, name);
    },

    async move(
      person: Person,
      { id, version }: Seen<TrainingBlockId>,
      wish: Wish,
    ): Promise<Arranged | Stands | Refused> {
      const own = await ownBlock(person, id);
      if ('kind' in own) return own;
      const { block, subject } = own;
      const now = clock.now();
      const { name } = subject.certification;
      const isSamePress = block.state === 'planned' && block.version === version + 1 && isSameStart(block, wish);
      if (isSamePress) return arranged('moved', block, name, now);
      if (block.state !== 'planned' || block.version !== version) return standing(block, name);
      if (subject.assignment.state !== 'open') return outdated(refuse('closed'), block.assignmentId, id);
      return relocate(block, wish, subject, now);
    },

    answer,

    /** What was planned for an assignment that is closed is dropped without a word. */
    async dropPlanned({ id, at, about }: AssignmentClosed): Promise<void> {
      const cause = { at, by: 'training-time.dropPlanned' };
      for (const block of await store.plannedFor(about as AssignmentId)) {
        // What is over was promised, whether anybody said how it went or not.
        if (block.endsAt <= at) continue;
        const fact = factOf(block, 'training-block.dropped', { why: 'assignment-closed' as const });
        const dropped = await store.changeFor(id, block, { state: 'dropped', nextAt: null }, fact, cause);
        if (!dropped) throw new Error(`${block._id} changed while it was to be dropped`);
      }
    },

    /** Reminders, and what was said of the block itself, show what is planned now. */
    async redraw({ about, assignmentId }: Stored<TrainingBlockFact>): Promise<void> {
      await outdated(undefined, about, assignmentId);
    },
  };
}

export type Actions = ReturnType<typeof createActions>;

const refuse = (refusal: Refusal): Refused => ({ kind: 'refused', refusal });

function factOfReply(block: TrainingBlock, { kind, to }: Reply): TrainingBlockFact {
  if (kind === 'lost') return factOf(block, 'training-block.lost', { to });
  if (kind === 'dropped') return factOf(block, 'training-block.dropped', { why: 'by-person' as const });
  return factOf(block, kind === 'kept' ? 'training-block.kept' : 'training-block.partly-kept', {});
}

const isSameStart = (block: Span, { startsAt }: Wish) => block.startsAt.getTime() === startsAt.getTime();

const arranged = (kind: Arranged['kind'], span: Span, name: string, now: Date): Arranged => ({
  kind,
  span: { startsAt: span.startsAt, endsAt: span.endsAt },
  name,
  recall: firstWord(span, now) < span.startsAt ? 'to-come' : 'too-late',
});

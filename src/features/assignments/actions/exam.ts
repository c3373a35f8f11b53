import type { Clock } from '../../../platform/clock.js';
import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { addDays, dateIn } from '../../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import type { Certification } from '../../catalog/index.js';
import type { Authority, Person } from '../../people/index.js';
import type { Assignment, AssignmentAttempted, AssignmentFact, Planning } from '../assignment.js';
import { factOf } from '../assignment.js';
import type { ExamDateProblem, ExamDays } from '../exam-rules.js';
import { attemptDay, examDateProblem, examDays } from '../exam-rules.js';
import type { Attempted, Booked, ExamRefusal } from '../messages/exam.js';
import { attemptNote } from '../messages/exam.js';
import type { AssignmentsStore } from '../store.js';

export type ExamDeps = Readonly<{
  store: Pick<AssignmentsStore, 'byId' | 'change'>;
  clock: Clock;
  authority: Pick<Authority, 'managersAbove' | 'reachableManager' | 'owners'>;
  personOf(id: PersonId): Promise<Person | null>;
  certificationOf(id: CertificationId): Promise<Certification | null>;
  /** Filled when the nudges feature exists. */
  planning: () => Planning;
  outbox: Pick<Outbox, 'put' | 'markStale'>;
  readers: Readers;
}>;

/** What the person saw: the assignment and its version. */
type SeenItem = Readonly<{ id: AssignmentId; version: number }>;
type Refused = Readonly<{ kind: 'refused'; refusal: ExamRefusal }>;
/** A day that an exam cannot be on. */
type BadDate = Readonly<{ kind: 'bad-date'; problem: ExamDateProblem; days: ExamDays }>;

/** An assignment of the person's own that waits for them. */
export type Own = Readonly<{ assignment: Assignment; certification: Certification; today: CalendarDate; now: Date }>;

const mostTries = 5;

/** What people say about their exam. Only the person themselves may, decided from fresh data. */
export function createExam({ store, clock, authority, certificationOf, planning, outbox }: Omit<ExamDeps, 'readers'>) {
  async function ownOf(person: Person, id: AssignmentId): Promise<Own | Refused> {
    const assignment = await store.byId(id);
    if (assignment === null) return refuse({ code: 'not-known' });
    if (assignment.personId !== person._id) return refuse({ code: 'not-yours' });
    const certification = await certificationOf(assignment.certificationId);
    if (certification === null) return refuse({ code: 'not-known' });
    if (assignment.state !== 'open') {
      await outbox.markStale(id);
      const is = assignment.state === 'closed' ? (assignment.closing ?? 'withdrawn') : assignment.state;
      return refuse({ code: 'settled', name: certification.name, is });
    }
    const now = clock.now();
    return { assignment, certification, today: dateIn(now, person.zone), now };
  }

  /** Null takes the booked day back. */
  async function book(
    person: Person,
    seen: SeenItem,
    on: CalendarDate | null,
  ): Promise<{ kind: 'booked'; booked: Booked } | { kind: 'taken-back'; name: string } | BadDate | Refused> {
    const saved = await save(person, seen, (own) => {
      const { assignment, certification, today } = own;
      const days = examDays(assignment.attemptedOn, certification, today);
      const problem = on === null ? undefined : examDateProblem(on, days, today);
      if (problem !== undefined) return { kind: 'bad-date', problem, days };
      return {
        fields: { examOn: on },
        after: 'exam-booked',
        fact: factOf(assignment, 'assignment.exam-booked', { on }),
        isDone: ({ examOn }) => examOn === on,
      };
    });
    if (saved.kind !== 'saved') return saved;
    if (on === null) return { kind: 'taken-back', name: saved.own.certification.name };
    return { kind: 'booked', booked: await bookedOf(person, saved.own, on) };
  }

  /** An attempt that did not work out; `nextOn` is null while there is no new date. */
  async function attempt(
    person: Person,
    seen: SeenItem,
    { nextOn, tell }: { nextOn: CalendarDate | null; tell: 'nobody' | 'manager' },
  ): Promise<{ kind: 'attempted'; attempted: Attempted } | BadDate | Refused> {
    const saved = await save(person, seen, ({ assignment, certification, today }) => {
      const attemptedOn = attemptDay(assignment.examOn, today);
      const days = examDays(attemptedOn, certification, today);
      const problem = nextOn === null ? undefined : examDateProblem(nextOn, days, today);
      if (problem !== undefined) return { kind: 'bad-date', problem, days };
      return {
        fields: { examOn: nextOn, attemptedOn },
        after: 'attempted',
        fact: factOf(assignment, 'assignment.attempted', { tellManager: tell === 'manager' }),
        isDone: (current) => current.attemptedOn !== null && current.examOn === nextOn,
      };
    });
    if (saved.kind !== 'saved') return saved;
    const manager = tell === 'manager' ? await authority.reachableManager(person) : undefined;
    const next = nextOn === null ? null : await bookedOf(person, saved.own, nextOn);
    return { kind: 'attempted', attempted: { name: saved.own.certification.name, next, told: manager?.name } };
  }

  /** What is to be written of an assignment as it was read. */
  type Change = Readonly<{
    fields: Partial<Assignment>;
    after: Parameters<Planning['replan']>[1];
    fact: AssignmentFact;
    /** Whether this very change is what stands, one version after the one that was seen. */
    isDone(current: Assignment): boolean;
  }>;

  /** One update, of the version that the person saw. Tried again when only its reminders have moved on. */
  async function save(
    person: Person,
    seen: SeenItem,
    changeOf: (own: Own) => Change | BadDate,
  ): Promise<{ kind: 'saved'; own: Own } | BadDate | Refused> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const own = await ownOf(person, seen.id);
      if ('kind' in own) return own;
      const change = changeOf(own);
      const { assignment, now } = own;
      if (assignment.version === seen.version + 1 && 'isDone' in change && change.isDone(assignment))
        return { kind: 'saved', own };
      if (assignment.version !== seen.version) return changedMeanwhile(seen.id);
      if ('kind' in change) return change;
      const nudge = await planning().replan({ ...assignment, ...change.fields }, change.after, now);
      const fields = { ...change.fields, ...nudge };
      if (await store.change(assignment, fields, change.fact, { at: now, by: person._id }))
        return { kind: 'saved', own };
    }
    return changedMeanwhile(seen.id);
  }

  async function changedMeanwhile(id: AssignmentId): Promise<Refused> {
    await outbox.markStale(id);
    return refuse({ code: 'changed' });
  }

  async function bookedOf(person: Person, { assignment, certification }: Own, on: CalendarDate): Promise<Booked> {
    const pausedUntil = await planning().pausedUntil({ ...assignment, examOn: on });
    const [manager] = pausedUntil === null ? await authority.managersAbove(person) : [];
    const [owner] = pausedUntil === null && manager === undefined ? await authority.owners() : [];
    const askForTime = (manager ?? owner)?.name;
    return { name: certification.name, on, dueOn: assignment.dueOn, pausedUntil, askForTime };
  }

  return { ownOf, book, attempt };
}

export type ExamActions = ReturnType<typeof createExam>;

const refuse = (refusal: ExamRefusal): Refused => ({ kind: 'refused', refusal });

export const attemptTopic = 'assignments.attempt';
const noteDays = 7;

/** The note to the manager, for those alone who ticked that they want it. */
export function createAttemptNote({
  store,
  clock,
  authority,
  personOf,
  certificationOf,
  outbox,
  readers,
}: Omit<ExamDeps, 'planning'>) {
  async function tellManager({ id, about, personId, tellManager }: Stored<AssignmentAttempted>): Promise<void> {
    if (!tellManager) return;
    const person = await personOf(personId);
    const manager = person === null ? undefined : await authority.reachableManager(person);
    if (manager === undefined) return;
    const now = clock.now();
    await outbox.put([
      {
        key: `attempt|${id}`,
        to: manager._id,
        topic: attemptTopic,
        subject: about,
        notBefore: now,
        notAfter: new Date(addDays(dateIn(now, manager.zone), noteDays)),
        priority: 2,
      },
    ]);
  }

  /** Nothing is left to say once it is handed in or settled, or when somebody else manages them now. */
  const topic: Topic = createNotice({
    readers,
    async draw({ subject, to }) {
      const assignment = await store.byId(subject as AssignmentId);
      if (assignment === null || assignment.state !== 'open') return undefined;
      const person = await personOf(assignment.personId);
      const certification = await certificationOf(assignment.certificationId);
      if (person === null || person.state !== 'active' || certification === null) return undefined;
      const manager = await authority.reachableManager(person);
      if (manager?._id !== to) return undefined;
      const { examOn: next, dueOn } = assignment;
      const { name, studyHours } = certification;
      return { words: attemptNote({ person: person.name, name, next, dueOn, studyHours }) };
    },
  });

  return { tellManager, topic };
}

import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { AssignmentId, CertificationId, CredentialId, PersonId, ProposalId } from '../../shared/ids.js';

/**
 * What has been said and what is still owed (DESIGN 5). Written only by the nudges feature, in the same document, so that
 * a reminder and the state it speaks of can never disagree.
 */
export const NudgeMemory = z.object({
  /** When the next step of the ladder falls for this person; null when none is left. */
  nextAt: z.date().nullable(),
  owed: z
    .object({
      reason: z.string().max(60),
      /** The day on which it became due. */
      since: CalendarDate,
      /** When to put the next row for it; null while it is held back until its turn (after a switch or an import). */
      askAt: z.date().nullable(),
    })
    .nullable(),
  /** The day on which a snoozed item speaks again. */
  snoozedUntil: CalendarDate.nullable(),
  said: z.array(z.object({ reason: z.string(), row: z.string(), at: z.date(), certain: z.boolean() })),
});
export type NudgeMemory = z.infer<typeof NudgeMemory>;

export const Closing = z.enum(['earned', 'waived', 'withdrawn']);
export type Closing = z.infer<typeof Closing>;

export const Assignment = z.object({
  _id: AssignmentId,
  version: z.int().min(0),
  personId: PersonId,
  certificationId: CertificationId,
  state: z.enum(['planned', 'open', 'in-review', 'closed']),
  dueOn: CalendarDate,
  /** The day on which a planned one opens. */
  opensOn: CalendarDate,
  /** The credential that this renews; null for a first time. */
  renews: CredentialId.nullable(),
  because: z.string().max(500),
  /** Who asked for it; null when a rule did (a renewal). */
  assignedBy: PersonId.nullable(),
  assignedOn: CalendarDate,
  closing: Closing.nullable(),
  /** Why it was waived or withdrawn; '' when nobody had to say. */
  closingWhy: z.string().max(500),
  /** The day of the exam that the person has booked. */
  examOn: CalendarDate.nullable(),
  /** The day of the last attempt that did not work out: the person's own affair, shown to nobody else. */
  attemptedOn: CalendarDate.nullable(),
  /** The day on which evidence was handed in, while it is in review and after; by the due date counts as on time. */
  handedInOn: CalendarDate.nullable(),
  /** The proposal by which it was assigned, so that many can be withdrawn as one. */
  proposalId: ProposalId.nullable(),
  nudge: NudgeMemory,
});
export type Assignment = z.infer<typeof Assignment>;

type About = Readonly<{ personId: PersonId; certificationId: CertificationId }>;
type AssignmentPlanned = About & Readonly<{ type: 'assignment.planned' }>;
type AssignmentOpened = About & Readonly<{ type: 'assignment.opened' }>;
export type AssignmentSnoozed = About & Readonly<{ type: 'assignment.snoozed'; until: CalendarDate }>;
/** Evidence was handed in: reminders stop while it is looked at. */
type AssignmentHandedIn = About & Readonly<{ type: 'assignment.handed-in'; on: CalendarDate }>;
/** What was handed in was declined or taken back. */
type AssignmentReopened = About & Readonly<{ type: 'assignment.reopened' }>;
/** Null when the booked day was taken back. */
type AssignmentExamBooked = About & Readonly<{ type: 'assignment.exam-booked'; on: CalendarDate | null }>;
/** An attempt that did not work out; `tellManager` is the person's own choice. */
export type AssignmentAttempted = About & Readonly<{ type: 'assignment.attempted'; tellManager: boolean }>;
type AssignmentChanged = About & Readonly<{ type: 'assignment.changed'; fields: readonly string[] }>;
type AssignmentClosed = About & Readonly<{ type: 'assignment.closed'; closing: Closing }>;
export type AssignmentFact =
  | AssignmentPlanned
  | AssignmentOpened
  | AssignmentSnoozed
  | AssignmentHandedIn
  | AssignmentReopened
  | AssignmentExamBooked
  | AssignmentAttempted
  | AssignmentChanged
  | AssignmentClosed;

/** A fact about the person and certification of an assignment. */
export const factOf = <Type extends AssignmentFact['type'], More>(
  { personId, certificationId }: About,
  type: Type,
  more: More,
) => ({ type, personId, certificationId, ...more });

/** What is owed at first, and when the next step falls. `loaded` items that are already late are held back. */
export type FirstNudge = (about: {
  personId: PersonId;
  certificationId: CertificationId;
  dueOn: CalendarDate;
  opensOn: CalendarDate;
  examOn: CalendarDate | null;
  how: 'announced' | 'loaded';
  now: Date;
}) => Promise<NudgeMemory>;

/** What of an assignment's reminders to set together with its other fields. */
export type NudgeFields = Readonly<Record<`nudge.${string}`, unknown>>;

/**
 * Plans the reminders of an open assignment whose exam, attempt or review has just changed: `assignment` as it will be,
 * with its reminders as they were read. To be written only while `nudge.nextAt` is still the one that was read.
 */
type Replan = (
  assignment: Assignment,
  after: 'exam-booked' | 'attempted' | 'reopened',
  now: Date,
) => Promise<NudgeFields>;

/** What the feature that reminds answers to the one that keeps what is to be done. */
export type Planning = Readonly<{
  replan: Replan;
  /** The day until which a booked exam silences its reminders; null where they go on. */
  pausedUntil(assignment: Assignment): Promise<CalendarDate | null>;
}>;

/** What an assignment begins with that nobody has worked on yet. */
export const notBegun = {
  closing: null,
  closingWhy: '',
  examOn: null,
  attemptedOn: null,
  handedInOn: null,
  proposalId: null,
} satisfies Partial<Assignment>;

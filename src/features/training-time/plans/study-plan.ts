import { z } from 'zod';
import type { Weekday } from '../../../shared/dates.js';
import { CalendarDate, TimeOfDay, Zone } from '../../../shared/dates.js';
import { AssignmentId, CertificationId, PersonId, StudyPlanId } from '../../../shared/ids.js';
import { Review } from '../../../shared/review.js';

/** Days of the week, 1 Monday … 7 Sunday, ascending. */
export const Weekdays = z
  .array(z.literal<Weekday[]>([1, 2, 3, 4, 5, 6, 7]))
  .min(1)
  .max(7);

/** A weekly series: the same local time on each of its weekdays. */
export const WeeklySeries = z.object({
  weekdays: Weekdays,
  from: TimeOfDay,
  minutes: z.int().min(15).max(600),
  zone: Zone,
  /** The days of its first and of its last time. */
  firstOn: CalendarDate,
  untilOn: CalendarDate,
});
export type WeeklySeries = z.infer<typeof WeeklySeries>;

/** Weekly study time for one assignment, from the proposal to its end. Its training blocks are made once it is agreed. */
export const StudyPlan = z.object({
  _id: StudyPlanId,
  version: z.int().min(0),
  personId: PersonId,
  assignmentId: AssignmentId,
  certificationId: CertificationId,
  /**
   * Proposed to the person, asked of their manager, agreed, ended. Declined only with another time: then the person takes
   * that, asks for a third, or lets it be. Unanswered: nobody agreed in time, so it has ended by itself.
   */
  state: z.enum(['proposed', 'asked', 'declined', 'agreed', 'ended', 'unanswered']),
  /** What is proposed, asked for or agreed. */
  series: WeeklySeries,
  /** The days on which it takes place: holidays, blackouts and what is taken are left out. */
  dates: z.array(CalendarDate).min(1).max(366),
  /** The time that the manager can give instead, while it is declined. */
  instead: WeeklySeries.nullable(),
  /** Who agreed, or offered another time; null before, and when the policy agreed. */
  answeredBy: PersonId.nullable(),
  /** Who is asked to agree, while it is asked; null otherwise. */
  review: Review.nullable(),
});
export type StudyPlan = z.infer<typeof StudyPlan>;

type About = Pick<StudyPlan, 'personId' | 'assignmentId' | 'certificationId'>;
type StudyPlanProposed = About & Readonly<{ type: 'study-plan.proposed' }>;
type StudyPlanAsked = About & Readonly<{ type: 'study-plan.asked'; series: WeeklySeries }>;
type StudyPlanDeclined = About & Readonly<{ type: 'study-plan.declined'; instead: WeeklySeries }>;
/** By the manager, by the policy, given by a manager unasked, or taken: the other time that the manager had offered. */
type StudyPlanAgreed = About &
  Readonly<{ type: 'study-plan.agreed'; series: WeeklySeries; how: 'by-manager' | 'by-policy' | 'given' | 'taken' }>;
type StudyPlanEnded = About & Readonly<{ type: 'study-plan.ended'; why: 'by-person' | 'assignment-closed' | 'leave' }>;
/** Nobody agreed in time. */
type StudyPlanUnanswered = About & Readonly<{ type: 'study-plan.unanswered' }>;
export type StudyPlanFact =
  | StudyPlanProposed
  | StudyPlanAsked
  | StudyPlanDeclined
  | StudyPlanAgreed
  | StudyPlanEnded
  | StudyPlanUnanswered;

/** A fact about the person and assignment of a plan. */
export const planFact = <Type extends StudyPlanFact['type'], More>(
  { personId, assignmentId, certificationId }: About,
  type: Type,
  more: More,
) => ({ type, personId, assignmentId, certificationId, ...more });

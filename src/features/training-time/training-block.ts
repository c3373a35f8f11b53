import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CalendarDate } from '../../shared/dates.js';
import { AssignmentId, CertificationId, PersonId, StudyPlanId, TrainingBlockId } from '../../shared/ids.js';

/** What took the time that was meant for studying. */
export const lostTo = ['meeting', 'customer', 'overload', 'other'] as const;
export const LostTo = z.enum(lostTo);
export type LostTo = z.infer<typeof LostTo>;

/** One stretch of study time that is planned for one assignment. Moving it keeps the block; its facts tell where it was. */
export const TrainingBlock = z.object({
  _id: TrainingBlockId,
  version: z.int().min(0),
  personId: PersonId,
  assignmentId: AssignmentId,
  certificationId: CertificationId,
  /** The plan that it is a time of; null when it was planned by hand. */
  planId: StudyPlanId.nullable(),
  startsAt: z.date(),
  endsAt: z.date(),
  /** A planned one whose end has passed is unanswered: nobody knows whether it happened. */
  state: z.enum(['planned', 'kept', 'partly', 'lost', 'dropped']),
  /** What took it, when it was lost; null otherwise. */
  lostTo: LostTo.nullable(),
  /** How often it was put to another time. */
  moves: z.int().min(0),
  /** When Laurel speaks of it next: before it begins, then after its end; null when nothing is left to say. */
  nextAt: z.date().nullable(),
});
export type TrainingBlock = z.infer<typeof TrainingBlock>;

/** The block of a plan on one of its days: whenever it is made, wherever it is moved, it is this one. */
export const blockIdOn = (date: CalendarDate, planId: StudyPlanId) =>
  `blk_${createHash('sha256').update(`${planId} ${date}`).digest('hex').slice(0, 32)}` as TrainingBlockId;

/** What its person says of it: how it went, or that it is not to be. */
export type Reply =
  | Readonly<{ kind: 'kept' | 'partly' | 'dropped'; to: null }>
  | Readonly<{ kind: 'lost'; to: LostTo }>;

/** From when to when. */
export type Span = Pick<TrainingBlock, 'startsAt' | 'endsAt'>;

type About = Pick<TrainingBlock, 'personId' | 'assignmentId' | 'certificationId'>;
type TrainingBlockPlanned = About & Span & Readonly<{ type: 'training-block.planned' }>;
type TrainingBlockMoved = About & Span & Readonly<{ type: 'training-block.moved'; from: Date }>;
type TrainingBlockKept = About & Readonly<{ type: 'training-block.kept' }>;
type TrainingBlockPartlyKept = About & Readonly<{ type: 'training-block.partly-kept' }>;
type TrainingBlockLost = About & Readonly<{ type: 'training-block.lost'; to: LostTo }>;
type TrainingBlockDropped = About &
  Readonly<{ type: 'training-block.dropped'; why: 'by-person' | 'assignment-closed' | 'plan-ended' | 'leave' }>;
export type TrainingBlockFact =
  | TrainingBlockPlanned
  | TrainingBlockMoved
  | TrainingBlockKept
  | TrainingBlockPartlyKept
  | TrainingBlockLost
  | TrainingBlockDropped;

/** A fact about the person and assignment of a block. */
export const factOf = <Type extends TrainingBlockFact['type'], More>(
  { personId, assignmentId, certificationId }: About,
  type: Type,
  more: More,
) => ({ type, personId, assignmentId, certificationId, ...more });

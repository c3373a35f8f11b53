import { z } from 'zod';
import { CertificationId, PersonId } from '../../shared/ids.js';

/** 90, 60, 30, 14, 7, 1 and 0 days before the due date, then weekly up to three times. */
export const defaultLadder: readonly number[] = [90, 60, 30, 14, 7, 1, 0, -7, -14, -21];

/** Who decides whether evidence is good: the person's manager, named people, or the programme owner. */
export const Reviewer = z.union([
  z.object({ by: z.enum(['manager', 'owner']) }),
  z.object({ by: z.literal('people'), personIds: z.array(PersonId).min(1).max(20) }),
]);
export type Reviewer = z.infer<typeof Reviewer>;

export const Certification = z.object({
  /** The code by which everybody calls it. */
  _id: CertificationId,
  version: z.int().min(0),
  name: z.string().min(1).max(200),
  issuer: z.string().min(1).max(200),
  kind: z.enum(['internal', 'external']),
  need: z.enum(['required', 'optional']),
  /** Work that needs it must stop when it lapses. */
  mayNotWorkWithout: z.boolean(),
  /** Months from the day it is earned; null when it never expires. */
  validMonths: z.int().min(1).max(600).nullable(),
  /** Days after expiry in which it still counts. */
  graceDays: z.int().min(0).max(3650),
  /** Days before the due date at which to remind, largest first; negative ones come after it. */
  ladder: z.array(z.int().min(-365).max(730)).min(1).max(30),
  /** Job roles it matters for, each with a sentence that says why. */
  relevantTo: z.array(z.object({ role: z.string().min(1).max(100), why: z.string().min(1).max(300) })).max(50),
  studyHours: z.number().min(0).max(2000),
  examFeeCents: z.int().min(0).nullable(),
  examFeeCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  studyLinks: z.array(z.string().max(2000)).max(10),
  reviewer: Reviewer,
  /** How many different people must agree. */
  approvals: z.literal([1, 2]),
  /** The issuer's waiting period after an attempt that did not work out, in days. */
  retakeDays: z.int().min(0).max(365),
});
export type Certification = z.infer<typeof Certification>;

type CertificationChanged = Readonly<{ type: 'certification.changed'; fields: readonly string[] }>;
type CertificationAdded = Readonly<{ type: 'certification.added' }>;
export type CatalogFact = CertificationAdded | CertificationChanged;

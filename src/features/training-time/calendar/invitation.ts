import { z } from 'zod';
import { MailAddress } from '../../../platform/mail/address.js';
import { PersonId, StudyPlanId, TrainingBlockId } from '../../../shared/ids.js';

/**
 * What an invitation is about, a plan with all its times or a single block: its calendar entry is named by the same id for as
 * long as it lives.
 */
export const InvitationId = z.union([TrainingBlockId, StudyPlanId]);
export type InvitationId = z.infer<typeof InvitationId>;

/**
 * What the calendar of one person was told of it. What it is to be told is read from plan and blocks when it is told;
 * this remembers only that something is owed, to whom it went, and how often.
 */
export const Invitation = z.object({
  _id: InvitationId,
  personId: PersonId,
  /** Grows with each change; the calendar believes the highest. */
  sequence: z.int().min(0),
  /** When it was last changed. */
  changedAt: z.date(),
  /** `owed`: something is to be sent. `told`: nothing is. `refused`: the mail server will not take it for this person. */
  state: z.enum(['owed', 'told', 'refused']),
  /** Whose calendar may have it: written before the first mail goes there, so that it can be taken out again. */
  invited: MailAddress.nullable(),
  /** When it is to be sent, or tried again; null when nothing is owed. */
  nextAt: z.date().nullable(),
  /** How often in a row it was tried in vain. */
  tries: z.int().min(0),
  /** What the mail server said last when it did not take it: a code. */
  why: z.string().max(40).nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

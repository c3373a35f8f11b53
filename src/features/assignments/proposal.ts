import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { CertificationId, PersonId, ProposalId } from '../../shared/ids.js';

export const proposalVerbs = ['assign', 'waive', 'withdraw', 'extend'] as const;
export type ProposalVerb = (typeof proposalVerbs)[number];

/** More people than this are asked about once more, and can be withdrawn as one. */
export const manyPeople = 25;
export const mostPeople = 500;
export const longestReason = 500;

/**
 * What somebody asks for, as it was shown to them before anything is done. A press carries only its id and version, so
 * that nothing that can be forged decides who is asked to do what.
 */
export const Proposal = z.object({
  _id: ProposalId,
  version: z.int().min(0),
  verb: z.enum(proposalVerbs),
  /** Who asks. */
  by: PersonId,
  /** Whom it is done to; those who were left out are not among them. */
  personIds: z.array(PersonId).min(1).max(mostPeople),
  certificationId: CertificationId,
  /** The due date to be; null for those that set none. */
  dueOn: CalendarDate.nullable(),
  because: z.string().max(longestReason),
  state: z.enum(['shown', 'asked-again', 'confirmed', 'dropped', 'withdrawn']),
  shownAt: z.date(),
});
export type Proposal = z.infer<typeof Proposal>;

type ProposalConfirmed = Readonly<{ type: 'proposal.confirmed'; verb: ProposalVerb }>;
/** What was assigned by it is taken back as one. */
type ProposalWithdrawn = Readonly<{ type: 'proposal.withdrawn' }>;
export type ProposalFact = ProposalConfirmed | ProposalWithdrawn;

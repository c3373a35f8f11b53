import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { AssignmentId, CertificationId, CredentialId, GrantId, PersonId } from '../../shared/ids.js';
import { Book } from '../../shared/money.js';
import { Review } from '../../shared/review.js';
import { Period } from './budget.js';
import { EntryKey, entryKinds, PayrollEntry } from './payroll.js';
import { Occasion, Reward, RewardPromise } from './reward.js';

/**
 * `requested`: the budget is still to be asked. `reserved`: what it costs is set aside, and it waits for who must approve it.
 * `over-budget`: it waits for money. `exported`: a file for payroll names it; `paid`: payroll says so, and what it rejects is
 * `granted` again. Of a reward that is taken back after its export, `reversed` comes when payroll has done so.
 */
const grantStates = [
  'requested',
  'over-budget',
  'reserved',
  'granted',
  'exported',
  'paid',
  'declined',
  'reversed',
] as const;
export type GrantState = (typeof grantStates)[number];

/** All but those in which nobody gets anything. */
export const standingStates: readonly GrantState[] = grantStates.filter(
  (state) => state !== 'declined' && state !== 'reversed',
);

/** What is taken from which budget. */
const Charge = z.object({
  book: Book,
  period: Period,
  /** Minor units, or points. */
  amount: z.int().min(1),
});
export type Charge = z.infer<typeof Charge>;

/** A reward on its way from what was promised to what is paid: one for each credential. */
export const Grant = z.object({
  _id: GrantId,
  version: z.int().min(0),
  credentialId: CredentialId,
  personId: PersonId,
  certificationId: CertificationId,
  /** Whose promise it keeps; null where nothing was promised and the tables said what it brings. */
  assignmentId: AssignmentId.nullable(),
  occasion: Occasion,
  reward: Reward,
  foundBy: RewardPromise.shape.foundBy,
  /** The day on which it was promised, or whose tables say what it brings. */
  promisedOn: CalendarDate,
  requestedOn: CalendarDate,
  state: z.enum(grantStates),
  /** Null for what costs no money. */
  charge: Charge.nullable(),
  /** The fact whose posting has set it aside in the ledger; null until then. */
  reservedBy: z.string().nullable(),
  /** When to look for money again; null unless it is over budget. */
  tryAt: z.date().nullable(),
  /** Who has agreed so far. */
  approvals: z.array(z.object({ by: PersonId, at: z.date() })),
  /** Who decided, when and why (when declined); null until then. */
  decision: z.object({ by: PersonId, at: z.date(), why: z.string().max(500) }).nullable(),
  /** Who is asked to approve it; null until it is reserved. */
  review: Review.nullable(),
  /** What payroll is to be told next, and since when; null: nothing. */
  due: z.object({ kind: z.enum(entryKinds), on: CalendarDate }).nullable(),
  /** Why it does not go on, though granted: a raise ended with its certification, or it is taken back from payroll. */
  end: z.object({ kind: z.enum(['ends', 'reversal']), on: CalendarDate }).nullable(),
  /** The entry that payroll has rejected, and that nobody has sent again. */
  toMend: EntryKey.nullable(),
  /** What payroll was told, in order. */
  payroll: z.array(PayrollEntry),
});
export type Grant = z.infer<typeof Grant>;

type About = Readonly<{
  personId: PersonId;
  certificationId: CertificationId;
  credentialId: CredentialId;
  charge: Charge | null;
}>;
/** The budget is to be asked: a first time, or again because there may be money now. */
export type GrantRequested = About & Readonly<{ type: 'grant.requested' }>;
type GrantReserved = About & Readonly<{ type: 'grant.reserved' }>;
type GrantOverBudget = About & Readonly<{ type: 'grant.over-budget' }>;
/** The first of two has agreed. */
type GrantApproved = About & Readonly<{ type: 'grant.approved' }>;
type GrantGranted = About & Readonly<{ type: 'grant.granted' }>;
type GrantDeclined = About & Readonly<{ type: 'grant.declined' }>;
/** The credential was revoked. `was` says what there is to give back. */
type GrantReversed = About & Readonly<{ type: 'grant.reversed'; was: GrantState }>;
/** A file for payroll names it. */
type GrantExported = About & Readonly<{ type: 'grant.exported' }>;
type GrantPaid = About & Readonly<{ type: 'grant.paid' }>;
type GrantRejected = About & Readonly<{ type: 'grant.rejected' }>;
/** An owner has mended what payroll rejected: it goes into the next file. */
type GrantResent = About & Readonly<{ type: 'grant.resent' }>;
/** A raise for as long as the certification is held is over. */
type GrantEnded = About & Readonly<{ type: 'grant.ended' }>;
/** The credential was revoked when payroll had it already. */
type GrantRecalled = About & Readonly<{ type: 'grant.recalled' }>;
/** A file for payroll says that it ends, or is taken back; and what payroll answered. */
type GrantEndExported = About & Readonly<{ type: 'grant.end-exported' }>;
type GrantEndAnswered = About & Readonly<{ type: 'grant.end-answered' }>;
/** What moves money that was set aside. */
export type GrantSettled = GrantGranted | GrantDeclined | GrantReversed | GrantExported | GrantPaid | GrantRejected;
/** What the person is told. */
export type GrantTold = GrantGranted | GrantDeclined | GrantReversed | GrantEnded | GrantRecalled;
export type GrantFact =
  | GrantRequested
  | GrantReserved
  | GrantOverBudget
  | GrantApproved
  | GrantSettled
  | GrantTold
  | GrantResent
  | GrantEndExported
  | GrantEndAnswered;

/** Whether it was approved, whatever payroll has done since. */
export const isApproved = ({ state }: Pick<Grant, 'state'>): boolean =>
  state === 'granted' || state === 'exported' || state === 'paid';

/** Approved, and not being taken back: what has ended with its certification was a reward all the same. */
export const stands = (grant: Pick<Grant, 'state' | 'end'>): boolean =>
  isApproved(grant) && grant.end?.kind !== 'reversal';

export const grantFact = <Type extends GrantFact['type'], More extends object = object>(
  { personId, certificationId, credentialId, charge }: About,
  type: Type,
  more: More = {} as More,
) => ({ type, personId, certificationId, credentialId, charge, ...more });

import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';
import { Review } from '../../shared/review.js';
import type { Certification } from '../catalog/index.js';
import type { Person } from '../people/index.js';

/** Expired, in grace and lapsed are computed from dates, never stored. */
const credentialStates = [
  'submitted',
  'verified',
  'declined',
  'withdrawn',
  /** Handed in a second time: it turned out to be one that is known. */
  'merged',
  'revoked',
  'superseded',
] as const;

/** Why a file is no evidence; who handed it in is told once. */
const fileRefusals = ['too-big', 'another-kind', 'gone'] as const;
export type FileRefusal = (typeof fileRefusals)[number];

/**
 * A file handed in as evidence. `kept` once Laurel has looked at its bytes and has a copy of its own; until then size and
 * name are the sender's word. Neither kept nor refused: it is still to be looked at.
 */
export const EvidenceFile = z.object({
  slackFileId: z.string().max(40),
  name: z.string().max(200),
  bytes: z.int().min(0),
  kind: z.enum(['pdf', 'png', 'jpeg']).nullable(),
  kept: z.boolean(),
  refused: z.enum(fileRefusals).nullable(),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

export const Credential = z.object({
  _id: CredentialId,
  version: z.int().min(0),
  personId: PersonId,
  certificationId: CertificationId,
  earnedOn: CalendarDate,
  /**
   * The last day on which it counts; null when it never expires. While it is submitted: what the person read on it, null
   * when it says nothing; who approves it has it computed then.
   */
  expiresOn: CalendarDate.nullable(),
  number: z.string().max(100),
  evidence: z.string().max(2000),
  state: z.enum(credentialStates),
  files: z.array(EvidenceFile).max(5),
  /** Who handed it in, when, and on which day that was where they are; null when it was loaded. */
  handedIn: z.object({ by: PersonId, on: CalendarDate, at: z.date() }).nullable(),
  /** Who has agreed so far, each for the version that they saw. */
  approvals: z.array(z.object({ by: PersonId, at: z.date() })),
  /** Who decided, when and why (when declined); null until then and for what was loaded. */
  decision: z.object({ by: PersonId, at: z.date(), why: z.string().max(500) }).nullable(),
  review: Review.nullable(),
  /** On which days it was told that today is the last valid day, and that it has lapsed. */
  lapse: z.object({ lastDayToldOn: CalendarDate.nullable(), lapsedOn: CalendarDate.nullable() }),
});
export type Credential = z.infer<typeof Credential>;

type About = Readonly<{ personId: PersonId; certificationId: CertificationId }>;
/** `source` says whether a person handed it in or it was loaded: what is loaded sends nobody anything. */
export type CredentialVerified = About &
  Readonly<{
    type: 'credential.verified';
    credentialId: CredentialId;
    earnedOn: CalendarDate;
    expiresOn: CalendarDate | null;
    source: 'loaded' | 'handed-in';
  }>;
/** `on` is the day on which it was handed in: by the due date counts as on time. */
type CredentialSubmitted = About &
  Readonly<{ type: 'credential.submitted'; credentialId: CredentialId; on: CalendarDate }>;
/** The person changed it before it was decided; who had agreed must look again. */
type CredentialCorrected = About & Readonly<{ type: 'credential.corrected'; credentialId: CredentialId }>;
type CredentialWithdrawn = About & Readonly<{ type: 'credential.withdrawn'; credentialId: CredentialId }>;
/** The first of two have agreed. */
type CredentialApproved = About & Readonly<{ type: 'credential.approved'; credentialId: CredentialId }>;
type CredentialDeclined = About & Readonly<{ type: 'credential.declined'; credentialId: CredentialId }>;
type CredentialMerged = About & Readonly<{ type: 'credential.merged'; credentialId: CredentialId; into: CredentialId }>;
/** It no longer counts, grace over, and work that needs it must stop. Written once by a sweep. */
type CredentialLapsed = About & Readonly<{ type: 'credential.lapsed'; credentialId: CredentialId }>;
/** Today is the last day on which work that needs it may be done. Written once by a sweep. */
type CredentialOnLastDay = About & Readonly<{ type: 'credential.on-last-day'; credentialId: CredentialId }>;
type CredentialRevoked = About & Readonly<{ type: 'credential.revoked'; credentialId: CredentialId }>;
type CredentialSuperseded = About & Readonly<{ type: 'credential.superseded'; credentialId: CredentialId }>;
export type CredentialFact =
  | CredentialVerified
  | CredentialSubmitted
  | CredentialCorrected
  | CredentialWithdrawn
  | CredentialApproved
  | CredentialDeclined
  | CredentialMerged
  | CredentialLapsed
  | CredentialOnLastDay
  | CredentialRevoked
  | CredentialSuperseded;

/** What a credential is born with when nobody needs to look at it. */
export const loadedSilently = {
  files: [],
  handedIn: null,
  approvals: [],
  decision: null,
  review: null,
  lapse: { lastDayToldOn: null, lapsedOn: null },
} satisfies Partial<Credential>;

/** Who is asked to decide about what was handed in, and when; from fresh data. */
export type BeginReview = (
  about: Readonly<{
    person: Person;
    certification: Certification;
    handedInBy: PersonId;
    /** When the assignment is due that waits for it; null when nobody asked for it. */
    dueOn: CalendarDate | null;
  }>,
  now: Date,
) => Promise<Review>;

/** Whether somebody is, or was, to decide about it: they may see the files. */
export type MayReview = (viewer: Person, credential: Credential) => Promise<boolean>;

import { z } from 'zod';
import { CalendarDate } from '../../shared/dates.js';
import { CertificationId, CredentialId, PersonId } from '../../shared/ids.js';

/** Expired, in grace and lapsed are computed from dates, never stored. */
const credentialStates = ['submitted', 'verified', 'declined', 'revoked', 'superseded'] as const;

export const Credential = z.object({
  _id: CredentialId,
  version: z.int().min(0),
  personId: PersonId,
  certificationId: CertificationId,
  earnedOn: CalendarDate,
  /** The last day on which it counts; null when it never expires. */
  expiresOn: CalendarDate.nullable(),
  number: z.string().max(100),
  evidence: z.string().max(2000),
  state: z.enum(credentialStates),
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
type CredentialSubmitted = About & Readonly<{ type: 'credential.submitted'; credentialId: CredentialId }>;
type CredentialDeclined = About & Readonly<{ type: 'credential.declined'; credentialId: CredentialId }>;
type CredentialRevoked = About & Readonly<{ type: 'credential.revoked'; credentialId: CredentialId }>;
type CredentialSuperseded = About & Readonly<{ type: 'credential.superseded'; credentialId: CredentialId }>;
export type CredentialFact =
  | CredentialVerified
  | CredentialSubmitted
  | CredentialDeclined
  | CredentialRevoked
  | CredentialSuperseded;

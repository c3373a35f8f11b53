import { loadedSilently } from '../../src/features/credentials/credential.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import type { CertificationId } from '../../src/shared/ids.js';
import { newCredentialId, newPersonId } from '../../src/shared/ids.js';

/** A verified credential of 1 March 2026, loaded from a file, that counts through 1 March 2029. */
export function aCredential(fields: Partial<Credential> = {}): Credential {
  return {
    _id: newCredentialId(),
    version: 0,
    personId: newPersonId(),
    certificationId: 'CERT-1' as CertificationId,
    earnedOn: '2026-03-01' as CalendarDate,
    expiresOn: '2029-03-01' as CalendarDate,
    number: '',
    evidence: '',
    state: 'verified',
    ...loadedSilently,
    ...fields,
  };
}

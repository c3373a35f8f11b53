import type { Certification } from '../../src/features/catalog/index.js';
import type { Credential } from '../../src/features/credentials/index.js';
import type { Person } from '../../src/features/people/index.js';
import { bornWith } from '../../src/platform/database/facts.js';
import type { CalendarDate } from '../../src/shared/dates.js';
import { aCertification } from '../builders/certification.js';
import { aCredential } from '../builders/credential.js';
import type { startHouse } from './house.js';

type House = Pick<Awaited<ReturnType<typeof startHouse>>, 'features' | 'clock' | 'certify'>;

/** Somebody's certification is verified, as an approval would do it: one update with its fact. */
export async function verify(
  { features, clock, certify }: House,
  personId: Person['_id'],
  certification: Partial<Certification> = {},
  { source = 'handed-in', ...fields }: Partial<Credential> & { source?: 'handed-in' | 'loaded' } = {},
): Promise<{ credential: Credential; certification: Certification }> {
  const wanted = aCertification(certification);
  if ((await features.catalog.store.byId(wanted._id)) === null) await certify(wanted);
  const credential = aCredential({
    personId,
    certificationId: wanted._id,
    earnedOn: '2026-09-28' as CalendarDate,
    expiresOn: '2029-09-28' as CalendarDate,
    ...fields,
  });
  const { certificationId, earnedOn, expiresOn } = credential;
  const about = { personId, certificationId, credentialId: credential._id, earnedOn, expiresOn };
  const cause = { at: clock.now(), by: 'test' };
  const born = bornWith(credential._id, { type: 'credential.verified', source, ...about }, cause);
  await features.credentials.store.model.insertMany([{ ...credential, ...born }]);
  return { credential, certification: wanted };
}

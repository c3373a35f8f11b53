import type { Credential, Credentials } from '../features/credentials/index.js';
import type { Person } from '../features/people/index.js';
import type { CertificationId } from '../shared/ids.js';

/* Credentials as others see them: compose.ts hands each of these to one feature. */

/** The credential that each of these people holds longest of one certification. */
export const longestHeld =
  ({ store }: Credentials) =>
  async (personIds: readonly Person['_id'][], certificationId: CertificationId) => {
    const held = (await store.earnedBy(personIds)).filter(
      (credential) => credential.certificationId === certificationId && credential.state === 'verified',
    );
    const shortestFirst = held.toSorted((a, b) => (a.expiresOn ?? '9999').localeCompare(b.expiresOn ?? '9999'));
    return new Map(shortestFirst.map((credential) => [credential.personId, credential]));
  };

/** Whether somebody had earned the same before. */
export const renewsEarlier =
  ({ store }: Credentials) =>
  async ({ personId, certificationId, earnedOn }: Credential) =>
    (await store.earnedBy([personId])).some(
      (other) => other.certificationId === certificationId && other.earnedOn < earnedOn && other.state !== 'revoked',
    );

/** How many other certifications somebody had earned before this one, whatever became of them; revoked ones do not count. */
export const countEarlier =
  ({ store }: Credentials) =>
  async ({ personId, certificationId, earnedOn }: Credential) => {
    // Of two that were earned on one day, one is the first.
    const key = `${earnedOn} ${certificationId}`;
    const others = (await store.earnedBy([personId])).filter(
      (other) =>
        other.certificationId !== certificationId &&
        other.state !== 'revoked' &&
        `${other.earnedOn} ${other.certificationId}` < key,
    );
    return new Set(others.map((other) => other.certificationId)).size;
  };

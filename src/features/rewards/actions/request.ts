import type { Cause, Stored } from '../../../platform/database/facts.js';
import type { CalendarDate } from '../../../shared/dates.js';
import { dateIn } from '../../../shared/dates.js';
import { grantIdOf } from '../../../shared/ids.js';
import type { Credential, CredentialFact, CredentialVerified } from '../../credentials/index.js';
import type { Person } from '../../people/index.js';
import type { Grant } from '../grant.js';
import { grantFact } from '../grant.js';
import { bookOf, chargeOf, earnedOf, keepsRaise, occasionOf, rewardBeside } from '../grant-rules.js';
import { endsWithCertification } from '../payroll-rules.js';
import { chargedPeriod } from '../periods.js';
import type { GrantDeps } from './deps.js';

type Verified = Stored<CredentialVerified>;
type Revoked = Stored<Extract<CredentialFact, { type: 'credential.revoked' }>>;

/** What is owed for a credential, and by which promise or table. */
type Owed = Pick<Grant, 'assignmentId' | 'occasion' | 'reward' | 'foundBy' | 'promisedOn'>;

/** Grants begin when a credential is verified, and end when it is revoked. */
export function createRequesting({ store, grants, budgets, people, credentials, assignments }: GrantDeps) {
  /** What its promise or the tables owe for a credential is requested once. What is loaded was rewarded elsewhere. */
  async function request(fact: Verified): Promise<void> {
    if (fact.source === 'loaded') return;
    const [credential, person] = await Promise.all([credentials.byId(fact.credentialId), people.byId(fact.personId)]);
    if (credential === null || person === null || credential.state === 'revoked') return;
    const earlier = await grantsBesides(credential);
    const owed = (await promised(credential, fact)) ?? (await byTables(credential, person, fact, earlier));
    if (owed === undefined || keepsRaise(owed.reward, earlier)) return;
    const cause = { at: fact.at, by: fact.id };
    const done = await insert(credential, owed, person, cause);
    if (done === 'promise-kept') {
      const other = await byTables(credential, person, fact, earlier);
      if (other !== undefined) await insert(credential, other, person, cause);
    }
    // It may have been revoked since we looked.
    if ((await credentials.byId(credential._id))?.state === 'revoked') await reverse(credential._id, cause);
  }

  /** What was promised for the assignment that it closes. */
  async function promised(credential: Credential, { id }: Verified): Promise<Owed | undefined> {
    const assignment = await assignments.earnedWith(credential, id);
    const promise = assignment && (await store.promiseOf(assignment._id));
    if (promise === null) return undefined;
    const { assignmentId, occasion, reward, foundBy, promisedOn } = promise;
    return { assignmentId, occasion, reward, foundBy, promisedOn };
  }

  /** Where nothing was promised: what the tables say for the day on which it was handed in. */
  async function byTables(
    credential: Credential,
    { grade, zone }: Person,
    { at }: Verified,
    earlier: readonly Grant[],
  ): Promise<Owed | undefined> {
    const { personId, certificationId } = credential;
    const earned = earnedOf(await credentials.earnedBy([personId]), certificationId);
    const others = earned.filter(({ _id }) => _id !== credential._id);
    const occasion = occasionOf(credential, others);
    if (occasion === undefined) return undefined;
    const on = credential.handedIn?.on ?? dateIn(at, zone);
    const tables = await store.tablesOf([certificationId]);
    const found = rewardBeside(earlier, tables, { certificationId, grade, occasion, on });
    return found && { assignmentId: null, occasion, ...found, promisedOn: on };
  }

  const grantsBesides = async ({ _id, personId, certificationId }: Credential) =>
    (await grants.ofPerson(personId, certificationId)).filter(({ credentialId }) => credentialId !== _id);

  async function insert(credential: Credential, owed: Owed, { zone }: Person, cause: Cause) {
    const { _id: credentialId, personId, certificationId } = credential;
    const requestedOn = dateIn(cause.at, zone);
    return grants.insert(
      {
        _id: grantIdOf(credentialId),
        credentialId,
        personId,
        certificationId,
        ...owed,
        requestedOn,
        state: 'requested',
        charge: await chargeFor(owed.reward, requestedOn),
        reservedBy: null,
        tryAt: null,
        approvals: [],
        decision: null,
        review: null,
        due: null,
        end: null,
        toMend: null,
        payroll: [],
      },
      cause,
    );
  }

  async function chargeFor(reward: Grant['reward'], on: CalendarDate): Promise<Grant['charge']> {
    const book = bookOf(reward);
    return book === undefined ? null : chargeOf(reward, chargedPeriod(await budgets.periodsOf(book), on), on);
  }

  /**
   * Ends what was granted for a credential, however far it is; looks again after each change that came between. What payroll
   * has is taken back by it. A raise for as long as it is held ends with the next file, unless another credential keeps it.
   */
  async function reverse(credentialId: Credential['_id'], cause: Cause): Promise<void> {
    for (;;) {
      const grant = await grants.byId(grantIdOf(credentialId));
      if (grant === null || grant.state === 'declined' || grant.state === 'reversed') return;
      if (grant.state === 'exported' || grant.state === 'paid') {
        if (grant.end !== null || endsWithCertification(grant.reward) || (await recall(grant, cause))) return;
        continue;
      }
      const fact = grantFact(grant, 'grant.reversed', { was: grant.state });
      const fields = {
        state: 'reversed',
        tryAt: null,
        due: null,
        toMend: null,
        ...(grant.review && endedReview),
      } as const;
      if (await grants.change(grant, fields as Partial<Grant>, fact, cause)) return;
    }
  }

  /** Has payroll take back what it has. False when something came between. */
  async function recall(grant: Grant, cause: Cause): Promise<boolean> {
    const person = await people.byId(grant.personId);
    if (person === null) throw new Error('A grant needs a person');
    const end = { kind: 'reversal', on: dateIn(cause.at, person.zone) } as const;
    return grants.change(grant, { end, due: end, toMend: null }, grantFact(grant, 'grant.recalled'), cause);
  }

  return {
    request,
    chargeFor,
    reverseRevoked: ({ id, at, credentialId }: Revoked) => reverse(credentialId, { at, by: id }),
  };
}

export type Requesting = ReturnType<typeof createRequesting>;

const endedReview = { 'review.nextAt': null, 'review.cardAt': null };

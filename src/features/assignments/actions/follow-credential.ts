import type { Clock } from '../../../platform/clock.js';
import type { Stored } from '../../../platform/database/facts.js';
import type { Zone } from '../../../shared/dates.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import type { AssignmentId, CertificationId, PersonId } from '../../../shared/ids.js';
import { newAssignmentId } from '../../../shared/ids.js';
import type { Credential, CredentialFact } from '../../credentials/index.js';
import type { Assignment, AssignmentFact, FirstNudge } from '../assignment.js';
import { factOf, notBegun } from '../assignment.js';
import type { Outcome } from '../rules.js';
import { announcedOrLoaded, earlier, nothingSaid, outcomeOf, plannedAnew, renewalOpensOn, toRenew } from '../rules.js';
import type { AssignmentsStore } from '../store.js';

export type FollowDeps = Readonly<{
  store: AssignmentsStore;
  clock: Clock;
  zoneOf(personId: PersonId): Promise<Zone | undefined>;
  ladderOf(certificationId: CertificationId): Promise<readonly number[] | undefined>;
  credentials: {
    /** All that a person holds of a certification, longest first; only the one that lasts longest is renewed. */
    verified(personId: PersonId, certificationId: CertificationId): Promise<readonly Credential[]>;
  };
  /** Filled when the nudges feature exists. */
  firstNudge: () => FirstNudge;
}>;

/** A fact after which another credential may be the one to renew. */
type Followed = Stored<
  Extract<
    CredentialFact,
    { type: 'credential.verified' | 'credential.merged' | 'credential.revoked' | 'credential.superseded' }
  >
>;
type Closed = Stored<Extract<AssignmentFact, { type: 'assignment.closed' }>>;

/** Why and when a person's certification is followed. */
type Setting = Readonly<{
  fact: Followed | Closed;
  today: Assignment['assignedOn'];
  now: Date;
  held(): Promise<readonly Credential[]>;
}>;

export function createFollowCredential({ store, clock, zoneOf, ladderOf, credentials, firstNudge }: FollowDeps) {
  /**
   * Brings a person's assignment in line with what is held now, whatever was held when the fact was stated. Throws when
   * something came between, to be tried again.
   */
  return async function followCredential(fact: Followed | Closed): Promise<void> {
    const { personId, certificationId } = fact;
    if (fact.type === 'assignment.closed' && !(await endsFirstTime(fact))) return;
    const zone = await zoneOf(personId);
    if (zone === undefined) return;
    const now = clock.now();
    const setting = {
      fact,
      today: dateIn(now, zone),
      now,
      held: () => credentials.verified(personId, certificationId),
    };

    // Read before what is held: if that changes afterwards and another run follows it, ours misses the version.
    const standing = await store.unfinishedOf(personId, certificationId);
    const held = await setting.held();
    const longest = toRenew(held, standing);
    const outcome = standing === null ? 'none' : becomes(standing, held, setting);
    if (standing !== null && outcome === 'moves') await move(standing, longest?.expiresOn ?? standing.dueOn, setting);
    if (standing !== null && (outcome === 'earned' || outcome === 'withdrawn')) await close(standing, outcome, fact);
    if (outcome !== 'moves' && outcome !== 'stands' && longest !== undefined) await planRenewal(longest, setting);
  };

  /** Whether nobody is to earn it for the first time any more; what is held already must still be renewed. */
  async function endsFirstTime({ about, closing }: Closed): Promise<boolean> {
    return closing !== 'earned' && (await store.byId(about as AssignmentId))?.renews === null;
  }

  function becomes(standing: Assignment, held: readonly Credential[], { today }: Setting): Outcome {
    const isRenewedHeld = held.some(({ _id }) => _id === standing.renews);
    return outcomeOf(standing, { longest: toRenew(held, standing), isRenewedHeld, today });
  }

  async function close(standing: Assignment, closing: 'earned' | 'withdrawn', fact: Stored): Promise<void> {
    // A withdrawn one renews nothing any more: should its credential be verified again, a new renewal can be planned.
    const fields = { state: 'closed', closing, ...(closing === 'withdrawn' && { renews: null }) } as const;
    const closed = factOf(standing, 'assignment.closed', { closing });
    if (!(await store.changeFor(fact.id, standing, fields, closed, causeOf(fact)))) throw cameBetween();
  }

  async function move(was: Assignment, dueOn: Assignment['dueOn'], { fact, today, now }: Setting) {
    const ladder = await ladderOf(was.certificationId);
    if (ladder === undefined) return;
    const usual = renewalOpensOn(dueOn, ladder);
    const opensOn = was.renews === null ? earlier(was.opensOn, usual) : usual;
    const opens = was.state === 'planned' && opensOn <= today && isSilent(fact);
    const state = opens ? 'open' : was.state;
    const next = { ...was, dueOn, opensOn, state };
    const nudge =
      state === 'open' ? plannedAnew(await firstNudge()({ ...next, how: announcedOrLoaded(was), now })) : {};
    const fields = (['dueOn', 'opensOn'] as const).filter((name) => next[name] !== was[name]);
    const moved = opens ? factOf(was, 'assignment.opened', {}) : factOf(was, 'assignment.changed', { fields });
    const done = await store.changeFor(fact.id, was, { dueOn, opensOn, state, ...nudge }, moved, causeOf(fact));
    if (!done) throw cameBetween();
  }

  async function planRenewal({ _id, personId, certificationId, expiresOn: dueOn }: Credential, setting: Setting) {
    const { fact, today, now, held } = setting;
    const ladder = await ladderOf(certificationId);
    if (dueOn === null || ladder === undefined) return;
    // Once the last step of the ladder has passed there would be nothing left to say.
    if (daysBetween(dueOn, today) > -Math.min(0, ...ladder)) return;
    const opensOn = renewalOpensOn(dueOn, ladder);
    const opens = opensOn <= today && isSilent(fact);
    const about = { personId, certificationId, dueOn, opensOn, examOn: null };
    const renewal: Omit<Assignment, 'version'> = {
      _id: newAssignmentId(),
      ...about,
      state: opens ? 'open' : 'planned',
      renews: _id,
      because: '',
      assignedBy: null,
      assignedOn: today,
      ...notBegun,
      nudge: opens ? await firstNudge()({ ...about, how: 'loaded', now }) : nothingSaid,
    };
    const planned = factOf(renewal, opens ? 'assignment.opened' : 'assignment.planned', {});
    await store.insert(renewal, planned, causeOf(fact));
    // Another may stand in its place, or the credential may have been revoked since we looked.
    const standing = await store.unfinishedOf(personId, certificationId);
    if (standing !== null && becomes(standing, await held(), setting) !== 'stands') throw cameBetween();
  }
}

/** What is loaded sends nobody anything: what is late already opens without a notice. */
const isSilent = (fact: Followed | Closed) => fact.type !== 'credential.verified' || fact.source === 'loaded';

const cameBetween = () => new Error('Something came between; this is tried again');

const causeOf = (fact: Stored) => ({ at: fact.at, by: fact.id });

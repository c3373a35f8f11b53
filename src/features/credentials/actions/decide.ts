import { duplicateIndexOf } from '../../../platform/database/errors.js';
import type { Actor, Cause } from '../../../platform/database/facts.js';
import type { CredentialId } from '../../../shared/ids.js';
import { CredentialId as CredentialIdShape } from '../../../shared/ids.js';
import { isAsSeen, timeWords } from '../../../shared/review.js';
import type { Seen } from '../../../shared/seen.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { Decided, ReviewRefusal } from '../messages/review.js';
import { lookAlikes, untilOf } from '../review-rules.js';
import type { Asking, ReviewDeps } from './asking.js';

type SeenCredential = Seen<CredentialId>;

/** What a reviewer wants to do. */
type Wish = Readonly<{ kind: 'approve' } | { kind: 'decline'; why: string } | { kind: 'same' }>;

/** What they see before they say why: the credential as it stands, or why there is nothing to decline. */
export type Declining =
  | Readonly<{ kind: 'asks'; seen: { id: CredentialId; version: number }; person: string; certification: string }>
  | Exclude<Decided, { kind: 'approved' | 'merged' }>;

/**
 * The decisions. Each is one update that expects what the reviewer saw; whoever comes second, twice or too late is told how
 * it stands, and their card is drawn anew.
 */
export function createDecisions(deps: ReviewDeps, asking: Asking) {
  const { store, reviews, people, assignments, outbox, clock } = deps;

  /** Looks again after each change that came between; every round but the last means that somebody else did something. */
  async function decide(actor: Person, seen: SeenCredential, wish: Wish): Promise<Decided> {
    for (;;) {
      const now = clock.now();
      const credential = await store.byId(seen.id);
      if (credential === null) return refuse('not-known');
      const standing = await asking.standingOf(actor, credential, now);
      if (standing !== 'reviewer') return refuse(standing);
      const [person, certification] = await asking.subjectOf(credential);
      const settled = await standsAs({ credential, person, certification, actor, seen, wish, now });
      if (settled !== undefined) return settled;
      const done = await attempt({ credential, person, certification, actor, seen, wish, now });
      if (done !== undefined) return done;
    }
  }

  type Attempt = Readonly<{
    credential: Credential;
    person: Person;
    certification: Certification;
    actor: Person;
    seen: SeenCredential;
    wish: Wish;
    now: Date;
  }>;

  /** Undefined when something came between. */
  async function attempt(all: Attempt): Promise<Decided | undefined> {
    const { credential, wish, certification } = all;
    if (wish.kind === 'decline') return decline(all, wish.why);
    if (wish.kind === 'same') return merge(all);
    return credential.approvals.length + 1 < certification.approvals ? agree(all) : verify(all);
  }

  async function agree({ credential, person, certification, actor, now }: Attempt): Promise<Decided | undefined> {
    const approval = { by: actor._id, at: now };
    const agreed = { ...credential, approvals: [...credential.approvals, approval] };
    const assignment = await assignments.unfinishedOf(person._id, certification._id);
    const step = await asking.askSecond(agreed, assignment?.dueOn ?? null, now);
    const fact = { type: 'credential.approved', ...aboutOf(credential) } as const;
    return (await reviews.agree(credential, approval, step, fact))
      ? { kind: 'agreed', ...namesOf(person, certification) }
      : undefined;
  }

  const verify = ({ credential, person, certification, actor, now }: Attempt) => {
    const agreed = { ...credential, approvals: [...credential.approvals, { by: actor._id, at: now }] };
    return verifyAgreed(agreed, person, certification, cause(actor, now));
  };

  /** Whoever agreed last has decided. Undefined when something came between. */
  async function verifyAgreed(
    credential: Credential,
    person: Person,
    certification: Certification,
    because: Cause,
  ): Promise<Decided | undefined> {
    const expiresOn = untilOf(credential, certification);
    const { earnedOn, approvals } = credential;
    const decision = { ...approvals.at(-1)!, why: '' };
    const about = aboutOf(credential);
    const fact = { type: 'credential.verified', ...about, earnedOn, expiresOn, source: 'handed-in' } as const;
    try {
      const fields = { state: 'verified', expiresOn, approvals, decision } as const;
      const done = await reviews.decide(credential, fields, fact, because);
      return done ? { kind: 'approved', ...namesOf(person, certification) } : undefined;
    } catch (error) {
      if (!duplicateIndexOf(error)?.endsWith('earned')) throw error;
      return earnedThatDay(credential, person);
    }
  }

  /** One that was earned on the same day is on record: the card offers it as the same, unless it was revoked. */
  async function earnedThatDay(credential: Credential, person: Person): Promise<Decided> {
    const { personId, certificationId, earnedOn } = credential;
    const other = await store.earnedOn(personId, certificationId, earnedOn);
    await outbox.markStale(credential._id);
    return { kind: 'same-day', person: person.name, earnedOn, counts: other?.state === 'revoked' ? 'no' : 'yes' };
  }

  async function decline(
    { credential, person, certification, actor, now }: Attempt,
    why: string,
  ): Promise<Decided | undefined> {
    const fields = { state: 'declined', decision: { by: actor._id, at: now, why } } as const;
    const fact = { type: 'credential.declined', ...aboutOf(credential) } as const;
    const done = await reviews.decide(credential, fields, fact, cause(actor, now));
    return done ? { kind: 'declined', ...namesOf(person, certification) } : undefined;
  }

  async function merge({ credential, person, certification, actor, seen, now }: Attempt): Promise<Decided | undefined> {
    const into = CredentialIdShape.safeParse(seen.choice).data;
    const held = await store.earnedBy([person._id]);
    const same = lookAlikes(
      credential,
      held.filter((one) => one.certificationId === certification._id),
    ).find(({ _id }) => _id === into);
    if (same === undefined) {
      await outbox.markStale(credential._id);
      return refuse('not-the-same');
    }
    const fields = { state: 'merged', decision: { by: actor._id, at: now, why: '' } } as const;
    const fact = { type: 'credential.merged', ...aboutOf(credential), into: same._id } as const;
    const done = await reviews.decide(credential, fields, fact, cause(actor, now));
    return done ? { kind: 'merged', ...namesOf(person, certification) } : undefined;
  }

  /** Undefined while it can be decided as it was seen; otherwise how it stands now. */
  async function standsAs(all: Attempt): Promise<Decided | undefined> {
    const { credential, person, certification, actor, seen, wish, now } = all;
    const names = namesOf(person, certification);
    if (credential.state === 'submitted') {
      const hasAgreed = credential.approvals.some(({ by }) => by === actor._id);
      if (hasAgreed && wish.kind === 'approve') return { kind: 'agreed', ...names };
      if (isAsSeen(credential, seen.version)) return undefined;
      await outbox.markStale(credential._id);
      return { kind: 'new-evidence', person: person.name };
    }
    await outbox.markStale(credential._id);
    if (credential.state === 'withdrawn') return refuse('withdrawn');
    const did = doneIn[credential.state];
    const { decision } = credential;
    if (did === undefined || decision === null) return refuse('over');
    if (decision.by === actor._id && did === wanted[wish.kind]) return { kind: did, ...names };
    const by = decision.by === actor._id ? 'You' : ((await people.byId(decision.by))?.name ?? 'Somebody');
    return { kind: 'decided-by', by, did, when: timeWords(decision.at, actor.zone, now) };
  }

  return {
    approve: (actor: Person, seen: SeenCredential) => decide(actor, seen, { kind: 'approve' }),
    decline: (actor: Person, seen: SeenCredential, why: string) => decide(actor, seen, { kind: 'decline', why }),
    same: (actor: Person, seen: SeenCredential) => decide(actor, seen, { kind: 'same' }),

    /** Verifies what enough people have agreed to, since the catalogue asks for fewer than before. */
    async settleAgreed(id: CredentialId, by: Actor): Promise<void> {
      for (let settled: Decided | undefined; settled === undefined; ) {
        const credential = await store.byId(id);
        if (credential?.state !== 'submitted' || credential.approvals.length === 0) return;
        const [person, certification] = await asking.subjectOf(credential);
        if (credential.approvals.length < certification.approvals) return;
        settled = await verifyAgreed(credential, person, certification, { at: clock.now(), by });
      }
    },

    /** Before the reason is asked for: whether there is something to decline. Changes nothing. */
    async beginDecline(actor: Person, seen: SeenCredential): Promise<Declining | Decided> {
      const now = clock.now();
      const credential = await store.byId(seen.id);
      if (credential === null) return refuse('not-known');
      const standing = await asking.standingOf(actor, credential, now);
      if (standing !== 'reviewer') return refuse(standing);
      const [person, certification] = await asking.subjectOf(credential);
      const wish = { kind: 'decline', why: '' } as const;
      const settled = await standsAs({ credential, person, certification, actor, seen, wish, now });
      if (settled !== undefined) return settled;
      return { kind: 'asks', seen: { id: seen.id, version: seen.version }, ...namesOf(person, certification) };
    },
  };
}

export type Decisions = ReturnType<typeof createDecisions>;

const refuse = (why: ReviewRefusal): Decided => ({ kind: 'refused', why });

const doneIn: Partial<Record<Credential['state'], 'approved' | 'declined' | 'merged'>> = {
  verified: 'approved',
  superseded: 'approved',
  declined: 'declined',
  merged: 'merged',
};
const wanted = { approve: 'approved', decline: 'declined', same: 'merged' } as const;

const aboutOf = ({ _id, personId, certificationId }: Credential) => ({ personId, certificationId, credentialId: _id });
const namesOf = (person: Person, certification: Certification) => ({
  person: person.name,
  certification: certification.name,
});
const cause = ({ _id }: Person, at: Date) => ({ at, by: _id });

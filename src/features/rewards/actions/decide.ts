import { dateIn } from '../../../shared/dates.js';
import type { GrantId } from '../../../shared/ids.js';
import { isAsSeen, timeWords } from '../../../shared/review.js';
import type { Seen } from '../../../shared/seen.js';
import type { Certification } from '../../catalog/index.js';
import type { Person } from '../../people/index.js';
import type { Grant } from '../grant.js';
import { grantFact } from '../grant.js';
import type { Decided, GrantRefusal } from '../messages/approval.js';
import { dueOnceGranted } from '../payroll-rules.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

type SeenGrant = Seen<GrantId>;

/** What an approver wants to do. */
type Wish = Readonly<{ kind: 'approve' } | { kind: 'decline'; why: string }>;

/** What they see before they say why: the grant as it stands, or why there is nothing to decline. */
export type Declining =
  | Readonly<{ kind: 'asks'; seen: { id: GrantId; version: number }; person: string; certification: string }>
  | Decided;

type Attempt = Readonly<{ grant: Grant; person: Person; certification: Certification; actor: Person; now: Date }>;

/**
 * Approving and declining. Each is one update that expects what the approver saw; whoever comes second, twice or too late is
 * told how it stands, and their card is drawn anew.
 */
export function createGrantDecisions({ grants, people, outbox, clock }: GrantDeps, asking: Approving) {
  /** Looks again after each change that came between; every round but the last means that somebody else did something. */
  async function decide(actor: Person, seen: SeenGrant, wish: Wish): Promise<Decided> {
    for (;;) {
      const found = await look(actor, seen, wish);
      if ('kind' in found) return found;
      const done = wish.kind === 'decline' ? await decline(found, wish.why) : await approve(found);
      if (done !== undefined) return done;
    }
  }

  /** What can be decided as it was seen, or how it stands instead. Changes nothing. */
  async function look(actor: Person, seen: SeenGrant, wish: Wish): Promise<Attempt | Decided> {
    const now = clock.now();
    const grant = await grants.byId(seen.id);
    if (grant === null) return refuse('not-known');
    const standing = await asking.standingOf(actor, grant, now);
    if (standing !== 'approver') return refuse(standing);
    const [person, certification] = await asking.subjectOf(grant);
    const attempt = { grant, person, certification, actor, now };
    return (await standsAs(attempt, seen, wish)) ?? attempt;
  }

  /** Undefined when something came between. */
  async function approve({ grant, person, certification, actor, now }: Attempt): Promise<Decided | undefined> {
    const approval = { by: actor._id, at: now };
    const approvals = [...grant.approvals, approval];
    const names = namesOf(person, certification);
    if (approvals.length < asking.needed(grant)) {
      const step = await asking.askSecond({ ...grant, approvals }, now);
      const agreed = await grants.agree(grant, approval, step, grantFact(grant, 'grant.approved'));
      return agreed ? { kind: 'agreed', ...names } : undefined;
    }
    const due = dueOnceGranted(grant.reward, dateIn(now, person.zone));
    const fields = { state: 'granted', approvals, decision: { ...approval, why: '' }, due } as const;
    const done = await grants.decide(grant, fields, grantFact(grant, 'grant.granted'), approval);
    return done ? { kind: 'approved', ...names } : undefined;
  }

  async function decline({ grant, person, certification, actor, now }: Attempt, why: string) {
    const fields = { state: 'declined', decision: { by: actor._id, at: now, why } } as const;
    const fact = grantFact(grant, 'grant.declined');
    const done = await grants.decide(grant, fields, fact, { by: actor._id, at: now });
    return done ? ({ kind: 'declined', ...namesOf(person, certification) } as const) : undefined;
  }

  /** Undefined while it can be decided as it was seen; otherwise how it stands now. */
  async function standsAs(all: Attempt, seen: SeenGrant, wish: Wish): Promise<Decided | undefined> {
    const { grant, person, certification, actor, now } = all;
    const names = namesOf(person, certification);
    if (grant.state === 'reserved') {
      const hasAgreed = grant.approvals.some(({ by }) => by === actor._id);
      if (hasAgreed && wish.kind === 'approve') return { kind: 'agreed', ...names };
      if (isAsSeen(grant, seen.version)) return undefined;
    }
    await outbox.markStale(grant._id);
    if (grant.state === 'reversed') return refuse('revoked');
    const did = doneIn[grant.state];
    const { decision } = grant;
    if (did === undefined || decision === null) return refuse('changed');
    if (decision.by === actor._id && did === wanted[wish.kind]) return { kind: did, ...names };
    const by = decision.by === actor._id ? 'You' : ((await people.byId(decision.by))?.name ?? 'Somebody');
    return { kind: 'decided-by', by, did, when: timeWords(decision.at, actor.zone, now) };
  }

  return {
    approve: (actor: Person, seen: SeenGrant) => decide(actor, seen, { kind: 'approve' }),
    decline: (actor: Person, seen: SeenGrant, why: string) => decide(actor, seen, { kind: 'decline', why }),

    /** Before the reason is asked for: whether there is something to decline. Changes nothing. */
    async beginDecline(actor: Person, seen: SeenGrant): Promise<Declining> {
      const found = await look(actor, seen, { kind: 'decline', why: '' });
      if ('kind' in found) return found;
      return {
        kind: 'asks',
        seen: { id: seen.id, version: seen.version },
        ...namesOf(found.person, found.certification),
      };
    },
  };
}

export type GrantDecisions = ReturnType<typeof createGrantDecisions>;

const refuse = (why: GrantRefusal): Decided => ({ kind: 'refused', why });

const doneIn: Partial<Record<Grant['state'], 'approved' | 'declined'>> = {
  granted: 'approved',
  exported: 'approved',
  paid: 'approved',
  declined: 'declined',
};
const wanted = { approve: 'approved', decline: 'declined' } as const;

const namesOf = (person: Person, certification: Certification) => ({
  person: person.name,
  certification: certification.name,
});

import type { Clock } from '../../../platform/clock.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import type { PersonId, ProposalId } from '../../../shared/ids.js';
import type { Seen } from '../../../shared/seen.js';
import type { Authority, Person } from '../../people/index.js';
import type { Proposal } from '../proposal.js';
import { manyPeople } from '../proposal.js';
import type { ProposalStore } from '../proposal-store.js';
import type { AssignmentsStore } from '../store.js';
import type { Proposed, Shown } from './propose.js';
import type { Weigh, WeighDeps } from './weigh.js';

export type ConfirmDeps = Readonly<{
  proposals: ProposalStore;
  store: Pick<AssignmentsStore, 'ofProposal'>;
  clock: Clock;
  weigh: Weigh;
  certificationOf: WeighDeps['certificationOf'];
  authority: Pick<Authority, 'isOwner'>;
  peopleByIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
}>;

/** What was confirmed, for words. */
export type Confirmed = Readonly<{
  proposal: Proposal;
  name: string;
  names: readonly string[];
  /** Those of them whom Laurel cannot reach. */
  withoutSlack: readonly string[];
}>;

export type PressRefusal = 'not-known' | 'not-yours' | 'changed' | 'cancelled' | 'done-already' | 'taken-back' | 'past';
type Refused = Readonly<{ kind: 'refused'; code: PressRefusal }>;

type Confirming =
  | Readonly<{ kind: 'confirmed'; confirmed: Confirmed }>
  | Readonly<{ kind: 'asked-again'; shown: Shown }>
  | Extract<Proposed, { kind: 'nothing' | 'refused' }>
  | Refused;
type Cancelling = Readonly<{ kind: 'cancelled' }> | Refused;
/** How many are not asked any more, and how many had handed it in or settled it before. */
type TakingBack = Readonly<{ kind: 'taken-back'; name: string; taken: number; stay: number }> | Refused;

/** What people do with what was shown to them. Each is decided anew: who may do it, and what it would do. */
export function createConfirm(deps: ConfirmDeps) {
  const { proposals, store, clock, weigh, certificationOf, authority, peopleByIds } = deps;

  return {
    /** More than 25 people are asked about once more. The same press, come twice, is answered the same. */
    async confirm(asker: Person, seen: Seen<ProposalId>): Promise<Confirming> {
      const was = await proposals.byId(seen.id);
      if (was === null) return refuse('not-known');
      if (was.by !== asker._id) return refuse('not-yours');
      const isSamePress = was.version === seen.version + 1;
      if (was.state === 'confirmed') return isSamePress ? confirmed(was) : refuse('done-already');
      if (was.state === 'withdrawn') return refuse('taken-back');
      if (was.state === 'dropped') return refuse('cancelled');
      const isAskedAgain = was.state === 'asked-again' && isSamePress;
      if (was.version !== seen.version && !isAskedAgain) return refuse('changed');

      const now = clock.now();
      const today = dateIn(now, asker.zone);
      if (was.dueOn !== null && was.dueOn < today) return refuse('past');
      const people = [...(await peopleByIds(was.personIds)).values()].filter(({ state }) => state === 'active');
      const weighed = await weigh(asker, was, people);
      if (weighed.kind === 'refused') return weighed;
      const { certification, doing, left } = weighed;
      const { name } = certification;
      if (doing.length === 0) return { kind: 'nothing', verb: was.verb, name, left, unknown: 0 };
      const isMany = was.verb === 'assign' && doing.length > manyPeople;
      if (isAskedAgain || (isMany && was.state === 'shown')) {
        if (!isAskedAgain && !(await proposals.turn(was, 'asked-again'))) return this.confirm(asker, seen);
        const proposal = { ...was, version: seen.version + 1 };
        const daysLeft = was.dueOn === null ? 0 : daysBetween(today, was.dueOn);
        return {
          kind: 'asked-again',
          shown: { proposal, name, daysLeft, names: doing.map((person) => person.name), left, unknown: 0 },
        };
      }
      const fields = { state: 'confirmed' as const, personIds: doing.map(({ _id }) => _id) };
      const fact = { type: 'proposal.confirmed' as const, verb: was.verb };
      const done = await proposals.change(was, fields, fact, { at: now, by: asker._id });
      return done ? confirmed({ ...was, ...fields, version: was.version + 1 }) : this.confirm(asker, seen);
    },

    async cancel(asker: Person, seen: Seen<ProposalId>): Promise<Cancelling> {
      const was = await proposals.byId(seen.id);
      if (was === null) return refuse('not-known');
      if (was.by !== asker._id) return refuse('not-yours');
      if (was.state === 'dropped') return { kind: 'cancelled' };
      if (was.state === 'confirmed') return refuse('done-already');
      if (was.state === 'withdrawn') return refuse('taken-back');
      return (await proposals.turn(was, 'dropped')) ? { kind: 'cancelled' } : this.cancel(asker, seen);
    },

    /** Withdraws as one what was assigned as one: for whoever did it, and owners. */
    async takeBack(asker: Person, seen: Seen<ProposalId>): Promise<TakingBack> {
      const was = await proposals.byId(seen.id);
      if (was === null) return refuse('not-known');
      if (was.by !== asker._id && !authority.isOwner(asker)) return refuse('not-yours');
      if (was.verb === 'assign' && was.state === 'withdrawn') return takenBack(was);
      if (was.verb !== 'assign' || was.state !== 'confirmed' || was.version !== seen.version) return refuse('changed');
      const cause = { at: clock.now(), by: asker._id };
      const done = await proposals.change(was, { state: 'withdrawn' }, { type: 'proposal.withdrawn' }, cause);
      return done ? takenBack(was) : this.takeBack(asker, seen);
    },
  };

  async function confirmed(proposal: Proposal): Promise<Confirming> {
    const [certification, people] = await Promise.all([
      certificationOf(proposal.certificationId),
      peopleByIds(proposal.personIds),
    ]);
    const them = proposal.personIds.flatMap((id) => people.get(id) ?? []);
    return {
      kind: 'confirmed',
      confirmed: {
        proposal,
        name: certification?.name ?? proposal.certificationId,
        names: them.map(({ name }) => name),
        withoutSlack: them.filter(({ slackId }) => slackId === null).map(({ name }) => name),
      },
    };
  }

  /** Counted by what stays, so that it is the same before and after it was carried out. */
  async function takenBack({ _id, certificationId, personIds }: Proposal): Promise<TakingBack> {
    const [certification, assigned] = await Promise.all([certificationOf(certificationId), store.ofProposal(_id)]);
    const stay = assigned.filter(
      ({ state, closing }) => state === 'in-review' || closing === 'earned' || closing === 'waived',
    ).length;
    return {
      kind: 'taken-back',
      name: certification?.name ?? certificationId,
      taken: Math.max(0, personIds.length - stay),
      stay,
    };
  }
}

const refuse = (code: PressRefusal): Refused => ({ kind: 'refused', code });

export type Confirm = ReturnType<typeof createConfirm>;

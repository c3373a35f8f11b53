import type { Clock } from '../../../platform/clock.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import { newProposalId } from '../../../shared/ids.js';
import type { Person } from '../../people/index.js';
import type { Request } from '../command-text.js';
import type { Proposal } from '../proposal.js';
import type { ProposalStore } from '../proposal-store.js';
import type { FindPeople, PeopleRefused } from './find-people.js';
import type { Left, Weigh, Weighed } from './weigh.js';

export type ProposeDeps = Readonly<{
  proposals: Pick<ProposalStore, 'show'>;
  clock: Clock;
  weigh: Weigh;
  findPeople: FindPeople;
}>;

/** What would happen, as it is shown before anything does. */
export type Shown = Readonly<{
  proposal: Proposal;
  /** What the certification is called. */
  name: string;
  /** Until the due date; 0 where no date is set. */
  daysLeft: number;
  names: readonly string[];
  left: readonly Left[];
  /** Members of a group who are in no people file, have left, or are guests. */
  unknown: number;
}>;

export type Proposed =
  | Readonly<{ kind: 'shown'; shown: Shown }>
  | Readonly<{ kind: 'nothing'; verb: Request['verb']; name: string; left: readonly Left[]; unknown: number }>
  | PeopleRefused
  | Extract<Weighed, { kind: 'refused' }>;

/** Works out what somebody asks for, and keeps it so that a press can confirm it. Nothing is done yet. */
export function createPropose({ proposals, clock, weigh, findPeople }: ProposeDeps) {
  return async function propose(asker: Person, request: Request): Promise<Proposed> {
    const found = await findPeople(request.who);
    if (found.kind === 'refused') return found;
    const { people, unknown } = found;
    const weighed = await weigh(asker, request, people);
    if (weighed.kind === 'refused') return weighed;
    const { certification, doing, left } = weighed;
    const { name } = certification;
    if (doing.length === 0) return { kind: 'nothing', verb: request.verb, name, left, unknown };
    const { verb, certificationId, dueOn, because } = request;
    const now = clock.now();
    const proposal: Proposal = {
      _id: newProposalId(),
      version: 0,
      verb,
      by: asker._id,
      personIds: doing.map(({ _id }) => _id),
      certificationId,
      dueOn,
      because,
      state: 'shown',
      shownAt: now,
    };
    await proposals.show(proposal);
    return {
      kind: 'shown',
      shown: {
        proposal,
        name,
        daysLeft: dueOn === null ? 0 : daysBetween(dateIn(now, asker.zone), dueOn),
        names: doing.map((person) => person.name),
        left,
        unknown,
      },
    };
  };
}

export type Propose = ReturnType<typeof createPropose>;

import type { Clock } from '../../../platform/clock.js';
import { dateIn, daysBetween } from '../../../shared/dates.js';
import { newProposalId } from '../../../shared/ids.js';
import type { SlackUserId } from '../../../shared/links.js';
import type { Asker, Authority, Person } from '../../people/index.js';
import type { Mentioned, Request } from '../command-text.js';
import type { Proposal } from '../proposal.js';
import { mostPeople } from '../proposal.js';
import type { ProposalStore } from '../proposal-store.js';
import type { Left, Weigh, Weighed } from './weigh.js';

export type ProposeDeps = Readonly<{
  proposals: Pick<ProposalStore, 'show'>;
  clock: Clock;
  weigh: Weigh;
  authority: Pick<Authority, 'asker'>;
  /** Undefined when Slack does not tell. */
  membersOf(groupId: string): Promise<readonly SlackUserId[] | undefined>;
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

type Nobody = Readonly<{ mention: string; why: Exclude<Asker['kind'], 'person'> }>;
export type PeopleRefused =
  | Readonly<{ kind: 'refused'; code: 'not-people'; people: readonly Nobody[] }>
  | Readonly<{ kind: 'refused'; code: 'group-unreadable' | 'group-empty'; mention: string }>
  | Readonly<{ kind: 'refused'; code: 'too-many'; count: number }>;

/** Works out what somebody asks for, and keeps it so that a press can confirm it. Nothing is done yet. */
export function createPropose({ proposals, clock, weigh, authority, membersOf }: ProposeDeps) {
  return async function propose(asker: Person, request: Request): Promise<Proposed> {
    const found = await find(request.who);
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

  /** Whoever is mentioned by name must be somebody; of a group, those who are not are left out. */
  async function find(
    who: readonly Mentioned[],
  ): Promise<PeopleRefused | { kind: 'found'; people: Person[]; unknown: number }> {
    const named = new Map<SlackUserId, string | undefined>();
    for (const mentioned of who) {
      if (mentioned.kind === 'person') named.set(mentioned.slackId, mentioned.name);
    }
    for (const mentioned of who) {
      if (mentioned.kind === 'person') continue;
      const members = await membersOf(mentioned.groupId);
      if (members === undefined) return { kind: 'refused', code: 'group-unreadable', mention: mentioned.name };
      if (members.length === 0) return { kind: 'refused', code: 'group-empty', mention: mentioned.name };
      for (const slackId of members) if (!named.has(slackId)) named.set(slackId, undefined);
    }
    if (named.size > mostPeople) return { kind: 'refused', code: 'too-many', count: named.size };
    const answers = await Promise.all([...named.keys()].map((slackId) => authority.asker(slackId)));
    const mentions = [...named.values()];
    const people = answers.flatMap((answer) => (answer.kind === 'person' ? [answer.person] : []));
    const nobodies = answers.flatMap((answer, index): Nobody[] => {
      const mention = mentions[index];
      return answer.kind === 'person' || mention === undefined ? [] : [{ mention, why: answer.kind }];
    });
    if (nobodies.length > 0) return { kind: 'refused', code: 'not-people', people: nobodies };
    return { kind: 'found', people, unknown: named.size - people.length };
  }
}

export type Propose = ReturnType<typeof createPropose>;

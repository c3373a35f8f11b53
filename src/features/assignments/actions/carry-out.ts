import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.js';
import type { Stored } from '../../../platform/database/facts.js';
import { dateIn } from '../../../shared/dates.js';
import type { AssignmentId, PersonId, ProposalId } from '../../../shared/ids.js';
import type { Person } from '../../people/index.js';
import type { Assignment, FirstNudge } from '../assignment.js';
import { factOf, notBegun } from '../assignment.js';
import type { Proposal, ProposalFact } from '../proposal.js';
import { leftOut } from '../proposal-rules.js';
import type { ProposalStore } from '../proposal-store.js';
import { announcedOrLoaded, plannedAnew } from '../rules.js';
import type { AssignmentsStore } from '../store.js';
import type { WeighDeps } from './weigh.js';

export type CarryOutDeps = Readonly<{
  proposals: Pick<ProposalStore, 'byId'>;
  store: Pick<AssignmentsStore, 'saveAll' | 'unfinishedOfMany' | 'closedBy' | 'ofProposal' | 'changeAllFor'>;
  clock: Clock;
  heldOf: WeighDeps['heldOf'];
  peopleByIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  firstNudge: () => FirstNudge;
}>;

type Confirmed = Stored<Extract<ProposalFact, { type: 'proposal.confirmed' }>>;
type Withdrawn = Stored<Extract<ProposalFact, { type: 'proposal.withdrawn' }>>;
type Change = Parameters<AssignmentsStore['changeAllFor']>[1][number];

/** As many people at once as make a bulk write worth it, and a lost one cheap to repeat. */
const batch = 100;
const mostRounds = 5;

/** What follows when something was confirmed, or is taken back. Each may run again after a crash. */
export function createCarryOut({ proposals, store, clock, heldOf, peopleByIds, firstNudge }: CarryOutDeps) {
  return {
    async carryOut(fact: Confirmed): Promise<void> {
      const proposal = await proposals.byId(fact.about as ProposalId);
      if (proposal === null) return;
      if (proposal.state === 'confirmed') {
        for (const personIds of batchesOf(proposal.personIds)) {
          if (proposal.verb === 'assign') await assign(proposal, personIds, fact);
          else await changeUnfinished(proposal, personIds, fact);
        }
      }
      // Taken back meanwhile: what is taken back found only those who were asked by then.
      const current = await proposals.byId(proposal._id);
      if (current?.state === 'withdrawn') await takeBackAll(proposal._id, fact);
    },

    takeBack: (fact: Withdrawn): Promise<void> => takeBackAll(fact.about as ProposalId, fact),
  };

  /** An assignment's id is made of proposal and person: whatever became of it since, nobody is asked twice. */
  async function assign(proposal: Proposal, personIds: readonly PersonId[], fact: Confirmed): Promise<void> {
    const { certificationId, dueOn } = proposal;
    if (dueOn === null) throw new Error('What is assigned needs a due date');
    const [people, unfinished, held] = await Promise.all([
      peopleByIds(personIds),
      store.unfinishedOfMany(personIds, certificationId),
      heldOf(personIds, certificationId),
    ]);
    const standing = new Map(unfinished.map((assignment) => [assignment.personId, assignment]));
    const asked = [...people.values()].filter(
      ({ _id, state }) =>
        state === 'active' && leftOut(proposal, { unfinished: standing.get(_id), held: held.get(_id) }) === undefined,
    );
    const now = clock.now();
    const writes = asked.map(async (person) => {
      const today = dateIn(fact.at, person.zone);
      const about = { personId: person._id, certificationId, dueOn, opensOn: today, examOn: null };
      const noun: Omit<Assignment, 'version'> = {
        _id: assignmentIdOf(proposal._id, person._id),
        ...about,
        state: 'open',
        renews: null,
        because: proposal.because,
        assignedBy: proposal.by,
        assignedOn: today,
        ...notBegun,
        proposalId: proposal._id,
        nudge: await firstNudge()({ ...about, how: 'announced', now }),
      };
      return { kind: 'born' as const, noun, fact: factOf(noun, 'assignment.opened', {}) };
    });
    await store.saveAll(await Promise.all(writes), causeOf(fact));
  }

  /** Until nothing is left that this fact has not changed: somebody may snooze meanwhile. */
  async function changeUnfinished(proposal: Proposal, personIds: readonly PersonId[], fact: Confirmed): Promise<void> {
    await inRounds(async () => {
      const { certificationId } = proposal;
      const unfinished = await store.unfinishedOfMany(personIds, certificationId, { notYetFor: fact.id });
      // Asked anew since: that is no longer what was let off.
      const letOff = await store.closedBy(fact.id, personIds, certificationId);
      const fitting = unfinished.filter(
        (was) => !letOff.has(was.personId) && leftOut(proposal, { unfinished: was, held: undefined }) === undefined,
      );
      const changes = await Promise.all(fitting.map((was) => changeOf(proposal, was)));
      await store.changeAllFor(fact.id, changes, causeOf(fact));
      return changes.length;
    });
  }

  async function changeOf({ verb, dueOn, because }: Proposal, was: Assignment): Promise<Change> {
    if (verb === 'extend' && dueOn !== null) return extended(was, dueOn);
    const closing = verb === 'waive' ? 'waived' : 'withdrawn';
    return closed(was, closing, because);
  }

  /** Of its reminders only the first notice is still owed; the messages that show it are redrawn with the new date. */
  async function extended(was: Assignment, dueOn: Assignment['dueOn']): Promise<Change> {
    const fact = factOf(was, 'assignment.changed', { fields: ['dueOn'] });
    if (was.state !== 'open') return { was, fields: { dueOn }, fact };
    const how = announcedOrLoaded(was);
    const nudge = await firstNudge()({ ...was, dueOn, how, now: clock.now() });
    return { was, fields: { dueOn, ...plannedAnew(how === 'loaded' ? { ...nudge, owed: null } : nudge) }, fact };
  }

  async function takeBackAll(proposalId: ProposalId, fact: Confirmed | Withdrawn): Promise<void> {
    await inRounds(async () => {
      const assigned = await store.ofProposal(proposalId);
      const waiting = assigned.filter(({ state }) => state === 'open' || state === 'planned');
      const changes = waiting.map((was) => closed(was, 'withdrawn', ''));
      for (const some of batchesOf(changes)) await store.changeAllFor(fact.id, some, causeOf(fact));
      return changes.length;
    });
  }
}

/** Repeats `round` until it finds nothing to do. Throws when something comes between again and again; it is tried later. */
async function inRounds(round: () => Promise<number>): Promise<void> {
  for (let rounds = 0; rounds < mostRounds; rounds += 1) if ((await round()) === 0) return;
  throw new Error('Something came between; this is tried again');
}

const closed = (was: Assignment, closing: 'waived' | 'withdrawn', closingWhy: string): Change => ({
  was,
  fields: { state: 'closed', closing, closingWhy },
  fact: factOf(was, 'assignment.closed', { closing }),
});

const assignmentIdOf = (proposalId: ProposalId, personId: PersonId) =>
  `asg_${createHash('sha256').update(`${proposalId} ${personId}`).digest('hex').slice(0, 32)}` as AssignmentId;

const causeOf = (fact: Stored) => ({ at: fact.at, by: fact.by });

function batchesOf<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / batch);
  return Array.from({ length: count }, (_, index) => items.slice(index * batch, (index + 1) * batch));
}

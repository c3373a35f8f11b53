import type { Connection } from 'mongoose';
import type { Cause, Stateful } from '../../platform/database/facts.js';
import { bornSilently, pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { ProposalId } from '../../shared/ids.js';
import type { Proposal, ProposalFact } from './proposal.js';

type StoredProposal = Proposal & Stateful;

const proposals = defineSchema<StoredProposal>({
  ...statefulPaths,
  verb: String,
  by: String,
  personIds: [String],
  certificationId: String,
  dueOn: String,
  because: String,
  state: String,
  shownAt: Date,
});

/** Those that nobody confirmed: retention deletes them. */
const unconfirmed = { state: { $in: ['shown', 'asked-again', 'dropped'] } };

export const proposalIndexes: readonly IndexFact[] = [
  {
    collection: 'proposals',
    name: 'unconfirmed',
    key: { shownAt: 1 },
    options: { partialFilterExpression: unconfirmed },
  },
  pendingFactsIndex('proposals'),
];

const asProposal = { pendingFacts: 0, appliedFacts: 0 } as const;

export function createProposalStore(connection: Connection) {
  const model = connection.model<StoredProposal>('Proposal', proposals, 'proposals');
  const expected = ({ _id, version, state }: Proposal) => ({ _id, version, state });
  return {
    model,
    byId: (id: ProposalId) => model.findById(id, asProposal).lean<Proposal>().exec(),

    /** Nothing has happened yet, so no fact explains it. */
    async show(proposal: Proposal): Promise<void> {
      await model.insertMany([{ ...proposal, ...bornSilently }]);
    },

    /** Asks once more, or drops it: still nothing has happened. False when it has changed meanwhile. */
    async turn(was: Proposal, state: 'asked-again' | 'dropped'): Promise<boolean> {
      const { modifiedCount } = await model.updateOne(expected(was), { $set: { state }, $inc: { version: 1 } });
      return modifiedCount === 1;
    },

    /** Changes one as last read, with its fact. False when it has changed meanwhile. */
    change: (was: Proposal, fields: Partial<Proposal>, fact: ProposalFact, cause: Cause) =>
      save<Proposal, ProposalFact>(
        model,
        { kind: 'changed', was, expecting: { state: was.state }, set: fields, fact },
        cause,
      ),
  };
}

export type ProposalStore = ReturnType<typeof createProposalStore>;

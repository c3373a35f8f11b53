import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Readers, Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import type { Outbox } from '../../../platform/slack/outbox.js';
import { addMinutes } from '../../../shared/dates.js';
import type { ProposalId } from '../../../shared/ids.js';
import { askedMany } from '../messages/proposals.js';
import type { ProposalFact } from '../proposal.js';
import { manyPeople } from '../proposal.js';
import type { ConfirmDeps } from './confirm.js';

export const askedManyTopic = 'assignments.asked-many';

const windowMinutes = 14 * 24 * 60;

/**
 * The answer to a press is gone with the next reload. Whoever asked many people gets a message that stays, from which all
 * of it can be withdrawn later; it shows when that was done.
 */
export function createAskedMany({
  proposals,
  certificationOf,
  outbox,
  readers,
}: Pick<ConfirmDeps, 'proposals' | 'certificationOf'> & {
  outbox: Pick<Outbox, 'put' | 'markStale'>;
  readers: Readers;
}) {
  async function draw({ subject }: { subject: string }): Promise<Words> {
    const proposal = await proposals.byId(subject as ProposalId);
    if (proposal === null) return undefined;
    const name = (await certificationOf(proposal.certificationId))?.name ?? proposal.certificationId;
    const { _id: id, version } = proposal;
    return { words: askedMany({ proposal, name }), items: [{ id, reason: 'asked', version }] };
  }

  const topic: Topic = createNotice({ readers, draw, redraw: async (row) => (await draw(row))?.words });

  return {
    topic,
    async tellAsker(fact: Stored<Extract<ProposalFact, { type: 'proposal.confirmed' }>>): Promise<void> {
      const proposal = await proposals.byId(fact.about as ProposalId);
      if (proposal?.verb !== 'assign' || proposal.personIds.length <= manyPeople) return;
      await outbox.put([
        {
          key: `${askedManyTopic}|${fact.id}`,
          to: proposal.by,
          topic: askedManyTopic,
          subject: proposal._id,
          notBefore: fact.at,
          notAfter: addMinutes(fact.at, windowMinutes),
          priority: 2,
        },
      ]);
    },
    redrawAsked: (fact: Stored): Promise<void> => outbox.markStale(fact.about),
  };
}

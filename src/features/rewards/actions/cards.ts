import { createReviewCards } from '../../../platform/reviews/cards.js';
import type { PersonId } from '../../../shared/ids.js';
import type { ReviewStage } from '../../../shared/review.js';
import { timeWords } from '../../../shared/review.js';
import type { Person } from '../../people/index.js';
import { accountOf } from '../accounts.js';
import type { Grant } from '../grant.js';
import type { CardStanding, GrantCard } from '../messages/approval.js';
import { approvalMessage } from '../messages/approval.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

export const approvalTopic = 'rewards.approval';

/** The cards of grants that wait to be approved: what they show, when they are put, and what was said. */
export function createGrantCards(deps: GrantDeps, asking: Approving) {
  const { store, grants, people, ledger } = deps;

  /** How a grant stands for one reader. */
  async function cardOf(grant: Grant, reader: Person, now: Date, reason: ReviewStage): Promise<GrantCard> {
    const { _id, version, certificationId, reward, charge, approvals, foundBy, promisedOn, assignmentId } = grant;
    const [[person, certification], tables, left, standing, agreed] = await Promise.all([
      asking.subjectOf(grant),
      store.tablesOf([certificationId]),
      charge && ledger.balanceOf(charge.book, accountOf('budget', charge.period)),
      standingFor(grant, reader, now),
      nameOf(approvals[0]?.by),
    ]);
    const rule = tables.rules.find((one) => one._id === foundBy.rule);
    return {
      seen: { id: _id, version },
      person: person.name,
      certification: certification.name,
      reward,
      promised: { on: promisedOn, how: assignmentId === null ? 'by the table' : 'to them' },
      rule: rule && { grade: rule.grade, from: rule.from },
      budget: charge && { ...charge, left: left ?? 0 },
      reason,
      agreed,
      needed: asking.needed(grant),
      standing,
    };
  }

  const nameOf = async (id: PersonId | undefined) => (id === undefined ? undefined : (await people.byId(id))?.name);

  async function standingFor(grant: Grant, reader: Person, now: Date): Promise<CardStanding> {
    const { state, decision, approvals } = grant;
    if (state === 'reserved') {
      if (approvals.some(({ by }) => by === reader._id)) return { kind: 'agreed' };
      const standing = await asking.standingOf(reader, grant, now);
      return { kind: standing === 'approver' ? 'waiting' : 'no-longer-yours' };
    }
    if (state === 'reversed' || decision === null) return { kind: 'over' };
    const by = decision.by === reader._id ? 'you' : ((await nameOf(decision.by)) ?? 'Somebody');
    const when = timeWords(decision.at, reader.zone, now);
    if (state === 'declined') return { kind: 'declined', by, when, why: decision.why };
    return { kind: 'approved', by, when };
  }

  return createReviewCards<Grant, Person, GrantCard>({
    ...deps,
    reviews: grants,
    names: { sweep: 'rewards.cards', topic: approvalTopic, row: 'approval' },
    waiting: 'reserved',
    createDrawing: () => ({ cardOf, isUrgent: async () => false }),
    messageOf: approvalMessage,
    oldestFirst: (a, b) => a.requestedOn.localeCompare(b.requestedOn) || a._id.localeCompare(b._id),
  });
}

import { createChase } from '../../platform/reviews/chase.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { GrantId } from '../../shared/ids.js';
import type { Person } from '../people/index.js';
import { createApproving } from './actions/asking.js';
import { approvalTopic, createGrantCards } from './actions/cards.js';
import { createGrantDecisions } from './actions/decide.js';
import type { GrantDeps } from './actions/deps.js';
import { createFollowPerson } from './actions/follow.js';
import { createOverBudget, overBudgetTopic } from './actions/over-budget.js';
import { createRequesting } from './actions/request.js';
import { createReserving } from './actions/reserve.js';
import { createGrantResults, resultTopic } from './actions/results.js';
import type { Grant } from './grant.js';
import { drawCard } from './messages/approval.js';
import { createApprovalPresses } from './slack.js';

/** How a reward comes from what was promised to what is to be paid: requested, reserved, approved, granted. */
export function createGrants(deps: GrantDeps) {
  const asking = createApproving(deps);
  const requesting = createRequesting(deps);
  const reserving = createReserving(deps, { requesting, asking });
  const cards = createGrantCards(deps, asking);
  const results = createGrantResults(deps, asking);
  const overBudget = createOverBudget(deps, asking);
  const decisions = createGrantDecisions(deps, asking);
  const { presses, forms }: { presses: Record<string, PressHandler>; forms: Record<string, FormHandler> } =
    createApprovalPresses({ decisions, asker: deps.people.asker });
  const chase = createChase<Grant, Person>({
    ...deps,
    reviews: deps.grants,
    name: 'rewards.chase',
    asking,
    turnsOf: asking.turnsOf,
  });

  return {
    presses,
    forms,
    topics: {
      [approvalTopic]: cards.topic,
      [resultTopic]: results.topic,
      [overBudgetTopic]: overBudget.topic,
    },
    shortBudgets: overBudget.shortBudgets,
    sweeps: [reserving.sweep, chase, cards.sweep],
    waitingFor: cards.waitingFor,
    drawCard,
    reactions: {
      request: requesting.request,
      reverseRevoked: requesting.reverseRevoked,
      reserve: reserving.reserve,
      settle: reserving.settle,
      fund: reserving.fund,
      followPerson: createFollowPerson(deps, asking),
      tellResult: results.tellResult,
      tellOverBudget: overBudget.tellOwners,
      /** Cards that show this grant are drawn anew. */
      redrawCards: (id: GrantId) => deps.outbox.markStale(id),
    },
  };
}

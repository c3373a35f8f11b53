import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { Readers } from '../../platform/slack/notice.js';
import type { CredentialId } from '../../shared/ids.js';
import type { ReviewDeps } from './actions/asking.js';
import { createAsking } from './actions/asking.js';
import { createCards, reviewTopic } from './actions/cards.js';
import { createCredentialChase } from './actions/chase.js';
import { createDecisions } from './actions/decide.js';
import { createFollowing } from './actions/follow.js';
import { createLapses, lapseTopic } from './actions/lapses.js';
import { createResults, resultTopic } from './actions/results.js';
import { drawCard } from './messages/review.js';
import { createReviewPresses } from './review-slack.js';
import { createReviewStore } from './review-store.js';

/** How what was handed in is decided, what is said of it, and what is told when it lapses. */
export function createReview(given: Omit<ReviewDeps, 'reviews'> & { readers: Readers }) {
  const deps = { ...given, reviews: createReviewStore(given.store) };
  const asking = createAsking(deps);
  const cards = createCards(deps);
  const decisions = createDecisions(deps, asking);
  const results = createResults(deps, asking);
  const lapses = createLapses(deps, asking);
  const { presses, forms }: { presses: Record<string, PressHandler>; forms: Record<string, FormHandler> } =
    createReviewPresses({ decisions, asker: deps.people.asker });
  return {
    beginReview: asking.beginReview,
    /** What somebody is to the review of a credential. */
    standingOf: asking.standingOf,
    waitingFor: cards.waitingFor,
    drawCard,
    presses,
    forms,
    topics: { [reviewTopic]: cards.topic, [resultTopic]: results.topic, [lapseTopic]: lapses.topic },
    sweeps: [createCredentialChase(deps, asking), cards.sweep, lapses.sweep],
    reactions: {
      /** Cards that show this credential are drawn anew. */
      redrawCards: (id: CredentialId) => deps.outbox.markStale(id),
      ...createFollowing(deps, asking, decisions),
      tellResult: results.tellResult,
      tellLapse: lapses.tellLapse,
    },
  };
}

import type { People } from '../features/people/index.js';
import type { Rewards, Short } from '../features/rewards/index.js';
import type { Clock } from '../platform/clock.js';
import type { Reactions } from '../platform/database/reactions.js';
import type { Breaker } from '../platform/slack/breaker.js';
import type { Outbox, Refusals, Row } from '../platform/slack/outbox.js';
import { addMinutes } from '../shared/dates.js';

const reviewShownDays = 30;
const mostReviewed = 20;
export const refusalsShownDays = 7;

/** What only a person can put right, for `laurel doctor` and the owners' Home. */
export type Attention = Readonly<{
  /** People whom Slack's directory would let leave at once; 0 unless a sync waits for an answer. */
  asksToLetLeave: number;
  deadReactions: number;
  /** Messages of the last 30 days of which nobody knows whether they arrived; the newest 20. */
  unknownMessages: readonly Row[];
  /** What was not sent in the last 7 days, by its cause. */
  refusals: readonly Refusals[];
  /** Why nothing is being sent; undefined while all is well. */
  notSending: string | undefined;
  payroll: Awaited<ReturnType<Rewards['payroll']['figures']>>;
  /** Budgets of rewards that have less left than what waits for them needs. */
  shortBudgets: readonly Short[];
}>;

export function createAttention({
  people,
  rewards,
  reactions,
  outbox,
  breaker,
  clock,
}: {
  people: Pick<People, 'figures'>;
  rewards: Pick<Rewards, 'payroll' | 'shortBudgets'>;
  reactions: Pick<Reactions, 'countDead'>;
  outbox: Pick<Outbox, 'needingReview' | 'refusals'>;
  breaker: Pick<Breaker, 'whyOpen'>;
  clock: Clock;
}) {
  return async (): Promise<Attention> => {
    const daysAgo = (days: number) => addMinutes(clock.now(), -days * 24 * 60);
    const [{ asksToLetLeave }, deadReactions, unknownMessages, refusals, notSending, payroll, shortBudgets] =
      await Promise.all([
        people.figures(),
        reactions.countDead(),
        outbox.needingReview(daysAgo(reviewShownDays), mostReviewed),
        outbox.refusals(daysAgo(refusalsShownDays)),
        breaker.whyOpen(),
        rewards.payroll.figures(),
        rewards.shortBudgets(),
      ]);
    return { asksToLetLeave, deadReactions, unknownMessages, refusals, notSending, payroll, shortBudgets };
  };
}

export type LoadAttention = ReturnType<typeof createAttention>;

/** What was not sent because of us. */
export const oursOf = ({ refusals }: Pick<Attention, 'refusals'>): readonly Refusals[] =>
  refusals.filter(({ why }) => why.startsWith('ours: '));

import type { Sweep } from '../../../platform/sweeps.js';
import type { Person } from '../../people/index.js';
import type { Credential } from '../credential.js';
import type { Turns } from '../review-rules.js';
import { asksFor, canDecide, nextStage } from '../review-rules.js';
import type { ReviewStep } from '../review-store.js';
import type { Asking, ReviewDeps } from './asking.js';

const batch = 1_000;

/** The sweep that asks further when nobody has decided in time. */
export function createChase({ reviews, people, outbox, clock, log }: ReviewDeps, asking: Asking): Sweep {
  return { name: 'credentials.chase', run: chase, nextDueAt: reviews.firstStageAt };

  async function chase(keepsGoing: () => boolean): Promise<number> {
    for (let asked = 0; ; ) {
      const now = clock.now();
      const due = await reviews.stagesDue(now, batch);
      if (due.length === 0 || !keepsGoing()) return asked;
      for (const credential of due) {
        const step = await nextStep(credential, now);
        // Others are asked instead: the cards of those who were say so.
        const others = step.stage === 'asked' && step.asks.length > 0;
        if ((await reviews.raise(credential, step)) && others) await outbox.markStale(credential._id);
      }
      asked += due.length;
    }
  }

  async function nextStep(credential: Credential, now: Date): Promise<ReviewStep> {
    const review = credential.review ?? { stage: 'asked' as const, nextAt: null, cardAt: null, asks: [] };
    const lookLater = () => ({ ...review, nextAt: asking.whenToAsk([], now, 'usual').nextAt, asks: [] });
    const person = await people.byId(credential.personId);
    // While its person is gone nobody is chased; whoever comes back is still waiting for it.
    if (person?.state !== 'active') return lookLater();
    const turns = await turnsOf(credential, now);
    const next = nextStage(review, turns);
    if (next === undefined) {
      if (turns.reviewers.length === 0) log.warn({ credential: credential._id }, 'nobody can review this');
      // All were asked and nobody is left; where nobody could be, somebody may come.
      return turns.reviewers.length === 0 ? lookLater() : { ...review, nextAt: null, asks: [] };
    }
    const asks = asksFor(next.people, next.stage, review.asks);
    const cardAt = firstHalfDay(next.people, now);
    return { stage: next.stage, asks, cardAt, nextAt: asking.afterPatience(next.people, cardAt) };
  }

  async function turnsOf(credential: Credential, now: Date): Promise<Turns> {
    const { certification, candidates, barred, reviewers, delegates } = await asking.whoDecides(credential, now);
    const free = (all: readonly Person[]) => all.filter((one) => canDecide(one, barred));
    // Above an owner there is nobody.
    const above = certification.reviewer.by === 'owner' ? [] : free(candidates.above);
    return { reviewers, delegates, above, owners: free(candidates.owners) };
  }

  /** The card comes with the half-day that somebody is in, or the first one to begin. */
  function firstHalfDay(asked: readonly Person[], now: Date): Date {
    const starts = asked.map((one) => people.halfDay(one, now).start);
    return starts.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? now;
  }
}

import type { PersonId } from '../../shared/ids.js';
import type { Review, ReviewStep, Turns } from '../../shared/review.js';
import { asksFor, nextStage } from '../../shared/review.js';
import type { Clock } from '../clock.js';
import type { FactBody } from '../database/facts.js';
import type { Reviewed, ReviewSteps } from '../database/reviews.js';
import type { Logger } from '../logging.js';
import type { Outbox } from '../slack/outbox.js';
import type { Sweep } from '../sweeps.js';
import type { ReviewAsking, Reviewer, ReviewPeople } from './asking.js';

export type ChaseDeps<Noun extends Reviewed & { personId: PersonId }, Person extends Reviewer> = Readonly<{
  name: string;
  reviews: Pick<ReviewSteps<Noun, FactBody>, 'stagesDue' | 'firstStageAt' | 'raise'>;
  people: Pick<ReviewPeople<Person>, 'halfDay' | 'withoutLeave'> & { byId(id: PersonId): Promise<Person | null> };
  asking: Pick<ReviewAsking<Person>, 'whenToAsk' | 'afterPatience'>;
  turnsOf(noun: Noun, now: Date): Promise<Turns<Person>>;
  outbox: Pick<Outbox, 'markStale'>;
  clock: Clock;
  log: Logger;
}>;

const batch = 1_000;
const notAsked: Review = { stage: 'asked', nextAt: null, cardAt: null, asks: [] };

/** The sweep that asks further when nobody has decided in time. */
export function createChase<Noun extends Reviewed & { personId: PersonId }, Person extends Reviewer>({
  name,
  reviews,
  people,
  asking,
  turnsOf,
  outbox,
  clock,
  log,
}: ChaseDeps<Noun, Person>): Sweep {
  return { name, run: chase, nextDueAt: reviews.firstStageAt };

  async function chase(keepsGoing: () => boolean): Promise<number> {
    for (let asked = 0; ; ) {
      const now = clock.now();
      const due = await reviews.stagesDue(now, batch);
      if (due.length === 0 || !keepsGoing()) return asked;
      for (const noun of due) {
        const step = await nextStep(noun, now);
        // Others are asked instead: the cards of those who were say so.
        const others = step.stage === 'asked' && step.asks.length > 0;
        if ((await reviews.raise(noun, step)) && others) await outbox.markStale(noun._id);
      }
      asked += due.length;
    }
  }

  async function nextStep(noun: Noun, now: Date): Promise<ReviewStep> {
    const review = noun.review ?? notAsked;
    const lookLater = () => ({ ...review, nextAt: asking.whenToAsk([], now, 'usual').nextAt, asks: [] });
    const person = await people.byId(noun.personId);
    // While its person is gone nobody is chased; whoever comes back is still waiting for it.
    if (person?.state !== 'active') return lookLater();
    const turns = await turnsOf(noun, now);
    const next = nextStage(review, turns);
    if (next === undefined) {
      if (turns.reviewers.length === 0) log.warn({ about: noun._id }, 'nobody can decide this');
      // All were asked and nobody is left; where nobody could be, somebody may come.
      return turns.reviewers.length === 0 ? lookLater() : { ...review, nextAt: null, asks: [] };
    }
    const asks = asksFor(next.people, next.stage, review.asks);
    const cardAt = firstHalfDay(next.people, now);
    const usually = firstHalfDay(next.people.map(people.withoutLeave), now);
    return { stage: next.stage, asks, cardAt, nextAt: asking.afterPatience(next.people, usually) };
  }

  /** The card comes with the half-day that somebody is in, or the first one to begin. */
  function firstHalfDay(asked: readonly Person[], now: Date): Date {
    const starts = asked.map((one) => people.halfDay(one, now).start);
    return starts.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? now;
  }
}

import type { PersonId } from '../../shared/ids.js';
import type { ReviewStep } from '../../shared/review.js';
import type { Clock } from '../clock.js';
import type { FactBody } from '../database/facts.js';
import type { Reviewed, ReviewSteps } from '../database/reviews.js';
import type { Outbox } from '../slack/outbox.js';
import type { Reviewer } from './asking.js';

export type FollowingDeps<Noun extends Reviewed, Person extends Reviewer> = Readonly<{
  waiting: Noun['state'];
  byId(id: Noun['_id']): Promise<Noun | null>;
  reviews: Pick<ReviewSteps<Noun, FactBody>, 'raise' | 'unask'>;
  people: { byIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>> };
  /** The step with which those are asked who have become reviewers instead of others; undefined when all have been. */
  askInstead(noun: Noun, now: Date): Promise<ReviewStep | undefined>;
  mayDecide(person: Person, noun: Noun, now: Date): Promise<boolean>;
  outbox: Pick<Outbox, 'markStale'>;
  clock: Clock;
}>;

/**
 * Keeps what waits for a decision with those who are to decide now: asks who has come instead, lets those who were not told
 * yet go, and has the cards that stand say who decides. May be repeated: who was asked is asked no more.
 */
export function createFollow<Noun extends Reviewed, Person extends Reviewer>({
  waiting,
  byId,
  reviews,
  people,
  askInstead,
  mayDecide,
  outbox,
  clock,
}: FollowingDeps<Noun, Person>) {
  /** Looks again after a change that came between. */
  async function askAnew(id: Noun['_id']): Promise<void> {
    for (;;) {
      const noun = await byId(id);
      if (noun?.state !== waiting || noun.review === null) return;
      const now = clock.now();
      const step = await askInstead(noun, now);
      if (step !== undefined && !(await reviews.raise(noun, step))) continue;
      const untold = await people.byIds(noun.review.asks.flatMap(({ to, row }) => (row === null ? [to] : [])));
      const gone: PersonId[] = [];
      for (const person of untold.values()) if (!(await mayDecide(person, noun, now))) gone.push(person._id);
      if (gone.length > 0) await reviews.unask(id, gone);
      return;
    }
  }

  return async function follow(id: Noun['_id']): Promise<void> {
    await askAnew(id);
    await outbox.markStale(id);
  };
}

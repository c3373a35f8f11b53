import type { Credentials } from '../../features/credentials/index.js';
import type { Person } from '../../features/people/index.js';
import type { Rewards } from '../../features/rewards/index.js';
import type { TrainingTime } from '../../features/training-time/index.js';
import type { Drawn } from '../../shared/blocks.js';

const mostCards = 5;

/** How somebody is asked to decide on one kind of thing. */
type Asking<Card> = Readonly<{
  waitingFor(person: Person, now: Date): Promise<Readonly<{ cards: readonly Card[]; more: number }>>;
  drawCard(card: Card): readonly Drawn[];
}>;

/** What somebody is asked to decide, drawn as in their DM: hand-ins, then study time, which may be near, then rewards. */
export const createDecisionCards =
  (features: Readonly<{ credentials: Credentials; trainingTime: TrainingTime; rewards: Rewards }>) =>
  async (person: Person, now: Date) => {
    const kinds = await Promise.all([
      cardsOf('hand-in', features.credentials.review, person, now),
      cardsOf('study plan', features.trainingTime.review, person, now),
      cardsOf('reward', features.rewards, person, now),
    ]);
    const waiting = kinds.filter(({ count }) => count > 0);
    return {
      cards: kinds.flatMap(({ cards }) => cards).slice(0, mostCards),
      count: kinds.reduce((sum, { count }) => sum + count, 0),
      one: waiting.length > 1 ? 'decision' : (waiting[0]?.one ?? 'decision'),
    };
  };

async function cardsOf<Card>(one: string, { waitingFor, drawCard }: Asking<Card>, person: Person, now: Date) {
  const { cards, more } = await waitingFor(person, now);
  return { one, count: cards.length + more, cards: cards.map((card) => drawCard(card)) };
}

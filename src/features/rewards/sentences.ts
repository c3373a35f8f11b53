import type { Book } from '../../shared/money.js';
import { writeMoney, writePoints } from '../../shared/money.js';
import type { Period } from './budget.js';
import type { Occasion, Reward } from './reward.js';

/** "When you pass: €500 once, with your pay." */
export function promiseLine({
  reward,
  occasion,
  standing,
}: {
  reward: Reward;
  occasion: Occasion;
  standing: 'open' | 'in-review';
}): string {
  return `${standing === 'in-review' ? 'Once it is approved' : whenWords[occasion]}: ${rewardWords(reward, 'you')}.`;
}

const whenWords: Readonly<Record<Occasion, string>> = {
  first: 'When you pass',
  renewal: 'When you have renewed it',
};

/** Who gets it: the reader, or somebody of whom they read. */
type Whose = 'you' | 'they';

/** "a raise of €90 a month, for as long as you hold it": exactly what is paid, and "about" where payroll works it out. */
export function rewardWords(reward: Reward, whose: Whose): string {
  const pay = whose === 'you' ? 'your pay' : 'their pay';
  switch (reward.kind) {
    case 'points':
      return writePoints(reward.points);
    case 'bonus':
      return `${writeMoney(reward.amount)} once, with ${pay}`;
    case 'time-off':
      return `${daysWords(reward.halfDays)} off`;
    case 'raise':
      return `a raise of ${writeMoney(reward.monthly)} a month, ${lastsWords(whose)[reward.lasts]}`;
    case 'percentage-raise': {
      const { basisPoints, aboutMonthly, lasts } = reward;
      const percent = basisPoints / 100;
      return `a raise of about ${writeMoney(aboutMonthly)} a month (${percent} % of ${pay}; payroll works it out), ${lastsWords(whose)[lasts]}`;
    }
  }
}

const lastsWords = (whose: Whose) =>
  ({
    permanent: 'for good, even if the certification lapses',
    'while-held': `for as long as ${whose} hold it`,
  }) as const;

function daysWords(halfDays: number): string {
  if (halfDays === 1) return 'half a day';
  if (halfDays === 2) return '1 day';
  return `${halfDays / 2} days`;
}

/** `€1,250`, `200 points`: of a book of the ledger. */
export const writeAmount = (book: Book, amount: number): string =>
  book === 'points' ? writePoints(amount) : writeMoney({ currency: book, minor: amount });

/** `2026`, `Q4 2026`. */
export const periodWords = (period: Period): string => period.split('-').reverse().join(' ');

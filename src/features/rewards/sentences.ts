import { writeMoney, writePoints } from '../../shared/money.js';
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
  return `${standing === 'in-review' ? 'Once it is approved' : whenWords[occasion]}: ${rewardWords(reward)}.`;
}

const whenWords: Readonly<Record<Occasion, string>> = {
  first: 'When you pass',
  renewal: 'When you have renewed it',
};

/** "a raise of €90 a month, for as long as you hold it": exactly what is paid, and "about" where payroll works it out. */
function rewardWords(reward: Reward): string {
  switch (reward.kind) {
    case 'points':
      return writePoints(reward.points);
    case 'bonus':
      return `${writeMoney(reward.amount)} once, with your pay`;
    case 'time-off':
      return `${daysWords(reward.halfDays)} off`;
    case 'raise':
      return `a raise of ${writeMoney(reward.monthly)} a month, ${lastsWords[reward.lasts]}`;
    case 'percentage-raise': {
      const { basisPoints, aboutMonthly, lasts } = reward;
      const percent = basisPoints / 100;
      return `a raise of about ${writeMoney(aboutMonthly)} a month (${percent} % of your pay; payroll works it out), ${lastsWords[lasts]}`;
    }
  }
}

const lastsWords = {
  permanent: 'for good, even if the certification lapses',
  'while-held': 'for as long as you hold it',
} as const;

function daysWords(halfDays: number): string {
  if (halfDays === 1) return 'half a day';
  if (halfDays === 2) return '1 day';
  return `${halfDays / 2} days`;
}

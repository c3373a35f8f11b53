import type { Words } from '../../shared/blocks.js';
import { B, Br, Text } from '../../shared/blocks.js';
import { longDate, shortDate } from '../../shared/dates.js';
import type { Company } from './company.js';
import type { InReview, Waiting } from './mine.js';
import type { Where } from './standing.js';
import { wheres } from './standing.js';
import { dueWords, whereNames } from './words.js';

/* Lines that Home tabs and `/cert` both say. */

/** What it is, when, why then, and what is planned: each in a line. */
export const waitingWords = (item: Waiting) => [
  bold(item.name),
  ` ${dueWords(item)}.`,
  item.mustStop && [<Br />, 'Until you have it, you may not do the work that needs it.'],
  <Br />,
  whyWords(item),
  item.lines.map((line) => [<Br />, <Text of={line} max={300} />]),
];

function whyWords({ why, daysLeft }: Waiting) {
  const because = why.because !== '' && [' Reason: ', <Text of={why.because} max={300} />];
  if (why.kind === 'ends') {
    return [`Your certificate of ${shortDate(why.earnedOn)} ${daysLeft < 0 ? 'ended' : 'ends'} then.`, because];
  }
  const asker = why.by === undefined ? 'You were asked' : [<Text of={why.by} max={100} />, ' asked you'];
  return [asker, ` on ${shortDate(why.on)}.`, because];
}

/** That it is looked at. */
export const reviewedWords = ({ name, handedInOn }: InReview) => [
  bold(name),
  handedInOn === null ? ' is handed in.' : ` is handed in since ${longDate(handedInOn)}.`,
  ' You need not do anything.',
];

/** "2 may not work, 1 overdue, 14 current": nothing that is nought. */
export const countsWords = (counts: Readonly<Record<Where, number>>): string =>
  wheres
    .filter((where) => counts[where] > 0)
    .map((where) => `${counts[where]} ${whereNames[where].toLowerCase()}`)
    .join(', ') || 'Nothing is asked of them, and they hold nothing so far.';

/** The company's figures, worst first. */
export const figureFields = (figures: Company['figures']) => [
  figure('May not work', figures.mayNotWork),
  figure('Overdue in all', figures.overdue),
  figure('Due within 30 days', figures.dueSoon),
  figure('Being reviewed', figures.inReview),
  figure('Certificates that count', figures.held),
  figure('People with Slack', figures.inReach),
  figure('People without Slack', figures.withoutSlack),
];

const figure = (name: string, count: number) => [<B>{count.toLocaleString('en-GB')}</B>, ` ${name}`];

/** Somebody's words in bold. */
export const bold = (name: string, max = 150) => (
  <B>
    <Text of={name} max={max} />
  </B>
);

/** Each on a line of its own. */
export const lines = (all: readonly Words[]): Words => all.map((line, n) => [n > 0 && <Br />, line]);

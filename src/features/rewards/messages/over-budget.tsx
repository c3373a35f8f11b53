import type { MessageContent } from '../../../shared/block-limits.js';
import { B, Blocks, Br, message, Section, Text } from '../../../shared/blocks.js';
import type { Book } from '../../../shared/money.js';
import { plain, plural } from '../../../shared/text.js';
import type { Period } from '../budget.js';
import { periodWords, writeAmount } from '../sentences.js';

/** A budget that has less left than what waits for it needs. */
export type Short = Readonly<{ book: Book; period: Period; left: number; needed: number; count: number }>;

/** `first` is the one that waits longest. */
export type ShortBudget = Short & Readonly<{ first: Readonly<{ person: string; certification: string }> }>;

const mostLines = 10;

/** That rewards wait for money, for owners. */
export const overBudgetMessage = (short: readonly ShortBudget[]): MessageContent =>
  message(
    <Blocks>
      <Section>
        {plural(countOf(short), 'reward')} {countOf(short) === 1 ? 'waits' : 'wait'} for money: the budget has not
        enough left.
        {short.slice(0, mostLines).map((one) => [<Br />, '• ', lineOf(one)])}
        <Br />
        <B>Next step:</B> load a budgets file with a larger amount: <B>laurel import budgets FILE --apply</B>. What it
        then pays for goes on to be approved by itself; anything else waits for the next period.
      </Section>
    </Blocks>,
    { text: plain`${plural(countOf(short), 'reward')} cannot go on: the budget has not enough left.` },
  );

const countOf = (short: readonly ShortBudget[]) => short.reduce((sum, { count }) => sum + count, 0);

const lineOf = ({ book, period, left, needed, count, first }: ShortBudget) => [
  <B>{periodWords(period)}</B>,
  `: ${writeAmount(book, needed)} needed, ${writeAmount(book, left)} left. `,
  count === 1 ? 'It is for ' : `${count} rewards, first `,
  <Text of={first.person} max={100} />,
  '’s ',
  <Text of={first.certification} max={150} />,
  '.',
];

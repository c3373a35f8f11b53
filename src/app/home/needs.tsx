import { monthWords, periodWords, writeAmount } from '../../features/rewards/index.js';
import type { Words } from '../../shared/blocks.js';
import { B } from '../../shared/blocks.js';
import type { CalendarDate } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { Needs } from './company.js';

const mostBudgets = 3;

/** What only an owner can put right, the worst first: a line each, with the command that does it or says more. */
export const needsLines = (needs: Needs, today: CalendarDate): Words[] =>
  [...outOfOrder(needs), ...shortOfMoney(needs), ...atPayroll(needs, today)].map((line) => ['• ', line]);

const outOfOrder = ({ asksToLetLeave, deadReactions, unknownMessages, notSentByUs, notSending }: Needs): Words[] => [
  ...(notSending === undefined ? [] : [`Nothing is being sent: ${notSending}.`]),
  ...some(asksToLetLeave, (people) => [
    `Slack’s directory would let ${plural(people, 'person', 'people')} leave at once. If that is right, run `,
    <B>laurel people confirm-sync</B>,
    '.',
  ]),
  ...some(unknownMessages, (count) => [
    `Nobody knows whether ${plural(count, 'message')} arrived; ${count === 1 ? 'it is' : 'they are'} not sent again. `,
    <B>laurel doctor</B>,
    ' says which.',
  ]),
  ...some(notSentByUs, (count) => [
    `${plural(count, 'message')} could not be sent this week because of us. `,
    <B>laurel doctor</B>,
    ' says why.',
  ]),
  ...some(deadReactions, (count) => [
    `${plural(count, 'step')} failed ten times and will not be tried again. `,
    <B>laurel doctor</B>,
    ' says more.',
  ]),
];

const shortOfMoney = ({ shortBudgets }: Needs): Words[] =>
  shortBudgets
    .slice(0, mostBudgets)
    .map(({ book, period, left, needed, count }) => [
      `${plural(count, 'reward')} ${count === 1 ? 'waits' : 'wait'} for money: ${writeAmount(book, needed)} needed, `,
      `and the budget of ${periodWords(period)} has ${writeAmount(book, left)} left. Load a larger one: `,
      <B>laurel import budgets FILE --apply</B>,
    ]);

const atPayroll = ({ payroll }: Needs, today: CalendarDate): Words[] => [
  ...unwrittenFile(payroll),
  ...answersOfPayroll(payroll),
  ...nextFile(payroll, today),
];

const unwrittenFile = ({ unwritten }: Needs['payroll']): Words[] =>
  unwritten === undefined
    ? []
    : [
        [
          `The file for payroll of ${monthWords(unwritten)} was begun and never written. Make it: `,
          <B>laurel rewards export --period {unwritten}</B>,
        ],
      ];

const answersOfPayroll = ({ unanswered, rejected }: Needs['payroll']): Words[] => [
  ...some(rejected.length, (count) => [
    `Payroll has rejected ${count > 10 ? 'more than 10 entries' : plural(count, 'entry', 'entries')}. `,
    <B>laurel doctor</B>,
    ' says which, and how to send it again once it is mended.',
  ]),
  ...some(unanswered, (count) => [
    `Payroll has not answered for ${plural(count, 'reward')} in 45 days. Load what it says: `,
    <B>laurel rewards import-answer FILE --apply</B>,
  ]),
];

/** Named by the month that is now: what is owed from earlier months goes into it, too. */
const nextFile = ({ waiting, takes }: Needs['payroll'], today: CalendarDate): Words[] =>
  some(waiting, (count) => [
    `${plural(count, 'entry', 'entries')} ${count === 1 ? 'waits' : 'wait'} for payroll’s next file${takesWords(takes)}. Make it: `,
    <B>laurel rewards export --period {today.slice(0, 7)}</B>,
  ]);

const takesWords = (takes: Needs['payroll']['takes']) =>
  takes.length === 0
    ? ''
    : ` (${takes.map(({ book, amount }) => writeAmount(book, amount)).join(', ')} of the budgets)`;

/** A line where there are any. */
const some = (count: number, line: (count: number) => Words): Words[] => (count === 0 ? [] : [line(count)]);

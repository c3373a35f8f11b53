import { periodWords, writeAmount } from '../../features/rewards/index.js';
import type { CalendarDate } from '../../shared/dates.js';
import { plural } from '../../shared/text.js';
import type { Needs } from './company.js';

const mostBudgets = 3;

/** What only an owner can put right, the worst first: a line each, with the command that does it or says more. */
export const needsLines = (needs: Needs, today: CalendarDate): string[] => [
  ...outOfOrder(needs),
  ...needs.shortBudgets.slice(0, mostBudgets).map(shortWords),
  ...payrollLines(needs.payroll, today),
];

const outOfOrder = ({ asksToLetLeave, deadReactions, unknownMessages, notSentByUs, notSending }: Needs): string[] => [
  ...(notSending === undefined ? [] : [`Nothing is being sent: ${notSending}.`]),
  ...(asksToLetLeave === 0
    ? []
    : [
        `Slack’s directory would let ${plural(asksToLetLeave, 'person', 'people')} leave at once. If that is right, run laurel people confirm-sync.`,
      ]),
  ...(unknownMessages === 0
    ? []
    : [
        `Nobody knows whether ${plural(unknownMessages, 'message')} arrived; ${unknownMessages === 1 ? 'it is' : 'they are'} not sent again. laurel doctor names them.`,
      ]),
  ...(notSentByUs === 0
    ? []
    : [`${plural(notSentByUs, 'message')} could not be sent this week because of us. laurel doctor says why.`]),
  ...(deadReactions === 0
    ? []
    : [`${plural(deadReactions, 'step')} failed ten times and will not be tried again. laurel doctor says more.`]),
];

const shortWords = ({ book, period, left, needed, count }: Needs['shortBudgets'][number]) =>
  `${plural(count, 'reward')} ${count === 1 ? 'waits' : 'wait'} for money: ${writeAmount(book, needed)} needed, and the budget of ${periodWords(period)} has ${writeAmount(book, left)} left. Load a larger one: laurel import budgets FILE --apply.`;

const payrollLines = ({ waiting, takes, unanswered, rejected }: Needs['payroll'], today: CalendarDate): string[] => [
  ...(rejected.length === 0
    ? []
    : [
        `Payroll has rejected ${rejected.length > 10 ? 'more than 10 entries' : plural(rejected.length, 'entry', 'entries')}. laurel doctor says which, and how to send it again once it is mended.`,
      ]),
  ...(unanswered === 0
    ? []
    : [
        `Payroll has not answered for ${plural(unanswered, 'reward')} in 45 days. Load what it says: laurel rewards import-answer FILE --apply.`,
      ]),
  ...(waiting === 0
    ? []
    : [
        `${plural(waiting, 'entry', 'entries')} ${waiting === 1 ? 'waits' : 'wait'} for payroll’s next file${takesWords(takes)}. Make it: laurel rewards export --period ${today.slice(0, 7)}.`,
      ]),
];

const takesWords = (takes: Needs['payroll']['takes']) =>
  takes.length === 0
    ? ''
    : ` (${takes.map(({ book, amount }) => writeAmount(book, amount)).join(', ')} of the budgets)`;

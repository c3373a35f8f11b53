import type { StatefulWrite } from '../../platform/database/bulk.js';
import type { Ledger } from '../../platform/database/ledger.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { Book } from '../../shared/money.js';
import { decimalOf } from '../../shared/money.js';
import { listWords } from '../../shared/text.js';
import type { Decision, FileKind, Problem } from '../loading/index.js';
import { accountOf } from './accounts.js';
import type { Budget, BudgetFact } from './budget.js';
import type { BudgetRow } from './budget-row.js';
import { budgetColumns, parseBudgetRow } from './budget-row.js';
import type { BudgetStore } from './budget-store.js';
import { budgetId } from './budget-store.js';
import { lastDayOf, overlap } from './periods.js';
import type { Limits } from './rules.js';
import { writeAmount } from './sentences.js';

type Write = StatefulWrite<Budget, BudgetFact>;

type Deps = Readonly<{
  budgets: Pick<BudgetStore, 'all' | 'save'>;
  ledger: Pick<Ledger, 'balanceOf'>;
  /** The currencies in which rewards are paid. */
  limits: Limits;
}>;

/**
 * The budgets file: what may be spent in a period, in a currency or in points. A later file changes the amount of a period that
 * is not over: to more at any time, to less as far as it is not spoken for.
 */
export function createBudgetsFile({ budgets, ledger, limits }: Deps): FileKind<BudgetRow, Write> {
  return {
    name: 'budgets',
    columns: budgetColumns,
    unique: [{ columns: ['period', 'currency'], letterCase: 'matters' }],
    parse: parseBudgetRow,

    async decide(rows, { today }) {
      const standing = await budgets.all();
      return Promise.all(rows.map((row) => decideRow(row, { standing, rows, today })));
    },

    write: (writes, { by, now }) => budgets.save(writes, { at: now, by }),
  };

  type Setting = Readonly<{ standing: readonly Budget[]; rows: readonly BudgetRow[]; today: CalendarDate }>;

  async function decideRow(row: BudgetRow, setting: Setting): Promise<Decision<Write>> {
    const _id = budgetId(row);
    const { book, period, amount } = row;
    const was = setting.standing.find((budget) => budget._id === _id);
    if (was?.amount === amount) return { kind: 'same' };
    const problems = [
      ...wrongCurrency(row, limits),
      ...(isOver(row, setting.today) ?? overlapping(row, [...setting.standing, ...setting.rows])),
      ...(was === undefined ? [] : await spokenFor(was, row)),
    ];
    if (problems.length > 0) return { kind: 'bad', problems };
    const fact = { book, period, amount, was: was?.amount ?? 0 };
    if (was === undefined)
      return {
        kind: 'create',
        write: { kind: 'born', noun: { _id, ...row }, fact: { type: 'budget.added', ...fact } },
      };
    return {
      kind: 'change',
      changes: [{ column: 'amount', from: amountCell(was), to: amountCell(row) }],
      write: { kind: 'changed', was, set: { amount }, fact: { type: 'budget.changed', ...fact } },
    };
  }

  async function spokenFor(was: Budget, { book, period, amount }: BudgetRow): Promise<Problem[]> {
    const spent = was.amount - (await ledger.balanceOf(book, accountOf('budget', period)));
    if (amount >= spent) return [];
    return [
      { column: 'amount', reason: `is less than the ${writeAmount(book, spent)} that is reserved or granted of it` },
    ];
  }
}

function wrongCurrency({ book }: BudgetRow, limits: Limits): Problem[] {
  if (book === 'points' || limits.some(({ currency }) => currency === book)) return [];
  const paid = listWords(['points', ...limits.map(({ currency }) => currency)]);
  return [{ column: 'currency', reason: `is not one in which you pay rewards (REWARD_CURRENCIES): these are ${paid}` }];
}

const isOver = ({ period }: BudgetRow, today: CalendarDate): Problem[] | undefined =>
  lastDayOf(period) < today ? [{ column: 'period', reason: 'is over, so its budget stays as it was' }] : undefined;

function overlapping({ book, period }: BudgetRow, others: readonly Omit<BudgetRow, 'amount'>[]): Problem[] {
  const other = others.find((one) => one.book === book && one.period !== period && overlap(one.period, period));
  if (other === undefined) return [];
  return [{ column: 'period', reason: `has days of ${other.period}, which has a budget: keep years or quarters` }];
}

const amountCell = ({ book, amount }: { book: Book; amount: number }): string =>
  book === 'points' ? String(amount) : decimalOf({ currency: book, minor: amount });

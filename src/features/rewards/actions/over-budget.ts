import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import { addMinutes, dateIn } from '../../../shared/dates.js';
import { accountOf } from '../accounts.js';
import type { Grant, GrantFact } from '../grant.js';
import type { Short, ShortBudget } from '../messages/over-budget.js';
import { overBudgetMessage } from '../messages/over-budget.js';
import type { Approving } from './asking.js';
import type { GrantDeps } from './deps.js';

export const overBudgetTopic = 'rewards.over-budget';

type OverBudget = Stored<Extract<GrantFact, { type: 'grant.over-budget' }>>;

const windowMinutes = 7 * 24 * 60;

/** That rewards wait for money, told to the owners: once a day for all of them together. */
export function createOverBudget({ grants, people, ledger, outbox, clock, readers }: GrantDeps, asking: Approving) {
  async function draw(): Promise<Words> {
    const short = await Promise.all((await shortBudgets()).map(withFirst));
    return short.length === 0 ? undefined : { words: overBudgetMessage(short) };
  }

  /** The budgets that something waits for, what waits longest first. */
  async function shortBudgets(): Promise<Awaited<ReturnType<typeof shortOf>>[]> {
    const waiting = await grants.overBudget();
    const keys = [...new Set(waiting.flatMap(({ charge }) => charge ?? []).map(keyOf))];
    return Promise.all(keys.map((key) => shortOf(waiting.filter((one) => one.charge && keyOf(one.charge) === key))));
  }

  async function shortOf(waiting: readonly Grant[]) {
    const { book, period } = waiting[0]!.charge!;
    const left = await ledger.balanceOf(book, accountOf('budget', period));
    const needed = waiting.reduce((sum, { charge }) => sum + charge!.amount, 0);
    return { book, period, left: Math.max(0, left), needed, count: waiting.length, waiting };
  }

  async function withFirst({ waiting, ...short }: Awaited<ReturnType<typeof shortOf>>): Promise<ShortBudget> {
    const [person, certification] = await asking.subjectOf(waiting[0]!);
    return { ...short, first: { person: person.name, certification: certification.name } };
  }

  const topic: Topic = createNotice({ readers, draw });
  return {
    topic,

    /** The same in figures alone. */
    shortBudgets: async (): Promise<readonly Short[]> =>
      (await shortBudgets()).map(({ waiting: _, ...short }) => short),

    async tellOwners({ at }: OverBudget): Promise<void> {
      const now = clock.now();
      const owners = await people.owners();
      await outbox.put(
        owners.map(({ _id, zone }) => ({
          key: `${overBudgetTopic}|${_id}|${dateIn(at, zone)}`,
          to: _id,
          topic: overBudgetTopic,
          subject: _id,
          notBefore: now,
          notAfter: addMinutes(now, windowMinutes),
          priority: 2 as const,
        })),
      );
    },
  };
}

const keyOf = ({ book, period }: NonNullable<Grant['charge']>) => `${book} ${period}`;

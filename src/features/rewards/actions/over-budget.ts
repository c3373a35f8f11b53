import type { Stored } from '../../../platform/database/facts.js';
import type { Topic } from '../../../platform/slack/delivery.js';
import type { Words } from '../../../platform/slack/notice.js';
import { createNotice } from '../../../platform/slack/notice.js';
import { addMinutes, dateIn } from '../../../shared/dates.js';
import { accountOf } from '../accounts.js';
import type { GrantFact } from '../grant.js';
import type { ShortSum } from '../grant-store.js';
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
    const short = await Promise.all((await grants.shortOf()).map(withFirst));
    return short.length === 0 ? undefined : { words: overBudgetMessage(short) };
  }

  async function figuresOf({ _id: { book, period }, count, needed }: ShortSum): Promise<Short> {
    const left = await ledger.balanceOf(book, accountOf('budget', period));
    return { book, period, left: Math.max(0, left), needed, count };
  }

  async function withFirst(sum: ShortSum): Promise<ShortBudget> {
    const [figures, grant] = await Promise.all([figuresOf(sum), grants.byId(sum.first.id)]);
    const [person, certification] = await asking.subjectOf(grant!);
    return { ...figures, first: { person: person.name, certification: certification.name } };
  }

  const topic: Topic = createNotice({ readers, draw });
  return {
    topic,

    /** The same in figures alone. */
    shortBudgets: async (): Promise<readonly Short[]> => Promise.all((await grants.shortOf()).map(figuresOf)),

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

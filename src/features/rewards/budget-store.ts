import type { Connection } from 'mongoose';
import type { StatefulWrite } from '../../platform/database/bulk.js';
import { saveAll } from '../../platform/database/bulk.js';
import type { Cause, Stateful, Stored } from '../../platform/database/facts.js';
import { pendingFactsIndex, statefulPaths } from '../../platform/database/facts.js';
import type { IndexFact } from '../../platform/database/indexes.js';
import { save } from '../../platform/database/save.js';
import { defineSchema } from '../../platform/database/schema.js';
import type { Book } from '../../shared/money.js';
import type { Budget, BudgetFact, BudgetLoaded, Period } from './budget.js';

type StoredBudget = Budget & Stateful;

const budgets = defineSchema<StoredBudget>({ ...statefulPaths, book: String, period: String, amount: Number });

/** There are a handful for each year. */
export const budgetIndexes: readonly IndexFact[] = [pendingFactsIndex('budgets')];

const asNoun = { pendingFacts: 0, appliedFacts: 0 } as const;

export const budgetId = ({ book, period }: Pick<Budget, 'book' | 'period'>) => `budget:${book}|${period}` as const;

export function createBudgetStore(connection: Connection) {
  const model = connection.model<StoredBudget>('Budget', budgets, 'budgets');
  const byId = (id: Budget['_id']) => model.findById(id, asNoun).lean<Budget>().exec();

  return {
    all: () => model.find({}, asNoun).lean<Budget[]>().exec(),

    /** The periods that have a budget in this book. */
    async periodsOf(book: Book): Promise<Period[]> {
      const found = await model.find({}, asNoun).lean<Budget[]>().exec();
      return found.filter((budget) => budget.book === book).map(({ period }) => period);
    },

    /** Writes many, each in one update with its fact; answers how many had changed meanwhile. */
    save: (writes: readonly StatefulWrite<Budget, BudgetFact>[], cause: Cause) =>
      saveAll(model.collection, writes, cause),

    /** Takes back what a fact has changed, whatever has been loaded since; once for the fact. */
    async takeBack({ id, about, at, amount, was, book, period }: Stored<BudgetLoaded>): Promise<void> {
      for (;;) {
        const budget = await byId(about as Budget['_id']);
        if (budget === null) return;
        const kept = budget.amount + was - amount;
        const fact = { type: 'budget.kept', book, period, amount: kept, was: budget.amount } as const;
        const set = { amount: kept };
        const write = { kind: 'changed', was: budget, onceFor: id, set, fact } as const;
        if (await save<Budget, BudgetFact>(model, write, { at, by: id })) return;
        if ((await model.exists({ _id: budget._id, appliedFacts: id })) !== null) return;
      }
    },
  };
}

export type BudgetStore = ReturnType<typeof createBudgetStore>;

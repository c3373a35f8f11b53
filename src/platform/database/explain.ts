import type { mongo } from 'mongoose';

/** A find, or a claim, which searches by the same filter and sort. */
export interface ExplainedQuery {
  filter: mongo.Filter<mongo.Document>;
  sort?: Record<string, 1 | -1>;
  projection?: Record<string, unknown>;
  limit?: number;
}

export interface QueryCost {
  /** The indexes of the winning plan; empty: it read the whole collection. */
  indexes: string[];
  keysExamined: number;
  docsExamined: number;
  returned: number;
  /** True when the database read everything that matches before it could give the first one. */
  sortsInMemory: boolean;
}

/**
 * Runs the query and tells what it cost, so that a store's test can say "this query uses that index, and examines only
 * what is due". A plan is chosen by the data: explain against many rows, of which few match.
 */
export async function explainUses(
  collection: mongo.Collection,
  { filter, sort, projection, limit }: ExplainedQuery,
): Promise<QueryCost> {
  const explained = await collection
    .find(filter, { ...(sort && { sort }), ...(projection && { projection }), ...(limit && { limit }) })
    .explain('executionStats');
  const { winningPlan } = explained.queryPlanner;
  const stats = explained.executionStats;
  return {
    indexes: [...new Set(valuesOf(winningPlan, 'indexName'))],
    keysExamined: stats.totalKeysExamined,
    docsExamined: stats.totalDocsExamined,
    returned: stats.nReturned,
    sortsInMemory: valuesOf(winningPlan, 'stage').includes('SORT'),
  };
}

/** Plans nest differently in each of the server's query engines; the names of their parts are the same. */
function valuesOf(plan: unknown, name: string): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([key, value]) =>
    key === name && typeof value === 'string' ? [value] : valuesOf(value, name),
  );
}

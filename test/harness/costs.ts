import type { CommandStartedEvent, Document } from 'mongodb';
import { expect } from 'vitest';
import type { Database } from '../../src/platform/database/connect.js';
import type { IndexFact } from '../../src/platform/database/indexes.js';
import { openTestDatabase } from './database.js';

/** What one command that a store sent costs, as the engine explains the very same command. */
export type Cost = {
  command: string;
  collection: string;
  /** Of the winning plan; empty when it reads the whole collection, `_id` for a look by id. */
  indexes: string[];
  keysExamined: number;
  docsExamined: number;
  sortsInMemory: boolean;
};

const explainable = ['find', 'findAndModify', 'aggregate', 'update', 'delete', 'count', 'distinct'];

/** An empty database that remembers every command it is sent, so that stores need not repeat their queries to a test. */
export async function openWatchedDatabase(indexes: readonly IndexFact[] = []) {
  const database = await openTestDatabase(indexes, { monitorCommands: 'true' });
  let sent: Document[] = [];
  database.connection.getClient().on('commandStarted', ({ command, commandName }: CommandStartedEvent) => {
    if (explainable.includes(commandName)) sent.push(command);
  });
  return {
    ...database,
    /** Asks, and tells what each command of the question costs. Explaining an update changes nothing more. */
    async costOf(ask: () => Promise<unknown>): Promise<Cost[]> {
      sent = [];
      await ask();
      const commands = sent;
      const costs: Cost[] = [];
      for (const command of commands) costs.push(await explain(database, command));
      return costs;
    },
  };
}

/** Fills a collection fast: the server need not sync each write of what a test throws away. */
export async function fill(database: Database, collection: string, documents: readonly object[]): Promise<void> {
  const options = { ordered: false, writeConcern: { w: 1, journal: false } };
  for (let from = 0; from < documents.length; from += chunk)
    await database.db.collection(collection).insertMany(documents.slice(from, from + chunk) as Document[], options);
}

const chunk = 10_000;

export type WatchedDatabase = Awaited<ReturnType<typeof openWatchedDatabase>>;

/** Reads no more than so many documents through this index, and sorts nothing. */
export function expectCost(costs: readonly Cost[], index: string, reads: number): void {
  expect(costs).not.toEqual([]);
  for (const cost of costs) {
    expect(cost).toMatchObject({ indexes: [index], sortsInMemory: false });
    expect(cost.docsExamined, JSON.stringify(cost)).toBeLessThanOrEqual(reads);
    expect(cost.keysExamined, JSON.stringify(cost)).toBeLessThanOrEqual(reads + keysBesides);
  }
}

/** A range ends at the first key outside; `$in` looks once for each of its values. */
const keysBesides = 5;

async function explain({ db }: Database, command: Document): Promise<Cost> {
  const { lsid, $db, $clusterTime, writeConcern, txnNumber, ...bare } = command;
  // Only one write can be explained: the first stands for its batch.
  if (Array.isArray(bare.updates)) bare.updates = bare.updates.slice(0, 1);
  const explained = await db.command({ explain: bare, verbosity: 'executionStats' });
  const plan = partOf(explained, 'winningPlan');
  const stats = partOf(explained, 'executionStats');
  const [name = ''] = Object.keys(bare);
  const stages = valuesOf(plan, 'stage');
  return {
    command: name,
    collection: String(bare[name]),
    indexes: [...new Set([...valuesOf(plan, 'indexName'), ...(stages.includes('IDHACK') ? ['_id_'] : [])])],
    keysExamined: Number(stats.totalKeysExamined ?? 0),
    docsExamined: Number(stats.totalDocsExamined ?? 0),
    sortsInMemory: stages.includes('SORT'),
  };
}

/** Plans nest differently in each of the server's query engines; the names of their parts are the same. */
function partOf(value: unknown, name: string): Document {
  if (typeof value !== 'object' || value === null) return {};
  for (const [key, inner] of Object.entries(value)) {
    const found = key === name ? (inner as Document) : partOf(inner, name);
    if (Object.keys(found).length > 0) return found;
  }
  return {};
}

function valuesOf(plan: unknown, name: string): string[] {
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([key, value]) =>
    key === 'rejectedPlans' ? [] : key === name && typeof value === 'string' ? [value] : valuesOf(value, name),
  );
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FirstNudge } from '../../src/features/assignments/assignment.js';
import { createAssignmentsFile } from '../../src/features/assignments/file.js';
import { assignmentIndexes, createAssignmentsStore } from '../../src/features/assignments/store.js';
import { createCertificationsFile } from '../../src/features/catalog/file.js';
import { catalogIndexes, createCatalogStore } from '../../src/features/catalog/store.js';
import { createCredentialsFile } from '../../src/features/credentials/file.js';
import { createCredentialsStore, credentialIndexes } from '../../src/features/credentials/store.js';
import type { FileKind, LoadOptions, RowReport } from '../../src/features/loading/index.js';
import { createLoading, loadingIndexes } from '../../src/features/loading/index.js';
import { createPeopleFile } from '../../src/features/people/file.js';
import { createLeaveFile } from '../../src/features/people/leave-file.js';
import { createPeopleStore, peopleIndexes } from '../../src/features/people/store.js';
import { createChannelsFile } from '../../src/features/recognition/file.js';
import { createRecognitionStore, recognitionIndexes } from '../../src/features/recognition/store.js';
import { limitedAccounts } from '../../src/features/rewards/accounts.js';
import { createBudgetsFile } from '../../src/features/rewards/budget-file.js';
import { createBudgetStore } from '../../src/features/rewards/budget-store.js';
import { createRewardsFile, createSkillValuesFile } from '../../src/features/rewards/file.js';
import { rewardIndexes } from '../../src/features/rewards/index.js';
import { createRewardsStore } from '../../src/features/rewards/store.js';
import { createTrainingPoliciesFile } from '../../src/features/training-time/policy-file.js';
import { createPolicyStore, policyIndexes } from '../../src/features/training-time/policy-store.js';
import { setClock } from '../../src/platform/clock.js';
import { createLedger, ledgerIndexes } from '../../src/platform/database/ledger.js';
import { euros } from '../builders/reward.js';
import { openTestDatabase } from './database.js';

const indexes = [
  peopleIndexes,
  catalogIndexes,
  credentialIndexes,
  assignmentIndexes,
  recognitionIndexes,
  rewardIndexes,
  ledgerIndexes,
  policyIndexes,
  loadingIndexes,
].flat();

/** A folder for files, and all kinds to load them by, on a real engine at 06:00 UTC on 1 October 2026. */
export async function startFiles() {
  const [database, folder] = await Promise.all([openTestDatabase(indexes), mkdtemp(join(tmpdir(), 'laurel-files-'))]);
  const clock = setClock(new Date('2026-10-01T06:00:00Z'));
  const people = createPeopleStore(database.connection);
  const catalog = createCatalogStore(database.connection);
  const credentials = createCredentialsStore(database.connection);
  const assignments = createAssignmentsStore(database.connection);
  const recognition = createRecognitionStore(database);
  const rewards = createRewardsStore(database.connection);
  const budgets = createBudgetStore(database.connection);
  const ledger = createLedger({ db: database.db, limitedKinds: limitedAccounts });
  const policies = createPolicyStore(database.connection);
  const limits = [euros(2_000_000)];
  const askedToNudge: Parameters<FirstNudge>[0][] = [];
  const firstNudge: FirstNudge = async (about) => {
    askedToNudge.push(about);
    const owed = { reason: 'assigned', since: about.opensOn, askAt: null };
    return { nextAt: new Date(`${about.dueOn}T09:00:00Z`), owed, snoozedUntil: null, said: [] };
  };
  const kinds = {
    people: createPeopleFile({ store: people }) as FileKind,
    leave: createLeaveFile({ store: people }) as FileKind,
    certifications: createCertificationsFile({ store: catalog, people }) as FileKind,
    credentials: createCredentialsFile({ store: credentials, people, catalog }) as FileKind,
    rewards: createRewardsFile({ store: rewards, catalog, people, limits }) as FileKind,
    'skill-values': createSkillValuesFile({ store: rewards, catalog, limits }) as FileKind,
    budgets: createBudgetsFile({ budgets, ledger, limits }) as FileKind,
    channels: createChannelsFile({ store: recognition, people }) as FileKind,
    'training-policies': createTrainingPoliciesFile({ policies, people }) as FileKind,
    assignments: createAssignmentsFile({ store: assignments, people, catalog, credentials, firstNudge }) as FileKind,
  };
  const write = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  /** Another process with the same kinds, or some of them replaced. */
  const createOther = (replaced: Partial<typeof kinds> = {}) =>
    createLoading({ database, kinds: Object.values({ ...kinds, ...replaced }), clock });
  const loading = createOther();

  /** Loads lines as a file; answers the report, and what was said of rows in one line each. */
  async function load(kind: FileKind['name'], lines: readonly string[], options: Partial<LoadOptions> = {}) {
    const rows: RowReport[] = [];
    const path = await write(`${kind}.csv`, `${lines.join('\n')}\n`);
    const onRow = (row: RowReport) => void rows.push(row);
    const report = await loading.load(kind, path, { mode: 'apply', badRows: 'refuse', onRow, ...options });
    return { report, rows };
  }

  return {
    database,
    folder,
    clock,
    kinds,
    loading,
    createOther,
    stores: { people, catalog, credentials, assignments, recognition, rewards, budgets, policies },
    ledger,
    /** What the first nudge was asked for, in order. */
    askedToNudge,
    write,
    load,
    /** All that is stored, but the imports. */
    async everything() {
      const collections = await database.db.collections();
      const nouns = collections.filter(({ collectionName }) => collectionName !== 'imports');
      const stored = nouns
        .toSorted((a, b) => a.collectionName.localeCompare(b.collectionName))
        .map(async (collection) => [collection.collectionName, await collection.find().sort({ _id: 1 }).toArray()]);
      return Object.fromEntries(await Promise.all(stored)) as Record<string, unknown[]>;
    },
    imports: () => database.db.collection('imports').find().toArray(),
    async factsOf(collection: string) {
      const documents = await database.db.collection(collection).find().toArray();
      return documents.flatMap(({ pendingFacts }) => pendingFacts as { type: string; fields?: string[] }[]);
    },
    async stop() {
      await Promise.all([database.close(), rm(folder, { recursive: true })]);
    },
  };
}

export type Files = Awaited<ReturnType<typeof startFiles>>;

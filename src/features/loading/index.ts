import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import { createLoadingActions } from './actions.js';
import type { FileKind } from './kind.js';
import { createLoadingStore } from './store.js';

export type { LoadOptions, RowReport } from './actions.js';
export { runImport } from './command.js';
export type { CellChange, Cells, Decision, FileKind, Load, Problem } from './kind.js';
export { kindNames } from './kind.js';
export { type Import, loadingIndexes } from './store.js';

export function createLoading({
  database,
  kinds,
  clock,
}: {
  database: Database;
  kinds: readonly FileKind[];
  clock: Clock;
}) {
  const store = createLoadingStore(database.connection);
  const { load } = createLoadingActions({ store, kinds, clock });
  return { store, load };
}

export type Loading = ReturnType<typeof createLoading>;

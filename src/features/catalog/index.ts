import type { Database } from '../../platform/database/connect.js';
import { createCatalogStore } from './store.js';

export type { CatalogFact, Certification } from './certification.js';
export { defaultLadder } from './certification.js';
export { createCertificationsFile } from './file.js';
export { harmOfLapse, whyFor } from './rules.js';
export { catalogIndexes } from './store.js';

export function createCatalog({ database }: { database: Database }) {
  const store = createCatalogStore(database.connection);
  return { store };
}

export type Catalog = ReturnType<typeof createCatalog>;

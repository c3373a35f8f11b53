import type { Migration } from '../migrations.js';

/** The first shape is what the stores declare; it has a number, so that later ones can be told from it. */
export const baseline: Migration = { version: 1, name: 'baseline', up: async () => undefined };

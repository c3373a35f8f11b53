import type { Migration } from '../migrations.js';
import { baseline } from './001-baseline.js';

/** In order. A migration that was released is never changed or taken out. */
export const allMigrations: readonly Migration[] = [baseline];

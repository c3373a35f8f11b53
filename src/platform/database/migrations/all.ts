import type { Migration } from '../migrations.js';
import { baseline } from './001-baseline.js';
import { theLoop } from './002-the-loop.js';
import { keptOrLost } from './003-kept-or-lost.js';
import { byHand } from './004-by-hand.js';
import { plansChased } from './005-plans-chased.js';
import { leave } from './006-leave.js';
import { meetings } from './007-meetings.js';

/** In order. A migration that was released is never changed or taken out. */
export const allMigrations: readonly Migration[] = [
  baseline,
  theLoop,
  keptOrLost,
  byHand,
  plansChased,
  leave,
  meetings,
];

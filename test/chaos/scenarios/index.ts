import type { Scenario } from '../scenario.js';
import { allRepliesLost } from './all-replies-lost.js';
import { askedOnce } from './asked-once.js';
import { emptyBudget } from './empty-budget.js';
import { killedAfterTheCall } from './killed-after-the-call.js';
import { killedExport } from './killed-export.js';
import { killedInAPress } from './killed-in-a-press.js';
import { manyCards } from './many-cards.js';
import { random } from './random.js';
import { replyLost } from './reply-lost.js';
import { residual } from './residual.js';
import { setBack } from './set-back.js';
import { takenOver } from './taken-over.js';
import { toldOnce } from './told-once.js';
import { toldToWait } from './told-to-wait.js';
import { twoDecisions } from './two-decisions.js';
import { twoPresses } from './two-presses.js';

export const scenarios: readonly Scenario[] = [
  random,
  residual,
  takenOver,
  killedAfterTheCall,
  replyLost,
  allRepliesLost,
  manyCards,
  toldToWait,
  killedInAPress,
  twoPresses,
  setBack,
  toldOnce,
  twoDecisions,
  emptyBudget,
  killedExport,
  askedOnce,
];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((one) => one.name === name);

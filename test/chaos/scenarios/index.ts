import type { Scenario } from '../scenario.js';
import { random } from './random.js';
import { residual } from './residual.js';

export const scenarios: readonly Scenario[] = [random, residual];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((one) => one.name === name);

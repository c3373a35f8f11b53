import type { Database } from '../../platform/database/connect.js';
import type { PersonId } from '../../shared/ids.js';
import { createActions } from './actions.js';
import type { TrainingTimeDeps } from './deps.js';
import { createOffers } from './offers.js';
import { isAhead } from './rules.js';
import { createEdges } from './slack.js';
import { createSpeaking } from './speak.js';
import { createTrainingTimeStore } from './store.js';
import type { TrainingBlock } from './training-block.js';

export { trainingTimeIndexes } from './store.js';
export type { TrainingBlock, TrainingBlockFact } from './training-block.js';

export function createTrainingTime({
  database,
  ...rest
}: { database: Pick<Database, 'connection'> } & Omit<TrainingTimeDeps, 'store'>) {
  const deps: TrainingTimeDeps = { store: createTrainingTimeStore(database.connection), ...rest };
  const { store, clock } = deps;
  const offers = createOffers(deps);
  const actions = createActions({ ...deps, offers });
  const speaking = createSpeaking({ ...deps, offers });

  return {
    store,
    /** One menu, in a reminder or on Home: plan study time, or move or drop what is planned. */
    controls: offers.controls,
    /** "Study time planned: …", while it is to come. */
    line: offers.line,
    /** What somebody has planned that is still to come, soonest first. */
    async plannedOf(personId: PersonId): Promise<readonly TrainingBlock[]> {
      const now = clock.now();
      return (await store.plannedOf(personId)).filter((block) => isAhead(block, now));
    },
    ...createEdges({ ...deps, actions, offers }),
    topics: speaking.topics,
    sweeps: [speaking.sweep],
    reactions: { dropPlanned: actions.dropPlanned, redraw: actions.redraw },
  };
}

export type TrainingTime = ReturnType<typeof createTrainingTime>;

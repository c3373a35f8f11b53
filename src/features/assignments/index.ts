import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { FollowDeps } from './actions/follow-credential.js';
import { createFollowCredential } from './actions/follow-credential.js';
import type { OpenDeps } from './actions/open-planned.js';
import { createOpenPlanned } from './actions/open-planned.js';
import { createAssignmentsStore } from './store.js';

export type { Assignment, AssignmentFact, AssignmentSnoozed, FirstNudge, NudgeMemory } from './assignment.js';
export { createAssignmentsFile } from './file.js';
export { assignmentIndexes } from './store.js';

export function createAssignments({
  database,
  ...rest
}: { database: Database } & Omit<FollowDeps, 'store'> & Omit<OpenDeps, 'store'>) {
  const store = createAssignmentsStore(database.connection);
  const deps = { store, ...rest };
  return {
    store,
    reactions: { followCredential: createFollowCredential(deps) },
    sweeps: [createOpenPlanned(deps)],
    presses: {} as Record<string, PressHandler>,
    forms: {} as Record<string, FormHandler>,
    topics: {} as Topics,
  };
}

export type Assignments = ReturnType<typeof createAssignments>;

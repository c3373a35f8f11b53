import type { Database } from '../../platform/database/connect.js';
import type { AssignmentsDeps } from './actions.js';
import { createAssignmentActions } from './actions.js';
import { createAssignmentsStore } from './store.js';

export type { Assignment, AssignmentFact, AssignmentSnoozed, FirstNudge, NudgeMemory } from './assignment.js';
export { createAssignmentsFile } from './file.js';
export { assignmentIndexes } from './store.js';

export function createAssignments({ database, ...deps }: { database: Database } & Omit<AssignmentsDeps, 'store'>) {
  const store = createAssignmentsStore(database.connection);
  return { store, ...createAssignmentActions({ store, ...deps }) };
}

export type Assignments = ReturnType<typeof createAssignments>;

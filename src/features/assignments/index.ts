import type { Clock } from '../../platform/clock.js';
import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { FormHandler, PressHandler } from '../../platform/slack/edge.js';
import type { PersonId } from '../../shared/ids.js';
import type { Authority, Person } from '../people/index.js';
import { askedManyTopic, createAskedMany } from './actions/asked-many.js';
import { createCarryOut } from './actions/carry-out.js';
import { createConfirm } from './actions/confirm.js';
import { createEarnedWith } from './actions/earned-with.js';
import type { ExamDeps } from './actions/exam.js';
import { attemptTopic, createAttemptNote, createExam } from './actions/exam.js';
import type { FindPeopleDeps } from './actions/find-people.js';
import { createFindPeople } from './actions/find-people.js';
import type { FollowDeps } from './actions/follow-credential.js';
import { createFollowCredential } from './actions/follow-credential.js';
import type { ReviewDeps } from './actions/hand-in.js';
import { createFollowReview } from './actions/hand-in.js';
import type { OpenDeps } from './actions/open-planned.js';
import { createOpenPlanned } from './actions/open-planned.js';
import { createPropose } from './actions/propose.js';
import type { WeighDeps } from './actions/weigh.js';
import { createWeigh } from './actions/weigh.js';
import type { CommandDeps } from './command.js';
import { createCommand } from './command.js';
import { examControls } from './controls.js';
import type { ExamEdgeDeps } from './exam-slack.js';
import { createExamEdge } from './exam-slack.js';
import { createProposalStore, proposalIndexes } from './proposal-store.js';
import { createAssignmentsStore, assignmentIndexes as ownIndexes } from './store.js';

export type { FindPeople, PeopleRefused } from './actions/find-people.js';
export type { Assignment, AssignmentFact, AssignmentSnoozed, FirstNudge, NudgeMemory, Planning } from './assignment.js';
export type { Mentioned } from './command-text.js';
export { readMention } from './command-text.js';
export { readDueDate } from './due-date.js';
export { createAssignmentsFile } from './file.js';
export { refusalWords } from './messages/proposals.js';
export type { ProposalFact } from './proposal.js';
export { renewalOpensOn } from './rules.js';
export const assignmentIndexes = [...ownIndexes, ...proposalIndexes];

/** What asking people to earn something needs of the rest of the house. */
type AskingDeps = Pick<WeighDeps, 'certificationOf' | 'heldOf'> &
  Pick<FindPeopleDeps, 'membersOf'> &
  Pick<CommandDeps, 'certifications' | 'reminders'> &
  Readonly<{
    authority: Authority;
    clock: Clock;
    peopleByIds(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  }>;

export function createAssignments({
  database,
  ...rest
}: { database: Database } & Omit<FollowDeps & ReviewDeps & OpenDeps & ExamDeps, 'store'> &
  Pick<ExamEdgeDeps, 'whoIs'> &
  AskingDeps) {
  const store = createAssignmentsStore(database.connection);
  const proposals = createProposalStore(database.connection);
  const deps = { store, proposals, ...rest };
  const weigh = createWeigh(deps);
  const findPeople = createFindPeople(deps);
  const command = createCommand({
    ...deps,
    propose: createPropose({ ...deps, weigh, findPeople }),
    confirm: createConfirm({ ...deps, weigh }),
  });
  const followCredential = createFollowCredential(deps);
  const followReview = createFollowReview(deps);
  const attemptNote = createAttemptNote(deps);
  const askedMany = createAskedMany(deps);
  const examEdge = createExamEdge({ ...deps, exam: createExam(deps) });
  return {
    store,
    earnedWith: createEarnedWith(deps),
    /** Who is meant by mentions. */
    findPeople,
    reactions: {
      /** What was handed in may be decided without closing anything: then it is open again. */
      async followCredential(fact: Parameters<typeof followCredential>[0]): Promise<void> {
        await followCredential(fact);
        await followReview(fact);
      },
      followReview,
      tellManager: attemptNote.tellManager,
      ...createCarryOut(deps),
      tellAsker: askedMany.tellAsker,
      redrawAsked: askedMany.redrawAsked,
    },
    controls: examControls,
    sweeps: [createOpenPlanned(deps)],
    verbs: command.verbs,
    presses: { ...command.presses, ...examEdge.presses } as Record<string, PressHandler>,
    forms: { ...command.forms, ...examEdge.forms } as Record<string, FormHandler>,
    topics: { [attemptTopic]: attemptNote.topic, [askedManyTopic]: askedMany.topic } as Topics,
  };
}

export type Assignments = ReturnType<typeof createAssignments>;

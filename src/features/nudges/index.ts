import type { Database } from '../../platform/database/connect.js';
import type { Topics } from '../../platform/slack/delivery.js';
import type { Sweep } from '../../platform/sweeps.js';
import type { CalendarDate } from '../../shared/dates.js';
import type { AssignmentId, PersonId } from '../../shared/ids.js';
import { createAnswers } from './actions/answers.js';
import { createReminderTopic } from './actions/compose.js';
import type { NudgesDeps } from './actions/deps.js';
import { createItems } from './actions/items.js';
import { createFirstNudge, createOwe } from './actions/owe.js';
import { preview } from './actions/preview.js';
import { createQuietLine } from './actions/quiet-line.js';
import { createRelease } from './actions/release.js';
import { createPlanning } from './actions/replan.js';
import { createRows } from './actions/rows.js';
import { createSwitch } from './actions/switch.js';
import type { WithoutSlackDeps } from './actions/without-slack.js';
import { createWithoutSlack, withoutSlackTopic } from './actions/without-slack.js';
import type { Reach } from './nudge.js';
import { reminderTopic } from './nudge.js';
import { createPresses } from './slack.js';
import { createNudgesStore } from './store.js';

export type { PreviewTotals, Told } from './actions/preview.js';
export type { AboutItem, ReminderControls, ReminderLine } from './item.js';
export { isReached, type NudgeFact, Reach } from './nudge.js';
export type { WorkingDays } from './rules.js';
export { nudgeIndexes } from './store.js';

export function createNudges({
  database,
  owners,
  withoutSlack,
  ...rest
}: {
  database: Database;
  owners: readonly string[];
  withoutSlack: Pick<WithoutSlackDeps, 'readers' | 'people' | 'standings' | 'handInButton'>;
} & Omit<NudgesDeps, 'store'>) {
  const deps: NudgesDeps = { store: createNudgesStore(database), ...rest };
  const { store, outbox, people } = deps;
  const owe = createOwe(deps);
  const rows = createRows(deps);
  const release = createRelease(deps);
  const items = createItems(deps);

  const { readSwitch } = store;
  const weeklyList = createWithoutSlack({ ...deps, ...withoutSlack, db: database.db, readSwitch });

  const sweeps: Sweep[] = [
    { name: 'nudges.owe', run: owe.run, nextDueAt: store.firstDueAt },
    { name: 'nudges.release', run: release.run, nextDueAt: release.nextDueAt },
    {
      name: 'nudges.rows',
      run: rows.run,
      nextDueAt: async () => ((await store.readSwitch()).reach.state === 'off' ? undefined : store.firstOwedAt()),
    },
    weeklyList.sweep,
  ];

  return {
    firstNudge: createFirstNudge(deps),
    planning: createPlanning(deps),
    /** The exam that is booked, and until when it is quiet. */
    quietLine: createQuietLine(deps),
    planAgain: owe.planAgain,
    followLeave: owe.followLeave,
    planCertificationAgain: owe.planCertificationAgain,
    sweeps,
    topics: {
      [reminderTopic]: createReminderTopic(deps, items),
      [withoutSlackTopic]: weeklyList.topic,
    } satisfies Topics,
    presses: createPresses({ answers: createAnswers(deps, items), whoIs: people.whoIs }),
    readSwitch: store.readSwitch,
    switchTo: createSwitch({ ...deps, owners }),
    preview: (on: CalendarDate, reach: Reach) => preview(deps, on, reach),
    reactions: {
      /** Messages that show this assignment are drawn anew. */
      redrawItem: (assignmentId: AssignmentId) => outbox.markStale(assignmentId),
      /** Messages to this person that are still open offer the other choice now. */
      async redrawOf(personId: PersonId): Promise<void> {
        for (const { _id } of await store.openOf(personId)) await outbox.markStale(_id);
      },
    },
  };
}

export type Nudges = ReturnType<typeof createNudges>;

import { factOf } from '../../../src/features/assignments/assignment.js';
import type { Assignment } from '../../../src/features/assignments/index.js';
import { saveAll } from '../../../src/platform/database/bulk.js';
import { addDays } from '../../../src/shared/dates.js';
import type { AssignmentId } from '../../../src/shared/ids.js';
import { askFor } from '../hands.js';
import type { Scenario, Stage } from '../scenario.js';
import { died, managerOf, reminderOf, short, soonMs, todayOf } from './directed.js';

/** Later dates alone would not show it: a date is never extended to an earlier one, whoever asks again. */
export const setBack: Scenario = {
  name: 'set-back',
  says: 'A process is killed when it has extended a date; the file of HR sets it back before the rest is done again.',
  needs: short,

  async fire(stage) {
    const { crew, slack, assigned } = stage;
    const [one] = assigned;
    await reminderOf(stage, one!);
    const killed = crew.killFirstAt(['bulk.ts:bulkWrite assignments.bulkWrite after'], soonMs, () => [0]);
    const manager = managerOf(stage, one!);
    const { person, certification, assignment } = one!;
    const text = `extend <@${person.slackId}> ${certification._id} by ${addDays(todayOf(one!), 90)} because of the move`;
    await askFor(slack, manager, text).catch(() => undefined);
    await died(killed);
    await importDate(stage, assignment);
  },
};

/** As `laurel import` does it, in a process of its own. */
async function importDate({ db }: Stage, { _id, dueOn }: Assignment): Promise<void> {
  const assignments = db.collection<{ _id: AssignmentId }>('assignments');
  const was = (await assignments.findOne({ _id })) as unknown as Assignment;
  const fact = factOf(was, 'assignment.changed', { fields: ['dueOn'] });
  const write = { kind: 'changed' as const, was, set: { dueOn }, fact };
  await saveAll(assignments as never, [write], { at: new Date(), by: 'import:hr' });
}

import { approve, handInByCommand } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { cardFor, died, does, managerOf, reminderOf, short, soonMs, todayOf } from './directed.js';

/** That it was said is remembered nowhere but in the outbox: its key is all that keeps it from being said again. */
export const toldOnce: Scenario = {
  name: 'told-once',
  says: 'A process is killed when it has put the news of an approval into the outbox, and before it knows that.',
  needs: short,

  async fire(stage) {
    const { crew, slack, assigned } = stage;
    const [one] = assigned;
    const { person, assignment, certification } = one!;
    const user = person.slackId!;
    const manager = managerOf(stage, one!);
    await reminderOf(stage, one!);
    await does(stage, { what: 'hand-in', user, assignmentId: assignment._id }, () =>
      handInByCommand(slack, user, certification._id, todayOf(one!)),
    );
    const credentialId = await cardFor(stage, manager);
    const killed = crew.killFirstAt(['outbox.ts:put outbox.insertMany after'], soonMs, () => [0]);
    await does(stage, { what: 'approve', user: manager, assignmentId: assignment._id }, () =>
      approve(slack, manager, credentialId),
    );
    await died(killed);
  },
};

import { snooze } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { died, does, reminderOf, short, soonMs } from './directed.js';

export const killedInAPress: Scenario = {
  name: 'killed-in-a-press',
  says: 'A process is killed by the first write of a press.',
  needs: short,

  async fire(stage) {
    const { crew, slack, assigned } = stage;
    const [one] = assigned;
    await reminderOf(stage, one!);
    const killed = crew.killFirstAt(['store.ts:snooze assignments.updateOne after'], soonMs, () => [0]);
    const user = one!.person.slackId!;
    const about = { what: 'snooze', user, assignmentId: one!.assignment._id } as const;
    await does(stage, about, () => snooze(slack, user, one!.assignment._id));
    await died(killed);
  },
};

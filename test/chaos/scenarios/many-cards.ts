import { handInByCommand } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { sleep } from '../time.js';
import { cardFor, daysLeftOf, does, managerOf, short, todayOf } from './directed.js';

export const manyCards: Scenario = {
  name: 'many-cards',
  says: 'Many reports of one manager hand in what is due tomorrow: each is a message of its own to the same person.',
  // By this seed ten things are due tomorrow; by others there may be too few.
  needs: { ...short, messages: 20, timeScale: 10, seed: 1 },

  async fire(stage) {
    const { assigned, slack, lengths, signal } = stage;
    const urgent = assigned.filter((one) => daysLeftOf(one) <= 1);
    await Promise.all(
      urgent.map(async (one) => {
        const user = one.person.slackId!;
        const about = { what: 'hand-in', user, assignmentId: one.assignment._id } as const;
        await does(stage, about, () => handInByCommand(slack, user, one.certification._id, todayOf(one)));
      }),
    );
    await cardFor(stage, managerOf(stage, urgent[0]!));
    await sleep(urgent.length * lengths.slackSecondMs, signal);
  },
};

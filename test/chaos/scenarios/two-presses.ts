import { elementAbout } from '../elements.js';
import type { Done } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { daysLeftOf, does, reminderOf, short } from './directed.js';

/** On the phone and on the laptop, or two who stand for each other: both press what the message showed before. */
export const twoPresses: Scenario = {
  name: 'two-presses',
  says: 'Two different snoozes of the same message are pressed at the same moment.',
  needs: { ...short, messages: 6 },

  async fire(stage) {
    const { slack, assigned } = stage;
    const one = assigned.find((each) => daysLeftOf(each) > 7)!;
    const { blocks, channel, ts } = await reminderOf(stage, one);
    const user = one.person.slackId!;
    const actionId = 'nudges.snooze';
    const { blockId, values } = elementAbout(blocks, actionId, one.assignment._id)!;
    const about = { what: 'snooze', user, assignmentId: one.assignment._id } as const;
    await Promise.all(
      values.slice(0, 2).map((value) =>
        does(stage, about, async (): Promise<Done> => {
          await slack.act('press', { user, channel, ts, actionId, blockId, value });
          return 'not-told'; // Which of the two was told what is not looked at here.
        }),
      ),
    );
  },
};

import { elementAbout } from '../elements.js';
import type { Done } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { does, rewardCard, short, soonMs } from './directed.js';

/** Both see the same card, and neither has heard of the other's decision. */
export const twoDecisions: Scenario = {
  name: 'two-decisions',
  says: 'A reward is approved and declined at the same moment.',
  needs: short,
  earnerShare: 1,

  async fire(stage) {
    const { slack, earned } = stage;
    const grantId = earned[0]!.grant._id;
    const { user, message } = await rewardCard(stage, grantId);
    const { channel, ts, blocks } = message;
    const pressing = (actionId: string) => {
      const { blockId } = elementAbout(blocks, actionId, grantId)!;
      return slack.act('press', { user, channel, ts, actionId, blockId });
    };
    const after = slack.lastEffect();
    await pressing('rewards.decline');
    await slack.waitFor(({ kind }) => kind === 'view.opened', { after, timeoutMs: soonMs });
    const about = { user, assignmentId: null, about: grantId };
    // Which of the two was told what is not looked at here.
    const unheard = async (act: Promise<unknown>): Promise<Done> => act.then(() => 'not-told');
    await Promise.all([
      does(stage, { what: 'approve-reward', ...about }, () => unheard(pressing('rewards.approve'))),
      does(stage, { what: 'decline-reward', ...about }, () =>
        unheard(slack.act('submit', { user, values: { why: 'Another budget.' } })),
      ),
    ]);
  },
};

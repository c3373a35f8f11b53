import type { Effect } from '../../../sandbox/effects.js';
import { handInByCommand } from '../hands.js';
import type { Scenario } from '../scenario.js';
import { sleep } from '../time.js';
import { does, isPosted, short, soonMs, todayOf } from './directed.js';

export const toldToWait: Scenario = {
  name: 'told-to-wait',
  says: 'Slack asks to wait; meanwhile the one whose message was refused hands in what it would have told of.',
  needs: { ...short, messages: 20, minutes: 0.08 },

  async fire(stage) {
    const { slack, db, assigned, settings, signal } = stage;
    const retryAfter = (waitMs * settings.timeScale) / 1_000;
    // The first calls of a process take long, and may be on their way when another one is told to wait.
    await slack.waitFor(isPosted, { after: 0, timeoutMs: soonMs });
    await slack.faults.next({ method: 'chat.postMessage', fault: { kind: 'ratelimited', retryAfter } });
    const isLimited = (effect: Effect) => effect.kind === 'call.answered' && effect.came === 'limited';
    const limited = await slack.waitFor(isLimited, { after: 0, timeoutMs: soonMs });
    const row = await db.collection('outbox').findOne({ deliveryId: (limited as { deliveryId?: string }).deliveryId });
    for (const one of assigned.filter(({ person }) => person._id === row?.to)) {
      const user = one.person.slackId!;
      const about = { what: 'hand-in', user, assignmentId: one.assignment._id } as const;
      await does(stage, about, () => handInByCommand(slack, user, one.certification._id, todayOf(one)));
    }
    await sleep(waitMs, signal);
  },
};

/** Longer than to hand in, and than a message may be on its way after it was composed. */
const waitMs = 6_000;

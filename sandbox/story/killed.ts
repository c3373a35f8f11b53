import type { StoryTools } from './tools.js';

/** Does what is due up to claiming it, and nothing more: what a killed process leaves behind. */
export async function dieWithMessages({ house }: StoryTools): Promise<void> {
  const { outbox, clock } = house.platform;
  for (const sweep of house.features.nudges.sweeps) await sweep.run(() => true);
  while ((await outbox.claim(clock.now())) !== null);
}

/** Claims the reactions of one name that are waiting, as a process does that is killed in the middle of them. */
export async function dieFollowing({ house, db }: StoryTools, reaction: string): Promise<void> {
  await house.loops.find(({ name }) => name === 'relay')?.run();
  const claimed = await db
    .collection('reactions')
    .updateMany({ reaction, state: 'waiting' }, [{ $set: { state: 'claimed', leaseUntil: '$$NOW' } }]);
  if (claimed.modifiedCount === 0) throw new Error(`No ${reaction} was waiting`);
}

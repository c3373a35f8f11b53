import { z } from 'zod';

const UserEvent = z.object({ user: z.unknown() });

/** Slack's events about its users. They are hints: the sync finds what was missed. */
export function createPeopleEvents({ applyAccount }: { applyAccount(payload: unknown): Promise<unknown> }) {
  async function onUser(event: unknown): Promise<void> {
    const { data } = UserEvent.safeParse(event);
    if (data !== undefined) await applyAccount(data.user);
  }
  return { user_change: onUser, team_join: onUser };
}

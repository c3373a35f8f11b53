import { z } from 'zod';
import { SlackUserId } from '../../shared/links.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import { slackCodeOf } from './replies.js';

const Members = z.object({ users: z.array(SlackUserId).max(10_000) });

/** Who is in a user group, as Slack says now. */
export const createUserGroups = ({ clients, log }: { clients: Pick<Clients, 'interactive'>; log: Logger }) => ({
  /** Slack ids, of bots and people of other companies too; undefined when Slack does not tell. */
  async membersOf(groupId: string): Promise<readonly SlackUserId[] | undefined> {
    try {
      return Members.parse(await clients.interactive.usergroups.users.list({ usergroup: groupId })).users;
    } catch (error) {
      log.warn({ group: groupId, code: slackCodeOf(error) }, 'who is in a user group could not be asked');
      return undefined;
    }
  },
});

import type { Ids } from './ids.js';
import type { Identity, World } from './world.js';

/** The app's place in a new workspace: ids and tokens follow from the seed. */
export function newIdentity(ids: Ids, now: Date): Identity {
  return {
    teamId: ids.next('T'),
    teamName: 'Sandbox',
    teamDomain: 'sandbox',
    appId: ids.next('A'),
    botId: ids.next('B'),
    botUserId: ids.next('U'),
    botToken: `xoxb-sandbox-${ids.hex(24)}`,
    appToken: `xapp-1-sandbox-${ids.hex(24)}`,
    installedAt: Math.floor(now.getTime() / 1000),
  };
}

/** Slackbot and the app's own bot user. */
export function addOwnMembers({ workspace, identity, manifest }: World): void {
  // Slackbot is no bot by Slack's own word.
  workspace.addMember({ id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', tz: 'America/Los_Angeles' });
  workspace.addMember({
    id: identity.botUserId,
    name: manifest.appName.toLowerCase(),
    realName: manifest.appName,
    isBot: true,
    tz: 'America/Los_Angeles',
  });
}

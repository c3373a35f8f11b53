import { SlackError } from '../call.js';
import type { Delivered } from '../delivery.js';
import type { JsonObject } from '../json.js';
import { stringOf } from '../json.js';
import { checkNewWords, postEphemeral, postMessage } from '../messages.js';
import { Refused } from '../refused.js';
import { teamOf } from '../slack-json.js';
import type { Channel } from '../workspace.js';
import type { World } from '../world.js';
import type { Stage } from './stage.js';
import { actor } from './stage.js';
import { typedArguments } from './typed.js';

export interface SlashCommand {
  user: string;
  /** With its slash. */
  command: string;
  text?: string;
  /** The DM with the app unless told. */
  channel?: string;
}

/** Types a slash command. What the app acknowledges with is shown, to this person only unless it says in_channel. */
export async function useCommand(
  stage: Stage,
  { user, command, text: typed = '', channel: channelId }: SlashCommand,
): Promise<Delivered> {
  const { world } = stage;
  const member = actor(world, user);
  if (!world.manifest.commands.has(command)) throw new Refused(`${command} is not a command of this app's manifest.`);
  const text = typedArguments(typed);
  const channel = whereTyped(world, user, channelId);
  world.log.append({ kind: 'act.command', channel: channel.id, user, command, text, by: user });
  const payload = {
    token: 'sandbox-verification-token',
    team_id: teamOf(world, member),
    team_domain: world.identity.teamDomain,
    channel_id: channel.id,
    channel_name: channel.name ?? 'directmessage',
    user_id: user,
    user_name: member.name,
    command,
    text,
    api_app_id: world.identity.appId,
    is_enterprise_install: 'false',
    response_url: world.responseUrls.issue(world, { channel, userId: user, original: null }),
    trigger_id: world.triggers.issue(user),
  };
  const delivered = await stage.send({ type: 'slash_commands', payload, acceptsResponse: true });
  if (delivered.response) show(world, channel, user, delivered.response);
  return delivered;
}

function whereTyped(world: World, user: string, channelId: string | undefined): Channel {
  if (channelId === undefined) return world.workspace.openDm(user, world.identity.botUserId).channel;
  const channel = world.workspace.channels.get(channelId);
  if (!channel?.members.has(user)) throw new Refused(`${user} is not in ${channelId}.`);
  return channel;
}

function show(world: World, channel: Channel, user: string, answer: JsonObject): void {
  try {
    const words = checkNewWords(world, {
      text: stringOf(answer.text),
      blocks: answer.blocks,
      attachments: answer.attachments,
      metadata: undefined,
    });
    const posting = { words, threadTs: undefined, by: 'app', via: 'ack' };
    if (answer.response_type === 'in_channel') postMessage(world, channel, posting);
    else postEphemeral(world, channel, user, posting);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    throw new Refused(`Slack cannot show the app's answer to ${user}: ${error.code} ${JSON.stringify(error.details)}`);
  }
}

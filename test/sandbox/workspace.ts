import type { WebClientOptions } from '@slack/web-api';
import { WebClient } from '@slack/web-api';
import { parseManifest } from '../../sandbox/manifest.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import { startSandbox } from '../../sandbox/sandbox.js';

/** An app that asks for everything the sandbox knows. */
const GENEROUS_MANIFEST = `
display_information: { name: Laurel }
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false }
  slash_commands: [{ command: /cert, description: Certifications }]
oauth_config:
  scopes:
    bot: [chat:write, commands, im:write, im:history, im:read, users:read, users:read.email, channels:read,
      channels:join, channels:history, groups:read, groups:history, reactions:write, usergroups:read, files:write,
      files:read, team:read, dnd:read]
settings:
  event_subscriptions: { bot_events: [user_change, team_join, app_home_opened, message.im] }
  interactivity: { is_enabled: true }
`;

export const generousManifest = () => parseManifest(GENEROUS_MANIFEST);

/** A sandbox with Ana and Ben in it, whose clock stands at 09:00 UTC on 1 December 2026. */
export async function startWithPeople(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ manifest: generousManifest(), ...options });
  sandbox.setClock(new Date('2026-12-01T09:00:00Z'));
  sandbox.addUser({ id: 'U0ANA', realName: 'Ana Ruiz', email: 'ana@example.com', tz: 'Europe/Madrid' });
  sandbox.addUser({ id: 'U0BEN', realName: 'Ben Okafor', email: 'ben@example.com', tz: 'Africa/Lagos' });
  return sandbox;
}

/** A client that shows every failure at once. */
export function clientOf(sandbox: Sandbox, options: WebClientOptions & { token?: string } = {}): WebClient {
  const { token = sandbox.botToken, ...rest } = options;
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
    ...rest,
  });
}

const nothing = () => {};
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => 'error' as never,
  setName: nothing,
};

/** The code of Slack's refusal of this call; fails when the call succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const data = (error as { data?: { error?: string } }).data;
    if (data?.error) return data.error;
    throw error;
  }
  throw new Error('The call was expected to be refused.');
}

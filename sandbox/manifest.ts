import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** The parts of an app manifest that decide what the sandbox allows; the other keys are not looked at. */
const manifestShape = z.object({
  display_information: z.object({ name: z.string() }).default({ name: 'App' }),
  features: z
    .object({
      app_home: z
        .object({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(false),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      slash_commands: z
        .array(
          z.object({ command: z.string(), description: z.string().default(''), usage_hint: z.string().default('') }),
        )
        .default([]),
    })
    .prefault({}),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }).prefault({}) }).prefault({}),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      interactivity: z.object({ is_enabled: z.boolean().default(false) }).prefault({}),
    })
    .prefault({}),
});

export interface Manifest {
  appName: string;
  botScopes: ReadonlySet<string>;
  botEvents: ReadonlySet<string>;
  /** By name, with its slash. */
  commands: ReadonlyMap<string, { description: string; usageHint: string }>;
  interactive: boolean;
  homeTab: boolean;
  /** May people write to the app in its Messages tab? */
  messagesTab: boolean;
}

/** Slack installs no app that asks for these without the scope beside them. */
const EVENT_SCOPES: Record<string, string> = {
  user_change: 'users:read',
  team_join: 'users:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
};

/** Reads manifest YAML; throws a sentence when the text is no manifest, or one that Slack would not install. */
export function parseManifest(yaml: string): Manifest {
  const parsed = manifestShape.safeParse(parse(yaml));
  if (!parsed.success) throw new Error(`The manifest is not usable: ${z.prettifyError(parsed.error)}`);
  const { display_information, features, oauth_config, settings } = parsed.data;
  const { bot: botScopes } = oauth_config.scopes;
  const { bot_events: botEvents } = settings.event_subscriptions;
  const needed = [
    ...botEvents.flatMap((event) => EVENT_SCOPES[event] ?? []),
    ...(features.slash_commands.length > 0 ? ['commands'] : []),
  ];
  const missing = needed.filter((scope) => !botScopes.includes(scope));
  if (missing.length > 0) throw new Error(`The manifest needs these bot scopes, too: ${missing.join(', ')}.`);
  return {
    appName: display_information.name,
    botScopes: new Set(botScopes),
    botEvents: new Set(botEvents),
    commands: new Map(
      features.slash_commands.map(({ command, description, usage_hint: usageHint }) => [
        command,
        { description, usageHint },
      ]),
    ),
    interactive: settings.interactivity.is_enabled,
    homeTab: features.app_home.home_tab_enabled,
    messagesTab: features.app_home.messages_tab_enabled && !features.app_home.messages_tab_read_only_enabled,
  };
}

export function readManifest(path: string): Manifest {
  return parseManifest(readFileSync(path, 'utf8'));
}

import type { SandboxClock } from './clock.js';
import type { EffectLog } from './effect-log.js';
import type { Ids } from './ids.js';
import type { RateLimits } from './limits.js';
import type { Manifest } from './manifest.js';
import type { ResponseUrls } from './response-urls.js';
import type { Triggers } from './triggers.js';
import type { ViewStore } from './view-store.js';
import type { KeptWithFlaw, Workspace } from './workspace.js';

/** Who the app and its workspace are. */
export interface Identity {
  teamId: string;
  teamName: string;
  teamDomain: string;
  appId: string;
  botId: string;
  botUserId: string;
  botToken: string;
  appToken: string;
  /** Seconds since 1970. */
  installedAt: number;
}

/** The parts that the Web API's methods and people's acts work on. */
export interface World {
  identity: Identity;
  manifest: Manifest;
  clock: SandboxClock;
  ids: Ids;
  workspace: Workspace;
  views: ViewStore;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  limits: RateLimits;
  log: EffectLog;
  /** Of the messages that this very call posts. */
  flaw?: KeptWithFlaw;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  url(): string;
  /** A Socket Mode address that works once, or undefined when ten connections are open. */
  socketUrl(): string | undefined;
}

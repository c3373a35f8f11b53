import type { Effect } from './effects.js';
import type { JsonObject } from './json.js';

/** What the page in the browser and the sandbox say to each other. Types only, so that the page may import it. */

/** `GET /control/page`: asked once when the page opens. */
export type PageFacts = {
  title: string;
  appName: string;
  botUserId: string;
  commands: CommandFacts[];
  /** Whom to act as at first. */
  startAs: string | null;
  people: PersonFacts[];
  channels: ChannelFacts[];
  clock: ClockFacts;
  /** The last effect so far: the stream goes on after it. */
  n: number;
};

/** A slash command as the manifest describes it, with its slash. */
export type CommandFacts = { command: string; description: string; usageHint: string };

/** A human of the workspace. `role` and `manager` are what the starter of the sandbox told, else the title and null. */
export type PersonFacts = {
  id: string;
  name: string;
  title: string;
  role: string;
  /** A name, as the starter gave it. */
  manager: string | null;
  tz: string | null;
  deleted: boolean;
};

export type ChannelFacts = { id: string; name: string; kind: 'public' | 'private'; members: string[] };

/** Instants are ISO in UTC. `problem` is why the last jump ended before its goal. */
export type ClockFacts = {
  now: string;
  /** False while it stands at a set instant. */
  runs: boolean;
  canJump: boolean;
  /** Under way. */
  jump: { from: string; to: string } | null;
  problem: string | null;
};

/** `GET /control/conversations?user=U`: what this person can see, with the newest `ts` of each, for unread marks. */
export type ConversationFacts = {
  id: string;
  kind: 'im' | 'public' | 'private';
  name: string | null;
  latestTs: string | null;
}[];

/**
 * `GET /control/channels/ID/messages?viewer=U&limit=200&before=TS`: the newest ones before TS, oldest first; with a viewer
 * also what only they see, marked.
 */
export type ShownMessage = JsonObject & { ts: string; user: string; text: string; is_ephemeral?: true };

/** `GET /control/traffic`: what went between Slack and the app, the last 500, oldest first. */
export type Exchange = {
  n: number;
  /** Sandbox time. */
  at: string;
  direction: 'to-app' | 'from-app';
  /** `block_actions due.plan`, `view_submission …`, `/cert`, `app_home_opened`, or `chat.postMessage`. */
  what: string;
  outcome: 'pending' | 'ok' | 'failed';
  /** Why it failed: `timeout`, `ratelimited`, `http 500`. */
  detail: string | null;
  /** Real milliseconds to the acknowledgement, or to the answer. */
  ms: number | null;
  /** The payload or the call, without tokens; long texts are cut. */
  body: JsonObject;
};

/**
 * `GET /control/stream?since=N`: server-sent events. A reconnecting EventSource sends Last-Event-ID and misses no effect; an
 * exchange is sent when it starts and, with the same `n`, when it is settled.
 */
export type StreamEvents = { effect: Effect; traffic: Exchange; clock: ClockFacts };

/** `POST /control/clock/jump` answers 202 with ClockFacts; the rest comes by stream. */
export type JumpOrder = { to: string };

/** `POST /control/act/say`: a person writes into a channel that they are in. */
export type Saying = { user: string; channel: string; text: string };

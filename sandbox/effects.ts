import type { JsonObject } from './json.js';

/**
 * One line of the effect log: something that a person in the workspace could see, did, or became. Lines are JSON
 * objects, one per line, in the order in which the sandbox accepted them. Whoever judges the app reads these lines
 * and nothing else.
 */
export type Effect = EffectStamp & EffectBody;

interface EffectStamp {
  /** 1, 2, 3 … without gaps. */
  n: number;
  /** The sandbox clock, ISO in UTC: the time that the people in the workspace live in. */
  at: string;
  /** Real milliseconds since 1970 on a monotonic clock: for gaps and rates, whatever `at` does. As `monotonicMs()`. */
  wallMs: number;
}

export type EffectBody =
  | MessageEffect
  | MessageDeleted
  | ReactionAdded
  | ViewEffect
  | ViewClosed
  | Pressed
  | CommandUsed
  | HomeOpened
  | FileUploaded
  | PersonEffect
  | ChannelEffect
  | CallAnswered;

/**
 * A message as it now reads. `user` is whose eyes it is for: the human of a DM, the only viewer of an ephemeral
 * message, null in a channel. `by` is who wrote it: 'app' or the id of a person.
 */
export interface MessageEffect {
  kind: 'message.posted' | 'message.updated' | 'message.ephemeral';
  channel: string;
  user: string | null;
  ts: string;
  threadTs: string | null;
  text: string;
  blocks: JsonObject[] | null;
  metadata: JsonObject | null;
  by: string;
  /** Through which door: a Web API method, 'response_url', or 'person'. */
  via: string;
  /** conversations.history and replies do not show it before this instant, which is real as `wallMs`. */
  hiddenUntilMs?: number;
  /** Slack shows its metadata to nobody; above they stand as they were sent. */
  strippedOfMetadata?: true;
}

interface MessageDeleted {
  kind: 'message.deleted';
  channel: string;
  user: string | null;
  ts: string;
  by: string;
  via: string;
}

interface ReactionAdded {
  kind: 'reaction.added';
  channel: string;
  user: string | null;
  ts: string;
  /** Emoji name without colons. */
  name: string;
  by: string;
}

/** A modal or a Home tab as `user` now sees it. `view` is the whole view object. */
export interface ViewEffect {
  kind: 'view.opened' | 'view.pushed' | 'view.updated' | 'home.published';
  user: string;
  viewId: string;
  view: JsonObject;
  by: 'app';
  /** A Web API method, or 'ack' when a view_submission was answered with it. */
  via: string;
}

interface ViewClosed {
  kind: 'view.submitted' | 'view.closed';
  user: string;
  viewId: string;
  /** What the person had entered: block id -> action id -> value. */
  state: JsonObject;
  by: string;
}

interface Pressed {
  kind: 'act.pressed';
  /** Null when the element was in a view. */
  channel: string | null;
  ts: string | null;
  viewId: string | null;
  user: string;
  blockId: string;
  actionId: string;
  /** The action as the app is told it. */
  action: JsonObject;
  by: string;
}

interface CommandUsed {
  kind: 'act.command';
  channel: string;
  user: string;
  command: string;
  text: string;
  by: string;
}

interface HomeOpened {
  kind: 'act.home-opened';
  user: string;
  by: string;
}

interface FileUploaded {
  kind: 'file.uploaded';
  fileId: string;
  name: string;
  bytes: number;
  by: string;
}

/** A member of the workspace came, changed or left; `changes` holds the new values of what changed. */
interface PersonEffect {
  kind: 'user.added' | 'user.changed';
  user: string;
  changes: JsonObject;
  by: string;
}

interface ChannelEffect {
  kind: 'channel.added' | 'channel.joined' | 'dm.opened';
  channel: string;
  user: string | null;
  name: string | null;
  by: string;
}

/**
 * A call of the Web API, written when it is answered, broken off, or when its late effect lands; only in a sandbox that
 * was started with `calls: 'logged'`. A message that it posted stands before it.
 */
export interface CallAnswered {
  kind: 'call.answered';
  method: string;
  /** As it was asked for: an id of a channel, or of a person to whom it was sent. */
  channel: string | null;
  /** `delivery_id` of the metadata that were sent along. */
  deliveryId: string | null;
  /** When it had been read, by the clock of `wallMs`. */
  arrivedMs: number;
  /**
   * accepted: it had its effect and the caller was told. lost: it had its effect and the caller was not told so.
   * refused: no effect and a plain refusal. limited: told to wait. failed: no effect and nothing plain was said.
   */
  came: 'accepted' | 'lost' | 'refused' | 'limited' | 'failed';
  /** Slack's code, also where the caller was not told it. */
  error: string | null;
  /** For limited ones: how long nobody may call this method, in real milliseconds; null when that was not said. */
  retryAfterMs: number | null;
  /** Who told to wait: a fault, or limits that the caller had exceeded. */
  limitedBy: 'fault' | 'limits' | null;
  /** The kind of the fault that it met, even when that had nothing to spoil. */
  fault: string | null;
  by: 'app';
}

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
  /** Real milliseconds since 1970 on a monotonic clock: for gaps and rates, whatever `at` does. */
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
  | ChannelEffect;

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

import type { JsonObject } from './json.js';

/** What Slack sends to the app. Envelope types are those of Socket Mode; over HTTP the same payloads travel in bodies. */
export interface Outgoing {
  type: 'events_api' | 'interactive' | 'slash_commands';
  payload: JsonObject;
  /** May the acknowledgement carry an answer, such as the errors of a form? */
  acceptsResponse: boolean;
  retry?: { attempt: number; reason: string } | undefined;
}

/** How the app took it. `response` is what it answered along with its acknowledgement. */
export interface Delivered {
  acked: boolean;
  /** Real milliseconds from sending to the acknowledgement, or to giving up. */
  ackMs: number;
  response: JsonObject | null;
  /** Why there was no acknowledgement. */
  problem: DeliveryProblem | null;
}

/** `held_back`: a fault delivers it later, or never. */
export type DeliveryProblem = 'timeout' | 'no_connection' | 'connection_failed' | 'http_error' | 'held_back';

/** One way to reach the app: its sockets, or its request URL. Never rejects. */
export interface Delivery {
  send(outgoing: Outgoing): Promise<Delivered>;
}

/** How long Slack waits for an acknowledgement, in real time. */
export const ACK_WITHIN_MS = 3000;

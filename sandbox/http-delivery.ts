import { createHmac } from 'node:crypto';
import type { Delivered, Delivery, DeliveryProblem, Outgoing } from './delivery.js';
import { ACK_WITHIN_MS } from './delivery.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';

export interface HttpApp {
  /** Where the app takes events, interactions and commands, for example `http://127.0.0.1:3000/slack/events`. */
  requestUrl: string;
  signingSecret: string;
}

/** Signed requests to the app's request URL, instead of sockets. */
export function createHttpDelivery({ requestUrl, signingSecret }: HttpApp): Delivery {
  return {
    async send(outgoing) {
      const { body, contentType } = bodyOf(outgoing);
      const sentAt = performance.now();
      const finish = (outcome: Omit<Delivered, 'ackMs'>) => ({ ...outcome, ackMs: performance.now() - sentAt });
      const failed = (problem: DeliveryProblem) => finish({ acked: false, response: null, problem });
      try {
        const answer = await fetch(requestUrl, {
          method: 'POST',
          headers: { 'content-type': contentType, ...signature(signingSecret, body), ...retryHeaders(outgoing) },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(ACK_WITHIN_MS),
        });
        const text = await answer.text();
        if (answer.status !== 200) return failed('http_error');
        return finish({ acked: true, response: outgoing.acceptsResponse ? responseIn(text) : null, problem: null });
      } catch (error) {
        return failed(error instanceof DOMException ? 'timeout' : 'connection_failed');
      }
    },
  };
}

function bodyOf({ type, payload }: Outgoing): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'events_api':
      return { body: JSON.stringify(payload), contentType: 'application/json' };
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), contentType: form };
    case 'slash_commands': {
      const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
      return { body: new URLSearchParams(fields).toString(), contentType: form };
    }
  }
}

/** In real time, whatever the sandbox clock says: the receiver compares it with its own. */
function signature(secret: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

function retryHeaders({ retry }: Outgoing): Record<string, string> {
  if (!retry) return {};
  return {
    'x-slack-retry-num': String(retry.attempt),
    'x-slack-retry-reason': retry.reason === 'timeout' ? 'http_timeout' : retry.reason,
  };
}

function responseIn(text: string): JsonObject | null {
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : { text };
  } catch {
    return { text };
  }
}

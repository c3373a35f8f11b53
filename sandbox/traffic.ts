import type { SandboxClock } from './clock.js';
import type { Delivered, Outgoing } from './delivery.js';
import type { Json, JsonObject } from './json.js';
import { isObject, objectsOf, stringOf } from './json.js';
import { createListeners } from './listeners.js';
import type { Exchange } from './page-contract.js';

/** What goes between Slack and the app, for people to look at. */
export interface Traffic {
  /** Notes what has begun. What it gives is called once, when it is settled. */
  begin(exchange: Pick<Exchange, 'direction' | 'what' | 'body'>): (settled: Settled) => void;
  /** The last 500, oldest first. */
  recent(): Exchange[];
  /** Tells of each exchange when it begins and when it is settled. Gives the function that ends it. */
  onChange(listener: (exchange: Exchange) => void): () => void;
}

export type Settled = { outcome: 'ok' } | { outcome: 'failed'; detail: string };

export const MOST_EXCHANGES = 500;

/** `secrets` are shown nowhere. */
export function createTraffic({ clock, secrets }: { clock: SandboxClock; secrets: string[] }): Traffic {
  const kept = new Map<number, Exchange>();
  const listeners = createListeners<Exchange>();
  let n = 0;

  return {
    begin({ direction, what, body: { token: _, ...body } }) {
      const startedAt = performance.now();
      n += 1;
      const pending: Exchange = {
        n,
        at: clock.now().toISOString(),
        direction,
        what,
        outcome: 'pending',
        detail: null,
        ms: null,
        body: shortened(body, secrets),
      };
      kept.set(n, pending);
      const [oldest] = kept.keys();
      if (kept.size > MOST_EXCHANGES && oldest !== undefined) kept.delete(oldest);
      listeners.tell(pending);
      return (settled) => {
        const ms = Math.round((performance.now() - startedAt) * 10) / 10;
        const exchange: Exchange = { ...pending, detail: null, ...settled, ms };
        if (kept.has(exchange.n)) kept.set(exchange.n, exchange);
        listeners.tell(exchange);
      };
    },
    recent: () => [...kept.values()],
    onChange: (listener) => listeners.add(listener),
  };
}

/** Sends to the app, and notes how it was taken. */
export async function sendNoted(
  traffic: Traffic,
  outgoing: Outgoing,
  send: (outgoing: Outgoing) => Promise<Delivered>,
): Promise<Delivered> {
  const settle = traffic.begin({ direction: 'to-app', what: nameOf(outgoing), body: outgoing.payload });
  const delivered = await send(outgoing);
  settle(delivered.acked ? { outcome: 'ok' } : { outcome: 'failed', detail: delivered.problem ?? 'no answer' });
  return delivered;
}

function nameOf({ type, payload, retry }: Outgoing): string {
  switch (type) {
    case 'slash_commands':
      return String(payload.command);
    case 'events_api': {
      const event = isObject(payload.event) ? String(payload.event.type) : 'event';
      return retry ? `${event} (try ${retry.attempt + 1})` : event;
    }
    case 'interactive':
      return `${String(payload.type)} ${aboutOf(payload)}`.trim();
  }
}

/** What was pressed, or which form it is. */
function aboutOf({ actions, action_id: actionId, view }: JsonObject): string {
  const [action] = objectsOf(actions);
  const pressed = stringOf(action?.action_id) ?? stringOf(actionId);
  if (pressed !== undefined || !isObject(view)) return pressed ?? '';
  const title = isObject(view.title) ? stringOf(view.title.text) : undefined;
  return stringOf(view.callback_id) || (title ?? '');
}

const LONGEST_TEXT = 4096;
const LARGEST_BODY = 200_000;
const DEEPEST = 40;

/** A copy that later changes do not reach, of bounded size. */
function shortened(body: JsonObject, secrets: string[]): JsonObject {
  let left = LARGEST_BODY;

  function text(whole: string): string {
    const most = Math.min(LONGEST_TEXT, left);
    left -= whole.length;
    const safe = secrets.reduce((safer, secret) => safer.replaceAll(secret, '(a token)'), whole);
    return safe.length <= most ? safe : `${safe.slice(0, most)}… (${safe.length - most} more)`;
  }

  function copy(value: Json | undefined, depth: number): Json {
    if (left <= 0 || depth > DEEPEST) return '…';
    left -= 1;
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return items(value, depth);
    return isObject(value) ? members(value, depth) : (value ?? null);
  }

  function items(values: Json[], depth: number): Json[] {
    const copied: Json[] = [];
    for (const value of values) {
      copied.push(copy(value, depth + 1));
      if (left <= 0) break;
    }
    return copied;
  }

  function members(value: JsonObject, depth: number): JsonObject {
    const copied: JsonObject = {};
    for (const [name, field] of Object.entries(value)) {
      if (left <= 0) break;
      left -= name.length;
      if (field !== undefined) copied[name] = copy(field, depth + 1);
    }
    return copied;
  }

  return members(body, 0);
}

import { setMaxListeners } from 'node:events';
import type { Delivered } from '../../sandbox/delivery.js';
import type { Effect, MessageEffect } from '../../sandbox/effects.js';
import type { JsonObject } from '../../sandbox/json.js';
import { sleep } from './time.js';

/** The local Slack, in another process, as those see it who are not the app. Every act may reject with why it cannot be. */
export interface RemoteSlack {
  /** The first effect after number `after` that fits; undefined when none came in time. */
  waitFor(
    fits: (effect: Effect) => boolean,
    options: { after: number; timeoutMs: number },
  ): Promise<Effect | undefined>;
  lastEffect(): number;
  /** Messages that this person sees, newest last, as they read now. */
  messagesFor(user: string): readonly (Effect & MessageEffect)[];
  act(name: string, what: object): Promise<Taken>;
  home(user: string): Promise<JsonObject | null>;
  /** `conversations.open`, past all limits: before anything starts. */
  openDms(users: readonly string[], botToken: string): Promise<Map<string, string>>;
  faults: {
    next(order: object): Promise<void>;
    standing(order: object): Promise<void>;
    random(order: object): Promise<void>;
    randomEvents(order: object): Promise<void>;
    clear(): Promise<void>;
  };
  dropSockets(which: 'all' | 'oldest'): Promise<void>;
  refreshSockets(which: 'all' | 'oldest'): Promise<void>;
  close(): void;
}

/** How the app took an act. */
export type Taken = Pick<Delivered, 'acked' | 'ackMs' | 'response'>;

type Waiter = { after: number; fits(effect: Effect): boolean; tell(effect: Effect): void };

const pollMs = 30;
const longPollMs = 5_000;

export function connectSlack(url: string): RemoteSlack {
  const closed = new AbortController();
  // Each fetch leaves its listener there until memory is collected.
  setMaxListeners(0, closed.signal);
  const effects: Effect[] = [];
  const messages = new Map<string, Map<string, Effect & MessageEffect>>();
  const waiters = new Set<Waiter>();

  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}/control/${path}`, {
      method,
      signal: closed.signal,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = (await response.json()) as Answer & { error?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  function take(effect: Effect): void {
    effects.push(effect);
    if (isMessage(effect) && effect.user !== null) {
      const own = messages.get(effect.user) ?? new Map();
      own.set(`${effect.channel} ${effect.ts}`, effect);
      messages.set(effect.user, own);
    }
    for (const waiter of [...waiters]) if (effect.n > waiter.after && waiter.fits(effect)) waiter.tell(effect);
  }

  async function follow(): Promise<void> {
    while (!closed.signal.aborted) {
      const since = effects.at(-1)?.n ?? 0;
      const news = await call<Effect[]>('GET', `effects?since=${since}&waitMs=${longPollMs}`).catch(() => []);
      for (const effect of news) take(effect);
      await sleep(pollMs, closed.signal);
    }
  }
  void follow();

  const faults = (path: string) => (order: object) => call<void>('POST', path, order);
  return {
    lastEffect: () => effects.at(-1)?.n ?? 0,
    waitFor(fits, { after, timeoutMs }) {
      const known = effects.slice(firstAfter(effects, after)).find(fits);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => {
        const waiter: Waiter = { after, fits, tell: (effect) => settle(effect) };
        const settle = (effect?: Effect) => {
          waiters.delete(waiter);
          clearTimeout(timer);
          resolve(effect);
        };
        const timer = setTimeout(settle, timeoutMs);
        waiters.add(waiter);
      });
    },
    messagesFor: (user) => [...(messages.get(user)?.values() ?? [])],
    act: (name, what) => call('POST', `act/${name}`, what),
    home: async (user) => (await call<{ home: JsonObject | null }>('GET', `users/${user}`)).home,
    async openDms(users, botToken) {
      await call('PUT', 'limits', { state: 'off' });
      const opened = new Map<string, string>();
      for (const user of users) {
        const response = await fetch(`${url}/api/conversations.open`, {
          method: 'POST',
          headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ users: user }),
        });
        const { channel } = (await response.json()) as { channel: { id: string } };
        opened.set(user, channel.id);
      }
      await call('PUT', 'limits', { state: 'on' });
      return opened;
    },
    faults: {
      next: faults('faults'),
      standing: faults('faults/standing'),
      random: faults('faults/random'),
      randomEvents: faults('faults/events/random'),
      clear: () => call('DELETE', 'faults'),
    },
    dropSockets: (which) => call('POST', 'sockets/drop', { which }),
    refreshSockets: (which) => call('POST', 'sockets/disconnect', { reason: 'refresh_requested', which }),
    close: () => closed.abort(),
  };
}

const isMessage = (effect: Effect): effect is Effect & MessageEffect =>
  effect.kind === 'message.posted' || effect.kind === 'message.updated' || effect.kind === 'message.ephemeral';

/** Numbers have no gaps. */
const firstAfter = (effects: readonly Effect[], n: number) => Math.max(0, n - (effects[0]?.n ?? 1) + 1);

import type { Response } from 'express';
import type { EffectLog } from './effect-log.js';
import type { PageClock } from './page-clock.js';
import type { ClockFacts, Exchange, StreamEvents } from './page-contract.js';
import type { Traffic } from './traffic.js';
import { MOST_EXCHANGES } from './traffic.js';

export interface StreamSources {
  log: EffectLog;
  traffic: Traffic;
  clock: PageClock;
}

export interface StreamOptions {
  /** The last effect that the reader has. */
  after: number;
  heartbeatMs: number;
}

/**
 * Server-sent events: effects after a number, then everything as it happens. Nothing piles up for a slow reader: effects are
 * in the log anyway, of an exchange and of the clock only the newest state waits. Who reads nothing during two
 * heartbeats is cut off, and goes on with Last-Event-ID.
 */
export function openStream(response: Response, { log, traffic, clock }: StreamSources, options: StreamOptions): void {
  const { heartbeatMs } = options;
  // A reader from before a restart may know of effects that were lost with it.
  let sent = Math.min(options.after, log.last());
  let newClock: ClockFacts | undefined = clock.facts();
  const newExchanges = new Map<number, Exchange>();
  let state: 'open' | 'full' = 'open';
  let missedBeats = 0;

  function next(): string | undefined {
    if (newClock) {
      const facts = newClock;
      newClock = undefined;
      return eventText('clock', facts);
    }
    const effect = log.next(sent);
    if (effect) {
      sent = effect.n;
      return `id: ${effect.n}\n${eventText('effect', effect)}`;
    }
    const [exchange] = newExchanges.values();
    if (!exchange) return undefined;
    newExchanges.delete(exchange.n);
    return eventText('traffic', exchange);
  }

  function write(text: string): void {
    if (!response.write(text)) state = 'full';
  }

  function pump(): void {
    while (state === 'open') {
      const text = next();
      if (text === undefined) return;
      write(text);
    }
  }

  function beat(): void {
    if (state === 'full') missedBeats += 1;
    else write(': still here\n\n');
    if (missedBeats >= 2) response.destroy();
  }

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
  });
  write('retry: 1000\n\n');
  response.on('drain', () => {
    state = 'open';
    missedBeats = 0;
    pump();
  });
  const timer = setInterval(beat, heartbeatMs);
  const ends = [
    log.onAppend(pump),
    traffic.onChange((exchange) => {
      newExchanges.set(exchange.n, exchange);
      const [oldest] = newExchanges.keys();
      if (newExchanges.size > MOST_EXCHANGES && oldest !== undefined) newExchanges.delete(oldest);
      pump();
    }),
    clock.onChange((facts) => {
      newClock = facts;
      pump();
    }),
    () => clearInterval(timer),
  ];
  response.once('close', () => {
    for (const end of ends) end();
  });
  pump();
}

function eventText<Name extends keyof StreamEvents>(name: Name, data: StreamEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

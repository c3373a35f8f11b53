import type { Logger as SlackLogger, WebClientOptions } from '@slack/web-api';
import { LogLevel, WebClient } from '@slack/web-api';
import { monotonicMs } from '../clock.js';
import type { Logger } from '../logging.js';
import { DeadlinePassed, RateLimited, retryAfterMs } from './replies.js';

type Access = Readonly<{ botToken: string; apiUrl: string }>;

/**
 * Three clients, so that one method's limit never blocks another's. None of them tries a call twice: who calls knows
 * whether that is harmless, and when.
 */
export function createClients(access: Access, log: Logger, deliveryTimeoutMs: number) {
  const shared: WebClientOptions = { slackApiUrl: access.apiUrl, logger: quietLogger(log), allowAbsoluteUrls: false };
  const once: WebClientOptions = { ...shared, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  return {
    /** For what somebody waits for: opening DMs and, later, views. */
    interactive: new WebClient(access.botToken, { ...once, timeout: 2_500 }),
    /** For what may take its time and harms nobody when it is done again: lists, history, redraws, `auth.test`. */
    reading: new WebClient(access.botToken, { ...once, timeout: 15_000 }),
    /** A client for exactly one call, which throws `DeadlinePassed` instead of opening the socket after `deadlineMs`. */
    delivery: (deadlineMs: number, now: Date) =>
      new WebClient(access.botToken, { ...once, timeout: deliveryTimeoutMs, fetch: fetchBefore(deadlineMs, now) }),
  };
}

export type Clients = ReturnType<typeof createClients>;

/** The last thing before the socket is the check of the deadline: nothing between it and `fetch` waits. */
function fetchBefore(deadlineMs: number, now: Date): NonNullable<WebClientOptions['fetch']> {
  return async (url, init) => {
    if (monotonicMs() > deadlineMs) throw new DeadlinePassed();
    const response = await fetch(url, init);
    // The SDK knows only whole seconds here; Slack and proxies also send none or a date.
    if (response.status === 429) throw new RateLimited(retryAfterMs(response.headers.get('retry-after'), now));
    return response;
  };
}

/** Slack's SDK logs whole request bodies at debug and below warnings nothing we need. */
export function quietLogger(log: Logger): SlackLogger {
  const say = (level: 'warn' | 'error') => (first: unknown) =>
    log[level]({ from: 'slack-sdk' }, typeof first === 'string' ? first.slice(0, 200) : 'slack sdk');
  return {
    debug: () => {},
    info: () => {},
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

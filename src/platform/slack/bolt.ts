import type { Receiver } from '@slack/bolt';
import { App, ExpressReceiver, SocketModeReceiver } from '@slack/bolt';
import type { RequestHandler } from 'express';
import type { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Logger } from '../logging.js';
import type { Clients } from './clients.js';
import { quietLogger } from './clients.js';

/** Who we are in this workspace, as `auth.test` says. */
export type Identity = Readonly<{
  botId: string;
  botUserId: string;
  teamId: string;
  /** `https://acme.slack.com/`; '' when Slack does not tell it. */
  workspaceUrl: string;
}>;

/** Two, because a connection is deaf for 5 seconds at each refresh (PLATFORM-FACTS 1.8). */
const socketConnections = 2;
const futureToleranceSeconds = 5 * 60;

/**
 * How a socket asks for its next address. The traps: the SDK knows no timeout, so that one reply that never comes leaves the
 * socket closed for good; after ten failures it throws what nobody can catch; and it waits up to 44 minutes in between.
 */
const comesBack = { timeout: 5_000, retryConfig: { forever: true, maxTimeout: 30_000 } };

/** Asks Slack who this token is. Throws Slack's own error, whose code says what is wrong with the token. */
export async function identify(clients: Pick<Clients, 'reading'>): Promise<Identity> {
  const {
    bot_id: botId,
    user_id: botUserId,
    team_id: teamId,
    url: workspaceUrl = '',
  } = await clients.reading.auth.test();
  if (botId === undefined || botUserId === undefined || teamId === undefined) {
    throw new Error('SLACK_BOT_TOKEN is not the token of a bot');
  }
  return { botId, botUserId, teamId, workspaceUrl };
}

/** Bolt with the way Slack reaches us: sockets of our own, or an Express router to be mounted. */
export function createBolt({
  slack,
  identity,
  clock,
  log,
}: {
  slack: Config['slack'];
  identity: Identity;
  clock: Clock;
  log: Logger;
}) {
  const logger = quietLogger(log);
  const clientOptions = {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 2_500,
    rejectRateLimitedCalls: true,
    fetch: fetchWithin(2_500),
  };
  const sockets: SocketModeReceiver[] = [];
  let router: RequestHandler | undefined;
  let receiver: Receiver;

  if (slack.listen.by === 'socket') {
    const { appToken } = slack.listen;
    for (let n = 0; n < socketConnections; n += 1) {
      sockets.push(
        new SocketModeReceiver({
          appToken,
          logger,
          installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, ...comesBack } },
        }),
      );
    }
    receiver = allOf(sockets);
  } else {
    const express = new ExpressReceiver({
      signingSecret: slack.listen.signingSecret,
      endpoints: '/slack/events',
      logger,
    });
    router = (request, response, next) => {
      const sentAt = Number(request.headers['x-slack-request-timestamp'] ?? 0);
      // Bolt refuses old requests but believes far-future ones.
      if (sentAt > clock.now().getTime() / 1000 + futureToleranceSeconds) {
        response.status(401).end();
        return;
      }
      express.router(request, response, next);
    };
    receiver = mounted(express);
  }

  const app = new App({
    receiver,
    logger,
    clientOptions,
    authorize: async () => ({ botToken: slack.botToken, ...identity }),
  });
  app.error(async (error) => {
    log.error({ err: error }, 'bolt failed');
  });

  return {
    app,
    /** To be mounted by the HTTP server; undefined in Socket Mode. */
    router,
    /** Whether at least one way for Slack to reach us is open. */
    isConnected: () => sockets.length === 0 || sockets.some((socket) => socket.client.websocket?.isActive() === true),
    start: () => app.start(),
    stop: () => app.stop(),
  };
}

const allOf = (receivers: readonly Receiver[]): Receiver => ({
  init(app) {
    for (const receiver of receivers) receiver.init(app);
  },
  start: () => Promise.all(receivers.map((receiver) => receiver.start())),
  stop: () => Promise.all(receivers.map((receiver) => receiver.stop())),
});

/** An Express receiver whose router is mounted in our own server, so that it never listens by itself. */
const mounted = (express: ExpressReceiver): Receiver => ({
  init: (app) => express.init(app),
  start: async () => undefined,
  stop: async () => undefined,
});

/** `respond()` knows no timeout of its own. */
const fetchWithin = (ms: number) => (url: string | URL, init?: object) =>
  fetch(url, { signal: AbortSignal.timeout(ms), ...init });

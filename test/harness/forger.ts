import { createHmac } from 'node:crypto';
import { createServer as createCollector } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectSlack } from '../../src/app/slack.js';
import { createServer } from '../../src/platform/http/server.js';
import { createLogger } from '../../src/platform/logging.js';
import type { startHouse } from './house.js';

type House = Awaited<ReturnType<typeof startHouse>>;

export type Answer = Readonly<{ text: string; response_type: string; replace_original: boolean; blocks: unknown[] }>;

const signingSecret = 'a-secret-of-this-test-alone';

export type FormAnswer = Readonly<{ response_action: string; errors?: Record<string, string>; view?: object }>;

/**
 * Sends presses that no Slack client would send, correctly signed, to the request URL of the house: what can reach us
 * at the worst. `press` answers how it was acknowledged, and what the presser was told.
 */
export async function startForger(house: House) {
  const { slack, identity, clients, features, logLines } = house;
  const log = createLogger('info', (line) => logLines.push(line));
  const bolt = connectSlack({
    slack: {
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      messagesPerSecond: 1_000,
      listen: { by: 'http', signingSecret },
    },
    identity,
    clients,
    features,
    // Signatures are checked against real time, which the clock of the house is not.
    clock: { now: () => new Date() },
    log,
  });
  const server = createServer({ readiness: async () => ({ ready: true }), routers: [bolt.router!], log });
  const requestUrl = `http://127.0.0.1:${await server.listen(0)}/slack/events`;

  const waiting = new Map<string, (answer: Answer) => void>();
  const collector = createCollector((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      waiting.get(request.url ?? '')?.(JSON.parse(body));
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const answersUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

  const send = async (payload: object): Promise<number> => (await sendFor(payload)).status;

  async function sendFor(payload: object): Promise<Response> {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return fetch(requestUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${digest}`,
      },
      body,
    });
  }

  return {
    send,
    /** A press by `user`; `action` is what its element carries, `team` the workspace that they belong to. */
    async press(actionId: string, user: unknown, action: object, team: string = slack.teamId): Promise<Answer> {
      const path = `/${waiting.size}`;
      const answered = new Promise<Answer>((resolve) => waiting.set(path, resolve));
      const status = await send({
        type: 'block_actions',
        user: { id: user, team_id: team },
        team: { id: slack.teamId },
        container: { type: 'message' },
        response_url: `${answersUrl}${path}`,
        actions: [{ action_id: actionId, block_id: 'b', type: 'button', ...action }],
      });
      if (status !== 200) throw new Error(`The press was answered with ${status}`);
      return answered;
    },
    /** A dialog sent in by `user`, holding whatever `state` says; how it was acknowledged, null when it just closes. */
    async form(
      callbackId: string,
      user: unknown,
      { subject, state }: { subject: string; state: object },
    ): Promise<FormAnswer | null> {
      const response = await sendFor({
        type: 'view_submission',
        user: { id: user, team_id: slack.teamId },
        team: { id: slack.teamId },
        view: {
          id: 'V0FORGED',
          type: 'modal',
          callback_id: callbackId,
          private_metadata: subject,
          state: { values: state },
        },
      });
      const body = await response.text();
      return body === '' ? null : JSON.parse(body);
    },
    async stop() {
      await server.close();
      collector.closeAllConnections();
      await new Promise((resolve) => collector.close(resolve));
    },
  };
}

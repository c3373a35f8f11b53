/** Answers Slack over HTTP: the app, or a Bolt app that only acknowledges. Tells its port and runs until it is killed. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { connectSlack } from '../src/app/slack.js';
import { createLogger } from '../src/platform/logging.js';
import { createClients } from '../src/platform/slack/clients.js';
import { openApp } from './app.js';
import type { EdgeSubject } from './edges.js';

const [side, json] = process.argv.slice(2);
if (json === undefined || process.send === undefined) throw new Error('Started by bench/edges.ts only');
const subject = JSON.parse(json) as EdgeSubject;

const server = createServer(express().use(side === 'app' ? await appRouter(subject) : bareRouter(subject)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send((server.address() as AddressInfo).port);

async function appRouter({ uri, dbName, signingSecret, apiUrl, botToken, teamId }: EdgeSubject) {
  const { features } = await openApp({ uri, dbName });
  const log = createLogger('error', (line) => process.stderr.write(line));
  const bolt = connectSlack({
    slack: { botToken, apiUrl, messagesPerSecond: 1_000, listen: { by: 'http', signingSecret } },
    identity: { botId: 'B0BENCH', botUserId: 'U0BENCHBOT', workspaceUrl: '', teamId },
    clients: createClients({ botToken, apiUrl }, log, 1_000),
    features,
    // Signatures are checked against real time, which the clock of the bench is not.
    clock: { now: () => new Date() },
    log,
  });
  return bolt.router!;
}

function bareRouter({ signingSecret, botToken }: EdgeSubject) {
  const receiver = new ExpressReceiver({ signingSecret, endpoints: '/slack/events' });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken, botId: 'B0BENCH', botUserId: 'U0BENCHBOT' }),
  });
  app.command('/cert', ({ ack }) => ack());
  app.action('nudges.snooze', ({ ack }) => ack());
  app.view('credentials.hand-in', ({ ack }) => ack());
  return receiver.router;
}

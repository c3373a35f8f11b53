import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import { startRequestUrl } from './request-url.js';
import { clientOf, silent, startWithPeople } from './workspace.js';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function begin(scale = 1) {
  const sandbox = await startWithPeople({ scale });
  running.push(sandbox);
  return sandbox;
}

it('reaches a real Bolt app by signed requests', async () => {
  const sandbox = await begin();
  const receiver = new HTTPReceiver({ signingSecret: 'a secret', logger: silent });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  app.command('/cert', async ({ ack, command }) => ack(`Hello ${command.user_name}`));
  app.action('go', async ({ ack }) => ack());
  const joined = new Promise<string>((resolve) => {
    app.event('team_join', async ({ event }) => resolve(event.user.id));
  });
  const server = await app.start(0);
  running.push(app);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;

  sandbox.useHttp({ requestUrl, signingSecret: 'a secret' });
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
  const { channel = '', ts = '' } = (await clientOf(sandbox).apiCall('chat.postMessage', {
    channel: 'U0ANA',
    text: 'Press',
    blocks: [{ type: 'actions', elements: [button] }],
  })) as { channel?: string; ts?: string };
  expect((await sandbox.act.command({ user: 'U0BEN', command: '/cert' })).response).toEqual({
    text: 'Hello ben.okafor',
  });
  expect(await sandbox.act.press({ user: 'U0ANA', channel, ts, actionId: 'go' })).toMatchObject({ acked: true });
  await sandbox.act.join({ id: 'U0CLEO', realName: 'Cleo Park' });
  expect(await joined).toBe('U0CLEO');

  sandbox.useHttp({ requestUrl, signingSecret: 'another secret' });
  const forged = await sandbox.act.command({ user: 'U0BEN', command: '/cert' });
  expect(forged).toMatchObject({ acked: false, problem: 'http_error' });
});

it('tells of an event up to three times more, saying why, and of a command only once', async () => {
  const sandbox = await begin(10_000);
  const app = await startRequestUrl([500, 500, 500, 500, 500]);
  running.push(app);
  sandbox.useHttp({ requestUrl: app.url, signingSecret: 'secret' });
  await sandbox.act.change('U0ANA', { title: 'SRE' });
  await app.count(4);
  const retries = app.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
  expect(retries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  const bodies = app.received.map(({ body }) => JSON.parse(body) as { event_id: string });
  expect(new Set(bodies.map(({ event_id: id }) => id)).size).toBe(1);
  await sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  expect(app.received).toHaveLength(5);
});

it('says so when nobody answers at the request URL', async () => {
  const sandbox = await begin();
  sandbox.useHttp({ requestUrl: 'http://127.0.0.1:1/slack/events', signingSecret: 'secret' });
  const answer = await sandbox.act.command({ user: 'U0ANA', command: '/cert' });
  expect(answer).toMatchObject({ acked: false, problem: 'connection_failed' });
});

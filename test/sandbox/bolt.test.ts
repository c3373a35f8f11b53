import { App, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { silent, startWithPeople } from './workspace.js';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

const passedButton = {
  type: 'actions' as const,
  block_id: 'saa',
  elements: [
    {
      type: 'button' as const,
      action_id: 'credentials.passed',
      text: { type: 'plain_text' as const, text: 'I passed' },
      value: 'assignment-1|3',
    },
  ],
};

function newApp(sandbox: Sandbox) {
  const receiver = new SocketModeReceiver({
    appToken: sandbox.appToken,
    logger: silent,
    installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
  });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  running.push(app);
  return app;
}

async function begin() {
  const sandbox = await startWithPeople();
  running.push(sandbox);
  return sandbox;
}

describe('a real Bolt app over Socket Mode', () => {
  it('hears a pressed button, acknowledges it and redraws the message', async () => {
    const sandbox = await begin();
    const app = newApp(sandbox);
    const heard: unknown[] = [];
    app.action('credentials.passed', async ({ ack, action, body, client }) => {
      await ack();
      heard.push(action, body.user.id);
      if (body.type !== 'block_actions' || !body.channel || !body.message) throw new Error('no message');
      await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Well done', blocks: [] });
    });
    await app.start();
    const { channel } = await app.client.conversations.open({ users: 'U0ANA' });
    const channelId = channel?.id ?? '';
    const { ts = '' } = await app.client.chat.postMessage({ channel: channelId, text: 'Due', blocks: [passedButton] });

    const answer = await sandbox.act.press({ user: 'U0ANA', channel: channelId, ts, actionId: 'credentials.passed' });
    const update = await sandbox.waitFor(({ kind }) => kind === 'message.updated');

    expect(answer).toMatchObject({ acked: true, problem: null });
    expect(answer.ackMs).toBeLessThan(3000);
    expect(heard).toMatchObject([{ value: 'assignment-1|3', block_id: 'saa', type: 'button' }, 'U0ANA']);
    expect(update).toMatchObject({ channel: channelId, user: 'U0ANA', ts, text: 'Well done', blocks: [], by: 'app' });
  });
});

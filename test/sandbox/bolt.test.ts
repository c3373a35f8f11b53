import type { AckFn, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { App, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
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

/** `reconnectMs` is also how long the client waits for a pong, so it must not be short on a busy machine. */
function newApp(sandbox: Sandbox, reconnectMs: number) {
  const receiver = new SocketModeReceiver({
    appToken: sandbox.appToken,
    logger: silent,
    clientPingTimeout: reconnectMs,
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

async function begin(options: SandboxOptions = {}) {
  const sandbox = await startWithPeople(options);
  running.push(sandbox);
  return sandbox;
}

async function startApp(sandbox: Sandbox, listen: (app: App) => void, reconnectMs = 5000): Promise<App> {
  const app = newApp(sandbox, reconnectMs);
  listen(app);
  await app.start();
  return app;
}

/** Posts a DM with a button to Ana and gives its place. */
async function postButton(app: App) {
  const { channel = '', ts = '' } = await app.client.chat.postMessage({
    channel: 'U0ANA',
    text: 'Due',
    blocks: [passedButton],
  });
  return { user: 'U0ANA', channel, ts, actionId: 'credentials.passed' };
}

const modal = {
  type: 'modal' as const,
  callback_id: 'evidence',
  title: { type: 'plain_text' as const, text: 'Evidence' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  private_metadata: 'assignment-1|3',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'date',
      label: { type: 'plain_text' as const, text: 'Earned on' },
      element: { type: 'datepicker' as const, action_id: 'earnedOn', initial_date: '2026-11-30' },
    },
    {
      type: 'input' as const,
      block_id: 'note',
      label: { type: 'plain_text' as const, text: 'Note' },
      element: { type: 'plain_text_input' as const, action_id: 'note' },
    },
  ],
};

describe('a real Bolt app over Socket Mode', () => {
  it('hears a pressed button, acknowledges it and redraws the message', async () => {
    const sandbox = await begin();
    const heard: unknown[] = [];
    const app = await startApp(sandbox, (own) =>
      own.action('credentials.passed', async ({ ack, action, body, client }) => {
        await ack();
        heard.push(action, body.user.id);
        if (body.type !== 'block_actions' || !body.channel || !body.message) throw new Error('no message');
        await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Well done', blocks: [] });
      }),
    );
    const place = await postButton(app);

    const answer = await sandbox.act.press(place);
    const update = await sandbox.waitFor(({ kind }) => kind === 'message.updated');

    expect(answer).toMatchObject({ acked: true, problem: null });
    expect(answer.ackMs).toBeLessThan(3000);
    expect(heard).toMatchObject([{ value: 'assignment-1|3', block_id: 'saa', type: 'button' }, 'U0ANA']);
    const { channel, ts } = place;
    expect(update).toMatchObject({ channel, user: 'U0ANA', ts, text: 'Well done', blocks: [], by: 'app' });
  });

  it('answers a press through its response_url: five times, with what it replaces or deletes', async () => {
    const sandbox = await begin();
    const statuses: unknown[] = [];
    let answered = () => {};
    const done = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const app = await startApp(sandbox, (own) =>
      own.action('credentials.passed', async ({ ack, respond }) => {
        await ack();
        const answers = [
          { text: 'Just for you' },
          { replace_original: true, text: 'Replaced', blocks: [] },
          { response_type: 'in_channel' as const, text: 'For all' },
          { text: '' },
          { delete_original: true },
          { text: 'One too many' },
        ];
        for (const answer of answers) {
          statuses.push(
            await respond(answer).then(
              ({ status }) => status,
              ({ statusCode }) => statusCode,
            ),
          );
        }
        answered();
      }),
    );
    const place = await postButton(app);
    await sandbox.act.press(place);
    await done;
    expect(statuses).toEqual([200, 200, 200, 400, 200, 404]);
    expect(sandbox.messages(place.channel).map(({ text }) => text)).toEqual(['For all']);
    const seen = sandbox.effects().filter((effect) => 'via' in effect && effect.via === 'response_url');
    expect(seen.map(({ kind }) => kind)).toEqual([
      'message.ephemeral',
      'message.updated',
      'message.posted',
      'message.deleted',
    ]);
  });

  it('opens a form, sends it back with an error, and takes it when it is right', async () => {
    const sandbox = await begin();
    const states: unknown[] = [];
    const app = await startApp(sandbox, (own) => {
      own.action('credentials.passed', async ({ ack, body, client }) => {
        await ack();
        if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: modal });
      });
      own.view('evidence', async ({ ack, view }) => {
        states.push(view.state.values, view.private_metadata);
        const note = view.state.values.note?.note?.value;
        if (note === 'short') await ack({ response_action: 'errors', errors: { note: 'Tell us more.' } });
        else await ack();
      });
    });
    await sandbox.act.press(await postButton(app));
    await sandbox.waitFor(({ kind }) => kind === 'view.opened');

    await expect(sandbox.act.submit({ user: 'U0ANA' })).rejects.toThrow('note must be filled in');
    const refused = await sandbox.act.submit({ user: 'U0ANA', values: { note: 'short' } });
    expect(refused).toMatchObject({ acked: true, formProblem: null });
    expect(refused.response).toEqual({ response_action: 'errors', errors: { note: 'Tell us more.' } });
    expect(sandbox.modals('U0ANA')).toHaveLength(1);

    const taken = await sandbox.act.submit({
      user: 'U0ANA',
      values: { note: 'Passed with 912', earnedOn: '2026-12-01' },
    });
    expect(taken).toMatchObject({ acked: true, response: null, formProblem: null });
    expect(sandbox.modals('U0ANA')).toEqual([]);
    expect(states.at(-1)).toBe('assignment-1|3');
    expect(states.at(-2)).toEqual({
      date: { earnedOn: { type: 'datepicker', selected_date: '2026-12-01' } },
      note: { note: { type: 'plain_text_input', value: 'Passed with 912' } },
    });
  });

  it('updates, pushes and clears forms by its acknowledgement', async () => {
    const sandbox = await begin();
    const titled = (text: string) => ({ ...modal, title: { type: 'plain_text' as const, text } });
    const answers: ((ack: AckFn<ViewResponseAction>) => Promise<void>)[] = [
      (ack) => ack({ response_action: 'update', view: titled('Two') }),
      (ack) => ack({ response_action: 'push', view: titled('Three') }),
      (ack) => ack({ response_action: 'update', view: { ...modal, blocks: [{ type: 'section' }] } }),
      (ack) => ack({ response_action: 'clear' }),
    ];
    const app = await startApp(sandbox, (own) => {
      own.action('credentials.passed', async ({ ack, body, client }) => {
        await ack();
        if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: modal });
      });
      own.view<ViewSubmitAction>('evidence', async ({ ack }) => answers.shift()?.(ack));
    });
    await sandbox.act.press(await postButton(app));
    await sandbox.waitFor(({ kind }) => kind === 'view.opened');
    const submit = () => sandbox.act.submit({ user: 'U0ANA', values: { note: 'x' } });
    const titles = () => sandbox.modals('U0ANA').map(({ title }) => (title as { text: string }).text);
    await submit();
    expect(titles()).toEqual(['Two']);
    await submit();
    expect(titles()).toEqual(['Two', 'Three']);
    expect((await submit()).formProblem).toContain('needs text or fields');
    expect(titles()).toEqual(['Two', 'Three']);
    await submit();
    expect(titles()).toEqual([]);
  });

  it('offers what the app finds for what is typed into an external select', async () => {
    const sandbox = await begin();
    const app = await startApp(sandbox, (own) =>
      own.options('catalog.search', async ({ ack, payload }) => {
        await ack({ options: [{ text: { type: 'plain_text', text: `AWS ${payload.value}` }, value: 'aws-saa' }] });
      }),
    );
    const search = { type: 'external_select' as const, action_id: 'catalog.search', min_query_length: 1 };
    const { channel = '', ts = '' } = await app.client.chat.postMessage({
      channel: 'U0ANA',
      text: 'Search',
      blocks: [{ type: 'actions', elements: [search] }, passedButton],
    });
    const place = { user: 'U0ANA', channel, ts };
    const { response } = await sandbox.act.suggest({ ...place, actionId: 'catalog.search', query: 'arch' });
    expect(response).toMatchObject({ options: [{ text: { text: 'AWS arch' }, value: 'aws-saa' }] });
    const elsewhere = sandbox.act.suggest({ ...place, actionId: 'credentials.passed', query: 'x' });
    await expect(elsewhere).rejects.toThrow('asks the app for no options');
  });

  it('answers a slash command of its manifest, and hears no other', async () => {
    const sandbox = await begin();
    const channel = sandbox.addChannel({ name: 'general' });
    await startApp(sandbox, (own) =>
      own.command('/cert', async ({ ack, command }) => {
        await ack({ response_type: 'in_channel', text: `You said ${command.text} in ${command.channel_name}` });
      }),
    );
    const answer = await sandbox.act.command({ user: 'U0BEN', command: '/cert', text: 'help', channel: channel.id });
    expect(answer.acked).toBe(true);
    expect(sandbox.messages(channel.id)).toMatchObject([{ text: 'You said help in general' }]);
    await expect(sandbox.act.command({ user: 'U0BEN', command: '/other' })).rejects.toThrow('not a command');
  });

  it('publishes a Home tab when it is opened, and overwrites no newer one', async () => {
    const sandbox = await begin();
    const home = (text: string) => ({
      type: 'home' as const,
      blocks: [{ type: 'section' as const, text: { type: 'plain_text' as const, text } }],
    });
    const app = await startApp(sandbox, (own) =>
      own.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: home('Welcome') });
      }),
    );
    await sandbox.act.openHome({ user: 'U0ANA' });
    await sandbox.waitFor(({ kind }) => kind === 'home.published');
    const hash = String(sandbox.home('U0ANA')?.hash);
    await app.client.views.publish({ user_id: 'U0ANA', view: home('Newer'), hash });
    const stale = app.client.views.publish({ user_id: 'U0ANA', view: home('Stale'), hash });
    await expect(stale).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    expect(sandbox.home('U0ANA')).toMatchObject({ blocks: [{ text: { text: 'Newer' } }] });
  });

  it('hears who joins, changes, leaves and writes', async () => {
    const sandbox = await begin();
    const heard: string[] = [];
    await startApp(sandbox, (own) => {
      own.event('team_join', async ({ event }) => void heard.push(`joined ${event.user.real_name}`));
      own.event('user_change', async ({ event }) => void heard.push(`${event.user.id} deleted: ${event.user.deleted}`));
      own.message(async ({ message }) => void heard.push(`wrote ${'text' in message ? message.text : ''}`));
    });
    const acks = [
      await sandbox.act.join({ realName: 'Cleo Park' }),
      await sandbox.act.change('U0BEN', { tz: 'Europe/London' }),
      await sandbox.act.message({ user: 'U0ANA', text: 'stop' }),
      await sandbox.act.leave('U0BEN'),
    ];
    expect(acks.map((ack) => ack?.acked)).toEqual([true, true, true, true]);
    await expect
      .poll(() => heard)
      .toEqual(['joined Cleo Park', 'U0BEN deleted: false', 'wrote stop', 'U0BEN deleted: true']);
    await expect(sandbox.act.openHome({ user: 'U0BEN' })).rejects.toThrow('deactivated');
  });

  it('shares the work of two connections and loses none of it while one is refreshed', async () => {
    const sandbox = await begin();
    const heardBy: string[] = [];
    const start = (name: string) =>
      startApp(
        sandbox,
        (own) =>
          own.action('credentials.passed', async ({ ack }) => {
            heardBy.push(name);
            await ack();
          }),
        1000,
      );
    const first = await start('first');
    await start('second');
    expect(sandbox.sockets.count()).toBe(2);
    const place = await postButton(first);
    for (let i = 0; i < 4; i += 1) await sandbox.act.press(place);
    expect(new Set(heardBy)).toEqual(new Set(['first', 'second']));

    heardBy.length = 0;
    expect(sandbox.sockets.disconnect('refresh_requested', 'oldest')).toBe(1);
    const during = [await sandbox.act.press(place), await sandbox.act.press(place)];
    expect(during.every(({ acked }) => acked)).toBe(true);
    expect(heardBy).toEqual(['second', 'second']);
    await sandbox.sockets.connected(2);
    for (let i = 0; i < 2; i += 1) await sandbox.act.press(place);
    expect(heardBy).toContain('first');
  });

  it('is told of an event again when nobody was connected', async () => {
    const sandbox = await begin({ scale: 100 });
    const first = await sandbox.act.change('U0ANA', { title: 'SRE' });
    expect(first).toMatchObject({ acked: false, problem: 'no_connection' });
    let hear = (_title: string) => {};
    const heard = new Promise<string>((resolve) => {
      hear = resolve;
    });
    await startApp(sandbox, (own) =>
      own.event('user_change', async ({ event, context }) => hear(`${event.user.profile.title} ${context.retryNum}`)),
    );
    expect(await heard).toMatch(/^SRE [23]$/);
  });

  it('is shown to be deaf: a press without a connection fails at once', async () => {
    const sandbox = await begin();
    const app = await startApp(sandbox, () => {});
    const place = await postButton(app);
    await app.stop();
    running.splice(running.indexOf(app), 1);
    expect(sandbox.sockets.drop()).toBeLessThanOrEqual(1);
    expect(await sandbox.act.press(place)).toMatchObject({ acked: false, problem: 'no_connection' });
  });
});

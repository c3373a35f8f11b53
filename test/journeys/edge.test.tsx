import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageEffect, ViewEffect } from '../../sandbox/effects.js';
import { apology, asDialog, sharedChannel, stranger, tooLate } from '../../src/app/messages.js';
import { createLogger } from '../../src/platform/logging.js';
import { createBolt, identify } from '../../src/platform/slack/bolt.js';
import { createSharedChannels } from '../../src/platform/slack/channels.js';
import { createClients } from '../../src/platform/slack/clients.js';
import type { CommandHandler, FormHandler, PressHandler } from '../../src/platform/slack/edge.js';
import { createEdge } from '../../src/platform/slack/edge.js';
import {
  Actions,
  actionId,
  Blocks,
  Button,
  Home,
  home,
  Modal,
  message,
  modal,
  Section,
  TextInput,
} from '../../src/shared/blocks.js';
import { plain } from '../../src/shared/text.js';
import { clientOf, startWithPeople } from '../sandbox/workspace.js';

/* The edge alone: a real Bolt on real sockets, with handlers that each test sets. */

const ana = 'U0ANA';
let slack: Awaited<ReturnType<typeof startWithPeople>>;
let bolt: ReturnType<typeof createBolt>;
let press: PressHandler;
let form: FormHandler;
let command: CommandHandler;
let lines: string[];
let homes: EventEmitter<{ refreshed: [string] }>;
let refreshed: string[];

beforeEach(async () => {
  slack = await startWithPeople({ scale: 1_000 });
  lines = [];
  refreshed = [];
  homes = new EventEmitter();
  const log = createLogger('info', (line) => lines.push(line));
  const access = { botToken: slack.botToken, apiUrl: slack.apiUrl };
  const clients = createClients(access, log, 1_000);
  const identity = await identify(clients);
  const clock = { now: () => slack.now() };
  bolt = createBolt({
    slack: { ...access, messagesPerSecond: 100, listen: { by: 'socket', appToken: slack.appToken } },
    identity,
    clock,
    log,
  });
  const edge = createEdge({
    bolt: bolt.app,
    teamId: identity.teamId,
    clients,
    isShared: createSharedChannels({ clients, clock, log }).isShared,
    words: { apology, tooLate, stranger, sharedChannel, asDialog },
    afterHome: async (slackUserId) => {
      refreshed.push(slackUserId);
      homes.emit('refreshed', slackUserId);
    },
    log,
  });
  edge.onPress('test.press', (what) => press(what));
  edge.onForm('test.form', (what) => form(what));
  edge.onCommand('/cert', (what) => command(what));
  await bolt.start();
  await slack.sockets.connected(2);
});
afterEach(async () => {
  await bolt.stop();
  await slack.stop();
});

const said = (words: string) =>
  message(
    <Blocks>
      <Section>{words}</Section>
    </Blocks>,
    { text: plain`${words}` },
  );

const dialog = (title: string) =>
  modal(
    <Modal callbackId={actionId('test.form')} title={title} submit="Send" close="Cancel" privateMetadata="about this">
      <TextInput name="words" label="Words" />
    </Modal>,
  );

const button = (
  <Actions>
    <Button actionId={actionId('test.press')} value="pressed">
      Press
    </Button>
  </Actions>
);

/** A message to Ana with one button. */
async function withButton() {
  const { channel } = await client().conversations.open({ users: ana });
  const { blocks, text } = message(<Blocks>{button}</Blocks>, { text: plain`Press` });
  const { ts } = await client().chat.postMessage({ channel: channel!.id!, text, blocks });
  return { user: ana, actionId: 'test.press', channel: channel!.id!, ts: ts! };
}

const client = () => clientOf(slack);
const nextOf = (kind: MessageEffect['kind'] | ViewEffect['kind']) => slack.waitFor((effect) => effect.kind === kind);
const shown = () => slack.modals(ana).map((view) => JSON.stringify(view));

describe('a press', () => {
  test('in a message is answered in words to the presser alone, or by a dialog', async () => {
    const place = await withButton();
    press = async ({ value, place: where }) => said(`${value} in a ${where}`);
    expect(await slack.act.press(place)).toMatchObject({ acked: true });
    expect(await nextOf('message.ephemeral')).toMatchObject({ user: ana, text: 'pressed in a message' });
    press = async () => dialog('A dialog');
    await slack.act.press(place);
    expect(await nextOf('view.opened')).toMatchObject({ user: ana });
    expect(refreshed).toEqual([]);
  });

  test('on the Home tab is answered in a dialog, and the tab is drawn anew', async () => {
    await client().views.publish({ user_id: ana, view: home(<Home>{button}</Home>) });
    press = async ({ place }) => said(`from ${place}`);
    const drawnAnew = once(homes, 'refreshed');
    await slack.act.press({ user: ana, actionId: 'test.press', home: true });
    await nextOf('view.opened');
    expect(shown()[0]).toContain('from home');
    expect(await drawnAnew).toEqual([ana]);
  });

  test('in a dialog is answered in that dialog', async () => {
    const place = await withButton();
    press = async ({ place: where }) =>
      where === 'dialog'
        ? said('Instead')
        : modal(
            <Modal callbackId={actionId('test.form')} title="With a button">
              {button}
            </Modal>,
          );
    await slack.act.press(place);
    await nextOf('view.opened');
    await slack.act.press({ user: ana, actionId: 'test.press', viewId: String(slack.modals(ana)[0]?.id) });
    await nextOf('view.updated');
    expect(shown()).toEqual([expect.stringContaining('Instead')]);
  });

  test('that breaks is answered with an apology, whose reference is in the log', async () => {
    const place = await withButton();
    press = async () => {
      throw new Error('broken on purpose');
    };
    await slack.act.press(place);
    const { text } = (await nextOf('message.ephemeral')) as MessageEffect;
    const [, reference = 'none'] = /reference ([0-9a-f]{8})/.exec(text) ?? [];
    expect(lines.some((line) => line.includes(reference) && line.includes('broken on purpose'))).toBe(true);
  });

  test('whose dialog comes too late is told so', async () => {
    const place = await withButton();
    slack.faults.next('views.open', { kind: 'reset' });
    press = async () => dialog('Too late');
    await slack.act.press(place);
    expect(await nextOf('message.ephemeral')).toMatchObject({ text: tooLate().text });
  });
});

describe('a dialog', () => {
  async function opened() {
    const place = await withButton();
    press = async () => dialog('Say it');
    await slack.act.press(place);
    await nextOf('view.opened');
  }

  test('hands over what it is about and what was written, and closes', async () => {
    await opened();
    const received: object[] = [];
    form = async (what) => void received.push(what);
    expect(await slack.act.submit({ user: ana, values: { words: 'Hello' } })).toMatchObject({
      acked: true,
      formProblem: null,
    });
    expect(received).toEqual([{ slackUserId: ana, subject: 'about this', values: { words: 'Hello' } }]);
    expect(shown()).toEqual([]);
    expect(refreshed).toEqual([ana]);
  });

  test('stays open with a sentence at the field that is wrong', async () => {
    await opened();
    form = async () => ({ errors: { words: 'Say more.' } });
    const submitted = await slack.act.submit({ user: ana, values: { words: 'x' } });
    expect(submitted).toMatchObject({ formProblem: null, response: { response_action: 'errors' } });
    expect(shown()).toHaveLength(1);
  });

  test('gives way to the next dialog, or to words', async () => {
    await opened();
    form = async () => dialog('And this?');
    await slack.act.submit({ user: ana, values: { words: 'x' } });
    expect(shown()).toEqual([expect.stringContaining('And this?')]);
    form = async () => said('Kept.');
    await slack.act.submit({ user: ana, values: { words: 'x' } });
    expect(shown()).toEqual([expect.stringContaining('Kept.')]);
  });

  test('that breaks apologises in the dialog', async () => {
    await opened();
    form = async () => {
      throw new Error('broken on purpose');
    };
    await slack.act.submit({ user: ana, values: { words: 'x' } });
    expect(shown()[0]).toMatch(/the reference [0-9a-f]{8}/);
  });

  test('that takes too long is acknowledged in time and says so', async () => {
    await opened();
    form = () => new Promise(() => {});
    const submitted = await slack.act.submit({ user: ana, values: { words: 'x' } });
    expect(submitted.acked).toBe(true);
    expect(submitted.ackMs).toBeLessThan(3_000);
    expect(shown()[0]).toContain('That took too long');
  });
});

describe('a command', () => {
  test('is answered with its acknowledgement, to the asker alone', async () => {
    command = async ({ text }) => said(`You asked for ${text}`);
    const { response } = await slack.act.command({ user: ana, command: '/cert', text: 'help' });
    expect(response).toMatchObject({ response_type: 'ephemeral', text: 'You asked for help' });
  });

  test('can open a dialog', async () => {
    command = async () => dialog('Fill in');
    await slack.act.command({ user: ana, command: '/cert' });
    await nextOf('view.opened');
    expect(shown()).toHaveLength(1);
  });

  test('that takes longer than Slack waits is answered later', async () => {
    let answer: (words: ReturnType<typeof said>) => void = () => {};
    command = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const delivered = await slack.act.command({ user: ana, command: '/cert' });
    expect(delivered).toMatchObject({ acked: true, response: null });
    answer(said('At last'));
    expect(await nextOf('message.ephemeral')).toMatchObject({ text: 'At last' });
  });
});
